"""What the chat that one is in can do, from what its server offers. Pure.

Sources: IRCv3 "message-tags" (CLIENTTAGDENY), "message-redaction", "multiline", "metadata", "search"; Modern IRC
"PREFIX parameter", "ELIST parameter".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chat_tk.client.details import Abilities
from chat_tk.irc import multiline
from chat_tk.irc.casemapping import LOOKALIKES

if TYPE_CHECKING:
    from chat_tk.client.session import Session

HISTORY: Final = frozenset({"draft/chathistory", "batch", "server-time", "message-tags"})
SEARCH: Final = frozenset({"draft/search", "soju.im/search"})
METADATA: Final = frozenset({"draft/metadata-2", "draft/metadata-3"})
SEVERAL_LINES: Final = frozenset({multiline.CAPABILITY, "batch", "message-tags"})


def of(session: Session) -> Abilities:
    """All that is offered to the person. A hand can be raised where names that look alike are one: on ChatServer."""
    has = session.capabilities
    metadata = bool(METADATA & has)
    return Abilities(
        replies=may_tag(session, "reply"),
        reactions=may_tag(session, "draft/react"),
        typing=may_tag(session, "typing"),
        deleting=has >= {"draft/message-redaction", "message-tags"},
        delete_others=has >= {"draft/message-redaction", "message-tags"},
        multiline=has >= SEVERAL_LINES,
        search=bool(SEARCH & has) and has >= {"batch", "message-tags"},
        history=has >= HISTORY,
        read_marks="draft/read-marker" in has,
        status=metadata,
        display_name=metadata,
        hands=has >= {"message-tags"} and LOOKALIKES in session.isupport,
        roles=session.isupport.prefixes,
        list_filter="M" in session.isupport.text("ELIST").upper(),
    )


def may_tag(session: Session, name: str) -> bool:
    """Whether the server passes on the client tag ``+name``: ``CLIENTTAGDENY=*,-reply`` lets only that one through."""
    if "message-tags" not in session.capabilities:
        return False
    denied = session.isupport.text("CLIENTTAGDENY").split(",")
    return name not in denied and ("*" not in denied or f"-{name}" in denied)
