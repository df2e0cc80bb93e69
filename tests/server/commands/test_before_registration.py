"""AWAY and ISUPPORT before one is in: the drafts "pre-away" and "extended-isupport"."""

from __future__ import annotations

from chat_tk.irc import caps
from tests.server.support import Play


def test_away_before_registration_needs_the_capability() -> None:
    """'If the capability has been negotiated, servers MUST accept the AWAY command before connection registration'."""
    play = Play()
    ann = play.connects()
    assert ann.says("AWAY :gone").heard()[0].split()[1] == "451"
    ann.user.capabilities = caps.PRE_AWAY
    assert ann.says("AWAY *").heard()[0].split()[1] == "306"
    ann.says("NICK ann", "USER ann 0 * :Ann")
    assert ann.user.away == "*"
    bob = play.enters("bob").says("PRIVMSG ann :hello")
    assert ":chat.local 301 bob ann :*" in bob.heard()


def test_whoever_is_away_already_comes_so() -> None:
    """away-notify: the room is told on joining."""
    play = Play()
    bob = play.enters("bob", caps.AWAY_NOTIFY)
    ann = play.connects()
    ann.user.capabilities = caps.PRE_AWAY
    ann.says("AWAY :at lunch", "NICK ann", "USER ann 0 * :Ann")
    assert any(line.endswith("AWAY :at lunch") for line in bob.heard())


def test_isupport_before_registration_needs_the_capability() -> None:
    """'the server MUST accept ISUPPORT commands before connection registration completes'."""
    ann = Play().connects()
    assert ann.says("ISUPPORT").heard()[0].split()[1] == "451"
    ann.user.capabilities = caps.EXTENDED_ISUPPORT
    heard = ann.says("ISUPPORT").heard()
    assert any(line.startswith(":chat.local 005 *") for line in heard)


def test_isupport_tells_the_same_as_the_welcome() -> None:
    """'a dedicated command to request the ISUPPORT list', for everyone who is in."""
    ann = Play().enters("ann").says("ISUPPORT")
    lines = ann.heard()
    assert {line.split()[1] for line in lines} == {"005"}
    assert any("LOOKALIKES" in line for line in lines)
