"""The chat as lines of text: what the terminal client shows."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final

from chat_tk.client.screen import Screen
from chat_tk.client.terminal import Terminal, typed_so_far
from chat_tk.client.values import Delivery, Kind, Line, Member, Room
from chat_tk.i18n import _
from chat_tk.irc import markup

BACKLOG: Final = 20
"""Lines shown of a room that one changes to."""
EARLIER: Final = 10
"""Lines shown of what was said before one came."""
CONTINUED: Final = "      | "
"""Before the further lines of a message of several lines."""


class ConsoleScreen(Screen):
    """Fulfils ``client.screen.Screen`` with lines of text."""

    def __init__(self, terminal: Terminal, ask: Callable[[str], bool]) -> None:
        """``ask``: a question that is answered with yes or no."""
        self._terminal = terminal
        self._ask = ask
        self._titles: dict[str, str] = {}
        self._room = ""
        self._nick = ""
        self._told: set[str] = set()  # rooms of which the lines before one came were shown

    def show_nick(self, nick: str, network: str) -> None:  # noqa: ARG002  a prompt is short
        """The name is the prompt."""
        self._nick = markup.plain(nick)
        self._set_prompt()

    def show_status(self, text: str) -> None:
        """Only what there is to say."""
        if text:
            self._terminal.write(f"! {text}")

    def open_room(self, room: Room) -> None:
        """Remember its title."""
        self._titles[room.key] = room.title

    def change_room(self, room: Room) -> None:
        """Tell where something waits, once per room until it was looked at."""
        self._titles[room.key] = room.title
        if room.mentions == 1 and room.unread == 1 and room.private:
            self._terminal.write(_("* {name} wrote to you: /msg {name} shows it.").format(name=room.title))

    def close_room(self, key: str) -> None:
        """Forget its title."""
        title = self._titles.pop(key, "")
        if key != self._room:
            self._terminal.write(_("* You are no longer in {room}.").format(room=title))

    def select_room(self, key: str, lines: Sequence[Line], members: Sequence[Member], draft: str) -> None:  # noqa: ARG002
        """The prompt tells the room; its last lines are repeated."""
        first = not self._room
        self._room = key
        self._set_prompt()
        if not first or lines:
            self._terminal.write(_("--- {room} ---").format(room=self._titles.get(key, key)))
        self.add_lines(lines[-BACKLOG:])
        if draft:
            self._terminal.write(_("* Not sent the last time: {text}").format(text=" / ".join(draft.split("\n"))))

    def add_lines(self, lines: Sequence[Line]) -> None:
        """Others' lines; one's own stand there already, as they were typed."""
        for line in lines:
            if not line.own or line.kind is Kind.ACTION:
                self._write(line)

    def add_earlier(self, lines: Sequence[Line]) -> None:
        """The last lines that were said before one came, once for each room, one's own among them."""
        said = [line for line in lines if line.kind not in (Kind.INFO, Kind.ERROR)]
        if self._room in self._told or not said:
            return
        self._told.add(self._room)
        self._terminal.write(_("--- before you came ---"))
        for line in said[-EARLIER:]:
            self._write(line)
        self._terminal.write(_("--- {room} ---").format(room=self._titles.get(self._room, self._room)))

    def show_lines(self, lines: Sequence[Line]) -> None:
        """What stands on a terminal cannot be put in another order."""

    def draft(self) -> str:
        """What stands at the prompt."""
        return typed_so_far()

    def change_line(self, line: Line) -> None:
        """Only failures are worth a word."""
        if line.delivery is Delivery.FAILED:
            text = _("! Not sent: {text} ({reason})")
            self._terminal.write(text.format(text=markup.plain(line.text)[:60], reason=line.reason))

    def show_members(self, members: Sequence[Member]) -> None:
        """/names tells them."""

    def tell(self, text: str) -> None:
        """A line."""
        self._terminal.write(text)

    def ask_retry(self, text: str) -> bool:
        """The text, and the question."""
        self._terminal.write(text)
        return self._ask(_("Try again? [y/n] "))

    def ask_trust(self, text: str) -> bool:
        """The text, and the question."""
        self._terminal.write(text)
        return self._ask(_("Join anyway? [y/n] "))

    def close(self) -> None:
        """No prompt stays behind."""
        self._terminal.clear_prompt()

    def _write(self, line: Line) -> None:
        first, *more = in_text(line).split("\n")
        self._terminal.write(first)
        for text in more:  # marked, so that nobody can make it look like somebody else's line
            self._terminal.write(f"{CONTINUED}{text}")

    def _set_prompt(self) -> None:
        title = self._titles.get(self._room, "")
        self._terminal.clear_prompt()
        self._terminal.prompt = f"{self._nick} [{markup.plain(title)}]> " if title else f"{self._nick}> "
        self._terminal.show_prompt()


def in_text(line: Line) -> str:
    """One line of a chat as a line of text."""
    at = _moment(line.at)
    if line.kind is Kind.ACTION:
        return f"{at} * {line.sender} {line.text}"
    if line.kind in (Kind.INFO, Kind.ERROR):
        return f"{at} {'!' if line.kind is Kind.ERROR else '*'} {line.text}"
    return f"{at} {line.sender}: {line.text}"


def _moment(at: float) -> str:
    """The time of day, with the day when it is not today's."""
    if not 0 <= at < 2**33:
        return "--:--"
    moment, today = time.localtime(at), time.localtime()
    return time.strftime("%H:%M" if moment[:3] == today[:3] else "%Y-%m-%d %H:%M", moment)
