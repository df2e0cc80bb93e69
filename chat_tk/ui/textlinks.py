"""Links in a chat area: which text leads where. Only http(s) opens, only by a click, and the real host is shown."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterable

from chat_tk.ui.linkhint import LinkHint


def opens(link: str) -> bool:
    """Whether a browser may be told to show this address."""
    return link.lower().startswith(("http://", "https://"))


class TextLinks:
    """The links of ``text``; ``hint`` tells where the one under the pointer leads."""

    def __init__(self, text: tk.Text, hint: LinkHint, on_link: Callable[[str], None]) -> None:
        self._text, self._hint, self._on_link = text, hint, on_link
        self._links: dict[str, str] = {}
        self._count = 0
        self._pressed = ""
        text.bind("<Button-1>", self._press, add="+")
        text.tag_bind("link", "<ButtonRelease-1>", self._release)
        text.tag_bind("link", "<Motion>", self._show)
        text.tag_bind("link", "<Leave>", self._hide)

    def __len__(self) -> int:
        return len(self._links)

    def add(self, link: str) -> str:
        """The tag for a text that leads to ``link``; it also needs the tag ``link``."""
        self._count += 1
        tag = f"url{self._count}"
        self._links[tag] = link
        return tag

    def forget(self, tags: Iterable[str]) -> None:
        """These texts are gone."""
        for tag in tags:
            del self._links[tag]
            self._text.tag_delete(tag)

    def address(self, tag: str) -> str:
        """Where the text with this tag leads."""
        return self._links.get(tag, "")

    def _at(self, event: tk.Event[tk.Misc]) -> str:
        tags = self._text.tag_names(f"@{event.x},{event.y}")
        return next((self._links[tag] for tag in tags if tag in self._links), "")

    def _press(self, event: tk.Event[tk.Misc]) -> None:
        self._text.focus_set()  # a disabled Text takes no focus by itself, and without it no keys
        self._pressed = self._at(event)

    def _release(self, event: tk.Event[tk.Misc]) -> None:
        link = self._at(event)
        dragged = bool(self._text.tag_ranges("sel"))
        if link and link == self._pressed and not dragged and opens(link):
            self._on_link(link)

    def _show(self, event: tk.Event[tk.Misc]) -> None:
        self._text.configure(cursor="hand2")
        self._hint.show(self._at(event))

    def _hide(self, _event: tk.Event[tk.Misc]) -> None:
        self._text.configure(cursor="arrow")
        self._hint.hide()
