"""What pointer and keys do in the chat area: chips, quotes, names, menus, the bar beside a line, copying.

Rule: everything that the pointer can do is in the menu of a line, and the menu comes by Enter, Menu or Shift+F10 on
the line on which the keyboard stands.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Final

from chat_tk.client.screen import Actions
from chat_tk.client.values import Delivery, Kind, Line
from chat_tk.client.view import storytags as tags
from chat_tk.client.view.area import ChatArea
from chat_tk.client.view.clip import as_copied
from chat_tk.client.view.linebar import LineBar
from chat_tk.client.view.linemenu import LineMenu
from chat_tk.client.view.personmenu import PersonMenu
from chat_tk.i18n import _
from chat_tk.ui.tips import Tip

_SAID: Final = (Kind.MESSAGE, Kind.ACTION, Kind.NOTICE)


class Touch:
    """The hands in ``area``: ``menu`` is the menu of a line, ``bar`` what stands beside the line under the pointer.

    ``on_reply`` and ``on_react`` get a line to answer, or to which any emoji is wanted.
    """

    def __init__(
        self,
        area: ChatArea,
        actions: Actions,
        people: PersonMenu,
        on_link: Callable[[str], None],
        on_reply: Callable[[Line], None],
        on_react: Callable[[Line], None],
    ) -> None:
        self._area, self._actions, self._people = area, actions, people
        self.open_link, self.reply_to, self.pick_reaction = on_link, on_reply, on_react
        self.copy, self.unfold = area.rich.copy, area.unfold
        self.menu = LineMenu(area.rich, actions, self, people)
        self.bar = LineBar(area.rich, self.menu, self, self.show_menu)
        self._tip = Tip(area.rich.text)
        self._pressed = False
        self._pointed: object = None
        self._bind_tags()
        self._bind_keys()

    def show_menu(self, line: Line, x: int, y: int) -> None:
        """The menu of this line, at this place of the screen."""
        self.menu.fill(line, self._area.rich.links_of(line.id)).tk_popup(x, y)

    def jump(self, line: Line) -> None:
        """Go to what this line answers; where that is not here, it is fetched."""
        quote = line.quote
        if quote is None or (quote.line and self._area.go_to(quote.line)):
            return
        self._actions.go_to_quoted(line.id)

    # --- keys -------------------------------------------------------------------------------------------------------

    def _bind_keys(self) -> None:
        text = self._area.rich.text
        for key in ("<Return>", "<KP_Enter>"):
            text.bind(key, lambda _event: self._enter())
        for key in ("<Menu>", "<Shift-F10>"):
            text.bind(key, lambda _event: self._menu_by_key())
        for button in ("<Button-3>", "<Button-2>", "<Control-Button-1>"):
            text.bind(button, self._menu_by_click)
        text.bind("<Delete>", lambda _event: self._delete())
        text.bind("<<Copy>>", lambda _event: self._copy())

    def _current(self) -> Line | None:
        return self._area.line(self._area.rich.walker.current)

    def _enter(self) -> str:
        """The menu of the line on which one stands; for who only reads: send the last failed line again."""
        if self._current() is not None:
            return self._menu_by_key()
        failed = [line.id for line in self._area.lines if line.delivery is Delivery.FAILED]
        if failed:
            self._actions.retry(failed[-1])
        return "break"

    def _menu_by_key(self) -> str:
        line, text = self._current(), self._area.rich.text
        place = self._area.rich.range_of(line.id) if line is not None else None
        shape = text.dlineinfo(place[0]) if place else None
        if line is not None and shape is not None:
            self.show_menu(line, text.winfo_rootx() + shape[0] + 40, text.winfo_rooty() + shape[1] + shape[3])
        return "break"

    def _delete(self) -> str:
        line = self._current()
        if line is not None and self.menu.possible(line).delete:
            self.menu.delete(line)
        return "break"

    def _copy(self) -> str:
        """Several lines with names and times, a part of one as it stands; nothing selected: the line one stands on."""
        rich, current = self._area.rich, self._current()
        keys = [key for key in rich.selected_keys() if isinstance(key, int)]
        if len(keys) > 1:
            wanted = set(keys)
            rich.copy(as_copied([line for line in self._area.lines if line.id in wanted]))
        elif selected := rich.selected():
            rich.copy(selected)
        elif current is not None:
            rich.copy(as_copied([current]))
        return "break"

    # --- pointer ----------------------------------------------------------------------------------------------------

    def _bind_tags(self) -> None:
        text = self._area.rich.text
        text.bind("<Button-1>", self._press, add="+")
        for tag in tags.PRESSED:
            text.tag_bind(tag, "<ButtonRelease-1>", self._release)
            text.tag_bind(tag, "<Enter>", lambda _event: text.configure(cursor="hand2"))
            text.tag_bind(tag, "<Leave>", lambda _event: text.configure(cursor="arrow"))
        text.bind("<Motion>", self._move, add="+")
        text.bind("<Leave>", lambda _event: self._point(None), add="+")
        text.bind("<<Scrolled>>", lambda _event: self.bar.hide(), add="+")

    def _press(self, _event: tk.Event[tk.Misc]) -> None:
        self._pressed = True
        self._area.rich.walker.leave()

    def _release(self, event: tk.Event[tk.Misc]) -> None:
        text = self._area.rich.text
        if not self._pressed or text.tag_ranges("sel"):
            return
        self._pressed = False  # where two tags lie on each other, once
        line, found = self._at(event)
        if line is not None:
            self._do(line, found, event)

    def _do(self, line: Line, found: tuple[str, ...], event: tk.Event[tk.Misc]) -> None:
        if tags.RETRY in found:
            self._actions.retry(line.id)
        elif tags.JUMP in found:
            self.jump(line)
        elif tags.UNFOLD in found:
            self._area.unfold(line.id)
        elif (reaction := _reaction(found)) is not None and reaction < len(line.reactions):
            self._actions.react(line.id, line.reactions[reaction].text)
        elif tags.WHO in found:
            self.menu.person(line).tk_popup(event.x_root, event.y_root)

    def _menu_by_click(self, event: tk.Event[tk.Misc]) -> str:
        line, _found = self._at(event)
        if line is not None:
            self.show_menu(line, event.x_root, event.y_root)
        return "break"

    def _at(self, event: tk.Event[tk.Misc]) -> tuple[Line | None, tuple[str, ...]]:
        """The line at the pointer, and the tags of what is there."""
        text = self._area.rich.text
        index = text.index(f"@{event.x},{event.y}")
        return self._area.line(self._area.rich.key_at(index)), text.tag_names(index)

    def _move(self, event: tk.Event[tk.Misc]) -> None:
        text = self._area.rich.text
        index = text.index(f"@{event.x},{event.y}")
        key = self._area.rich.key_at(index)
        chip = _reaction(text.tag_names(index))
        if (key, chip) == self._pointed:
            return
        line = self._area.line(key)
        self._pointed = (key, chip)
        self._point(line)
        if line is not None and chip is not None and chip < len(line.reactions):
            self._tip.plan(_who_reacted(line, chip), event.x, event.y + 20)
        else:
            self._tip.hide()

    def _point(self, line: Line | None) -> None:
        if line is not None and line.kind in _SAID:
            self.bar.show(line)
        else:
            self._pointed = None if line is None else self._pointed
            self.bar.hide_soon()


def _reaction(found: tuple[str, ...]) -> int | None:
    """Which chip these tags are on."""
    numbers = [tag.removeprefix(f"{tags.CHIP}-") for tag in found if tag.startswith(f"{tags.CHIP}-")]
    return int(numbers[0]) if numbers else None


def _who_reacted(line: Line, chip: int) -> str:
    reaction = line.reactions[chip]
    names = ", ".join(reaction.who)
    return _("{reaction} from {names}").format(reaction=reaction.text, names=names)
