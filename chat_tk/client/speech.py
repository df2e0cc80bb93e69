"""What the person says: messages, answers, reactions, and taking them back. Pure: changes come out.

Rule: what was typed is sent or refused with a ``NotPossibleError`` whose text is a sentence; nothing is swallowed.
Sources: IRCv3 "multiline", "message-redaction", client tags "reply", "react", "typing".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from chat_tk.client import abilities, reactions, remarks
from chat_tk.client.events import Change
from chat_tk.client.house import SERVER_KEY
from chat_tk.client.refusal import NotPossibleError
from chat_tk.client.rooms import RoomState
from chat_tk.client.session import Session
from chat_tk.client.values import Delivery, Kind, Line
from chat_tk.i18n import _
from chat_tk.irc import markup, multiline
from chat_tk.irc.message import LINE_LIMIT, NO_TAGS, Message

LABEL: Final = "react"
"""What a reaction is sent under, where the server answers with labels: its refusal is no message's."""
_UNKNOWN_MASK: Final = 96  # bytes taken for ``nick!user@host`` beside the nick until the server has shown it


def say(
    session: Session, key: str, text: str, now: float, kind: Kind = Kind.MESSAGE, *, reply_to: int = 0
) -> list[Change]:
    """Say something in a room: tags become formatting, several lines and long text several messages.

    ``reply_to``: the id of the line that it answers.
    """
    room = _room_to_speak_in(session, key)
    answered = room.lines.find(reply_to) if reply_to else None
    sent = False
    for parts in _parts(session, room, markup.from_html(text), kind):
        msgid = answered.msgid if answered is not None and not sent else ""
        line = session.book.line(
            *(room, kind, multiline.combined(parts), now),
            sender=session.nick,
            own=True,
            delivery=Delivery.UNDER_WAY,
            answers=msgid,
        )
        session.book.add(room, line)
        session.outbox.add(line.id, room.name, parts, kind, now, tags=_answer(session, msgid))
        sent = True
    if not sent:
        raise NotPossibleError(_("There is nothing to send."))
    session.told_typing.sent()
    session.release()
    return session.changes()


def retry(session: Session, line_id: int, now: float) -> list[Change]:
    """Send a failed line again; it keeps its place. Nothing happens to lines that did not fail."""
    for room in session.rooms.values():
        line = room.lines.find(line_id)
        if line and line.own and line.delivery is Delivery.FAILED:
            _room_to_speak_in(session, room.key)
            session.book.change(room, line._replace(delivery=Delivery.UNDER_WAY, reason=""))
            tags = _answer(session, line.quote.msgid if line.quote else "")
            for parts in _parts(session, room, line.text, line.kind):
                session.outbox.add(line.id, room.name, parts, line.kind, now, tags=tags)
                tags = NO_TAGS
    session.release()
    return session.changes()


def react(session: Session, line_id: int, text: str, now: float) -> list[Change]:
    """React to a line, or take one's reaction back. It is shown when the server says so."""
    room, line = _line(session, line_id)
    text = reactions.cleaned(text)
    if not text:
        raise NotPossibleError(_("A reaction is an emoji or a short word."))
    if not abilities.may_tag(session, "draft/react"):
        raise NotPossibleError(_("This chat has no reactions. Write an answer instead."))
    on = not room.reactions.mine(line.msgid, text, session.book.me)
    tags = {**_answer(session, line.msgid), "+draft/react" if on else "+draft/unreact": text}
    if "labeled-response" in session.capabilities:
        tags["label"] = LABEL
    session.send(Message("TAGMSG", (room.name,), tags=tags))
    if "echo-message" not in session.capabilities:
        me, name = session.book.me, session.people.shown(session.nick)
        if room.reactions.note(line.msgid, text, me, name, now, on=on):
            remarks.react(session.book, room, line.msgid)
    return session.changes()


def delete(session: Session, line_id: int, reason: str = "") -> list[Change]:
    """Take a message back. It is gone when the server says so."""
    room, line = _line(session, line_id)
    if not abilities.of(session).deleting:
        raise NotPossibleError(_("In this chat a message cannot be taken back."))
    if not line.own and not room.manages:
        raise NotPossibleError(_("Only those who keep order in this room can delete what others said."))
    return session.ask("REDACT", room.name, line.msgid, *([reason] if reason else []))


def typed(session: Session, key: str, text: str, now: float) -> list[Change]:
    """What stands in the composer of a room is this now."""
    session.tell_typing(session.told_typing.typed(key, text, now))
    return session.changes()


def _room_to_speak_in(session: Session, key: str) -> RoomState:
    """The room with this key. Raises NotPossibleError when one cannot say anything there."""
    session.must_be_connected()
    room = session.rooms.get(key)
    if room is None or key == SERVER_KEY:
        raise NotPossibleError(_("You are in no room yet: choose one first."))
    if not room.joined:
        raise NotPossibleError(_("You are not in this room any more."))
    return room


def _line(session: Session, line_id: int) -> tuple[RoomState, Line]:
    """A line that everybody knows, and its room."""
    for room in session.rooms.values():
        line = room.lines.find(line_id)
        if line is not None and line.msgid and not line.deleted:
            _room_to_speak_in(session, room.key)
            return room, line
    raise NotPossibleError(_("This is possible only with a message that the others have, too."))


def _answer(session: Session, msgid: str) -> Mapping[str, str]:
    """The tags of an answer: the one of the specification and the one that programs had before it."""
    if not msgid or not abilities.may_tag(session, "reply"):
        return NO_TAGS
    return {"+reply": msgid, "+draft/reply": msgid}


def _parts(session: Session, room: RoomState, codes: str, kind: Kind) -> Iterable[tuple[multiline.Part, ...]]:
    """Text with codes as messages: each of one part, or of several where the server takes such ones."""
    lines = markup.split_lines(codes, _text_limit(session, room.name, kind))
    limits = multiline.parse_limits(session.handshake.values.get(multiline.CAPABILITY, ""))
    if limits and kind is not Kind.ACTION and session.capabilities >= abilities.SEVERAL_LINES:
        return multiline.batches(lines, limits)
    return ((multiline.Part(piece),) for line in lines for piece in line)


def _text_limit(session: Session, target: str, kind: Kind) -> int:
    nick_bytes = len(session.nick.encode("utf-8", "replace"))
    mask = len(session.mask.encode("utf-8", "replace")) or nick_bytes + _UNKNOWN_MASK
    frame = len(f":  PRIVMSG {target} :\r\n".encode("utf-8", "replace")) + (9 if kind is Kind.ACTION else 0)
    return max(LINE_LIMIT - mask - frame, 64)
