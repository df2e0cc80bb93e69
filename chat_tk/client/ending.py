"""What is left when all is over. No Tk."""

from __future__ import annotations

from chat_tk.client.stage import Stage


def unsent(stage: Stage, *, typed: bool) -> dict[str, str]:
    """What has not arrived, by room, so that it is there again the next time.

    ``typed``: what stands in the composer belongs to it, too.
    """
    left = dict(stage.drafts)
    if stage.shown is not None:
        left[stage.shown] = stage.screen.draft() if typed else ""
    for key, texts in stage.session.unsent.items():
        left[key] = "\n".join(filter(None, [*texts, left.get(key, "")]))
    return left
