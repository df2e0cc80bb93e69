"""What every command and every action of the host works on, and nothing else: state in, told values out.

``Chat`` is the core's world, ``Call`` one command of one user. Both are made by the core; tests make them with a fake
``Delivery``. What they need of others stands in ``contracts``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from chat_tk.irc.numerics import Numeric
from chat_tk.server.bans import Bans
from chat_tk.server.config import Config
from chat_tk.server.contracts import Delivery, Desk, History, Keeper, Reply
from chat_tk.server.events import Event
from chat_tk.server.floor import Floor
from chat_tk.server.lately import Lately
from chat_tk.server.marks import Marks
from chat_tk.server.owners import Owners
from chat_tk.server.state import Network, User


class Refused(Exception):  # noqa: N818  "raise Refused(ERR_NOSUCHNICK, nick)" reads as what it is
    """A command cannot be done; carries the numeric that says so."""

    def __init__(self, row: Numeric, *params: object) -> None:
        super().__init__(row, *params)
        self.row = row
        self.params = params


class Chat:
    """The state, the way to tell, the settings, the clock, and who watches. Who makes it gives it a desk and a keeper.

    ``history`` is None where nothing is kept.

    ``usage``: verb -> how often it was carried out (STATS m).
    ``metadata``: of accounts and of rooms that stay, whoever is here: ``records.owner`` or folded name -> its metadata.
    """

    desk: Desk
    keeper: Keeper
    reload: Callable[[], Config] | None = None
    history: History | None = None

    def __init__(
        self, config: Config, delivery: Delivery, emit: Callable[[Event], None], clock: Callable[[], float]
    ) -> None:
        self.config = config
        self.network = Network()
        self.delivery = delivery
        self.emit = emit
        self.clock = clock
        self.started_at = clock()
        self.owners = Owners()
        self.bans = Bans()
        self.network.number_from(int(self.started_at * 1000) << 10)  # above all numbers that earlier runs have given
        self.usage: Counter[str] = Counter()
        self.lately = Lately(self.network)
        self.marks = Marks()
        self.metadata: dict[str, Mapping[str, str]] = {}
        self.floor = Floor(paused=config.rules.start_paused)
        self.touched: set[int] | None = None
        """Numbers of those whose row in the host's window has changed; None where nobody looks (``sampling``)."""
        self.said = 0
        """Messages so far, private ones too."""
        lobby = self.network.keep(config.lobby, self.started_at)
        if config.topic:
            lobby.topic, lobby.topic_by, lobby.topic_at = config.topic, config.name, self.started_at

    def touch(self, user: User) -> None:
        """What the host sees of ``user`` has changed, without an event that says so."""
        if self.touched is not None:
            self.touched.add(user.number)


class Call:
    """One command of one user, while it is carried out. ``now`` is Unix seconds."""

    __slots__ = ("chat", "now", "reply", "user")

    def __init__(self, chat: Chat, user: User, reply: Reply, now: float) -> None:
        self.chat = chat
        self.user = user
        self.reply = reply
        self.now = now
