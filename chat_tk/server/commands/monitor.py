"""MONITOR: be told when people of certain names come and go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from chat_tk.irc import numerics as n
from chat_tk.irc.message import Message
from chat_tk.irc.names import fold, is_nick
from chat_tk.server import limits, lookup, metadata_shown
from chat_tk.server.chat import Call, Refused
from chat_tk.server.registry import command
from chat_tk.server.rooms import pack, room_for


@command("MONITOR", params=1)
def monitor(call: Call, message: Message) -> None:
    """MONITOR + <nick>{,<nick>} | - <nick>{,<nick>} | C | L | S  https://ircv3.net/specs/extensions/monitor"""
    operation = OPERATIONS.get(message.params[0].upper())
    if operation is None:
        raise Refused(n.ERR_UNKNOWNERROR, "MONITOR", "The operations are + - C L S")
    operation(call, lookup.targets(message.param(1)))


def _add(call: Call, nicks: list[str]) -> None:
    user, network = call.user, call.chat.network
    added: list[str] = []
    new = [nick for nick in nicks if is_nick(nick) and fold(nick) not in user.monitored]
    for nick in new:
        if len(user.monitored) >= limits.MONITOR:
            call.reply.numeric(n.ERR_MONLISTFULL, limits.MONITOR, ",".join(new[len(added) :]))
            break
        network.watch(user, nick)
        added.append(nick)
    _tell_status(call, dict.fromkeys(added))


def _remove(call: Call, nicks: list[str]) -> None:
    for nick in nicks:
        call.chat.network.unwatch(call.user, nick)


def _clear(call: Call, _nicks: list[str]) -> None:
    _remove(call, list(call.user.monitored.values()))


def _list(call: Call, _nicks: list[str]) -> None:
    _tell(call, n.RPL_MONLIST, call.user.monitored.values())
    call.reply.numeric(n.RPL_ENDOFMONLIST)


def _status(call: Call, _nicks: list[str]) -> None:
    _tell_status(call, call.user.monitored.values())


def _tell_status(call: Call, nicks: Iterable[str]) -> None:
    online, offline, here = [], [], []
    for nick in nicks:
        person = call.chat.network.person(nick)
        if person is None:
            offline.append(nick)
        else:
            online.append(person.mask)
            here.append(person)
    _tell(call, n.RPL_MONONLINE, online)
    for person in here:
        metadata_shown.follow(call, person)
    _tell(call, n.RPL_MONOFFLINE, offline)


def _tell(call: Call, row: n.Numeric, targets: Iterable[str]) -> None:
    for line in pack(targets, room_for(call), ","):
        call.reply.numeric(row, line)


OPERATIONS: Final[dict[str, Callable[[Call, list[str]], None]]] = {
    "+": _add,
    "-": _remove,
    "C": _clear,
    "L": _list,
    "S": _status,
}
