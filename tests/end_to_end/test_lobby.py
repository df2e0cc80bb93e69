"""All programs in one lobby at the same time; each sees the others come, talk, change name and go."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.end_to_end.programs import PATIENCE, SERVER_SETTINGS, Server, Terminal, need, program, serving, terminal
from tests.end_to_end.stage import TOOLS, stage
from tests.server.live import Guest

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="terminals and pipes are waited for in the way of POSIX"),
    pytest.mark.timeout(300),
]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A chat on a free port."""
    with serving(tmp_path / "server") as server:
        yield server


def test_console_plain_text_and_irc(server: Server, tmp_path: Path) -> None:
    """Two terminal clients (a pipe, a terminal), nc, a client without newlines and an IRC program."""
    address = f"127.0.0.1:{server.port}"
    nora = server.plain("Nora")
    tom = server.plain("Tom", end=b"")
    nora.hears("Tom is online")
    zoe = server.guest("zoe")
    nora.hears("zoe is online")
    command = ("chat_tk.client", address, "--console", "--name")
    with program(tmp_path / "carla", *command, "Carla") as carla:
        nora.hears("Carla is online")
        tom.hears("Carla is online")
        assert zoe.hears("JOIN").startswith(":Carla!")
        carla.sees("Here with you")
        carla.types("hello <b>all</b>")
        assert nora.hears("hello") == tom.hears("hello") == "Carla: hello all"
        assert zoe.hears("PRIVMSG").endswith("#lobby :hello \x02all")
        tom.types(b"no newline")
        carla.sees("Tom: no newline")
        nora.hears("Tom: no newline")
        zoe.says("PRIVMSG #lobby :from irc")
        carla.sees("zoe: from irc")
        tom.hears("zoe: from irc")
        tom.types(b"/n Thomas")
        carla.sees("Tom is now called Thomas")
        nora.hears("Tom is now called Thomas")
        assert zoe.hears(" NICK ").endswith(" NICK Thomas")
        carla.types("/n Clara")
        assert nora.hears("now called") == tom.hears("now called Clara") == "Carla is now called Clara"
        for leaver, name in ((tom, "Thomas"), (zoe, "zoe")):
            leaver.close()
            carla.sees(f"{name} left")
            nora.hears(f"{name} left the chat")
        carla.types("/q")
        nora.hears("Clara left the chat")
        status, _out, errors = carla.ends()
        assert (status, errors) == (0, "")


def test_the_console_client_in_a_terminal(server: Server, tmp_path: Path) -> None:
    """With a prompt that shows one's name; what others say stands above what is being typed."""
    nora = server.plain("Nora")
    command = (sys.executable, "-m", "chat_tk.client", f"127.0.0.1:{server.port}", "--name", "Dora", "--console")
    with terminal(tmp_path / "dora", *command) as dora:
        nora.hears("Dora is online")
        dora.sees("Dora [Lobby]>")
        dora.types("typed in a terminal")
        nora.hears("Dora: typed in a terminal")
        nora.types(b"hello Dora\n")
        dora.sees("Nora: hello Dora")
        dora.types("/n Dorothea")
        nora.hears("Dora is now called Dorothea")
        dora.sees("Dorothea [Lobby]>")
        dora.types("exit")
        nora.hears("Dorothea left the chat")


def test_the_client_of_the_documentation(server: Server, tmp_path: Path) -> None:
    """The course-work client as docs/start/other-programs.md prints it, word for word, and it sends no newlines."""
    page = (Path(__file__).parents[2] / "docs/start/other-programs.md").read_text(encoding="utf-8")
    code = page.partition("```python\n")[2].partition("```")[0].replace("6667", str(server.port))
    assert "socket" in code
    file = tmp_path / "coursework.py"
    file.write_text(code, encoding="utf-8")
    nora = server.plain("Nora")
    with terminal(tmp_path / "franz", sys.executable, str(file)) as franz:
        franz.sees("What is your name?")
        franz.types("Franz")
        nora.hears("Franz is online")
        franz.types("my first message")
        nora.hears("Franz: my first message")
        nora.types(b"welcome\n")
        franz.sees("Nora: welcome")
    nora.hears("Franz left the chat")


def test_nc(server: Server, tmp_path: Path) -> None:
    """The transcript of the README: asked for the name, then each line is a message."""
    need("nc")
    nora = server.plain("Nora")
    with terminal(tmp_path / "emil", "nc", "127.0.0.1", str(server.port)) as emil:
        emil.sees("What is your name?")
        emil.types("Emil")
        emil.sees("Also here: Nora")
        nora.hears("Emil is online")
        emil.types("hello from nc")
        nora.hears("Emil: hello from nc")
        nora.types(b"hello nc\n")
        emil.sees("Nora: hello nc")
        emil.types("/who")
        emil.types("/q")
        nora.hears("Emil left the chat")


@pytest.mark.parametrize("name", ["irssi", "weechat"])
def test_other_irc_programs(server: Server, tmp_path: Path, name: str) -> None:
    """irssi and WeeChat enter the lobby by themselves; people there and in ChatClient see each other."""
    need(name)
    nora = server.plain("Nora")
    with terminal(tmp_path / name, *_command(name, server.port, tmp_path / name, "gerda")) as window:
        nora.hears("gerda is online")
        _goes_to_the_lobby(name, window)
        _talk(window, nora)


