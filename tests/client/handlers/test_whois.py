"""Who somebody is: what the server answers in numbers, as it is told to people."""

from __future__ import annotations

import pytest

from chat_tk.client import asking
from chat_tk.client.details import PersonDetails
from chat_tk.client.events import PersonFound
from tests.client.support import NOW, joined, said

REGISTERED = ":s 307 ann bob :has identified for this nick"
AS_ROBERT = ":s 330 ann bob robert :is logged in as"


def told(*lines: str) -> PersonDetails:
    """What is told of bob after these lines and the end of the list."""
    session = joined()
    asking.who_is(session, "bob", NOW)
    changes = said(session, ":s 311 ann bob b host * :Bob", *lines, ":s 318 ann bob :End")
    (person,) = [change.person for change in changes if isinstance(change, PersonFound)]
    return person


@pytest.mark.parametrize(
    ("lines", "account"),
    [
        ([REGISTERED], "bob"),
        ([AS_ROBERT], "robert"),
        ([REGISTERED, AS_ROBERT], "robert"),
        ([AS_ROBERT, REGISTERED], "robert"),
        ([], ""),
    ],
)
def test_a_name_is_registered(lines: list[str], account: str) -> None:
    """Told once and in our words, whichever of the two numbers the server knows; what is said exactly counts."""
    person = told(*lines)
    assert (person.account, person.notes) == (account, ())


def test_what_else_a_server_tells_stands_in_its_words() -> None:
    """As a sentence of the chat's."""
    assert told(":s 320 ann bob :is a very nice person").notes == ("The chat says: is a very nice person",)
