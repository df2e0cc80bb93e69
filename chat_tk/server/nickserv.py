"""NickServ: registered names for programs without SASL, in the words that IRC people know.

    /msg NickServ REGISTER <password>      /msg NickServ IDENTIFY [<name>] <password>      /msg NickServ HELP

Rule 1: it is nobody: no user has this name, and what is said to it is heard here alone.
Rule 2: every line is answered by a NOTICE, in a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from chat_tk.i18n import _
from chat_tk.irc.message import Message
from chat_tk.irc.names import fold
from chat_tk.server import login, marking, metadata
from chat_tk.server.chat import Call
from chat_tk.server.login import NotRegisteredError
from chat_tk.server.owners import SERVICE, Account
from chat_tk.server.told import Told


class _Word(NamedTuple):
    """What can be said: how many words must follow, at most how many, and what it does."""

    usage: str
    least: int
    handler: Callable[[Call, Sequence[str]], None]
    help: Callable[[], str]


def is_meant(nick: str) -> bool:
    """Whether ``nick`` is the service's name, or looks like it."""
    return fold(nick) == fold(SERVICE)


def hear(call: Call, text: str) -> None:
    """Carry out what was said to it."""
    verb, _blank, rest = text.strip().partition(" ")
    word = _WORDS.get(verb.upper())
    if text.startswith("\x01"):
        return
    if not login.available(call.chat):
        say(call, _("Names cannot be registered in this chat."))
    elif word is None:
        say(call, _("I do not know that. /msg NickServ HELP tells what I know."))
    elif len(rest.split()) < word.least:
        say(call, _("Please type: {usage}").format(usage=f"/msg {SERVICE} {word.usage}"))
    else:
        word.handler(call, rest.split())


def say(call: Call, text: str) -> None:
    """Answer the caller."""
    source = f"{SERVICE}!{SERVICE}@{call.chat.config.name}"
    call.reply.send(Told(Message("NOTICE", (call.user.nick, text), source), at=call.now))


def _help(call: Call, _words: Sequence[str]) -> None:
    say(call, _("I keep names for those who want theirs kept. Nobody needs that to chat."))
    for word in _WORDS.values():
        say(call, f"{word.usage}: {word.help()}")


def _register(call: Call, words: Sequence[str]) -> None:
    name = call.user.nick

    def answer(call: Call, error: NotRegisteredError | None) -> None:
        text = _("The name {name} is yours now. Next time: /msg NickServ IDENTIFY {name} <your password>")
        say(call, str(error) if error else text.format(name=name))

    login.register(call, words[0], answer)


def _identify(call: Call, words: Sequence[str]) -> None:
    if call.user.account:
        say(call, _("You are logged in as {name}.").format(name=call.user.account))
        return
    name, password = (call.user.nick, words[0]) if len(words) == 1 else (words[0], words[1])
    login.check(call, name, password, lambda call, account: _identified(call, account, name))


def _identified(call: Call, account: Account | None, name: str) -> None:
    if account is None:
        say(call, _("This is not the password of {name}.").format(name=name))
        return
    login.log_in(call, account)
    if call.user.number not in call.chat.network.users:  # banned by its account
        return
    text = _("Welcome back, {name}.").format(name=account.name)
    if fold(call.user.nick) != fold(account.name):
        text += " " + _("To be called so: /nick {name}").format(name=account.name)
    say(call, text)


def _logout(call: Call, _words: Sequence[str]) -> None:
    if call.user.account:
        login.log_out(call)
    say(call, _("You are not logged in."))


def _set_password(call: Call, words: Sequence[str]) -> None:
    def done(call: Call, changed: Account | None) -> None:
        say(call, _("You have a new password.") if changed else _("The new password could not be saved."))

    account = call.chat.owners.find(call.user.account)
    if account is None:
        say(call, _("Log in first: /msg NickServ IDENTIFY <name> <password>"))
        return
    try:
        login.change_password(call, account, words[0], done)
    except NotRegisteredError as error:
        say(call, str(error))


def _drop(call: Call, words: Sequence[str]) -> None:
    name = words[0]
    if "o" in call.user.modes:
        if account := call.chat.owners.find(name):
            _dropped(call, account, name)
        else:
            say(call, _("Nobody has registered the name {name}.").format(name=name))
    elif len(words) > 1:
        login.check(call, name, words[1], lambda call, account: _dropped(call, account, name))
    else:
        say(call, _("Please type: {usage}").format(usage=f"/msg {SERVICE} {_WORDS['DROP'].usage}"))


def _dropped(call: Call, account: Account | None, name: str) -> None:
    if account is None:
        say(call, _("This is not the password of {name}.").format(name=name))
        return
    chat, kept = call.chat, account.name
    chat.owners.forget(kept)
    problem = _("The name {name} could not be taken out of the file; it will be registered again after a restart.")
    chat.desk.later(lambda: chat.keeper.drop_account(kept), problem.format(name=kept))
    login.log_out_all(chat, kept, call.now)
    metadata.disown(chat, kept)
    marking.disown(chat, kept)
    if chat.history:
        chat.history.disown(kept)
    say(call, _("The name {name} is nobody's now.").format(name=kept))


_WORDS: Final[dict[str, _Word]] = {
    "REGISTER": _Word("REGISTER <password>", 1, _register, lambda: _("keep the name that you have now for yourself")),
    "IDENTIFY": _Word("IDENTIFY [<name>] <password>", 1, _identify, lambda: _("log in")),
    "LOGOUT": _Word("LOGOUT", 0, _logout, lambda: _("log out")),
    "PASSWORD": _Word("PASSWORD <new password>", 1, _set_password, lambda: _("another password")),
    "DROP": _Word("DROP <name> <password>", 1, _drop, lambda: _("give the name back")),
    "HELP": _Word("HELP", 0, _help, lambda: _("this list")),
}
