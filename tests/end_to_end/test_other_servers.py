"""Any IRC network: ChatClient at servers that are not ours, with what people meet there, in words."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bench import servers
from tests.end_to_end.programs import REQUIRED, Program, program
from tests.end_to_end.proxy import network
from tests.server.live import Guest

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="signals and pipes are those of POSIX"),
    pytest.mark.timeout(300),
]


@contextmanager
def serving(name: str) -> Iterator[servers.Server]:
    """The server, if it is installed; where the whole is required, it must be."""
    if servers.program(name) is None:
        (pytest.fail if REQUIRED else pytest.skip)(f"not installed: {name}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(servers, "INSPIRCD_CONFIG", servers.INSPIRCD_CONFIG.replace('"nt"', '"not"'))  # founders manage
        with servers.running(name) as server:
            yield server


def guest(port: int, nick: str) -> Guest:
    """Somebody with another program."""
    made = Guest(port)
    made.says(f"NICK {nick}", f"USER {nick} 0 * :{nick}")
    made.hears(" 001 ")
    return made


@contextmanager
def carla(home: Path, port: int) -> Iterator[Program]:
    """Carla with the terminal client."""
    arguments = ["chat_tk.client", f"127.0.0.1:{port}", "--name", "Carla", "--console"]
    with program(home, *arguments) as child:
        yield child


@pytest.mark.parametrize("name", ["ngIRCd", "InspIRCd"])
def test_talking_and_what_a_room_may_say(tmp_path: Path, name: str, request: pytest.FixtureRequest) -> None:
    """A name that is taken, a room, each refusal with its next step, and the end."""
    with serving(name) as server:
        zoe, twin = guest(server.port, "zoe"), guest(server.port, "Carla")
        request.addfinalizer(zoe.close)
        request.addfinalizer(twin.close)
        for room, modes in (
            ("den", ""),
            ("vault", "+k secret"),
            ("club", "+i"),
            ("tiny", "+l 1"),
            ("no", "+b Car*!*@*"),
        ):
            zoe.says(f"JOIN #{room}", *([f"MODE #{room} {modes}"] if modes else []))
        zoe.says("PING :ready")
        zoe.hears("PONG")
        with carla(tmp_path, server.port) as client:
            client.sees("in no room yet")
            client.types("/join den")
            client.sees("The name Carla was not free, so you are Carla2.")
            client.sees("zoe")
            client.types("hello")
            assert zoe.hears("PRIVMSG #den").startswith(":Carla2!")
            zoe.says("PRIVMSG #den :hi Carla2")
            client.sees("zoe: hi Carla2")
            for room, words in (
                ("vault", "vault needs a password."),
                ("club", "club is only for those who are invited."),
                ("tiny", "tiny is full."),
                ("no", "You are banned from no."),
            ):
                client.types(f"/join {room}")
                client.sees(words)
            client.types("/join vault secret")
            zoe.hears("JOIN :#vault" if name == "InspIRCd" else "JOIN")
            client.sees("--- vault ---")
            client.types("/n Clara")
            client.sees("You are Clara now.")
            client.types("/q bye")
            assert client.ends()[0] == 0
            zoe.hears(" QUIT ")


@pytest.mark.parametrize("name", ["ngIRCd", "InspIRCd"])
def test_coming_back_where_nobody_keeps_what_was_said(
    tmp_path: Path, name: str, request: pytest.FixtureRequest
) -> None:
    """The rooms are there again, those with a password too, and the line says that there is a gap."""
    with serving(name) as server, network(server.port) as between:
        zoe = guest(server.port, "zoe")
        request.addfinalizer(zoe.close)
        zoe.says("JOIN #vault", "MODE #vault +k secret", "PING :ready")
        zoe.hears("PONG")
        with carla(tmp_path, between.port) as client:
            client.sees("in no room yet")
            client.types("/join vault secret")
            client.sees("Here with you")
            between.breaks(gone=True)
            client.sees("Next try in")
            zoe.hears(" QUIT ")
            between.there()
            client.sees("what was said meanwhile is not shown here")
            client.types("hello again")
            assert zoe.hears("PRIVMSG #vault").startswith(":Carla!")
            client.types("exit")
            assert client.ends()[0] == 0
