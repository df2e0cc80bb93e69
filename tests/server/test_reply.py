"""Answers to one command: in order, with labels."""

from __future__ import annotations

from chat_tk.irc import caps
from chat_tk.irc.message import Message, parse
from chat_tk.irc.numerics import ERR_NOSUCHNICK, RPL_UMODEIS
from chat_tk.server import passwords
from chat_tk.server.chat import Chat
from chat_tk.server.config import Config, Limits, Operator
from chat_tk.server.delivery import Deliveries
from chat_tk.server.dialects import wire_time
from chat_tk.server.reply import CommandReply
from chat_tk.server.state import Channel, User
from chat_tk.server.told import Told
from tests.server.stage import Stage
from tests.server.test_delivery import Wire

LABELS = caps.LABELED_RESPONSE | caps.BATCH


class Scene:
    """Ann (with these capabilities) and Bob in #den, and what ann's program is sent."""

    def __init__(self, capabilities: int) -> None:
        self.delivery = Deliveries()
        self.chat = Chat(Config(network="Room 204"), self.delivery, lambda _event: None, lambda: 0.0)
        self.ann, self.bob = User(1, "h", capabilities=capabilities), User(2, "h")
        self.wires = {self.ann: Wire(), self.bob: Wire()}
        for user, nick in ((self.ann, "ann"), (self.bob, "bob")):
            self.chat.network.add(user)
            self.chat.network.rename(user, nick)
            self.channel: Channel = self.chat.network.join(user, "#den", 0).channel
            self.delivery.open(user, self.wires[user])

    def reply(self, label: str = "") -> CommandReply:
        message = Message("X", tags={"label": label} if label else {})
        return CommandReply(self.chat, self.delivery, self.ann, message, 0.0)

    def said(self, text: str, sender: User | None = None) -> Told:
        sender = sender or self.ann
        return Told(Message("PRIVMSG", ("#den", text), sender.mask), at=0, sender=sender)

    def heard(self, user: User | None = None) -> list[str]:
        self.delivery.flush()
        return self.wires[user or self.ann].read()


def test_without_a_label_answers_come_behind_what_was_told_before() -> None:
    """The room's lines that are pending come first, and nothing is added."""
    scene = Scene(0)
    scene.delivery.say(scene.channel, scene.said("first", scene.bob))
    reply = scene.reply("ignored")
    reply.numeric(ERR_NOSUCHNICK, "cid")
    reply.finish()
    assert reply.label == ""
    assert scene.heard() == [":bob!@h PRIVMSG #den :first", ":chat.local 401 ann cid :No such nick/channel"]


def test_no_answer_is_an_ack() -> None:
    """labeled-response: "If no response is required, an empty response ... ACK".

    labeled-response: "Servers MUST respond with a labeled ACK message when a client sends a labeled command that
    normally produces no response".
    """
    scene = Scene(LABELS)
    scene.reply("x").finish()
    assert scene.heard() == ["@label=x :chat.local ACK"]


def test_one_answer_bears_the_label() -> None:
    """A single line has the label itself.

    labeled-response: "the server MUST include the same tag and value in any response required from this message where
    it is feasible to do so".
    """
    scene = Scene(LABELS | caps.SERVER_TIME)
    reply = scene.reply("x")
    reply.numeric(ERR_NOSUCHNICK, "cid")
    reply.finish()
    (line,) = scene.heard()
    assert line.startswith("@label=x;time=")


def test_several_answers_are_a_batch() -> None:
    """The batch's start has the label, each line the batch's name, and all is sent together.

    labeled-response: "If a response consists of more than one message, a batch MUST be used to group them into a single
    logical response".
    """
    scene = Scene(LABELS)
    reply = scene.reply("x")
    reply.numeric(ERR_NOSUCHNICK, "cid")
    reply.numeric(ERR_NOSUCHNICK, "dan")
    reply.finish()
    start, first, second, end = [parse(line) for line in scene.heard()]
    name = start.params[0][1:]
    assert (start.command, start.params[1], start.tags) == ("BATCH", "labeled-response", {"label": "x"})
    assert first.tags == second.tags == {"batch": name}
    assert end.params == ("-" + name,)


def test_an_echo_is_the_answer() -> None:
    """The echo of a message has the label; the others read the same line without it."""
    scene = Scene(LABELS | caps.ECHO_MESSAGE)
    reply = scene.reply("x")
    reply.spoke(scene.channel, scene.said("hi"))
    reply.finish()
    assert scene.heard() == ["@label=x :ann!@h PRIVMSG #den :hi"]
    assert scene.heard(scene.bob) == [":ann!@h PRIVMSG #den :hi"]


def test_without_echo_a_message_is_acknowledged() -> None:
    """Spoken, nothing to read oneself: ACK."""
    scene = Scene(LABELS)
    reply = scene.reply("x")
    reply.spoke(scene.channel, scene.said("hi"))
    reply.finish()
    assert scene.heard() == ["@label=x :chat.local ACK"]
    assert len(scene.heard(scene.bob)) == 1


def test_an_echo_among_other_answers_goes_into_the_batch() -> None:
    """One command, one labelled response, whatever it consists of; the room reads each line once."""
    scene = Scene(LABELS | caps.ECHO_MESSAGE)
    reply = scene.reply("x")
    reply.spoke(scene.channel, scene.said("one"))
    reply.numeric(ERR_NOSUCHNICK, "cid")
    reply.spoke(scene.channel, scene.said("two"))
    reply.finish()
    assert [parse(line).command for line in scene.heard()] == ["BATCH", "PRIVMSG", "401", "PRIVMSG", "BATCH"]
    assert [line.rpartition(" :")[2] for line in scene.heard(scene.bob)] == ["one", "two"]


def test_a_label_of_more_than_64_bytes_is_none() -> None:
    """labeled-response: "maximum of 64 bytes".

    labeled-response: "The value MUST NOT exceed 64 bytes".
    """
    scene = Scene(LABELS)
    scene.reply("x" * 65).finish()
    assert scene.heard() == []


def test_a_plain_text_program_reads_sentences() -> None:
    """Numerics become sentences or silence."""
    scene = Scene(caps.PLAIN)
    reply = scene.reply()
    reply.numeric(RPL_UMODEIS, "+i")
    reply.send(Told(Message("NICK", ("anna",), scene.ann.mask), at=0, sender=scene.ann))
    reply.finish()
    scene.delivery.flush()
    assert scene.wires[scene.ann].sends == [b"You are now called anna.\n"]


def test_an_answer_has_the_time_at_which_it_is_given() -> None:
    """A command that had to wait is answered then: its lines do not seem to be older than those before them."""
    stage = Stage(Config(operators={"root": Operator(passwords.make_hash("sesame"))}, limits=Limits(flood=False)))
    ann = stage.enters("ann", "server-time")
    stage.hall.hear(ann.client, [parse("OPER root sesame")])
    stage.now += 2
    stage.beat()
    told = [parse(line) for line in ann.heard().decode().split("\r\n")[:-1]]
    assert [line.command for line in told] == ["381", "MODE"]
    assert {line.tags["time"] for line in told} == {wire_time(stage.now)}
