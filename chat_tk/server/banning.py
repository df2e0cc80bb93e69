"""Keeping somebody out: a ban is made, kept, told to the host, and carried out in one step; so is its end.

Rule 1: who is covered by a new ban and here goes at once; who comes later is turned away at the first look: by its
address when it connects, by name, mask and account when it has them.
Rule 2: whoever is turned away reads why: 465 and ERROR, or a sentence at a plain-text program.
"""

from __future__ import annotations

import ipaddress
from typing import Final

from chat_tk.i18n import _
from chat_tk.irc.numerics import ERR_YOUREBANNEDCREEP
from chat_tk.server import actions, bans, moments
from chat_tk.server.bans import FOR_EVER, LONGEST_REASON, Ban, BanError
from chat_tk.server.chat import Chat
from chat_tk.server.events import Banned, Unbanned
from chat_tk.server.lookup import shorten
from chat_tk.server.state import User

NOT_TODAY: Final = 24 * 3600.0
"""Seconds for which somebody who was removed may not come back."""
LONGEST: Final = 100 * 365 * 86400.0


def ban(chat: Chat, what: str, by: str, reason: str = "", length: float = FOR_EVER, spared: User | None = None) -> Ban:
    """Ban a name, an address or network, or a mask, for ``length`` seconds (0: for ever).

    Raises BanError, also when it would cover ``spared``, who asks for it.
    """
    now = chat.clock()
    until = now + min(length, LONGEST) if length > 0 else FOR_EVER
    made = Ban(bans.read(what).what, by, now, shorten(" ".join(reason.split()), LONGEST_REASON), until)
    alone = bans.Bans()
    alone.add(made)
    if spared is not None and alone.on_user(spared, now):
        raise BanError(_("{what} would ban yourself.").format(what=made.what))
    add(chat, made)
    for user in list(chat.network.users.values()):
        if alone.on_user(user, now):
            turn_away(chat, user, made)
    return made


def unban(chat: Chat, what: str, by: str) -> Ban:
    """End a ban. Raises BanError when there is none."""
    ended = chat.bans.remove(what)
    _drop_from_disk(chat, ended)
    chat.emit(Unbanned(chat.clock(), ended.what, by))
    return ended


def keep_out(chat: Chat, user: User, by: str, reason: str) -> Ban:
    """Ban somebody who is being removed for today: by its address, or where others share that, by name and address.

    Raises BanError.
    """
    others = (other for other in chat.network.users.values() if other is not user and other.home == user.home)
    shared = _is_own_computer(user.address) or any(others)
    what = f"{_masked(user.nick)}!*@{_masked(user.address)}" if shared and user.nick else user.home
    now = chat.clock()
    made = Ban(bans.read(what).what, by, now, shorten(" ".join(reason.split()), LONGEST_REASON), now + NOT_TODAY)
    add(chat, made)
    return made


def add(chat: Chat, made: Ban) -> None:
    """From now on the ban holds, also after a restart. Raises BanError."""
    for over in chat.bans.overdue(made.at):
        chat.bans.remove(over.what)
        _drop_from_disk(chat, over)
    chat.bans.add(made)
    keeper, problem = chat.keeper, _("The ban of {what} could not be saved; it holds until the chat is closed.")
    chat.desk.later(lambda: keeper.keep_ban(made), problem.format(what=made.what))
    chat.emit(Banned(made.at, made.what, made.by, made.reason, made.until))


def turn_away(chat: Chat, user: User, made: Ban) -> None:
    """Tell somebody that it is banned, and end its connection."""
    text = sentence(made)
    if not user.plain:
        code = ERR_YOUREBANNEDCREEP.code
        chat.delivery.to_user(user, actions.by_server(chat, chat.clock(), code, user.nick or "*", text))
    actions.end(chat, user, text, told="Banned")


def sentence(made: Ban) -> str:
    """What somebody who is banned reads."""
    text = _("You may not join this chat.")
    if made.reason:
        text = _("You may not join this chat ({reason}).").format(reason=made.reason.rstrip(" ."))
    if made.until != FOR_EVER:
        text += " " + _("Come back after {time}.").format(time=moments.full(made.until))
    return text


def _drop_from_disk(chat: Chat, ended: Ban) -> None:
    keeper, what = chat.keeper, ended.what
    problem = _("The end of the ban of {what} could not be saved; it will hold again after a restart.")
    chat.desk.later(lambda: keeper.drop_ban(what), problem.format(what=what))


def _is_own_computer(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _masked(text: str) -> str:
    """``text`` within a mask, meaning itself."""
    return "".join(f"\\{char}" if char in "\\*?" else char for char in text)
