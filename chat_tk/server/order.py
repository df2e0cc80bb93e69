"""Keeping order: who may write, raised hands, who keeps order, the chat's pause. Each tells everyone concerned.

Rule 1: who may not write reads everything, and is told why whenever it tries: by 404 or 531, by FAIL where IRC
has no numeric, or in a sentence at a plain-text program.
Rule 2: operators may always write. Who may not write shows no words by other ways either: no new name (of its own or of
a room), status, topic or metadata, no reason for leaving. Who is muted invites nobody, and sets no key and no mask;
while the chat is paused a room's operators still need these.
Rule 3: a mute meets whoever left muted again when it comes back from the same address with that name; what it has
brought along in words (status, real and user name, metadata) is gone then. Mutes end with the chat; bans outlast it.
"""

from __future__ import annotations

from typing import Final

from chat_tk.i18n import _
from chat_tk.irc import caps, own
from chat_tk.irc import numerics as n
from chat_tk.irc.message import Message
from chat_tk.irc.metadata import NONE
from chat_tk.server import actions, plain
from chat_tk.server.called import name_of
from chat_tk.server.chat import Call, Chat
from chat_tk.server.events import Announced, BecameOperator, Cleared, HandRaised, Muted, NoOperator, Paused
from chat_tk.server.state import User
from chat_tk.server.told import Told

HOST: Final = "host"
"""Who does what is done in the host's window."""
WORDLESS: Final = "*"
"""What stands for a status that nobody is to read, as pre-away has it."""
_MESSAGES: Final = ("PRIVMSG", "TAGMSG")


# Who may write


def hindrance(chat: Chat, user: User) -> str:
    """Why ``user`` may not write anything now, as a sentence; empty: it may."""
    if "o" in user.modes:
        return ""
    if reason := mute_of(user):
        return reason
    if chat.floor.paused:
        return paused_sentence()
    return ""


def mute_of(user: User) -> str:
    """Why ``user`` may do nothing that others read or are called by (it is muted); empty: it may."""
    if user.muted and "o" not in user.modes:
        return _("You are muted: you can read everything, and write nothing.")
    return ""


def words(chat: Chat, user: User, text: str) -> str:
    """A reason that ``user`` gives for what it does; nothing where it may write nothing now."""
    return "" if text and hindrance(chat, user) else text


def hindrance_alone(chat: Chat, user: User, other: User) -> str:
    """Why ``user`` may not write to ``other`` alone; empty: it may."""
    if not chat.config.rules.private_chat and "o" not in user.modes | other.modes:
        return _("In this chat everything is said in the rooms: messages to one person are switched off.")
    return hindrance(chat, user)


def paused_sentence() -> str:
    """What the pause means."""
    return _("The chat is paused: everybody can read, and only the host writes.")


def refuse(call: Call, verb: str, target: str, reason: str) -> None:
    """Tell the caller why nobody reads what it wanted to say; never for a NOTICE (Modern IRC "NOTICE message").

    A message is always refused by its numeric, which every program looks for; FAIL is for what has no numeric.
    """
    if verb == "NOTICE":
        return
    if call.user.plain:
        call.reply.send(actions.by_server(call.chat, call.now, "NOTICE", call.user.nick, reason))
    elif call.user.capabilities & caps.STANDARD_REPLIES and verb not in _MESSAGES:
        actions.fail(call, verb, "CANNOT_SEND", target, text=reason)
    elif verb == "JOIN":
        call.reply.numeric(n.ERR_NOSUCHCHANNEL._replace(text="{0} :No such channel ({1})"), target, reason)
    elif target.startswith("#"):
        call.reply.numeric(n.ERR_CANNOTSENDTOCHAN._replace(text="{0} :Cannot send to channel ({1})"), target, reason)
    else:
        call.reply.numeric(n.ERR_CANTSENDTOUSER, target, reason)


def mute(chat: Chat, user: User, by: str, *, on: bool) -> None:
    """``user`` may read and not write from now on, or write again; it is told. What holds already is not said again."""
    if user.muted == on:
        return
    user.muted = on
    if on:
        chat.floor.silence(user)
        lower_hand(chat, user)
    else:
        chat.floor.release(user)
    text = _("{by} has muted you: you can read everything, and write nothing.")
    tell(chat, user, (text if on else _("{by} has unmuted you: you can write again.")).format(by=_named(by)))
    chat.emit(Muted(chat.clock(), user.number, user.nick, on, by))


def coming(chat: Chat, user: User) -> None:
    """``user`` is about to enter: who left muted brings no words along for others to read; in a pause no status."""
    if user.away and (chat.floor.paused or chat.floor.remembers(user)):
        user.away = WORDLESS
    if chat.floor.remembers(user):
        user.realname, user.username = user.nick, plain.USERNAME
        if not user.account:  # an account's was there before
            user.metadata = NONE


def came(chat: Chat, user: User) -> None:
    """``user`` has entered: the mute that it had when it left holds again; it is told what holds for everybody."""
    if chat.floor.was_silenced(user):
        user.muted = True
        chat.emit(Muted(chat.clock(), user.number, user.nick, on=True, by=HOST))
    if text := hindrance(chat, user):
        tell(chat, user, text)


