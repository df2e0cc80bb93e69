"""What a server says of itself: the welcome (001-005), how many are here (LUSERS), the message of the day.

Rule: RPL_ISUPPORT is made from the constants that the rules themselves use; nothing stands in it that is not true.
Source: Modern IRC "Feature Advertisement", "RPL_ISUPPORT Parameters", "LUSERS message", "MOTD message".
"""

from __future__ import annotations

from typing import Final

import chat_tk
from chat_tk.irc import caps
from chat_tk.irc import numerics as n
from chat_tk.irc.casemapping import LOOKALIKES
from chat_tk.irc.isupport import format_tokens
from chat_tk.irc.message import Message
from chat_tk.irc.names import CHANNEL_LIMIT, CHANNEL_TYPES, NICK_LIMIT
from chat_tk.server import limits, metadata_shown, moments, selectors
from chat_tk.server.chat import Call, Chat
from chat_tk.server.rooms import pack, room_for
from chat_tk.server.state import ACCOUNT, LIST_LIMIT, LIST_MODES, MUTE, PREFIXES
from chat_tk.server.told import Told

USER_MODES: Final = "Biow"
FLAG_MODES: Final = "Cimnst"
"""Channel modes without a parameter."""


def version() -> str:
    """The name and version of this program."""
    return f"chat_tk-{chat_tk.__version__}"


def greet(call: Call) -> None:
    """001 … 005, LUSERS and the message of the day."""
    config, reply, user = call.chat.config, call.reply, call.user
    channel_modes = "".join(sorted(LIST_MODES + "kl" + FLAG_MODES + "".join(PREFIXES)))
    reply.numeric(n.RPL_WELCOME, config.network, user.mask)
    reply.numeric(n.RPL_YOURHOST, config.name, version())
    reply.numeric(n.RPL_CREATED, moments.in_utc(call.chat.started_at))
    with_parameter = "".join(sorted(LIST_MODES + "kl" + "".join(PREFIXES)))
    reply.numeric(n.RPL_MYINFO, config.name, version(), USER_MODES, channel_modes, with_parameter)
    send_isupport(call)
    send_lusers(call)
    metadata_shown.burst(call)
    send_motd(call)


def isupport(chat: Chat) -> dict[str, str]:
    """The tokens of RPL_ISUPPORT: name -> value, empty for a token without one."""
    letters, signs = "".join(PREFIXES), "".join(PREFIXES.values())
    targets = ",".join(f"{verb}:{count or ''}" for verb, count in limits.TARGETS.items())
    kept = {"CHATHISTORY": str(selectors.MOST), "MSGREFTYPES": "msgid,timestamp"} if chat.history else {}
    return {
        **kept,
        "ACCOUNTEXTBAN": ACCOUNT[1:-1],
        "AWAYLEN": str(limits.AWAY),
        "BOT": "B",
        "CASEMAPPING": "ascii",
        "CHANLIMIT": f"{CHANNEL_TYPES}:{limits.CHANNELS}",
        "CHANMODES": f"{LIST_MODES},k,l,{FLAG_MODES}",
        "CHANNELLEN": str(CHANNEL_LIMIT),
        "CHANTYPES": CHANNEL_TYPES,
        "ELIST": "CMNTU",
        "EXCEPTS": "e",
        "EXTBAN": f"{ACCOUNT[0]},{ACCOUNT[1:-1]}{MUTE[1:-1]}",
        "HOSTLEN": str(limits.HOST),
        "INVEX": "I",
        "KEYLEN": str(limits.KEY),
        "KICKLEN": str(limits.REASON),
        LOOKALIKES: "",
        "MAXLIST": ",".join(f"{letter}:{LIST_LIMIT}" for letter in LIST_MODES),
        "MODES": str(limits.MODE_PARAMETERS),
        "MONITOR": str(limits.MONITOR),
        "NAMELEN": str(limits.REALNAME),
        "NETWORK": chat.config.network,
        "NICKLEN": str(NICK_LIMIT),
        "PREFIX": f"({letters}){signs}",
        "STATUSMSG": signs,
        "TARGMAX": targets,
        "TOPICLEN": str(limits.TOPIC),
        "USERLEN": str(limits.USERNAME),
        "UTF8ONLY": "",
        "WHOX": "",
    }


def send_isupport(call: Call) -> None:
    """RPL_ISUPPORT, in as many lines as the tokens need; in a batch for who has extended-isupport."""
    lines = list(format_tokens(isupport(call.chat)))
    if call.user.capabilities & caps.EXTENDED_ISUPPORT:
        nick, name = call.user.nick or "*", call.chat.config.name
        messages = [Message(n.RPL_ISUPPORT.code, (nick, *n.RPL_ISUPPORT.fill(*words)), name) for words in lines]
        call.reply.batch("draft/isupport", (), [Told(message, at=call.now) for message in messages])
        return
    for words in lines:
        call.reply.numeric(n.RPL_ISUPPORT, *words)


def send_lusers(call: Call) -> None:
    """How many are here: 251-255, 265, 266."""
    network, reply = call.chat.network, call.reply
    here, unknown = network.registered, len(network.users) - network.registered
    hidden = network.with_mode["i"]
    reply.numeric(n.RPL_LUSERCLIENT, here - hidden, hidden, 1)
    if network.with_mode["o"]:
        reply.numeric(n.RPL_LUSEROP, network.with_mode["o"])
    if unknown:
        reply.numeric(n.RPL_LUSERUNKNOWN, unknown)
    if rooms := sum(1 for _channel in network.formed()):
        reply.numeric(n.RPL_LUSERCHANNELS, rooms)
    reply.numeric(n.RPL_LUSERME, here, 0)
    reply.numeric(n.RPL_LOCALUSERS, here, network.most)
    reply.numeric(n.RPL_GLOBALUSERS, here, network.most)


def send_motd(call: Call) -> None:
    """The message of the day, or that there is none (always one of the two: clients wait for it)."""
    motd = call.chat.config.motd
    if not motd.strip():
        call.reply.numeric(n.ERR_NOMOTD)
        return
    call.reply.numeric(n.RPL_MOTDSTART, call.chat.config.name)
    for line in motd.replace("\r", "").rstrip("\n").split("\n"):
        for piece in pack(line.split(" "), room_for(call) - 2):
            call.reply.numeric(n.RPL_MOTD, f"- {piece}")
    call.reply.numeric(n.RPL_ENDOFMOTD)
