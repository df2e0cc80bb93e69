"""How it stands with the connection, by the clock."""

from __future__ import annotations

from chat_tk.client.standing import ALONE_PATIENCE, REGISTRATION_PATIENCE, SILENCE_PATIENCE, Standing

NOW = 1_700_000_000.0


def test_one_is_in_from_the_welcome_to_the_end_of_the_connection() -> None:
    """A connection alone is not enough, and a welcome that is past is not, either."""
    standing = Standing()
    standing.begin(NOW)
    assert (standing.connected, standing.registered, standing.been_in) == (True, False, False)
    standing.welcome(NOW)
    assert standing.registered
    standing.lost()
    assert (standing.connected, standing.registered, standing.been_in) == (False, False, True)
    standing.again()
    assert not standing.been_in


def test_a_server_that_says_anything_gets_more_patience() -> None:
    """Silence is given up soon, a slow handshake later; before the connection nothing is waited for."""
    standing = Standing()
    assert not standing.kept_waiting(NOW)
    standing.begin(NOW)
    assert not standing.kept_waiting(NOW + SILENCE_PATIENCE)
    assert standing.kept_waiting(NOW + SILENCE_PATIENCE + 0.1)
    standing.heard(NOW + 1)
    assert not standing.kept_waiting(NOW + REGISTRATION_PATIENCE)
    assert standing.kept_waiting(NOW + REGISTRATION_PATIENCE + 0.1)


def test_after_the_connection_broke_one_was_here_until_its_last_word() -> None:
    """And that stays so until one is connected again; who was never in was here now."""
    standing = Standing()
    standing.begin(NOW)
    standing.lost()
    assert standing.here_until(NOW + 9) == NOW + 9
    standing.begin(NOW)
    standing.welcome(NOW)
    standing.heard(NOW + 5)
    standing.lost()
    standing.again()
    assert (standing.last_word, standing.here_until(NOW + 99)) == (NOW + 5, NOW + 5)
    standing.begin(NOW + 100)
    assert standing.here_until(NOW + 101) == NOW + 101


def test_only_who_is_in_for_a_while_should_have_a_room() -> None:
    """The connection alone opens none."""
    standing = Standing()
    standing.begin(NOW)
    assert not standing.long_in(NOW + 99)
    standing.welcome(NOW)
    assert not standing.long_in(NOW + ALONE_PATIENCE)
    assert standing.long_in(NOW + ALONE_PATIENCE + 0.1)
