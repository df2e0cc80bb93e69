"""The commands about rooms: entering, leaving, looking around, keeping order. Pure."""

from __future__ import annotations

from chat_tk.client import asking, rights, roaming
from chat_tk.client.desk import Desk, slash
from chat_tk.client.events import Change, LinesMoved
from chat_tk.client.handlers.names import who_is_here
from chat_tk.client.refusal import NotPossibleError
from chat_tk.client.values import Level
from chat_tk.i18n import _

_ROLES = {"op": "@", "voice": "+"}


def join(desk: Desk, typed: str, password: str = "") -> list[Change]:
    """Enter a room, by its name with or without its sign; ``desk.select`` is its key then.

    What no name of a room may hold becomes what one may: "Tea, biscuits" is ``#Tea_biscuits``.
    """
    room = "_".join(typed.replace(",", " ").split())
    if not room:
        raise NotPossibleError(_("“{name}” is no name of a room.").format(name=typed))
    name = room if desk.session.is_channel(room) else "#" + room
    known = desk.session.book.room(name)
    desk.select = desk.session.book.fold(name)
    if known is None or not known.joined:
        return desk.session.ask("JOIN", name, *([password] if password else []))
    return []


@slash("join", about=lambda: _("enter a room, or open a new one"))
def _join(desk: Desk, room: str, password: str = "") -> None:
    desk.do(join(desk, room, password))


@slash("part", "leave", about=lambda: _("leave this room"))
def _part(desk: Desk, reason: str = "") -> None:
    desk.do(roaming.leave(desk.session, desk.room, reason))


@slash("list", about=lambda: _("the rooms of this chat, or those with this in their name"))
def _list(desk: Desk, part: str = "") -> None:
    desk.do(asking.list_rooms(desk.session, part, desk.now))


@slash("topic", about=lambda: _("show or change what this room is about"))
def _topic(desk: Desk, text: str = "") -> None:
    desk.do(rights.set_topic(desk.session, desk.room, text) if text else desk.session.ask("TOPIC", desk.here().name))


@slash("names", about=lambda: _("who is in this room"))
def _names(desk: Desk) -> None:
    room = desk.here()
    desk.info(who_is_here(desk.session, room))


@slash("invite", about=lambda: _("ask somebody into this room"))
def _invite(desk: Desk, name: str) -> None:
    desk.do(rights.invite(desk.session, name, desk.room))


@slash("kick", "remove", about=lambda: _("remove somebody from this room"))
def _kick(desk: Desk, name: str, reason: str = "") -> None:
    desk.do(rights.remove(desk.session, desk.room, name, reason))


@slash("ban", about=lambda: _("remove somebody from this room for good; without a name: who is kept out"))
def _ban(desk: Desk, name: str = "", reason: str = "") -> None:
    if name:
        desk.do(rights.ban(desk.session, desk.room, name, reason))
    else:
        desk.do(desk.session.ask("MODE", desk.here().name, "+b"))


@slash("unban", about=lambda: _("let somebody into this room again"))
def _unban(desk: Desk, name: str) -> None:
    desk.do(rights.unban(desk.session, desk.room, name))


@slash("op", about=lambda: _("let somebody keep order in this room, too"))
def _op(desk: Desk, names: str) -> None:
    desk.do(rights.set_role(desk.session, desk.room, names.split(), _ROLES["op"], on=True))


@slash("deop", about=lambda: _("let somebody keep order in this room no more"))
def _deop(desk: Desk, names: str) -> None:
    desk.do(rights.set_role(desk.session, desk.room, names.split(), _ROLES["op"], on=False))


@slash("voice", about=lambda: _("let somebody write while the others cannot"))
def _voice(desk: Desk, names: str) -> None:
    desk.do(rights.set_role(desk.session, desk.room, names.split(), _ROLES["voice"], on=True))


@slash("devoice", about=lambda: _("let somebody write only when the others can, too"))
def _devoice(desk: Desk, names: str) -> None:
    desk.do(rights.set_role(desk.session, desk.room, names.split(), _ROLES["voice"], on=False))


@slash("mode", about=lambda: _("change the rules of this room, in the server's own letters"))
def _mode(desk: Desk, modes: str) -> None:
    desk.do(desk.session.ask("MODE", desk.here().name, *modes.split()))


@slash("notify", about=lambda: _("of what this room tells: all, mentions, nothing or usual"))
def _notify(desk: Desk, what: str) -> None:
    levels = {level.value: level for level in Level}
    desk.level = levels.get(what.lower())
    if desk.level is None or desk.room not in desk.session.rooms:
        raise NotPossibleError(_("Type one of: {words}").format(words=", ".join(levels)))


@slash("search", about=lambda: _("look for words: on the server where it can, else in what is here"))
def _search(desk: Desk, words: str) -> None:
    on_server = asking.can_search(desk.session)
    desk.do(asking.search(desk.session, words, desk.now, on_server=on_server, everywhere=False))


@slash("clear", about=lambda: _("empty this window; nothing is deleted for the others"))
def _clear(desk: Desk) -> None:
    room = desk.session.rooms.get(desk.room)
    if room is not None:
        desk.session.book.clear(room)
        desk.do([*desk.session.changes(), LinesMoved(room.key)])


@slash("export", about=lambda: _("write this room to a file: text, or a web page by its ending .html"))
def _export(desk: Desk, file: str) -> None:
    desk.export = file
