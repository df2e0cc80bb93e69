"""What commands and the host both do."""

from __future__ import annotations

from chat_tk.server import actions
from chat_tk.server.config import Config
from chat_tk.server.events import Left
from tests.server.commands.heads import codes
from tests.server.support import Play


def test_leaving_tells_each_neighbour_once_and_happens_once():
    """However often and from wherever it is called: one QUIT for each neighbour, one ``Left``."""
    play = Play()
    ann, bob, cid = play.enters("ann"), play.enters("bob"), play.enters("cid")
    for actor in (ann, bob):
        actor.says("JOIN #den")
    cid.says("PART #lobby")
    play.all_forget()
    actions.leave(play.chat, ann.user, "Connection reset")
    actions.leave(play.chat, ann.user, "again")
    assert bob.heard() == [":ann!ann@ann.host QUIT :Connection reset"]
    assert cid.heard() == ann.heard() == []
    assert play.events == [Left(play.now, ann.user.number, "ann", "Connection reset")]
    assert {"#lobby", "#den"} == {channel.name for channel in play.delivery.settled if bob.user in channel.members}


def test_the_nick_is_free_before_the_connection_ends():
    """QUIT frees the nick before the socket closes: in ``disconnect`` the user is out of the state already."""
    play = Play()
    ann = play.enters("ann")
    seen = []
    play.delivery.disconnect = lambda user, reason: seen.append((play.chat.network.find("ann"), user, reason))
    actions.end(play.chat, ann.user, "Good bye")
    assert seen == [(None, ann.user, "Good bye")]


def test_who_never_had_a_name_leaves_without_one():
    """The departure of a nameless connection is an event, and nobody's QUIT."""
    play = Play()
    bob, stranger = play.enters("bob"), play.connects()
    actions.leave(play.chat, stranger.user, "Registration timed out")
    assert play.events == [Left(play.now, stranger.user.number, "", "Registration timed out")]
    assert bob.heard() == []


def test_welcome_without_a_lobby():
    """``lobby_autojoin = false``: a plain IRC server."""
    play = Play(Config(lobby_autojoin=False))
    ann = play.connects().says("NICK ann", "USER ann 0 * :Ann")
    assert codes(ann.heard())[-1] == "422"
    assert list(play.chat.network.formed()) == []


def test_joining_uses_the_name_that_the_room_has():
    """The second one's JOIN bears the spelling of the first."""
    play = Play()
    play.enters("ann").says("JOIN #Den")
    bob = play.enters("bob")
    actions.join(bob.call(), "#dEN")
    assert bob.heard()[0] == ":bob!bob@bob.host JOIN #Den"


def test_what_the_server_says_comes_from_its_name():
    """``by_server`` has no user as its sender, ``by`` has the mask and the account of one."""
    play = Play(Config(name="ship.example"))
    ann = play.enters("ann")
    ann.user.account = "anna"
    said = actions.by_server(play.chat, 5.0, "NOTICE", "ann", "hi")
    assert (said.message.source, said.sender, said.at) == ("ship.example", None, 5.0)
    told = actions.by(ann.user, 6.0, "AWAY", "tea")
    assert (told.message.source, told.account, told.sender) == ("ann!ann@ann.host", "anna", ann.user)
