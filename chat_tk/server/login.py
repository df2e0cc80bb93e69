"""Logging in to a registered name, and registering one, however it is asked for: SASL, REGISTER or NickServ.

Rule 1: a password is judged as a guess (``Desk.guess``): off the core's thread, one wrong one per second and address.
Rule 2: a registered name is its owner's: whoever else has it when the owner takes it is called Guest from then on.
Rule 3: for who never registers a name, nothing here happens.
Sources: IRCv3 "account-notify"; "SASL 3.1" (900, 901); "draft/account-registration".
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Final

from chat_tk.i18n import _
from chat_tk.irc import caps, scram
from chat_tk.irc import numerics as n
from chat_tk.irc.names import FALLBACK_NICK, fold, next_nick
from chat_tk.server import actions, banning, metadata, passwords, presence
from chat_tk.server.chat import Call, Chat
from chat_tk.server.owners import MOST_ACCOUNTS, Account
from chat_tk.server.state import User

SHORTEST_PASSWORD: Final = 4
LONGEST_PASSWORD: Final = passwords.LIMIT
"""Characters and bytes."""
RESERVED: Final = n.ERR_NICKNAMEINUSE._replace(
    text="{0} :This nickname is registered. If it is yours: /msg NickServ IDENTIFY {0} <password>, then take it"
)
_SALT_SIZE: Final = 16


class NotRegisteredError(Exception):
    """A name could not be registered: ``code`` as in FAIL, the text is a sentence."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


def available(chat: Chat) -> bool:
    """Whether names can be registered here at all."""
    return chat.config.accounts.enabled


def log_in(call: Call, account: Account) -> None:
    """From now on the caller is the owner of the name; told to it (900) and to those concerned."""
    call.reply.numeric(n.RPL_LOGGEDIN, full_mask(call.user), account.name)
    _become(call.chat, call.user, account.name, call.now)
    if call.user.registered and (ban := call.chat.bans.on_user(call.user, call.now)):
        banning.turn_away(call.chat, call.user, ban)


def log_out(call: Call) -> None:
    """From now on the caller is nobody's owner (901)."""
    call.reply.numeric(n.RPL_LOGGEDOUT, full_mask(call.user))
    _become(call.chat, call.user, "", call.now)


def log_out_all(chat: Chat, name: str, at: float) -> None:
    """Nobody is the owner of the name any more."""
    for user in chat.network.programs(name):
        _become(chat, user, "", at)
        row = n.RPL_LOGGEDOUT
        told = actions.by_server(chat, at, row.code, user.nick or "*", *row.fill(full_mask(user)))
        chat.delivery.to_user(user, told)


def full_mask(user: User) -> str:
    """``nick!user@host``, with stars for what is not known yet."""
    return f"{user.nick or '*'}!{user.username or '*'}@{user.host}"


def _become(chat: Chat, user: User, account: str, at: float) -> None:
    actions.settle(chat, user)
    before, user.account = user.account, account
    chat.touch(user)
    if account != before:
        metadata.became(chat, user, before, at)
    if user.registered and account != before:
        told = actions.by(user, at, "ACCOUNT", account or "*", needs=caps.ACCOUNT_NOTIFY)
        chat.delivery.to_user(user, told)
        presence.tell_concerned(chat, user, told)


def check(call: Call, name: str, password: str, then: Callable[[Call, Account | None], None]) -> None:
    """Judge a password; ``then(call, account)`` follows, with None when it is wrong or the name is not registered."""
    owners = call.chat.owners
    account = owners.find(name)

    def judged(call: Call, right: bool) -> None:
        then(call, account if right and owners.find(name) is account else None)

    call.chat.desk.guess(call, lambda: account is not None and passwords.matches(password, account.password), judged)


def register(call: Call, password: str, then: Callable[[Call, NotRegisteredError | None], None]) -> None:
    """Register the caller's nick; ``then(call, None)`` and the log-in follow, or ``then`` with what is wrong."""
    chat, name = call.chat, call.user.nick
    try:
        _may_register(call, name, password)
    except NotRegisteredError as error:
        then(call, error)
        return
    at, keeper, owners = call.now, chat.keeper, chat.owners
    owners.begin(name)

    def done(call: Call, account: Account | None) -> None:
        if account is None:
            text = _("The name could not be saved. Please tell whoever opened the chat.")
            then(call, NotRegisteredError("TEMPORARILY_UNAVAILABLE", text))
            return
        then(call, None)
        log_in(call, account)

    def make() -> Account:
        account = make_account(name, password, at)
        keeper.keep_account(account)
        return account

    chat.desk.work(call, make, done, lambda account: owners.finish(name, account))


