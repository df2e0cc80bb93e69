"""Text with a look: what a person types as HTML tags, what travels as mIRC formatting codes, what a window draws."""
