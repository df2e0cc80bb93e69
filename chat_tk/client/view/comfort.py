"""What belongs to the person, not to the chat: settings, looks, emoji, keys, being told, being away by itself.

It wires the chat window to who keeps the choices and to who tells of lines; both are given as callables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final

from chat_tk.client.choices import MOST_RECENT, Choices, Keeper, zoomed
from chat_tk.client.details import Alert
from chat_tk.client.values import Level, Room
from chat_tk.client.view.chat import ChatWindow
from chat_tk.client.view.look import RING, look_as
from chat_tk.ui.completing import Words
from chat_tk.ui.idle import IdleWatch

if TYPE_CHECKING:  # they are imported when they are wanted: the first window should not wait for them
    from chat_tk.client.view.emojipicker import EmojiPicker
    from chat_tk.client.view.settings import SettingsWindow
    from chat_tk.client.view.shortcuts import ShortcutsWindow

CLICK_MS: Final = 300
CLICK_TIMES: Final = 100
"""A pop-up is gone after half a minute."""
SPEAKERS: Final = 300
"""Lines that are looked through for who spoke last, when Tab is pressed."""


class Comfort:
    """``tell`` gets an alert and the number that the system has for our window.

    ``clicks`` brings the keys of clicked pop-ups, and ``RING`` where the system has no sound; ``commands`` are those
    that Tab completes, without the slash, with what they do.
    """

    def __init__(
        self,
        window: ChatWindow,
        keeper: Keeper,
        tell: Callable[[Alert, int], None],
        clicks: SimpleQueue[str],
        commands: Callable[[], Iterable[tuple[str, str]]] = tuple,
    ) -> None:
        self._window, self._keeper, self._tell, self._clicks = window, keeper, tell, clicks
        self._clicks_left = 0
        self.settings: SettingsWindow | None = None
        self.shortcuts: ShortcutsWindow | None = None
        self.picker: EmojiPicker | None = None
        wishes, compose = window.wishes, window.compose
        wishes.on_settings, wishes.on_shortcuts = self.open_settings, self.open_shortcuts
        wishes.on_emoji, wishes.on_zoom = self.pick_emoji, self.zoom
        compose.on_emoji, compose.on_typed = wishes.write_emoji, window.actions.typed
        compose.on_toolbar = lambda shown: self._change(toolbar=shown)
        compose.composer.tabbing.words = Words(self._names, commands)
        window.on_alert = self._alert
        self._idle = IdleWatch(window.root, lambda away: window.actions.idle(away=away))
        keeper.listen(self._chosen)

    def open_settings(self) -> None:
        """The settings, or the window that is open already."""
        if self.settings is not None and self.settings.is_open:
            self.settings.lift()
            return
        from chat_tk.client.view.settings import SettingsWindow, Surroundings

        window = self._window
        around = Surroundings(window.status.own_name, window.actions.set_name, self._rooms, window.actions.set_level)
        self.settings = SettingsWindow(window.root, self._keeper, around)

    def open_shortcuts(self) -> None:
        """The page of keys."""
        if self.shortcuts is not None and self.shortcuts.is_open:
            self.shortcuts.lift()
            return
        from chat_tk.client.view.shortcuts import ShortcutsWindow

        self.shortcuts = ShortcutsWindow(self._window.root)

    def pick_emoji(self, do: Callable[[str], None]) -> None:
        """Let the person pick one, and do this with it."""
        from chat_tk.client.view.emojipicker import EmojiPicker

        if self.picker is not None:
            self.picker.close()

        def picked(text: str) -> None:
            recent = (text, *(other for other in self._keeper.choices.recent if other != text))
            self._change(recent=recent[:MOST_RECENT])
            do(text)

        self.picker = EmojiPicker(self._window.root, picked, self._keeper.choices.recent)

    def zoom(self, step: int) -> None:
        """Text larger, smaller, or of the usual size (0)."""
        self._change(zoom=zoomed(self._keeper.choices.zoom, step) if step else 1.0)

    # Inside

    def _change(self, **values: object) -> None:
        problem = self._keeper.change(**values)
        if problem:
            self._window.show_status(problem)

    def _chosen(self, choices: Choices) -> None:
        """It counts at once."""
        window = self._window
        look_as(window.root, choices)
        window.compose.composer.enter_sends = choices.enter_sends
        window.compose.show_toolbar(shown=choices.toolbar)
        window.area.prefer(times=choices.timestamps, movements=choices.movements)
        self._idle.minutes = choices.away_after

    def _rooms(self) -> list[Room]:
        return [room for room in self._window.rooms.values() if room.level is not Level.USUAL]

    def _names(self) -> list[str]:
        """Who spoke last, then all others who are here, then the rooms."""
        window = self._window
        spoke = [line.sender for line in reversed(window.area.lines[-SPEAKERS:]) if line.sender and not line.own]
        here = sorted((member.nick for member in window.people.members if not member.me), key=str.casefold)
        return [*dict.fromkeys([*spoke, *here]), *(room.title for room in window.rooms.values() if not room.private)]

    def _alert(self, alert: Alert) -> None:
        self._tell(alert, self._window.root.winfo_id())
        if alert.popup or alert.sound:
            waits = self._clicks_left > 0
            self._clicks_left = CLICK_TIMES
            if not waits:
                self._window.root.after(CLICK_MS, self._look_for_clicks)

    def _look_for_clicks(self) -> None:
        self._clicks_left -= 1
        try:
            key = self._clicks.get_nowait()
        except Empty:
            key = None
        if key == RING:
            self._window.root.bell()
        elif key is not None:
            self._come(key)
        if self._clicks_left > 0:
            self._window.root.after(CLICK_MS, self._look_for_clicks)

    def _come(self, key: str) -> None:
        """A pop-up was clicked: show its room, in front where the system allows."""
        root = self._window.root
        root.deiconify()
        root.lift()
        root.focus_force()
        self._window.compose.composer.focus_set()
        if key in self._window.rooms:
            self._window.choose_room(key)
