"""The chat as lines of text: what the terminal client shows."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final

from chat_tk.client import console_news as news
from chat_tk.client.details import Found, Invitation, Link, PersonDetails, Phase, RoomList
from chat_tk.client.screen import Screen
from chat_tk.client.terminal import Terminal, typed_so_far
from chat_tk.client.values import Delivery, Kind, Line, Member, Quote, Reaction, Room
from chat_tk.i18n import _, ngettext
from chat_tk.irc import markup

BACKLOG: Final = 20
"""Lines shown of a room that one changes to."""
EARLIER: Final = 10
"""Lines shown of what was said before one came."""
REMEMBERED: Final = 500
"""Lines whose reactions are remembered, to tell what is new."""
_LINE = "\n"
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
        self._seen: dict[str, int] = {}  # the last line of each room that stood here
        self._reactions: dict[int, tuple[Reaction, ...]] = {}
        self._moves: dict[int, str] = {}  # which comings and goings a line told when it was written
        self._link = Phase.JOINING
        self._told: set[str] = set()  # rooms of which the lines before one came were shown
        self._inside: set[str] = set()  # rooms that one is in

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
        self._tell_inside(room)

    def move_room(self, was: str, room: Room) -> None:
        """What stood here stays; the prompt tells the new name."""
        self._titles.pop(was, None)
        self._titles[room.key] = room.title
        self._seen[room.key] = self._seen.pop(was, 0)
        for rooms in (self._told, self._inside):
            if was in rooms:
                rooms.remove(was)
                rooms.add(room.key)
        if self._room == was:
            self._room = room.key
            self._set_prompt()

    def change_room(self, room: Room) -> None:
        """Tell where something waits, once per room until it was looked at."""
        self._titles[room.key] = room.title
        self._tell_inside(room)
        if room.mentions == 1 and room.unread == 1 and room.private:
            self._terminal.write(_("* {name} wrote to you: /msg {name} shows it.").format(name=room.title))

    def close_room(self, key: str) -> None:
        """Forget its title."""
        title = self._titles.pop(key, None)
        self._inside.discard(key)
        if title is not None and key != self._room:
            self._terminal.write(_("* You are no longer in {room}.").format(room=title))

    def select_room(self, key: str, lines: Sequence[Line], members: Sequence[Member], draft: str) -> None:  # noqa: ARG002
        """The prompt tells the room; of its last lines those that have not stood here yet."""
        first = not self._room
        self._room = key
        self._set_prompt()
        if not first or lines:
            self._terminal.write(_("--- {room} ---").format(room=self._titles.get(key, key)))
        seen = self._seen.get(key, 0)
        self.add_lines([line for line in lines if line.id > seen][-BACKLOG:])
        if draft:
            self._terminal.write(_("* Not sent the last time: {text}").format(text=" / ".join(draft.split("\n"))))

    def add_lines(self, lines: Sequence[Line]) -> None:
        """Others' lines; one's own stand there already, as they were typed."""
        for line in lines:
            self._seen[line.room] = max(line.id, self._seen.get(line.room, 0))
            if not line.own or line.kind is Kind.ACTION:
                self._write(line)

    def add_earlier(self, lines: Sequence[Line]) -> None:
        """The last lines that were said before one came, once for each room, one's own among them."""
        for line in lines:
            self._seen[line.room] = max(line.id, self._seen.get(line.room, 0))
        said = [line for line in lines if line.kind not in (Kind.INFO, Kind.ERROR, Kind.MOVEMENT)]
        if self._room in self._told or not said:
            return
        self._told.add(self._room)
        self._terminal.write(_("--- before you came ---"))
        begins = lines.index(said[-EARLIER:][0])
        for line in lines[begins:]:
            if line.kind not in (Kind.INFO, Kind.ERROR):
                self._write(line)
        self._terminal.write(_("--- {room} ---").format(room=self._titles.get(self._room, self._room)))

    def show_lines(self, lines: Sequence[Line]) -> None:
        """What stands on a terminal cannot be put in another order; what has not stood there yet comes now."""
        self.add_lines([line for line in lines if line.id > self._seen.get(line.room, 0)][-BACKLOG:])

    def draft(self) -> str:
        """What stands at the prompt."""
        return typed_so_far()

    def change_line(self, line: Line) -> None:
        """Failures, what was taken back, who came and went, and new reactions are worth a word."""
        if line.delivery is Delivery.FAILED:
            text = _("! Not sent: {text} ({reason})")
            self._terminal.write(text.format(text=markup.plain(line.text)[:60], reason=line.reason))
        elif line.kind is Kind.MOVEMENT:
            if (moves := news.moves(line)) == self._moves.get(line.id, moves):
                return  # somebody is called something else in it; that stands in no other line
            self._moves[line.id] = moves
            self._terminal.write(f"{_moment(line.at)} * {line.details.rpartition(_LINE)[2]}")
        elif line.deleted:
            self._terminal.write(_("* {name}: {text}").format(name=line.who, text=line.text))
        elif new := news.reaction(self._reactions.get(line.id, ()), line.reactions):
            words = _("* {name} reacts with {reaction} to: {text}")
            text = markup.plain(line.text).replace("\n", " ")[:60]
            self._terminal.write(words.format(name=new[0], reaction=new[1], text=text))
        self._reactions[line.id] = line.reactions
        if len(self._reactions) > REMEMBERED:
            del self._reactions[next(iter(self._reactions))]

    def show_link(self, link: Link) -> None:
        """A broken connection, once; each wait for the next try, as a line and not each second."""
        if link.phase is Phase.WAITING and self._link is not Phase.WAITING:
            wait = ngettext("Next try in {count} second.", "Next try in {count} seconds.", link.seconds)
            self._terminal.write(f"! {link.words} {wait.format(count=link.seconds)} {_('/connect tries now.')}")
        elif link.phase is Phase.BROKEN and self._link is Phase.HERE:
            self._terminal.write(f"! {link.words}")
        self._link = link.phase

    def show_person(self, person: PersonDetails) -> None:
        """Who somebody is, line by line."""
        self._write_all(news.person(person))

    def show_rooms(self, rooms: RoomList) -> None:
        """The rooms, once they are all here."""
        if rooms.complete:
            self._write_all(news.rooms(rooms))

    def show_invitation(self, invitation: Invitation) -> None:
        """What goes there, as there is no button."""
        self._terminal.write(_("* You are invited to {room}: /join {room} goes there.").format(room=invitation.title))

    def ask_room_password(self, name: str, title: str) -> None:  # noqa: ARG002  a title can be typed, too
        """What goes there, as there is no field."""
        self._terminal.write(_("* {room} needs a password: /join {room} PASSWORD").format(room=title))

    def show_found(self, found: Found) -> None:
        """What was found, the oldest first, as a conversation is read."""
        if found.problem or not found.lines:
            self._terminal.write(f"* {found.problem or _('Nothing was found.')}")
            return
        titles = dict(found.titles)
        for line in reversed(found.lines):
            self._terminal.write(f"[{titles.get(line.room, line.room)}] {in_text(line, days=True)}")

    def show_away(self, text: str | None) -> None:
        """Whether one is away."""
        self._terminal.write(
            _("* You are here again.") if text is None else _("* You are away: {text}").format(text=text)
        )

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

    def _tell_inside(self, room: Room) -> None:
        """Who is not in a room any more, but reads there, is told the way back."""
        if room.joined:
            self._inside.add(room.key)
        elif room.key in self._inside:
            self._inside.remove(room.key)
            text = _("* You are not in {room} any more: /join {room} tries to enter it again.")
            self._terminal.write(text.format(room=room.title))

    def _write(self, line: Line) -> None:
        if line.kind is Kind.MOVEMENT:
            self._moves[line.id] = news.moves(line)
            if len(self._moves) > REMEMBERED:
                del self._moves[next(iter(self._moves))]
        first, *more = in_text(line).split("\n")
        self._terminal.write(first)
        for text in more:  # marked, so that nobody can make it look like somebody else's line
            self._terminal.write(f"{CONTINUED}{text}")

    def _write_all(self, texts: Sequence[str]) -> None:
        for text in texts:
            self._terminal.write(f"* {text}")

    def _set_prompt(self) -> None:
        title = self._titles.get(self._room, "")
        self._terminal.clear_prompt()
        self._terminal.prompt = f"{self._nick} [{markup.plain(title)}]> " if title else f"{self._nick}> "
        self._terminal.show_prompt()


def in_text(line: Line, *, days: bool = False) -> str:
    """One line of a chat as a line of text. ``days``: with the day."""
    at = _moment(line.at, days=days)
    if line.kind is Kind.ACTION:
        return f"{at} * {line.who} {line.text}"
    if line.kind in (Kind.INFO, Kind.ERROR, Kind.MOVEMENT):
        return f"{at} {'!' if line.kind is Kind.ERROR else '*'} {line.text}"
    quote = f"{_quoted(line.quote)} " if line.quote is not None else ""
    return f"{at} {line.who}: {quote}{line.text}"


def _quoted(quote: Quote) -> str:
    if not quote.sender:
        return _("(answers an earlier message)")
    return _("(to {name}: {text})").format(name=quote.sender, text=quote.text[:40])


def _moment(at: float, *, days: bool = False) -> str:
    """The time of day, with the day when it is not today's, or is wanted."""
    if not 0 <= at < 2**33:
        return "--:--"
    moment, today = time.localtime(at), time.localtime()
    return time.strftime("%H:%M" if moment[:3] == today[:3] and not days else "%Y-%m-%d %H:%M", moment)