def _command(name: str, port: int, home: Path, nick: str) -> list[str]:
    if name == "irssi":
        return ["irssi", f"--home={home}/irssi", "-c", "127.0.0.1", "-p", str(port), "-n", nick]
    return ["weechat", "-d", f"{home}/weechat", f"irc://{nick}@127.0.0.1:{port}"]


def _goes_to_the_lobby(name: str, window: Terminal) -> None:
    """It has been let in, and opens the room's window behind the one that it began with."""
    if name == "irssi":
        window.sees("[Act: 2]")  # only now there is one to go to
        window.types("/window goto active")
    else:
        window.types("/join #lobby")


def _talk(window: Terminal, nora: Guest) -> None:
    """What one does there is seen by Nora, and the other way round."""
    window.sees("Nora")
    nora.types(b"hello you\n")
    window.sees("hello you")
    window.types("hello from another program")
    nora.hears("gerda: hello from another program")
    nora.types(b"/n Norah\n")
    window.sees("Norah")
    window.types("/nick greta")
    nora.hears("gerda is now called greta")
    window.types("/quit bye")
    nora.hears("greta left the chat")


@pytest.mark.window
def test_two_windows(server: Server) -> None:
    """Two real ChatClients, driven by keys and read by copying, with somebody at nc."""
    need(*TOOLS)
    nora = server.plain("Nora")
    with stage() as play:
        address = f"127.0.0.1:{server.port}"
        programs, windows = [], []
        for name in ("Anna", "Ben"):
            programs.append(play.run("chat_tk.client", address, "--name", name))
            nora.hears(f"{name} is online")
            windows.append(play.opened("Room 204", programs[-1]))
        anna, ben = windows
        play.type(anna, "hello <b>Ben</b>")
        play.press(anna, "Return")
        nora.hears("Anna: hello Ben")
        play.sees(ben, "hello Ben")
        nora.types(b"hello windows\n")
        play.sees(anna, "hello windows")
        play.type(anna, "/n Annika")  # the click into the lines has taken the keys from the composer: they go there
        play.press(anna, "Return")
        nora.hears("Anna is now called Annika")
        play.sees(ben, "Annika")
        play.press(anna, "alt+F4")
        nora.hears("Annika left the chat")
        assert programs[0].wait(PATIENCE) == 0
        play.sees(ben, "Left: Annika; new names: Anna → Annika")  # one line for all that comes and goes
        play.type(ben, "/q")
        play.press(ben, "Return")
        nora.hears("Ben left the chat")
        assert programs[1].wait(PATIENCE) == 0


@pytest.mark.window
def test_all_at_once(tmp_path: Path) -> None:
    """Two windows, a terminal client, nc, a client without newlines, irssi and WeeChat in one lobby hear each other."""
    need(*TOOLS, "nc", "irssi", "weechat")
    settings = SERVER_SETTINGS + '[operators.olga]\npassword = "keeps order"\n'
    with serving(tmp_path / "server", settings=settings) as server, ExitStack() as programs, stage() as play:
        address = f"127.0.0.1:{server.port}"
        nora, tom = server.plain("Nora"), server.plain("Tom", end=b"")
        commands = {
            "Dora": [sys.executable, "-m", "chat_tk.client", address, "--name", "Dora", "--console"],
            "irene": _command("irssi", server.port, tmp_path / "irene", "irene"),
            "wendy": _command("weechat", server.port, tmp_path / "wendy", "wendy"),
            "Emil": ["nc", "127.0.0.1", str(server.port)],
        }
        terminals = {}
        for name, command in commands.items():
            terminals[name] = programs.enter_context(terminal(tmp_path / name, *command))
            if name == "Emil":
                terminals[name].sees("What is your name?")
                terminals[name].types(name)
            nora.hears(f"{name} is online")
        _goes_to_the_lobby("irssi", terminals["irene"])
        _goes_to_the_lobby("weechat", terminals["wendy"])
        windows = []
        for name in ("Anna", "Ben"):
            client = play.run("chat_tk.client", address, "--name", name)
            nora.hears(f"{name} is online")
            windows.append(play.opened("Room 204", client))

        def all_see(text: str) -> None:
            for each in terminals.values():
                each.sees(text)
            for window in windows:
                play.sees(window, text)

        tom.types(b"this is Tom")
        nora.hears("Tom: this is Tom")
        all_see("this is Tom")
        for name, each in terminals.items():
            each.types(f"this is {name}")
            assert nora.hears("this is") == tom.hears(f"this is {name}") == f"{name}: this is {name}"
            all_see(f"this is {name}")
        play.type(windows[0], "this is Anna")
        play.press(windows[0], "Return")
        assert nora.hears("this is") == tom.hears("this is Anna") == "Anna: this is Anna"
        all_see("this is Anna")
        tom.types(b"/n Thomas")
        all_see("Thomas")
        olga = server.guest("olga")
        olga.says("OPER olga :keeps order", "KILL Emil :too loud")
        nora.hears("Emil was removed by olga: too loud")
        terminals["Dora"].sees("Emil left")
        terminals["irene"].sees("too loud")
        terminals["wendy"].sees("too loud")
        for window in windows:
            play.sees(window, "left: Emil")
