"""Client tags of our own (IRCv3 "message-tags": a vendor's name is written like a host's, so without underscore).

``+chat-tk/hand``     ``up`` or ``down``, on a TAGMSG to the lobby: somebody wants to say something, or not any more
``+chat-tk/program``  what the sender's program is called, on a TAGMSG to oneself: told to the host, and to nobody else
"""

from __future__ import annotations

from typing import Final

HAND: Final = "+chat-tk/hand"
UP: Final = "up"
DOWN: Final = "down"
PROGRAM: Final = "+chat-tk/program"
LONGEST_PROGRAM: Final = 60
"""Characters of a program's name."""
