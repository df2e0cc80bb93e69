"""The commands with which one talks and says something about oneself. Pure."""

from __future__ import annotations

from chat_tk.client import asking, oneself, roaming, speech
from chat_tk.client.desk import COMMANDS, Desk, slash
from chat_tk.client.refusal import NotPossibleError
from chat_tk.client.values import Kind, Line
from chat_tk.i18n import _
from chat_tk.irc.markup import plain
from chat_tk.irc.message import MalformedLineError, Message, parse


@slash("n", "nick", about=lambda: _("change your name"))
def _nick(desk: Desk, name: str) -> None:
    desk.do(oneself.set_name(desk.session, name))


@slash("q", "quit", about=lambda: _("leave the chat"))
def _quit(desk: Desk, message: str = "") -> None:
    desk.leaving = message


@slash("me", about=lambda: _("say what you are doing"))
def _me(desk: Desk, action: str) -> None:
    desk.do(speech.say(desk.session, desk.room, action, desk.now, Kind.ACTION, reply_to=desk.reply_to))


@slash("say", about=lambda: _("say this as it is"))
def _say(desk: Desk, text: str) -> None:
    desk.do(speech.say(desk.session, desk.room, text, desk.now, reply_to=desk.reply_to))


@slash("msg", "query", about=lambda: _("write to one person alone"))
def _msg(desk: Desk, name: str, text: str = "") -> None:
    key = desk.session.book.fold(name)
    new = key not in desk.session.rooms
    desk.do(roaming.open_private(desk.session, name, desk.now))
    if text:
        desk.session.rooms[key].tentative = new
        desk.do(speech.say(desk.session, key, text, desk.now))
    desk.select = key


@slash("notice", about=lambda: _("tell a person or a room something that wants no answer"))
def _notice(desk: Desk, name: str, text: str) -> None:
    desk.do(desk.session.ask("NOTICE", name, text))
    desk.info(_("To {name}: {text}").format(name=plain(name), text=plain(text)))


@slash("reply", about=lambda: _("answer the last message of somebody"))
def _reply(desk: Desk, name: str, text: str) -> None:
    line = _last_of(desk, name)
    desk.do(speech.say(desk.session, desk.room, text, desk.now, reply_to=line.id))


@slash("react", about=lambda: _("react to the last message, or to the last one of somebody"))
def _react(desk: Desk, emoji: str, name: str = "") -> None:
    desk.do(speech.react(desk.session, _last_of(desk, name).id, emoji, desk.now))


@slash("delete", about=lambda: _("take back what you said last"))
def _delete(desk: Desk, reason: str = "") -> None:
    desk.do(speech.delete(desk.session, _last_of(desk, desk.session.nick).id, reason))


@slash("away", about=lambda: _("say that you are away, and why"))
def _away(desk: Desk, reason: str = "") -> None:
    desk.do(oneself.set_away(desk.session, reason))


@slash("back", about=lambda: _("say that you are here again"))
def _back(desk: Desk) -> None:
    desk.do(oneself.set_away(desk.session, None))


@slash("status", about=lambda: _("say a line about yourself; nothing takes it away"))
def _status(desk: Desk, text: str = "") -> None:
    desk.do(oneself.set_status(desk.session, text))


@slash("hand", about=lambda: _("raise your hand, or take it down"))
def _hand(desk: Desk) -> None:
    lobby = desk.session.rooms.get(desk.session.book.lobby)
    desk.do(oneself.raise_hand(desk.session, up=lobby is None or not lobby.hand))


@slash("ignore", about=lambda: _("hear nothing more from somebody; without a name: whom you ignore"))
def _ignore(desk: Desk, name: str = "") -> None:
    if not name:
        names = ", ".join(desk.session.people.ignored.values())
        desk.info(_("You ignore: {names}").format(names=names) if names else _("You ignore nobody."))
        return
    desk.do(oneself.ignore(desk.session, name, on=True))
    desk.ignored = True
    desk.info(_("You hear nothing more from {name}. /unignore {name} changes that.").format(name=plain(name)))


@slash("unignore", about=lambda: _("hear somebody again"))
def _unignore(desk: Desk, name: str) -> None:
    desk.do(oneself.ignore(desk.session, name, on=False))
    desk.ignored = True
    desk.info(_("You hear {name} again.").format(name=plain(name)))


@slash("whois", about=lambda: _("who somebody is"))
def _whois(desk: Desk, name: str) -> None:
    desk.do(asking.who_is(desk.session, name, desk.now))


@slash("quote", "raw", about=lambda: _("send a line to the server as it is"))
def _quote(desk: Desk, line: str) -> None:
    desk.session.must_be_connected()
    try:
        message = parse(line)
    except MalformedLineError:
        raise NotPossibleError(_("This is no line that a server understands.")) from None
    desk.session.send(Message(message.command, message.params, tags=message.tags))
    desk.do(desk.session.changes())


@slash("connect", "reconnect", about=lambda: _("when the connection is broken: try again now"))
def _connect(desk: Desk) -> None:
    desk.connect = True


@slash("help", about=lambda: _("list the commands"))
def _help(desk: Desk, command: str = "") -> None:
    rows = list(dict.fromkeys(COMMANDS.values()))
    if command:
        known = COMMANDS.get(command.lstrip("/").lower())
        if known is None:
            raise NotPossibleError(_("There is no command /{name}. /help lists them.").format(name=command[:40]))
        rows = [known]
    for row in rows:
        others = "".join(f", /{name}" for name in row.names[1:])
        desk.info(f"{row.usage}{others}: {row.about()}")


def _last_of(desk: Desk, name: str) -> Line:
    """The last message that ``name`` (empty: anybody but oneself) said in the room, and that the others have, too."""
    room = desk.session.rooms.get(desk.room)
    key = desk.session.book.fold(name)
    for line in reversed(list(room.lines) if room else []):
        if line.msgid and not line.deleted and (desk.session.book.fold(line.sender) == key if name else not line.own):
            return line
    raise NotPossibleError(_("There is no message here that this could be about."))
