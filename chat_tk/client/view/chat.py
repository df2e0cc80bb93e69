"""The chat window: it puts the parts together and fulfils ``client.screen.Screen``.

Law: every part shows what it is told; what a person does goes to ``Actions``, and comes back as a call.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence

from chat_tk.client.screen import Actions
from chat_tk.client.values import Line, Member, Room


class ChatWindow:
    """The chat in ``root`` itself. It is made hidden and appears with the first ``show_nick`` (one is welcome there).

    ``tell`` and ``ask_retry`` may be called before that. ``on_link`` opens a clicked link (an http or https address).
    """

    def __init__(self, root: tk.Tk, actions: Actions, on_link: Callable[[str], None]) -> None:
        raise NotImplementedError

    def show_nick(self, nick: str, network: str) -> None: raise NotImplementedError
    def show_status(self, text: str) -> None: raise NotImplementedError
    def open_room(self, room: Room) -> None: raise NotImplementedError
    def change_room(self, room: Room) -> None: raise NotImplementedError
    def close_room(self, key: str) -> None: raise NotImplementedError
    def select_room(self, key: str, lines: Sequence[Line], members: Sequence[Member], draft: str) -> None: raise NotImplementedError
    def add_lines(self, lines: Sequence[Line]) -> None: raise NotImplementedError
    def change_line(self, line: Line) -> None: raise NotImplementedError
    def show_members(self, members: Sequence[Member]) -> None: raise NotImplementedError
    def tell(self, text: str) -> None: raise NotImplementedError
    def ask_retry(self, text: str) -> bool: raise NotImplementedError
    def close(self) -> None: raise NotImplementedError
