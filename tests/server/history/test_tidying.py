"""When the keeper tidies up: in a quiet moment, or when much has come."""

from __future__ import annotations

from chat_tk.server.history.tidying import BUSY, LATEST, LONGEST_BUSY, NEVER, QUIET, TIDY_ROWS, Tidying


def test_a_quiet_moment_after_the_last_words_is_waited_for() -> None:
    """Who goes on talking puts it off; afterwards there is nothing to do."""
    tidying = Tidying()
    assert tidying.due == NEVER
    tidying.wrote(1, 10.0)
    tidying.wrote(1, 10.5)
    assert tidying.due == 10.5 + QUIET
    assert tidying.begins(tidying.due)
    assert tidying.due == NEVER


def test_much_waits_for_no_quiet() -> None:
    """So many rows are tidied up at once, however they came."""
    tidying = Tidying()
    tidying.wrote(TIDY_ROWS - 1, 10.0)
    assert tidying.due > 10.0
    tidying.wrote(1, 10.1)
    assert tidying.due == 10.1


def test_who_never_pauses_puts_it_off_only_so_long() -> None:
    """A line now and then all day: what was said is in the index soon, so that no search has to put it there."""
    tidying = Tidying()
    for second in range(2 * round(LATEST)):
        tidying.wrote(1, 100.0 + second)
        assert tidying.due <= 100.0 + LATEST
    assert tidying.due == 100.0 + LATEST
    assert tidying.begins(tidying.due)
    tidying.wrote(1, 200.0)
    assert tidying.due == 200.0 + QUIET


def test_in_a_flood_the_index_is_left_but_not_for_ever() -> None:
    """Where much comes fast, the words wait; after so many times they do not."""
    tidying, now, with_index = Tidying(), 100.0, []
    for _ in range(LONGEST_BUSY + 2):
        tidying.wrote(TIDY_ROWS, now)
        with_index.append(tidying.begins(now))
        now += BUSY / 2
    assert with_index == [True, *[False] * LONGEST_BUSY, True]


def test_much_that_comes_slowly_leaves_the_index_out_never() -> None:
    """Not the amount is what counts, but how fast it came."""
    tidying = Tidying()
    for now in (100.0, 100.0 + BUSY, 100.0 + 2 * BUSY):
        tidying.wrote(TIDY_ROWS, now)
        assert tidying.begins(now)


def test_it_can_be_had_at_once_or_not_at_all() -> None:
    """What was cleared is forgotten without waiting; without a file there is nothing to tidy."""
    tidying = Tidying()
    tidying.soon()
    assert tidying.due <= 0
    tidying.never()
    assert tidying.due == NEVER
