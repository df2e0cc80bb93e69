"""REHASH: read the settings again."""

from __future__ import annotations

from chat_tk.i18n import _
from chat_tk.irc.message import Message
from chat_tk.irc.numerics import RPL_REHASHING
from chat_tk.server import actions, settings
from chat_tk.server.chat import Call
from chat_tk.server.config import Config, ConfigError
from chat_tk.server.registry import command


@command("REHASH", operator=True)
def rehash(call: Call, _message: Message) -> None:
    """REHASH  https://modern.ircdocs.horse/#rehash-message"""
    reload = call.chat.reload
    if reload is None:
        actions.note(call, _("This chat was started without a settings file."))
        return
    call.reply.numeric(RPL_REHASHING, "settings")

    def read() -> Config | str:
        try:
            return reload()
        except ConfigError as error:
            return str(error)

    call.chat.desk.work(call, read, _apply)


def _apply(call: Call, read: Config | str | None) -> None:
    if not isinstance(read, Config):
        problem = read or _("the settings cannot be read.")
        actions.note(call, _("Nothing was changed: {problem}").format(problem=problem))
        return
    changed, unchanged = settings.change(call.chat, read, call.now)
    actions.note(call, _("Changed: {names}").format(names=", ".join(changed)) if changed else _("Nothing has changed."))
    if unchanged:
        actions.note(call, _("Only after a new start: {names}").format(names=", ".join(unchanged)))