def change_password(call: Call, account: Account, password: str, then: Callable[[Call, Account | None], None]) -> None:
    """Give the caller's account another password; ``then`` follows, with None when it could not be saved.

    Raises NotRegisteredError.
    """
    check_new_password(account.name, password)
    chat, owners, keeper = call.chat, call.chat.owners, call.chat.keeper

    def make() -> Account:
        changed = make_account(account.name, password, account.at)
        keeper.keep_account(changed)
        return changed

    def settle(changed: Account | None) -> None:
        if changed is not None and owners.find(account.name) is account:
            owners.finish(account.name, changed)

    chat.desk.work(call, make, then, settle)


def make_account(name: str, password: str, at: float) -> Account:
    """The account, with all that is kept of its password. Slow."""
    keys = scram.make_keys(password, secrets.token_bytes(_SALT_SIZE))
    return Account(name, passwords.make_hash(password), keys, at)


def _may_register(call: Call, name: str, password: str) -> None:
    """Raises NotRegisteredError."""
    chat, user = call.chat, call.user
    if not available(chat):
        raise NotRegisteredError("TEMPORARILY_UNAVAILABLE", _("Names cannot be registered in this chat."))
    if user.account:
        raise NotRegisteredError("ALREADY_AUTHENTICATED", _("You are logged in already."))
    if chat.owners.taken(name):
        raise NotRegisteredError("ACCOUNT_EXISTS", _("This name is registered already."))
    check_new_password(name, password)
    too_many = chat.owners.too_many(user.home, call.now) and chat.config.limits.flood
    if too_many or len(chat.owners) >= MOST_ACCOUNTS:
        raise NotRegisteredError(
            "TEMPORARILY_UNAVAILABLE", _("Too many names were registered. Please try again later.")
        )


def check_new_password(name: str, password: str) -> None:
    """Raises NotRegisteredError for a password that should not guard ``name``."""
    if len(password) < SHORTEST_PASSWORD or fold(password) == fold(name):
        text = _("A password has at least {count} characters, and is not your name.").format(count=SHORTEST_PASSWORD)
        raise NotRegisteredError("WEAK_PASSWORD", text)
    if len(password.encode("utf-8", "replace")) > LONGEST_PASSWORD:
        raise NotRegisteredError("UNACCEPTABLE_PASSWORD", _("This password is too long."))


# --- whose a name is -------------------------------------------------------------------------------------------------


def may_use(chat: Chat, user: User, nick: str) -> bool:
    """Whether ``user`` may be called so, as far as registered names are concerned."""
    return not available(chat) or chat.owners.may_use(nick, user.account)


def make_way(call: Call, nick: str) -> None:
    """Free the caller's own registered name from somebody who has it without owning it."""
    chat, network = call.chat, call.chat.network
    holder = network.find(nick)
    if holder is None or holder is call.user or not chat.owners.find(nick) or may_use(chat, holder, nick):
        return
    text = _("The name {name} belongs to somebody who has registered it.").format(name=nick)
    if not holder.registered:
        network.unname(holder)
        row = n.ERR_NICKNAMEINUSE
        chat.delivery.to_user(holder, actions.by_server(chat, call.now, row.code, "*", *row.fill(nick)))
        return
    actions.rename_other(chat, holder, free_guest_name(chat), call.now)
    text += " " + _("You are called {name} now. Type /nick and another name to change that.").format(name=holder.nick)
    chat.delivery.to_user(holder, actions.by_server(chat, call.now, "NOTICE", holder.nick, text))


def free_guest_name(chat: Chat) -> str:
    """A name for somebody who lost its own."""
    attempt, nick = 0, FALLBACK_NICK
    while chat.network.find(nick) is not None or chat.owners.taken(nick):
        attempt += 1
        nick = next_nick(FALLBACK_NICK, attempt)
    return nick
