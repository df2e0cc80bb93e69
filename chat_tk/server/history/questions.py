"""What may be asked of the history: whose question reaches which rooms, and on which thread it is answered.

1. Who may read what is decided here, on the core's thread; the readers look into no room but those that they are told.
2. Questions are put after the commit of their beat, so that the answer holds all that was said before them.

Only the core's thread runs code in this file, but for ``search_all``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from chat_tk.irc.names import fold
from chat_tk.server import records
from chat_tk.server.chat import Call, Chat
from chat_tk.server.contracts import Worker
from chat_tk.server.history import reader, single
from chat_tk.server.history.keeper import Keeper
from chat_tk.server.history.reader import Place, Reader
from chat_tk.server.history.waiting import Room
from chat_tk.server.records import Kept
from chat_tk.server.selectors import Page, Search, Targets
from chat_tk.server.state import RANKS, Channel, User
from chat_tk.server.told import Told

PAUSE: Final = 0.002
"""Seconds between two questions, however many ask: the interpreter is the core's first."""


class Questions:
    """The questions of ``contracts.History``."""

    def __init__(self, chat: Chat, keeper: Keeper) -> None:
        self._chat = chat
        self._keeper = keeper
        self._reader = Reader()
        self._asked: list[tuple[Worker, Callable[..., object], tuple[object, ...]]] = []

    def _put_questions(self) -> None:
        """The beat has been committed."""
        for worker, function, args in self._asked:
            worker.post(function, *args)
            worker.post(time.sleep, PAUSE)
        self._asked.clear()

    def page(
        self, call: Call, question: Page, channel: Channel | None, then: Callable[[Call, Sequence[Told] | None], None]
    ) -> None:
        """``History.page``."""
        user = call.user
        rank = channel.members[user].rank if channel else 0
        places = [_place(channel)] if channel else self._conversation(user, question.target)
        kinds = records.readable(user.capabilities, rank)
        job = partial(self._reader.page, question, places, kinds, user.profile)
        self._chat.desk.work(call, job, then, worker=_AfterCommit(self._reader, self._asked))

    def search(
        self, call: Call, question: Search, channel: Channel | None, then: Callable[[Call, Sequence[Told] | None], None]
    ) -> None:
        """``History.search``."""
        user = call.user
        places = (
            [_place(member.channel) for member in user.memberships.values()] if channel is None else [_place(channel)]
        )
        owners = () if channel else tuple(self._identities(user))
        rooms = partial(reader.rooms_of, places=places, owners=owners, name=fold(question.place) if not channel else "")
        job = partial(self._keeper.search, question, rooms, user.profile)
        self._chat.desk.work(call, job, then, worker=_AfterCommit(self._keeper, self._asked))

    def search_all(self, question: Search, then: Callable[[Sequence[Told] | None], None]) -> None:
        """Search all channels for the host, private conversations never; ``then`` is called on the keeper's thread.

        Any thread may ask; what is being said at this moment may not be found yet.
        """
        self._keeper.post(lambda: then(self._keeper.search(question, lambda _connection: None, 0)))

    def find(self, call: Call, msgid: str, place: Channel | str, then: Callable[[Call, Kept | None], None]) -> None:
        """``History.find``."""
        token = self._chat.network.token
        if isinstance(place, Channel):
            places, rank = [_place(place)], RANKS["o"] if "o" in call.user.modes else place.members[call.user].rank
        else:
            places, rank = self._conversation(call.user, place), 0
        kinds = (records.SAID, records.REACTION, *(records.RANK + least for least in range(1, rank + 1)))
        question = partial(single.find, msgid=msgid, places=places, kinds=kinds, token=token)
        job = partial(self._reader.ask, question)
        self._chat.desk.work(call, job, then, worker=_AfterCommit(self._reader, self._asked))

    def targets(
        self, call: Call, question: Targets, then: Callable[[Call, Sequence[tuple[str, int]] | None], None]
    ) -> None:
        """``History.targets``."""
        channels = [_place(membership.channel) for membership in call.user.memberships.values()]
        job = partial(self._reader.targets, question, channels, self._identities(call.user))
        self._chat.desk.work(call, job, then, worker=_AfterCommit(self._reader, self._asked))

    def _conversation(self, user: User, nick: str) -> list[Place]:
        return [Place(owner, fold(nick)) for owner in self._identities(user)]

    def _identities(self, user: User) -> list[str]:
        """Under what the user's private conversations are kept: its connection, and its account if it has one."""
        return records.identities(user, self._chat.network.token)


class _AfterCommit:
    """``contracts.Worker``: its jobs begin when the beat has been committed."""

    def __init__(self, worker: Worker, asked: list[tuple[Worker, Callable[..., object], tuple[object, ...]]]) -> None:
        self._worker, self._asked = worker, asked

    def post(self, function: Callable[..., object], *args: object) -> None:
        """``Worker.post``."""
        self._asked.append((self._worker, function, args))


def _place(channel: Channel) -> Place:
    return Place("", fold(channel.name), channel.kept if isinstance(channel.kept, Room) else _NOTHING)


_NOTHING: Final = Room("", "", "")
"""Stands for a room of which nothing was ever noted."""
