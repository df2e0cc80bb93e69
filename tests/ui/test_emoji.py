"""Emoji in texts, their names and their pictures."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_tk.ui import emoji, emoji_pictures
from chat_tk.ui.aside import aside
from chat_tk.ui.emoji_pictures import Pictures
from chat_tk.ui.theme import Theme

SIGNS = st.sampled_from("ab 1#\ufe0f\ufe0e\u200d\u20e3\U0001f3fd❤☺©👋👩💻🏳🌈🇩🇪🏴\U000e0067\U000e007f")


def test_every_emoji_is_found_whole() -> None:
    """Each text of the table, skins too, is one emoji: that one."""
    for row in emoji.table().rows:
        for text in (row.text, *row.skins):
            assert emoji.find(text) == [(0, len(text), text.replace("\ufe0f", ""))], row.names


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        (":tada:", "🎉"),
        ("so :Tada::heart:!", "so 🎉❤️!"),
        ("/me :tada:", "/me 🎉"),
        ("<b>:tada:</b> <code>:tada:</code> :tada:", "<b>🎉</b> <code>:tada:</code> 🎉"),
        ("<CODE>:tada:", "<CODE>:tada:"),
        (":nothing_like_it: at 10:100:15, std::key::x, http://a/:key:/", None),
        ("/quote PRIVMSG x :tada: hello", None),
        ("/away :tada:", None),
    ],
)
def test_spelled_names_are_drawn(typed: str, sent: str | None) -> None:
    """Known names between colons become emoji where a message is written, and only there."""
    assert emoji.drawn(typed) == (typed if sent is None else sent)


@given(st.text(SIGNS, max_size=40))
def test_what_is_found_stands_there(text: str) -> None:
    """From left to right, without overlap, each a known emoji, and nothing of the text is lost between them."""
    end = 0
    for found in emoji.find(text):
        assert end <= found.start < found.end <= len(text)
        assert text[found.start : found.end].replace("\ufe0f", "") == found.key
        assert found.key in emoji.table().cells
        end = found.end


@pytest.mark.parametrize(
    "text", ["", "plain", "Привет 12:30 #1", "© ® ™", "❤ ☺ ✔", "❤\ufe0e", "漢字", "x\ufe0f", "\u200d"]
)
def test_text_stays_text(text: str) -> None:
    """What Unicode calls text by default is no picture without U+FE0F."""
    assert emoji.find(text) == []


@pytest.mark.parametrize(
    ("text", "only"),
    [("🎉", True), (" ❤️ 👋🏽 ", True), ("🎉!", False), ("", False), ("🎉🎉🎉🎉", False), ("x" * 99, False)],
)
def test_a_message_of_emoji_alone(text: str, only: bool) -> None:
    """One to three emoji and nothing else."""
    assert emoji.only_emoji(text) is only


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Yes 👍 café", "Yes :+1: café"),
        ("👍🏽❤️", ":+1::heart:"),
        ("no emoji: 7 # *", "no emoji: 7 # *"),
    ],
)
def test_what_cannot_be_drawn_is_named(text: str, words: str) -> None:
    """In whatever skin; and what a person types like that is the emoji again."""
    assert emoji.spelled(text) == words
    assert emoji.spelled(emoji.drawn(words)) == words


def test_every_emoji_has_a_name() -> None:
    """None is left as it is, where it could not be drawn."""
    assert [row.text for row in emoji.table().rows if not emoji.spelled(row.text).isascii()] == []


def test_names_lead_to_emoji() -> None:
    """By name, by the beginning of a name, by words; a name that nobody knows leads nowhere."""
    assert emoji.named("TADA") == "🎉"
    assert emoji.named("nonsense") == ""
    assert emoji.completions("tad") == [("tada", "🎉")]
    assert emoji.completions("smile")[0] == ("smile", "😄")
    assert "🐱" in [row.text for row in emoji.search("cat fa")]
    assert emoji.search("heart")[0].text == "❤️"
    assert emoji.search("thumbs up")[0] is emoji.search("thumbsup")[0]
    assert emoji.search("qqqq") == []
    assert len(emoji.search("", most=1000)) == 1000


def test_each_picture_has_the_size_of_the_text(root: tk.Tk) -> None:
    """About as high as a line, at every zoom; a picture that is shown follows; the same emoji is one picture."""
    pictures, theme = Pictures.of(root), Theme.of(root)
    picture = pictures.get("👋")
    assert pictures.get("👋") is picture
    assert pictures.get("❤️") is pictures.get("❤")
    large = pictures.get("👋", larger=2)
    sizes = []
    for zoom in (1.0, 2.0, 3.0, 0.6):
        theme.set_zoom(zoom)
        assert large.width() >= picture.width()
        sizes.append(picture.width())
        assert picture.width() == picture.height()
    assert sizes == [*sorted(sizes[:3]), 20]
    assert sizes[0] == 20
    assert sizes[1] == 32
    theme.set_zoom(1)


def test_a_picture_shows_its_emoji(root: tk.Tk) -> None:
    """The heart is red in the middle and clear in the corner; the black one is another picture."""
    heart = Pictures.of(root).get("❤️")
    red, green, blue = heart.get(10, 10)
    assert red > 150
    assert max(green, blue) < 100
    assert heart.transparency_get(0, 0)
    assert max(Pictures.of(root).get("🖤").get(10, 10)) < 100


def test_an_unknown_key_and_a_missing_sheet_give_an_empty_picture(root: tk.Tk, monkeypatch: pytest.MonkeyPatch) -> None:
    """No emoji is a reason to fail."""
    assert Pictures.of(root).get("no emoji").width() > 0
    monkeypatch.setattr(emoji_pictures, "sheet", lambda size: None)
    assert Pictures.of(root).get("🎂").width() > 0


def test_the_table_is_read_on_another_thread(root: tk.Tk, until: Callable[[Callable[[], object]], None]) -> None:
    """What ``reader`` gives needs no Tk."""
    done: list[object] = []
    aside(root, "emoji", emoji_pictures.reader(root), done.append)
    until(lambda: done)
    assert emoji_pictures.sheet(20) is not None
