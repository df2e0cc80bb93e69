"""AUTHENTICATE: logging in while connecting (SASL), or later, or as somebody else."""

from __future__ import annotations

import secrets

from chat_tk.irc import caps, sasl
from chat_tk.irc import numerics as n
from chat_tk.irc.message import Message
from chat_tk.irc.sasl import SaslError, TooLongError
from chat_tk.irc.scram import ScramServer
from chat_tk.server import actions, login
from chat_tk.server.chat import Call, Refused
from chat_tk.server.owners import Account
from chat_tk.server.registry import command
from chat_tk.server.state import Exchange


@command("AUTHENTICATE", params=1, before_registration=True)
def authenticate(call: Call, message: Message) -> None:
    """AUTHENTICATE <mechanism> | <data> | *  https://ircv3.net/specs/extensions/sasl-3.1"""
    user, word = call.user, message.params[0]
    if user.account and not user.capabilities & caps.CAP_NOTIFY:  # SASL 3.1, before CAP LS 302, knows one login alone
        raise Refused(n.ERR_SASLALREADY)
    if not (login.available(call.chat) and user.capabilities & caps.SASL):
        raise Refused(n.ERR_SASLFAIL)
    if word == sasl.ABORT:
        user.exchange = None
        raise Refused(n.ERR_SASLABORTED)
    if user.exchange is None:
        _begin(call, word.upper())
        return
    try:
        _go_on(call, user.exchange, word)
    except SaslError as error:
        user.exchange = None
        raise Refused(n.ERR_SASLTOOLONG if isinstance(error, TooLongError) else n.ERR_SASLFAIL) from None


def _begin(call: Call, mechanism: str) -> None:
    if mechanism not in sasl.MECHANISMS:
        call.reply.numeric(n.RPL_SASLMECHS, ",".join(sasl.MECHANISMS))
        raise Refused(n.ERR_SASLFAIL)
    call.user.exchange = Exchange(ScramServer(secrets.token_urlsafe(24)) if mechanism == sasl.SCRAM else None)
    _challenge(call, b"")


def _go_on(call: Call, exchange: Exchange, chunk: str) -> None:
    data = exchange.chunks.feed(chunk)
    if data is None:
        return
    if exchange.scram is None:
        _judge_plain(call, data)
    elif exchange.name == "":
        exchange.name = exchange.scram.read(data)
        account = call.chat.owners.find(exchange.name)
        _challenge(call, exchange.scram.challenge(account.keys if account else call.chat.owners.decoy(exchange.name)))
    elif not exchange.proven:
        _judge_proof(call, exchange, exchange.scram, data)
    elif data:
        raise SaslError("nothing is to be said any more")
    else:  # what was proven may have another password, or another owner, by now
        account = call.chat.owners.find(exchange.name)
        _end(call, account if account and account.keys == exchange.scram.keys else None)


def _judge_plain(call: Call, data: bytes) -> None:
    given = sasl.read_plain(data)
    if given.authzid not in ("", given.name):
        raise SaslError("nobody may act as somebody else")
    login.check(call, given.name, given.password, _end)


def _judge_proof(call: Call, exchange: Exchange, scram: ScramServer, data: bytes) -> None:
    verdict: list[bytes] = []

    def check() -> bool:
        try:
            verdict.append(scram.verdict(data))
        except SaslError:
            return False
        return True

    def judged(call: Call, right: bool) -> None:
        if not right:
            _end(call, None)
            return
        exchange.proven = True
        _challenge(call, verdict[0])

    call.chat.desk.guess(call, check, judged, slow=False)


def _challenge(call: Call, data: bytes) -> None:
    for chunk in sasl.chunks(data):
        call.reply.send(actions.by_server(call.chat, call.now, "AUTHENTICATE", chunk))


def _end(call: Call, account: Account | None) -> None:
    call.user.exchange = None
    if account is None:
        raise Refused(n.ERR_SASLFAIL)
    login.log_in(call, account)
    call.reply.numeric(n.RPL_SASLSUCCESS)
