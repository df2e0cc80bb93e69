"""The field where messages are written."""

from __future__ import annotations

import tkinter as tk

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat_tk.ui.completing import Words, complete
from chat_tk.ui.composer import Composer
from chat_tk.ui.sent import Sent
from chat_tk.ui.undo import State, Undo
from chat_tk.ui.widgets import exists


class Room:
    """Takes what is sent; ``keeps`` is what it gives back."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.keeps = ""

    def send(self, text: str) -> str:
        self.sent.append(text)
        return self.keeps


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture
def composer(root: tk.Tk, room: Room) -> Composer:
    root.geometry("400x300")
    composer = Composer(root, room.send, "Write here")
    composer.pack(side="bottom", fill="x")
    root.update()
    composer.text.focus_force()
    root.update()
    return composer


def key(composer: Composer, *names: str) -> None:
    for name in names:
        composer.text.event_generate(f"<{name}>")
        composer.update()


def test_enter_sends_and_empties(composer: Composer, room: Room) -> None:
    """Enter sends, an empty field does not; Shift+Enter breaks the line."""
    key(composer, "Return")
    composer.insert("one")
    key(composer, "Shift-Return")
    composer.insert("two")
    key(composer, "Return")
    assert room.sent == ["one\ntwo"]
    assert composer.get() == ""


def test_what_cannot_be_sent_stays(composer: Composer, room: Room) -> None:
    """Nothing typed is lost: what on_send returns stands in the field, and is no history yet."""
    room.keeps = "/nonsense"
    composer.set("/nonsense")
    composer.submit()
    assert composer.get() == "/nonsense"
    composer.set("")
    key(composer, "Up")
    assert composer.get() == ""


def test_it_grows_to_six_lines(composer: Composer) -> None:
    """From 1 to 6 lines, for breaks and for wrapped words, and back."""
    heights = []
    for text in ("", "a", "a\nb", "a\nb\nc\n", "x\n" * 30, "word " * 40, "word " * 5000, ""):
        composer.set(text)
        composer.update()
        heights.append(int(composer.text.cget("height")))
    assert heights[:5] == [1, 1, 2, 4, 6]
    assert 3 <= heights[5] <= 6
    assert heights[6:] == [6, 1]


def test_history_comes_back_in_an_empty_field(composer: Composer) -> None:
    """Up and Down walk through what was sent; in a field with something new they only move the cursor."""
    for text in ("one", "two", "two"):
        composer.set(text)
        composer.submit()
    seen = []
    for name in ("Up", "Up", "Up", "Down", "Down", "Down"):
        key(composer, name)
        seen.append(composer.get())
    assert seen == ["two", "one", "one", "two", "", ""]
    composer.set("new")
    key(composer, "Up")
    assert composer.get() == "new"


def test_the_same_key_ends_what_it_began(composer: Composer) -> None:
    """Ctrl+B, a word, Ctrl+B: what follows is not bold; twice at once leaves nothing."""
    key(composer, "Control-b", "Control-b")
    assert composer.get() == ""
    key(composer, "Control-b")
    composer.insert("bold")
    key(composer, "Control-b")
    composer.insert(" plain")
    assert composer.get() == "<b>bold</b> plain"


def test_spelled_emoji_are_sent_as_emoji(composer: Composer, room: Room) -> None:
    """What goes out is the emoji, also when it comes back; the arrow key brings what was typed."""
    composer.insert(":smile: hi")
    room.keeps = "\N{SMILING FACE WITH OPEN MOUTH AND SMILING EYES} hi"
    key(composer, "Return")
    assert room.sent == [composer.get()] == [room.keeps]
    room.keeps = ""
    composer.set(":tada:")
    key(composer, "Return", "Up")
    assert room.sent[1:] == ["\N{PARTY POPPER}"]
    assert composer.get() == ":tada:"


def test_keys_wrap_the_selection(composer: Composer) -> None:
    """Ctrl+B, I, U put tags around what is selected; without a selection the cursor stands between them."""
    composer.set("word")
    key(composer, "Control-a", "Control-b")
    assert composer.get() == "<b>word</b>"
    composer.set("")
    key(composer, "Control-i")
    composer.insert("x")
    assert composer.get() == "<i>x</i>"


def test_paste_replaces_the_selection_and_undo_brings_it_back(composer: Composer) -> None:
    """As everywhere else; Ctrl+Y does it again."""
    composer.clipboard_clear()
    composer.clipboard_append("pasted")
    composer.set("old")
    key(composer, "Control-a")
    composer.text.event_generate("<<Paste>>")
    assert composer.get() == "pasted"
    key(composer, "Control-z", "Control-z")
    assert composer.get() == "old"
    key(composer, "Control-y", "Control-y")
    assert composer.get() == "pasted"


def test_emacs_keys_do_nothing(composer: Composer) -> None:
    """Ctrl+K, D, H, O, T would eat or swap what was typed."""
    composer.set("some words")
    composer.text.mark_set("insert", "1.4")
    key(composer, *(f"Control-{letter}" for letter in "kdhotnpf"))
    assert composer.get() == "some words"


def test_the_placeholder_goes_when_something_stands_there(composer: Composer) -> None:
    """It is shown in an empty field only, and can change."""
    assert composer._placeholder.winfo_manager() == "place"
    composer.insert("😀")
    assert composer._placeholder.winfo_manager() == ""
    composer.set("")
    composer.set_placeholder("Message Alice")
    assert composer._placeholder.winfo_manager() == "place"
    assert composer._placeholder.cget("text") == "Message Alice"
    composer.set_placeholder("Message " + "Alice " * 200)
    assert composer._placeholder.cget("text").endswith("\N{HORIZONTAL ELLIPSIS}")
    assert composer._placeholder.winfo_reqwidth() <= composer.text.winfo_width()
    assert composer.get() == ""


def test_lone_surrogates_do_no_harm(composer: Composer, room: Room) -> None:
    """They are replaced on the way in."""
    composer.set("a\ud800")
    composer.insert("\udc00b")
    composer.submit()
    assert room.sent == ["a\ufffd\ufffdb"]


# --- emoji ------------------------------------------------------------------------------------------------------------


def test_an_emoji_is_one_place(composer: Composer, room: Room) -> None:
    """It is shown as a picture, sent as its characters, and Backspace takes it away whole."""
    composer.insert("Hi 👋🏽")
    composer.insert(" there 👩‍💻")
    assert len(composer.text.image_names()) == 2
    assert composer.get() == "Hi 👋🏽 there 👩‍💻"
    key(composer, "BackSpace")
    assert composer.get() == "Hi 👋🏽 there "
    key(composer, "Control-z")
    assert composer.get() == "Hi 👋🏽 there 👩‍💻"
    key(composer, "Control-a")
    composer.text.event_generate("<<Cut>>")
    assert composer.get() == ""
    assert composer.clipboard_get() == "Hi 👋🏽 there 👩‍💻"
    composer.text.event_generate("<<Paste>>")
    key(composer, "Return")
    assert room.sent == ["Hi 👋🏽 there 👩‍💻"]


@pytest.mark.parametrize("text", ["👋", "one 👋\ntwo ❤️\nthree", "👋\n👋\n👋\n👋", "a\nb\nc 👋"])
def test_emoji_are_not_cut_off(composer: Composer, text: str) -> None:
    """Pictures are higher than letters: the field grows for them, too."""
    composer.set(text)
    composer.update()
    last = composer.text.dlineinfo("end-1c")
    assert last is not None
    assert composer.text.dlineinfo("1.0") is not None
    assert last[1] + last[3] <= composer.text.winfo_height()


def test_a_flood_of_emoji_is_text(composer: Composer) -> None:
    """Some hundred are pictures; the rest stays what it is, and nothing is lost."""
    composer.set("👋" * 1000)
    assert composer.get() == "👋" * 1000
    assert len(composer.text.image_names()) == 200
    composer.set("x" * 30_000 + "👋")
    assert not composer.text.image_names()


# --- Tab --------------------------------------------------------------------------------------------------------------

WORDS = Words(
    names=lambda: ("Anna", "anton", "Ål", "#garden"),
    commands=lambda: (("nick", "change your name"), ("names", "who is here")),
)


@pytest.fixture
def helped(composer: Composer) -> Composer:
    composer.tabbing.words = WORDS
    return composer


@pytest.mark.parametrize(
    ("typed", "tabs", "becomes"),
    [
        ("an", 1, "Anna: "), ("an", 2, "anton: "), ("an", 3, "an"), ("an", 4, "Anna: "), ("hi an", 1, "hi Anna "),
        ("hi\nan", 2, "hi\nanton "), ("@AN", 1, "@Anna: "), ("å", 1, "Ål: "), ("/n", 1, "/names "), ("/n", 2, "/nick "),
        ("//n", 1, "//n"), (":tada", 1, "🎉 "), ("x :tad", 1, "x 🎉 "), ("zz", 1, "zz"), ("#g", 1, "#garden "),
    ],
)  # fmt: skip
def test_tab_completes(helped: Composer, typed: str, tabs: int, becomes: str) -> None:
    """Names, commands and emoji, one after the other, and round to what was typed."""
    helped.set(typed)
    key(helped, *["Tab"] * tabs)
    assert helped.get() == becomes


def test_tab_shows_what_it_goes_through(helped: Composer) -> None:
    """A small list, while there is a choice; another key ends it, Escape takes Tab back."""
    helped.set("an")
    key(helped, "Tab")
    assert helped.tabbing.suggestions.shown == ["Anna", "anton"]
    key(helped, "Shift-Tab")
    assert helped.get() == "an"
    key(helped, "Shift-Tab")
    assert helped.get() == "anton: "
    key(helped, "Escape")
    assert helped.get() == "an"
    assert helped.tabbing.suggestions.shown == []
    key(helped, "Tab", "x")
    assert helped.get() == "Anna: x"
    assert helped.tabbing.suggestions.shown == []


def test_tab_leaves_an_empty_field(helped: Composer) -> None:
    """Everything is reachable by keyboard."""
    other = tk.Button(helped.master)
    other.pack()
    helped.update()
    key(helped, "Tab")
    assert helped.focus_lastfor() is other


@given(st.text(st.sampled_from("an/: #@é\n"), max_size=6))
def test_tab_goes_round(before: str) -> None:
    """After as many steps as there are candidates and one, the word is there again; both ways."""
    going = complete(before, WORDS)
    if going is not None:
        assert before.endswith(going.word)
        assert going.word
        there = [going.step(1) for _ in range(len(going.candidates) + 1)]
        assert there[-1] == going.word
        back = [going.step(-1) for _ in range(len(going.candidates) + 1)]
        assert back == [*reversed(there[:-1]), going.word]


# --- what is typed is never lost --------------------------------------------------------------------------------------

EDITS = st.lists(st.tuples(st.sampled_from(["type", "back", "move", "paste"]), st.sampled_from("ab 👋")), max_size=30)


@given(EDITS)
def test_all_steps_back_and_forth_lose_nothing(edits: list[tuple[str, str]]) -> None:
    """Undo ends with what was there at first; redo with what was there at last."""
    undo, state = Undo(), State()
    for kind, sign in edits:
        before, after = state
        state = {
            "type": State(before + sign, after),
            "back": State(before[:-1], after),
            "move": State(before[: len(before) // 2], before[len(before) // 2 :] + after),
            "paste": State(before + sign * 3, after),
        }[kind]
        undo.note(state)
    steps = []
    while (gone := undo.undo()) is not None:
        steps.append(gone.text)
    assert ([state.text, *steps])[-1] == ""
    again = [back.text for back in iter(undo.redo, None)]
    assert ([*reversed(steps), *again])[-1] == state.text if steps else not state.text


def test_a_word_is_one_step_of_undo(composer: Composer) -> None:
    """Not every letter."""
    key(composer, *"one", "space", *"two")
    key(composer, "Control-z")
    assert composer.get() == "one "
    key(composer, "Control-z")
    assert composer.get() == ""
    key(composer, "Control-y", "Control-y")
    assert composer.get() == "one two"


@given(st.lists(st.sampled_from(["up", "down", "send", "type"]), max_size=30))
def test_history_never_takes_the_place_of_something_new(keys: list[str]) -> None:
    """Only an empty field, or one that holds what was recalled, changes."""
    sent, field, fresh, all_sent = Sent(), "", False, [""]
    for number, pressed in enumerate(keys):
        if pressed == "type":
            field, fresh = field + str(number), True
        elif pressed == "send" and field:
            sent.add(field)
            all_sent.append(field)
            field, fresh = "", False
        elif pressed in ("up", "down"):
            recalled = sent.step(field, -1 if pressed == "up" else 1)
            assert recalled is None or not fresh or field in all_sent
            field = field if recalled is None else recalled
            assert field in all_sent or fresh


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            [
                "a",
                "n",
                "space",
                "slash",
                "Tab",
                "Shift-Tab",
                "Up",
                "Down",
                "BackSpace",
                "Left",
                "Control-z",
                "Control-y",
                "Escape",
                "Return",
            ]
        ),
        max_size=25,
    )
)
def test_what_enter_sends_is_what_stands_there(helped: Composer, room: Room, keys: list[str]) -> None:
    """Whatever was pressed before: a text that is sent was in the field, and one that is not stays there."""
    helped.set("")
    room.sent.clear()
    for number, name in enumerate(keys):
        before, already = helped.get(), len(room.sent)
        room.keeps = before if number % 3 == 0 else ""
        key(helped, name)
        if name == "Return" and before.strip():
            assert room.sent[already:] == [before]
            assert helped.get() == room.keeps
        elif name in ("Left", "Escape", "Up", "Down") and before and helped.get() != before:
            assert name != "Left"
        helped.text.focus_force()
    helped.insert("!")
    standing = helped.get()
    for _ in range(40):
        helped.text.undo()
    for _ in range(40):
        helped.text.redo()
    assert helped.get() == standing


def test_typing_is_told_and_setting_is_not(composer: Composer) -> None:
    """Each change by the person, and that the field is empty after sending."""
    told: list[str] = []
    composer.on_typed = told.append
    composer.set("draft")
    key(composer, "a", "b")
    key(composer, "Return")
    assert told == ["drafta", "draftab", ""]


def test_enter_may_break_the_line(composer: Composer, room: Room) -> None:
    """For who wants it so; then Ctrl+Enter sends."""
    composer.enter_sends = False
    key(composer, "a", "Return", "b", "Control-Return")
    assert room.sent == ["a\nb"]


def test_what_is_sent_may_end_the_program() -> None:
    """``/quit`` closes all windows while the field still waits for what must stay in it."""
    root = tk.Tk()
    composer = Composer(root, lambda _text: root.destroy() or "")
    composer.set("/quit")
    composer.submit()
    assert not exists(composer)
