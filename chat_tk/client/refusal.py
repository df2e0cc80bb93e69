"""What the person wants and cannot have. Pure."""

from __future__ import annotations


class NotPossibleError(ValueError):
    """What the person wants cannot be done; the text is a sentence for them."""
