"""Messages of several lines while they come: from ``BATCH +ref`` to ``BATCH -ref``, then carried as one.

Rule 1: nothing of a batch reaches anybody before it is closed and found good; a bad one is refused whole, once.
Rule 2: what one client's open batch holds is bounded by ``LIMITS``, and it is not open longer than ``PATIENCE``.
Rule 3: all answers to a batch bear the label of the command that opened it.
Source: IRCv3 drafts "multiline", "client-batch".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from chat_tk.irc import caps, multiline
from chat_tk.irc.message import Message
from chat_tk.irc.multiline import CAPABILITY, CONCAT, Limits, Part
from chat_tk.irc.names import fold
from chat_tk.server import actions, speech
from chat_tk.server.chat import Call

LIMITS: Final = Limits(max_bytes=10_000, max_lines=100)
PATIENCE: Final = 60.0
"""Seconds."""

_PARTS: Final = ("PRIVMSG", "NOTICE")
_REFERENCE: Final = re.compile("[A-Za-z0-9_-]{1,64}")


@dataclass(slots=True)
class OpenBatch:
    """A batch that a client has opened; ``ignored``: it was refused, and what still comes of it is left out."""

    reference: str
    target: str
    tags: Mapping[str, str]
    label: str
    since: float
    verb: str = ""
    parts: list[Part] = field(default_factory=list)
    ignored: bool = False


def begin(call: Call, message: Message) -> None:
    """``BATCH +ref type target``."""
    reference, kind = message.params[0][1:], message.param(1)
    label, call.reply.label = call.reply.label, ""  # what answers the batch, answers this
    problem: tuple[str, ...] = ()
    text = "Invalid multiline batch"
    if not _REFERENCE.fullmatch(reference):
        problem, text = ("INVALID_REFTAG", reference or "*"), "Invalid reference tag"
    elif kind != CAPABILITY or not call.user.capabilities & caps.MULTILINE:
        problem, text = ("UNKNOWN_TYPE", reference, kind or "*"), "Unknown batch type"
    elif "batch" in message.tags or call.user.batch is not None or not message.param(2) or "," in message.params[2]:
        problem = ("MULTILINE_INVALID",)
    _break_off(call)
    batch = OpenBatch(reference, message.param(2), message.tags, label, call.now)
    call.user.batch = batch
    if problem:
        _refuse(call, batch, *problem, text=text)


def may_be_part(message: Message) -> bool:
    """Whether this can only be a line of a batch. Such lines come faster than others may (``clients.Pace``)."""
    return message.command in _PARTS and "batch" in message.tags


def take(call: Call, message: Message) -> bool:
    """Whether a PRIVMSG or NOTICE belongs to a batch: then it waits for the end of it, or is refused.

    Refused even where nothing of it was negotiated: said at once, it would have cost its sender next to nothing.
    """
    if not may_be_part(message):
        return False
    call.reply.label = ""
    batch = call.user.batch
    if not isinstance(batch, OpenBatch) or batch.reference != message.tags["batch"]:
        _fail(call, "MULTILINE_INVALID", text="Invalid multiline batch: it is not open")
    elif not batch.ignored and not _in_time(call, batch):
        pass
    elif not batch.ignored:
        batch.verb = batch.verb or message.command
        batch.parts.append(Part(message.param(1), CONCAT in message.tags))
        _check(call, batch, message)
    return True


def end(call: Call, message: Message) -> None:
    """``BATCH -ref``: carry what it holds."""
    batch = call.user.batch
    if not isinstance(batch, OpenBatch) or batch.reference != message.params[0][1:]:
        _fail(call, "MULTILINE_INVALID", text="Invalid multiline batch: it is not open")
        return
    call.user.batch = None
    call.reply.label = batch.label
    if batch.ignored or not _in_time(call, batch):
        call.reply.label = "" if batch.ignored else batch.label
    elif not any(part.text.strip() for part in batch.parts):
        _refuse(call, batch, "MULTILINE_INVALID", text="Invalid multiline batch with blank lines only")
    else:
        text = multiline.packed(batch.parts)
        speech.carry(call, batch.verb, batch.target, (text,), batch.tags)


def _check(call: Call, batch: OpenBatch, message: Message) -> None:
    """Refuse the batch when its newest line makes it a bad one."""
    target, part = message.param(0), batch.parts[-1]
    if fold(target) != fold(batch.target):
        context = ("MULTILINE_INVALID_TARGET", batch.target, target or "*")
        _refuse(call, batch, *context, text="Invalid multiline target")
    elif len(batch.parts) > LIMITS.max_lines:
        _refuse(call, batch, "MULTILINE_MAX_LINES", str(LIMITS.max_lines), text="Multiline batch max-lines exceeded")
    elif multiline.size(batch.parts) > LIMITS.max_bytes:
        _refuse(call, batch, "MULTILINE_MAX_BYTES", str(LIMITS.max_bytes), text="Multiline batch max-bytes exceeded")
    elif message.command != batch.verb:
        _refuse(call, batch, "MULTILINE_INVALID", text="Invalid multiline batch")
    elif part.concat and not part.text.strip():
        _refuse(call, batch, "MULTILINE_INVALID", text="Invalid multiline batch with concatenated blank line")


def _break_off(call: Call) -> None:
    """Another batch begins before the end of one, of which nobody will read anything: refused under its own label."""
    open_one = call.user.batch
    if isinstance(open_one, OpenBatch) and not open_one.ignored:
        params = ("BATCH", "MULTILINE_INVALID", "Invalid multiline batch: another one began before its end")
        told = actions.by_server(call.chat, call.now, "FAIL", *params)
        call.chat.delivery.to_user(call.user, told, open_one.label)


def _in_time(call: Call, batch: OpenBatch) -> bool:
    if 0 <= call.now - batch.since <= PATIENCE:
        return True
    _refuse(call, batch, "TIMEOUT", batch.reference, text="The batch was left open for too long")
    return False


def _refuse(call: Call, batch: OpenBatch, code: str, *context: str, text: str) -> None:
    """Say why, under the label of the batch; what still comes of it is left out."""
    batch.ignored = True
    batch.parts.clear()
    call.reply.label = batch.label
    _fail(call, code, *context, text=text)


def _fail(call: Call, code: str, *context: str, text: str) -> None:
    actions.fail(call, "BATCH", code, *context, text=text)
