"""What begins with a slash."""

from __future__ import annotations

import pytest

from chat_tk.client import roaming, slash, slash_rooms
from chat_tk.client.desk import Desk
from chat_tk.client.refusal import NotPossibleError
from tests.client.support import MODERN, NOW, joined, said, sent, texts


@pytest.mark.parametrize(
    ("text", "wire"),
    [
        ("/n Anna", ["NICK Anna"]),
        ("/NICK Anna Maria", ["NICK Anna_Maria"]),
        ("/join den", ["JOIN #den"]),
        ("/join #den word", ["JOIN #den word"]),
        ("/join #lobby", []),
        ("/part see you", ["PART #lobby :see you"]),
        ("/topic", ["TOPIC #lobby"]),
        ("/topic New things", ["TOPIC #lobby :New things"]),
        ("/whois bob", ["WHOIS bob bob"]),
        ("/kick bob be nice", ["KICK #lobby bob :be nice"]),
        ("/me waves", ["PRIVMSG #lobby :\x01ACTION waves\x01", "PING :ct1"]),
        ("/msg bob hi there", ["PRIVMSG bob :hi there", "PING :ct1"]),
        ("/msg bob", []),
        ("/query bob", []),
        ("  /me waves", ["PRIVMSG #lobby :\x01ACTION waves\x01", "PING :ct1"]),
        ("/say /etc", ["PRIVMSG #lobby :/etc", "PING :ct1"]),
        ("/notice bob mind the step", ["NOTICE bob :mind the step"]),
        ("/away gone for lunch", ["AWAY :gone for lunch"]),
        ("/away", ["AWAY :away"]),
        ("/back", ["AWAY"]),
        ("/invite cid", ["INVITE cid #lobby"]),
        ("/ban bob enough", ["MODE #lobby +b bob!*@*", "KICK #lobby bob :enough"]),
        ("/ban *!*@h", ["MODE #lobby +b *!*@h"]),
        ("/ban", ["MODE #lobby +b"]),
        ("/unban bob", ["MODE #lobby -b bob!*@*"]),
        ("/op bob cid dan eve", ["MODE #lobby +ooo bob cid dan", "MODE #lobby +o eve"]),
        ("/deop bob", ["MODE #lobby -o bob"]),
        ("/voice bob", ["MODE #lobby +v bob"]),
        ("/devoice bob", ["MODE #lobby -v bob"]),
        ("/mode +k word", ["MODE #lobby +k word"]),
        ("/list", ["LIST"]),
        ("/list den", ["LIST"]),
        ("/quote WHO #lobby", ["WHO #lobby"]),
        ("/ignore bob", []),
        ("/clear", []),
        ("/search hi", []),
    ],
)
def test_commands_become_messages(text: str, wire: list[str]) -> None:
    """Each as the protocol has it."""
    assert sent(slash.run(joined(), "#lobby", text, NOW).changes) == wire


@pytest.mark.parametrize(
    ("typed", "name"),
    [("Team room", "#Team_room"), ("Kitchen & Co", "#Kitchen_&_Co"), (" Tea,  biscuits ", "#Tea_biscuits")],
)
def test_a_room_is_named_by_people(typed: str, name: str) -> None:
    """A space or a comma, which the protocol takes for the end of a name, keeps nobody from a room called so."""
    desk = Desk(joined(), "#lobby", NOW)
    assert sent(slash_rooms.join(desk, typed)) == [f"JOIN {name}"]
    assert desk.select == desk.session.book.fold(name)


