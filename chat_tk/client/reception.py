"""Before the chat: the dialog, the looking for chats, starting one here, and the way in. No widget is made here.

Rule 1: everything here runs on the main thread, in Tk's loop; what threads tell comes through queues and pumps.
Rule 2: an attempt to join is begun by ``on_attempt``, and what comes of it is heard through ``controller.Entrance``.
Rule 3: a failure is a sentence with a way on: try again, change something, or quit (A8).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from queue import SimpleQueue
from typing import Final

from chat_tk.client import hosting
from chat_tk.client.checking import Checking
from chat_tk.client.config import Remembered
from chat_tk.client.finding import Answered, Finding, last_target
from chat_tk.client.looking import Looking
from chat_tk.client.place import target_at
from chat_tk.client.values import Target
from chat_tk.client.view.choices import Choice
from chat_tk.client.view.join import JoinDialog
from chat_tk.client.view.joinform import Wanted
from chat_tk.i18n import _
from chat_tk.irc.names import derive_nick
from chat_tk.net.address import Address, is_loopback
from chat_tk.net.browser import BrowserEvent, CannotLook
from chat_tk.net.dial import Encryption
from chat_tk.net.interfaces import nearest, own_numbers
from chat_tk.net.typed import parse_typed
from chat_tk.ui.pump import Pump, Root

LOOK_MS: Final = 50
"""The window is drawn first, then the looking begins."""
PATIENCE_MS: Final = 4000
"""After so long without a chat the person is told what to do."""
SETTLED_MS: Final = 1500
"""After so long it is seen which of the old addresses answer: what is announced has been found by then."""


class Reception:
    """Fulfils ``controller.Entrance`` while the dialog is open.

    ``on_attempt``  join this target; the outcome comes to ``welcomed``, ``refused`` or ``ask_trust``
    ``on_give_up``  the attempt that is under way is not wanted any more
    ``on_welcomed`` we are in: the chat's window is wanted, and the dialog goes after it
    ``on_quit``     the program ends
    """

    def __init__(
        self,
        root: Root,
        remembered: Remembered,
        given: Target,
        *,
        on_attempt: Callable[[Target], None],
        on_give_up: Callable[[], None],
        on_welcomed: Callable[[], None],
        on_quit: Callable[[], None],
    ) -> None:
        """``given``: what the command line says of name, address and password."""
        self._root = root
        self._on_attempt, self._on_give_up = on_attempt, on_give_up
        self._on_welcomed, self._on_quit = on_welcomed, on_quit
        self._recent = remembered.recent
        self._finding = Finding(remembered.recent, lambda hosts: nearest(hosts, own_numbers()))
        self._target = given
        self._events: SimpleQueue[BrowserEvent | Answered] = SimpleQueue()
        self._looking = Looking(self._events.put)
        self._pump = Pump(root, self._events, self._found)
        self._start_pump: Pump[hosting.ChatStarted | hosting.ChatNotStarted] | None = None
        self._checking = Checking()
        self._problem_with_search = ""
        self.open = True
        self._dialog = JoinDialog(
            root,
            _first(given),
            on_join=self._join,
            on_start_chat=self._start_chat,
            on_cancel=self._cancel,
            on_check=self._check,
            on_quit=self.quit,
        )
        self._settled = False
        self._postponed = ""
        root.after(LOOK_MS, lambda: self._looking.start() if self.open else None)
        root.after(SETTLED_MS, self._settle)
        root.after(PATIENCE_MS, self._advise)

    def tell(self, problem: str) -> None:
        """A sentence that the person should read first."""
        self._dialog.show_form(problem)

    def join_last(self) -> bool:
        """Join the chat of the last time by itself, with Cancel shown; False: that needs the person."""
        target = last_target(self._recent)
        if target is None or not self._target.full_name:
            return False
        self.join(replace(target, name=self._target.name, full_name=self._target.full_name))
        return True

    def join(self, target: Target) -> None:
        """Join this chat, with Cancel shown."""
        self._target = target
        self._dialog.show_joining(_("Joining {host} …").format(host=target.chat_name or target.host))
        self._on_attempt(target)

    def close(self) -> None:
        """The dialog goes, and nothing is looked for any more; may be called twice."""
        if not self.open:
            return
        self.open = False
        self._looking.stop()
        for pump in (self._pump, self._start_pump):
            if pump is not None:
                pump.stop()
        self._checking.close()
        self._dialog.close()

    def wait(self, until: float) -> None:
        """Give what was looking time to end after ``close``, at most until then (``time.monotonic``)."""
        for each in (self._looking, self._checking):
            each.wait(max(0.0, until - time.monotonic()))

    # --- controller.Entrance ----------------------------------------------------------------------------------------

    def welcomed(self) -> None:
        """We are in: the chat window comes, the dialog goes."""
        if self.open:
            self._on_welcomed()
            self.close()

    def refused(self, problem: str, *, network: bool, password: bool, account: bool = False) -> None:
        """We are not: another try, something else, or the end of the program."""
        if not self.open:
            return
        if not network:
            self._dialog.show_form(problem, password=password, account=account)
        elif (moved := self._finding.moved(self._target)) is not None:
            self.join(moved)
        elif self._target.chat_id and not self._settled:
            self._postponed = problem  # it may be announced at another address in a moment
        else:
            self._tell_failure(problem)

    def _tell_failure(self, problem: str) -> None:
        self._dialog.show_form()
        wish = self._dialog.ask_retry(problem, here=is_loopback(self._target.host))
        if not self.open:  # the program was ended meanwhile
            return
        if wish == "quit":
            self.quit()
        elif wish == "start":
            self._start_chat(self._target.full_name)
        elif wish == "again":
            self.join(self._target)
        else:
            self._dialog.show_form(problem, place=True)

    def ask_trust(self, text: str) -> bool:
        """The server shows another certificate than before: whether to join even so."""
        return self.open and self._dialog.ask_trust(text) and self.open

    # --- what the person does ---------------------------------------------------------------------------------------

    def _join(self, wanted: Wanted) -> None:
        target = self._finding.target(wanted.key) if wanted.key else _typed(wanted, self._recent_at(wanted.place))
        if target is None:
            self._dialog.show_form(_("This chat has just been closed. Choose another."))
        else:
            self.join(_as_wanted(target, wanted))

    def _recent_at(self, place: str) -> Target | None:
        """What is known of the chat at a typed address: its name and id."""
        address = parse_typed(place).address
        for recent in self._recent:
            if (recent.host.lower(), recent.port) == (address.host.lower(), address.port):
                return Target(recent.host, recent.port, "", chat_id=recent.chat_id, chat_name=recent.chat_name)
        return None

    def _start_chat(self, full_name: str) -> None:
        self._target = Target("", 0, derive_nick(full_name), full_name=full_name)
        self._dialog.show_joining(_("Opening a chat on this computer …"))
        queue: SimpleQueue[hosting.ChatStarted | hosting.ChatNotStarted] = SimpleQueue()
        self._start_pump = Pump(self._root, queue, lambda batch: self._chat_started(batch[0]))
        hosting.start_chat(queue.put)

    def _chat_started(self, event: hosting.ChatStarted | hosting.ChatNotStarted) -> None:
        if self._start_pump is not None:
            self._start_pump.stop()
        if isinstance(event, hosting.ChatStarted):
            self.join(replace(self._target, host=hosting.HOST, port=event.port))
        else:
            self._dialog.show_form(event.problem)

    def _cancel(self) -> None:
        self._postponed = ""
        if self._start_pump is not None:
            self._start_pump.stop()
        self._on_give_up()

    def quit(self) -> None:
        """The program ends before anybody was in."""
        if not self.open:
            return
        self._cancel()
        self.close()
        self._on_quit()

    def _check(self) -> None:
        self._checking.open(self._dialog.window, len(self._finding.rows()))

    # --- what is found ----------------------------------------------------------------------------------------------

    def _found(self, batch: Sequence[BrowserEvent | Answered]) -> None:
        for event in batch:
            if isinstance(event, CannotLook):
                self._problem_with_search = event.problem
            else:
                self._finding.heard(event)
        rows = self._finding.rows()
        self._dialog.show_chats(
            [Choice(row.key, row.name, row.people, row.password, row.last, row.known) for row in rows]
        )

    def _settle(self) -> None:
        """What is announced has been found by now."""
        self._settled = True
        if not self.open:
            return
        self._looking.ask(self._finding.unannounced())
        postponed, self._postponed = self._postponed, ""
        if postponed:
            self.refused(postponed, network=True, password=False)

    def _advise(self) -> None:
        advice = _("No chat found yet. Is it open, and is this computer in the same network?")
        if self.open and not self._finding.rows():
            self._dialog.show_advice(self._problem_with_search or advice)


def _first(given: Target) -> Wanted:
    """What the form shows at first."""
    place = str(Address(given.host, given.port)) if given.host else ""
    return Wanted(
        given.full_name, place=place, password=given.password, secured=given.encryption.value, rooms=given.rooms
    )


def _typed(wanted: Wanted, known: Target | None) -> Target:
    """The chat at an address that was typed, and checked."""
    target = target_at(wanted.place)
    return replace(target, chat_id=known.chat_id, chat_name=known.chat_name) if known else target


def _as_wanted(target: Target, wanted: Wanted) -> Target:
    """``target``, joined as the person wants it; what a chat of before was joined with counts otherwise."""
    secured = Encryption(wanted.secured)
    return replace(
        target,
        name=derive_nick(wanted.full_name),
        full_name=wanted.full_name,
        password=wanted.password,
        encryption=target.encryption if secured is Encryption.TRY else secured,
        account=wanted.account or target.account,
        account_password=wanted.account_password,
        rooms=tuple(dict.fromkeys((*target.rooms, *wanted.rooms))),
    )