def pause(chat: Chat, by: str, *, on: bool) -> None:
    """Everybody reads and only operators write, or everybody writes again. Everyone is told; twice is once."""
    if chat.floor.paused == on:
        return
    chat.floor.paused = on
    text = paused_sentence() if on else _("The chat goes on: everybody can write again.")
    for user in chat.network.users.values():
        if user.registered:
            tell(chat, user, text)
    chat.emit(Paused(chat.clock(), on, by))


# Telling


def tell(chat: Chat, user: User, text: str) -> None:
    """A notice from the host to one person."""
    chat.delivery.to_user(user, Told(Message("NOTICE", (user.nick, text), chat.config.name), at=chat.clock()))


def tell_alone(chat: Chat, user: User, text: str) -> None:
    """What the host says to one person; the id lets ChatClient show it as an announcement, not as a mere note."""
    words = _("The host to you alone: {text}") if user.plain else _("(to you alone) {text}")
    notice = Message("NOTICE", (user.nick, words.format(text=text)), chat.config.name)
    chat.delivery.to_user(user, Told(notice, at=chat.clock(), msgid=chat.network.new_id()))


def announce(chat: Chat, text: str) -> None:
    """A notice from the host to everyone in the chat; in the history it stands in the lobby, under the same id."""
    at, msgid, source = chat.clock(), chat.network.new_id(), chat.config.name
    spoken = _("The host says: {text}").format(text=text)  # a plain-text program shows nobody's name with it
    for user in chat.network.users.values():
        if user.registered:
            words = spoken if user.plain else text
            chat.delivery.to_user(user, Told(Message("NOTICE", (user.nick, words), source), at=at, msgid=msgid))
    if chat.history:
        lobby = chat.network.keep(chat.config.lobby, at)
        chat.history.note(lobby, Told(Message("NOTICE", (lobby.name, text), source), at=at, msgid=msgid))
    chat.emit(Announced(at, text))


# Hands


def raise_hand(chat: Chat, user: User) -> bool:
    """``user`` wants to say something; whether that is new."""
    if user.number in chat.floor.hands:
        return False
    at = chat.floor.hands[user.number] = chat.clock()
    chat.emit(HandRaised(at, user.number, user.nick, up=True))
    return True


def move_hand(call: Call, wish: str) -> None:
    """The caller's hand goes up or down, as it asks, or to where it is not (``wish`` empty). It is told; so are others.

    The others are those who keep order.
    """
    chat, user = call.chat, call.user
    up = user.number not in chat.floor.hands if not wish else wish.lower() == own.UP
    if not up:
        lower_hand(chat, user)
        actions.note(call, _("Your hand is down."))
        return
    if raise_hand(chat, user):
        text = _("{name} raises a hand.").format(name=name_of(user))
        for other in chat.network.users.values():
            if "o" in other.modes and other is not user:
                tell(chat, other, text)
    actions.note(call, _("Your hand is up, and the host sees it. Type /hand to take it down."))


def lower_hand(chat: Chat, user: User, by: str = "") -> bool:
    """The hand goes down; its owner is told when it was not its own doing (``by``). Whether it was up."""
    if chat.floor.hands.pop(user.number, None) is None:
        return False
    at = chat.clock()
    if by:
        tag = {own.HAND: own.DOWN}
        told = Told(Message("TAGMSG", (user.nick,), chat.config.name), at=at, needs=caps.MESSAGE_TAGS, client_tags=tag)
        chat.delivery.to_user(user, told)
        tell(chat, user, _("{by} has seen your hand, and has taken it down.").format(by=_named(by)))
    chat.emit(HandRaised(at, user.number, user.nick, up=False))
    return True


# What was said


def clear(chat: Chat, by: str) -> None:
    """What was said in rooms is forgotten; operators are told, and the log."""
    if chat.history:
        chat.history.clear()
    at = chat.clock()
    for user in chat.network.users.values():
        if "o" in user.modes:
            tell(chat, user, _("What was said before is not shown to newcomers any more, and nobody finds it."))
    chat.emit(Cleared(at, by))


# Who keeps order, with what


def name_program(call: Call, name: str) -> None:
    """The caller says what its program is called: for the host's window alone."""
    visible = "".join(char for char in name if char.isprintable())
    call.user.program = " ".join(visible.split())[: own.LONGEST_PROGRAM]
    call.chat.touch(call.user)


def make_operator(chat: Chat, user: User, by: str, *, on: bool) -> None:
    """``user`` keeps order until it leaves, or no more; it is told. Twice is once."""
    if not chat.network.set_mode(user, "o", on=on):
        return
    at = chat.clock()
    chat.delivery.to_user(user, actions.by(user, at, "MODE", user.nick, "+o" if on else "-o"))
    text = _("You keep order in this chat now, says {by}.") if on else _("You keep order no more, says {by}.")
    tell(chat, user, text.format(by=_("the host") if by == HOST else by))
    chat.emit(BecameOperator(at, user.number, user.nick, by) if on else NoOperator(at, user.number, user.nick, by))


def _named(by: str) -> str:
    return _("The host") if by == HOST else by
