"""Registered names and bans on disk."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from pathlib import Path

import pytest

from chat_tk.irc.scram import Keys
from chat_tk.server.accounts import FILE, VERSION, AccountsFile
from chat_tk.server.bans import Ban
from chat_tk.server.owners import Account, Owners

ANNA = Account("Anna", "$scrypt$…", Keys(b"salt", 4096, b"stored", b"server"), 5.0)
BAN = Ban("10.0.0.0/8", "host", 6.0, "too loud", 9.0)


def filled(folder: Path) -> None:
    """A file with an account and a ban in it."""
    file = AccountsFile(folder)
    assert file.problem == ""
    file.keep_account(ANNA)
    file.keep_ban(BAN)
    file.close()


def reopened(folder: Path) -> AccountsFile:
    """The file as the next start finds it, closed again."""
    file = AccountsFile(folder)
    file.close()
    return file


def test_what_was_kept_is_there_at_the_next_start(tmp_path: Path) -> None:
    """Accounts and bans survive a restart, with all that belongs to them; the folder is made when missing."""
    folder = tmp_path / "new" / "folder"
    filled(folder)
    file = reopened(folder)
    assert (file.accounts, file.bans, file.problem) == ([ANNA], [BAN], "")


def test_what_is_dropped_is_gone(tmp_path: Path) -> None:
    """An account or ban that was taken out does not come back; one written again is there once."""
    filled(tmp_path)
    file = AccountsFile(tmp_path)
    file.keep_account(ANNA)
    file.drop_account("Anna")
    file.keep_ban(BAN)
    file.drop_ban(BAN.what)
    file.close()
    file.close()
    assert not reopened(tmp_path).accounts
    assert not reopened(tmp_path).bans


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    """FIELD rule 9: "database readable by its owner only", also one that was more open before."""
    filled(tmp_path)
    path = tmp_path / FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    reopened(tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def make_newer(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute(f"PRAGMA user_version = {VERSION + 1}")
    database.close()


def make_foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE recipe (text)")
    database.close()


def tear_page(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:8192] = os.urandom(4096)
    path.write_bytes(data)


@pytest.mark.parametrize(
    "spoil",
    [
        make_newer,
        make_foreign,
        tear_page,
        lambda path: path.write_bytes(b"not a database, but long enough to be looked at" * 50),
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
    ],
    ids=["newer", "foreign", "torn", "text", "cut"],
)
def test_a_damaged_or_newer_file_is_set_aside(tmp_path: Path, spoil) -> None:
    """FIELD rule 10: "never overwrite a damaged or newer database": its bytes stay, and one sentence tells where."""
    filled(tmp_path)
    path = tmp_path / FILE
    spoil(path)
    before = path.read_bytes()
    file = reopened(tmp_path)
    assert file.accounts == []
    asides = [other for other in tmp_path.iterdir() if other.name != FILE and "journal" not in other.name]
    assert [aside.read_bytes() for aside in asides] == [before]
    assert file.problem.count(".") >= 1
    assert str(asides[0]) in file.problem
    filled(tmp_path)  # the new one works
    assert reopened(tmp_path).accounts == [ANNA]


def test_two_are_set_aside_under_two_names(tmp_path: Path) -> None:
    """Even within one second the first that was set aside is not overwritten."""
    for _round in range(3):
        filled(tmp_path)
        make_newer(tmp_path / FILE)
        reopened(tmp_path)
    assert len(list(tmp_path.glob("accounts-newer-*.db"))) == 3


def test_a_place_where_nothing_can_be_written(tmp_path: Path) -> None:
    """The chat goes on without; a sentence says what that means."""
    (tmp_path / "file").write_text("")
    file = AccountsFile(tmp_path / "file" / "folder")
    assert "until the chat is closed" in file.problem
    file.keep_account(ANNA)
    file.keep_ban(BAN)
    file.close()


def test_without_a_folder_all_is_in_memory() -> None:
    """No data folder: nothing on disk, and nothing to complain of."""
    file = AccountsFile(None)
    file.keep_account(ANNA)
    assert file.problem == ""
    file.close()


def test_no_secret_in_a_log() -> None:
    """FIELD rule 9: "none in logs": an account that is printed shows no hash."""
    assert "scrypt" not in repr(ANNA)
    assert "stored" not in repr(ANNA)


def test_owners() -> None:
    """Of two accounts that look alike the older counts; its owner alone may use the name, and what looks like it."""
    owners = Owners()
    owners.load([Account("Аnna", "", ANNA.keys, 9.0), ANNA])  # the younger one begins with a Cyrillic letter
    assert owners.find("anna") is ANNA
    assert owners.may_use("АNNA", "anna")
    assert not owners.may_use("anna", "")
    assert not owners.may_use("anna", "bob")
    assert owners.may_use("bob", "")
    owners.forget("ANNA")
    assert owners.may_use("anna", "")


def test_a_name_is_registered_once() -> None:
    """While it is being registered nobody else can register it; afterwards it is an account, or free again."""
    owners = Owners()
    owners.begin("Anna")
    assert owners.taken("anna")
    assert owners.find("anna") is None
    owners.finish("Anna", None)
    assert not owners.taken("anna")
    owners.begin("Anna")
    owners.finish("Anna", ANNA)
    assert owners.find("anna") is ANNA


def test_registrations_from_one_address_have_a_bound() -> None:
    """Nobody fills the disk with names: so many in an hour from one address, others are free."""
    owners = Owners()
    verdicts = [owners.too_many("10.0.0.1", 100.0) for _round in range(61)]
    assert verdicts == [False] * 60 + [True]
    assert not owners.too_many("10.0.0.2", 100.0)
    assert not owners.too_many("10.0.0.1", 3700.0)
