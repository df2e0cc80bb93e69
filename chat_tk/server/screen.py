"""What the server's controller needs from a view, and what a view is given. Everything on the main thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from chat_tk.server.values import (
    BanRow,
    Entry,
    Field,
    Hand,
    Invitation,
    Person,
    Preset,
    Room,
    Sample,
    Setting,
)


class Screen(Protocol):
    """The host's window, as the controller calls it. Always on the main thread; nothing here may wait.

    Rule 1: what is shown comes from here; a click changes no row, the call that follows it does.
    Rule 2: every call may come before the window is ready, while it closes, and twice.
    """

    def show_open(self, invitation: Invitation) -> None:
        """People can join. Comes again when the name, an address or a warning has changed."""

    def show_first_run(self, name: str) -> None:
        """The strip of the first time: the chat's name (as proposed) and a password; ``Actions.save_first`` ends it."""

    def show_people(self, changed: Sequence[Person], gone: Sequence[int]) -> None:
        """Rows that appear or change, and numbers of rows that go. At most some four times a second."""

    def show_rooms(self, rooms: Sequence[Room]) -> None:
        """All rooms, the lobby first."""

    def show_bans(self, bans: Sequence[BanRow]) -> None:
        """All bans that hold, the oldest first."""

    def show_hands(self, hands: Sequence[Hand]) -> None:
        """All raised hands, the longest raised first."""

    def show_paused(self, *, on: bool) -> None:
        """Only the host and the operators write now, or everybody again."""

    def show_udp(self, *, on: bool) -> None:
        """Whether plain text may come over UDP."""

    def log(self, entries: Sequence[Entry]) -> None:
        """New lines of the log, in their order; at most some hundred at once, the rest left out and said."""

    def show_found(self, entries: Sequence[Entry], problem: str) -> None:
        """What ``Actions.search`` has found, the oldest first; ``problem`` is a sentence when it could not search."""

    def show_sample(self, sample: Sample) -> None:
        """What the last second brought; ``Actions.samples`` has the hour and the day."""

    def show_settings(self, settings: Sequence[Setting]) -> None:
        """All settings as they are now: after they were applied or read again."""

    def note(self, text: str) -> None:
        """A sentence that goes away by itself: "Saved as …", "Maria has gone already."."""

    def tell(self, text: str) -> None:
        """A message box with one button."""

    def close(self) -> None:
        """Go away; the program ends."""


class Actions(Protocol):
    """What the host can do; the controller fulfils it. Main thread; every call returns at once.

    What comes of it comes as a call of ``Screen``. Who has gone meanwhile is a line in the log, no error.
    """

    # People

    def message(self, numbers: Sequence[int], text: str) -> None:
        """Tell these people something, each alone, from the host."""

    def mute(self, numbers: Sequence[int], *, on: bool) -> None:
        """They may read and not write, until it is taken back; it is said to them. A new name is no way out."""

    def remove(self, numbers: Sequence[int], reason: str, *, may_return: bool = True) -> None:
        """Out of the chat; unless they may return, banned for today."""

    def ban(self, whats: Sequence[str], reason: str, seconds: float) -> None:
        """Keep out names, addresses, networks, masks for so long (0: for ever); whom it covers goes."""

    def unban(self, whats: Sequence[str]) -> None:
        """End bans, by ``BanRow.what``."""

    def make_operator(self, numbers: Sequence[int], *, on: bool) -> None:
        """They may keep order until they leave, or no more; it is said to them."""

    def lower_hand(self, number: int) -> None:
        """It is this person's turn, or was: the hand goes down, and that is said to the person."""

    # Rooms

    def create_room(self, name: str, topic: str) -> None:
        """A room that stays when nobody is in it. A name without ``#`` is given one."""

    def rename_room(self, name: str, to: str) -> None:
        """Another name for a room (not the lobby)."""

    def set_topic(self, room: str, text: str) -> None:
        """What a room is about."""

    def set_read_only(self, room: str, *, on: bool) -> None:
        """Only the operators write there, or everybody again."""

    def close_room(self, room: str, reason: str) -> None:
        """Everybody in it is put out, and it is gone. Not the lobby."""

    # The chat

    def pause(self, *, on: bool) -> None:
        """All read, only the host and the operators write; or everybody again."""

    def announce(self, text: str) -> None:
        """Tell everyone; tags such as ``<b>`` work."""

    def clear_said(self) -> None:
        """Forget what was said in rooms: newcomers do not read it, and nobody finds it any more."""

    def chat_myself(self) -> None:
        """Open ChatClient on this chat."""

    def stop(self) -> None:
        """Close the chat; the window goes when everything has ended."""

    # Log and statistics

    def search(
        self, text: str, *, person: str = "", room: str = "", after: float | None = None, before: float | None = None
    ) -> None:
        """Search everything that was ever said in rooms; ``Screen.show_found`` follows."""

    def export(self, path: str, entries: Sequence[Entry]) -> None:
        """Write lines of the log to a file: CSV or HTML by the end of its name, otherwise text. A note follows."""

    def samples(self, *, day: bool) -> Sequence[Sample]:
        """The last hour by seconds, or the last day by minutes; the oldest first."""

    # Settings

    def settings(self) -> Sequence[Setting]:
        """All settings as they are now."""

    def setting_problem(self, key: str, value: object) -> str:
        """What is wrong with a value for a setting, as a sentence; empty: nothing. ``value`` may be the text typed."""

    def apply(self, values: Mapping[str, object]) -> str:
        """Change settings by key and keep them in the file; the sentence of what is wrong (then nothing was done)."""

    def presets(self) -> Sequence[Preset]:
        """What fits a classroom, an office, a party."""

    def save_first(self, name: str, password: str) -> str:
        """The strip of the first time was filled in: as ``apply``."""

    def problem(self, field: Field, text: str) -> str:
        """What is wrong with what was typed into a field, as a sentence; empty: nothing."""
