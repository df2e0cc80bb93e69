"""``python -m chat_tk``: ChatClient, which can also start a chat here."""

from __future__ import annotations

import sys

from chat_tk.client.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
