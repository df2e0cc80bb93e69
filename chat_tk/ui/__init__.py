"""Tk shared by both programs: polling, theme, widgets, rich text, dialogs. Knows no model, no controller."""