def test_a_room_without_a_name() -> None:
    """Nothing is sent."""
    with pytest.raises(NotPossibleError):
        slash_rooms.join(Desk(joined(), "#lobby", NOW), " , ")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("/kick", "Usage: /kick <name> [<reason>]"),
        ("/n", "Usage: /n <name>"),
        ("/names all", "Usage: /names"),
        ("/foo bar", "no command /foo"),
        ("/", "no command /"),
        ("/kick :x now", "cannot be empty, hold spaces"),
        ("/msg #lobby hi", "not the name of a person"),
        ("/help foo", "no command /foo"),
        ("/react x", "no message here"),
        ("/reply bob hi", "no message here"),
        ("/delete", "no message here"),
        ("/status at home", "shows no status"),
        ("/hand", "Nobody would see"),
        ("/unignore bob", "do not ignore bob"),
        ("/ignore ann", "somebody else"),
        ("/notify loud", "Type one of: usual, all, mentions, nothing"),
        ("/quote :", "no line that a server understands"),
        ("/op", "Usage: /op <names>"),
        ("/topic " + "x" * 600, "too long"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(text: str, problem: str) -> None:
    """Usage comes from the signature."""
    with pytest.raises(NotPossibleError) as caught:
        slash.run(joined(), "#lobby", text, NOW)
    assert problem in str(caught.value)


def test_a_command_of_a_room_needs_a_room() -> None:
    """In a private conversation there is no topic."""
    session = joined()
    roaming.open_private(session, "bob", NOW)
    with pytest.raises(NotPossibleError, match="only in a room"):
        slash.run(session, "bob", "/topic", NOW)


def test_part_closes_a_private_conversation() -> None:
    """Nothing goes on the wire for it."""
    session = joined()
    roaming.open_private(session, "bob", NOW)
    assert sent(slash.run(session, "bob", "/part", NOW).changes) == []
    assert "bob" not in session.rooms


def test_help_names_every_command() -> None:
    """And with one name, that one."""
    lines = texts(slash.run(joined(), "#lobby", "/help", NOW).changes)
    assert len(lines) == len(set(slash.COMMANDS.values()))
    assert texts(slash.run(joined(), "#lobby", "/help quit", NOW).changes) == ["/q [<message>], /quit: leave the chat"]


def test_names_are_told_without_asking() -> None:
    """The session knows them."""
    desk = slash.run(joined(), "#lobby", "/names", NOW)
    assert texts(desk.changes) == ["Here with you: bob."]
    assert sent(desk.changes) == []


def test_quit_leaves_with_its_words() -> None:
    """/q alone leaves without any."""
    assert slash.run(joined(), "#lobby", "/q see you", NOW).leaving == "see you"
    assert slash.run(joined(), "#lobby", "/quit", NOW).leaving == ""


def test_two_slashes_send_one() -> None:
    """//text is no command."""
    assert not slash.is_command("//help")
    assert slash.unescaped("//help") == "/help"


def test_a_message_is_answered_reacted_to_and_taken_back_by_typing() -> None:
    """The last one, or the last one of somebody, that the others have, too."""
    session = joined(capabilities=f"{MODERN} draft/message-redaction", others="bob cid")
    said(session, "@msgid=m1 :bob!b@h PRIVMSG #lobby :one", "@msgid=m2 :cid!c@h PRIVMSG #lobby :two")
    said(session, "@msgid=m3 :ann!u@h PRIVMSG #lobby :mine", ":bob!b@h PRIVMSG #lobby :nobody can find this again")

    def wire(text: str) -> list[str]:
        return sent(slash.run(session, "#lobby", text, NOW).changes)

    assert wire("/react x") == ["@+reply=m2;+draft/reply=m2;+draft/react=x;label=react TAGMSG #lobby"]
    assert wire("/react x bob") == ["@+reply=m1;+draft/reply=m1;+draft/react=x;label=react TAGMSG #lobby"]
    (answer,) = wire("/reply bob so what")
    assert "+reply=m1" in answer
    assert answer.endswith("PRIVMSG #lobby :so what")
    assert wire("/delete slip") == ["REDACT #lobby m3 slip"]


def test_without_rights_the_others_are_left_alone() -> None:
    """Said in words before anything is sent."""
    session = joined()
    said(session, ":s MODE #lobby -o ann")
    for text in ("/kick bob", "/ban bob", "/unban bob", "/op bob", "/voice bob"):
        with pytest.raises(NotPossibleError, match="keep order in Lobby"):
            slash.run(session, "#lobby", text, NOW)


def test_clearing_deletes_nothing_for_others() -> None:
    """What was said can be read back."""
    session = joined()
    slash.run(session, "#lobby", "/clear", NOW)
    assert session.lines("#lobby") == ()
    assert not session.rooms["#lobby"].past.complete
