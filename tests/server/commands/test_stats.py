"""STATS and LINKS: of the one server that there is."""

from __future__ import annotations

from chat_tk.server.bans import Ban
from chat_tk.server.config import Config, Operator
from tests.server.commands.heads import heads
from tests.server.support import Play


def test_uptime():
    """STATS: "u - returns a string showing how long the server has been up"; 242 is days, hours:minutes:seconds."""
    play = Play()
    ann = play.enters("ann")
    play.now += 2 * 86400 + 3 * 3600 + 4 * 60 + 5
    assert ann.says("STATS u").heard() == [
        ":chat.local 242 ann :Server Up 2 days 3:04:05",
        ":chat.local 219 ann u :End of /STATS report",
    ]


def test_usage_of_commands():
    """STATS: "m - returns a list of commands supported by the server and the usage count for each", if not zero."""
    ann = Play().enters("ann").says("TIME", "TIME")
    ann.heard()
    heard = heads(ann.says("STATS m chat.*").heard())
    assert "212 ann TIME 2" in heard
    assert "212 ann STATS 1" in heard
    assert not [head for head in heard if "KICK" in head]


def test_operators_are_for_operators():
    """STATS: "o - returns a list of hosts from which normal clients may become operators"; 481 for others."""
    play = Play(Config(operators={"root": Operator("secret")}))
    ann = play.enters("ann")
    assert heads(ann.says("STATS o").heard()) == ["481 ann"]
    play.chat.network.set_mode(ann.user, "o", on=True)
    assert heads(ann.says("STATS o").heard()) == ["243 ann O * * root", "219 ann o"]


def test_bans_are_for_operators():
    """STATS k: 216 for each ban.

    STATS: "k - returns a list of banned username/hostname combinations for that server".
    """
    play = Play()
    ann = play.enters("ann")
    assert heads(ann.says("STATS k").heard()) == ["481 ann"]
    play.chat.network.set_mode(ann.user, "o", on=True)
    play.chat.bans.add(Ban("10.0.0.0/24", "ann", play.now, "too loud"))
    assert ann.says("STATS k").heard()[0] == ":chat.local 216 ann K 10.0.0.0/24 * * :too loud"


def test_stats_that_are_none():
    """The text: "A query may be given by any single letter"; 219 "Indicates the end of a STATS response"; 461, 402."""
    ann = Play().enters("ann").says("STATS", "STATS X", "STATS u elsewhere")
    assert heads(ann.heard()) == ["461 ann STATS", "219 ann X", "402 ann elsewhere"]


def test_links():
    """LINKS: "zero or more RPL_LINKS messages and mark the end of the list using a RPL_ENDOFLINKS message"."""
    ann = Play(Config(description="On deck 3")).enters("ann").says("LINKS")
    assert ann.heard() == [
        ":chat.local 364 ann chat.local chat.local :0 On deck 3",
        ":chat.local 365 ann * :End of /LINKS list",
    ]
