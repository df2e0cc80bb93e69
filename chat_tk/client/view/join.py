"""The dialog before the chat (A7): who one is, and which chat it is to be.

Law: it knows no connection and does not look for chats. It hands a checked ``Wanted`` to ``on_join`` and shows what it
is told.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Final

from chat_tk.client.view.choices import Choice
from chat_tk.client.view.joinform import WIDTH, JoinForm, Wanted
from chat_tk.i18n import _
from chat_tk.ui import dialogs
from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import Theme
from chat_tk.ui.widgets import exists

EAGER_MS: Final = 700
"""How long who pressed Enter before a chat was found waits for others that might be meant."""


class JoinDialog:
    """A window of its own (a ``Toplevel``) that stays until ``close``; ``root`` may be withdrawn meanwhile.

    ``on_join``        called with what is wanted; answer with ``show_joining``, later ``close`` or ``show_form``
    ``on_start_chat``  called with the name: "Start a chat here"
    ``on_cancel``      the person cancels what ``show_joining`` showed; the dialog is at its form again
    ``on_check``       "Check my network"
    ``on_quit``        Esc at the form, or the window is closed: the program ends
    """

    def __init__(
        self,
        root: tk.Tk,
        wanted: Wanted,
        *,
        on_join: Callable[[Wanted], None],
        on_start_chat: Callable[[str], None],
        on_cancel: Callable[[], None],
        on_check: Callable[[], None],
        on_quit: Callable[[], None],
    ) -> None:
        """``wanted``: what to fill in."""
        self._on_join, self._on_start_chat = on_join, on_start_chat
        self._on_cancel, self._on_quit = on_cancel, on_quit
        self._joining = self._eager = False
        self._theme = theme = Theme.of(root)
        self.window = theme.toplevel(root, _("Join a chat"))
        body = ttk.Frame(self.window, padding=theme.px(24))
        body.pack(fill="both", expand=True)
        body.columnconfigure(0, weight=1)
        body.rowconfigure(1, weight=1)
        ttk.Label(body, text=_("Join a chat"), style="Title.TLabel").grid(sticky="w", pady=(0, theme.px(14)))
        self.form = JoinForm(body, wanted, self._join, on_check, self._fit)
        self.form.grid(row=1, sticky="nsew")
        self._add_ending(body)
        self.window.protocol("WM_DELETE_WINDOW", self._on_quit)
        self.window.bind("<Escape>", lambda _event: self._escape())
        self._appear()

    # --- what it is told --------------------------------------------------------------------------------------------

    def show_chats(self, choices: Sequence[Choice]) -> None:
        """These chats were found so far."""
        self.form.show_chats(choices)
        if choices:
            self.form.show_advice("")
            if self._eager:
                self.window.after(EAGER_MS, self._join_eagerly)
        if self.form.address.text.get().strip():
            self.form.choices.clear()

    def show_advice(self, text: str) -> None:
        """No chat was found so far: what to do."""
        if self._eager:
            self._eager = False
            self._say(_("No chat was found. Type its address, or start a chat here."), problem=True)
            self.form.address.focus()
        self.form.show_advice(text)

    def show_joining(self, text: str) -> None:
        """The form rests and shows ``text`` ("Joining 192.168.1.20 ...") with Cancel."""
        self._joining, self._eager = True, False
        self._rest(resting=True)
        self._say(text)
        self.join_button.configure(text=_("Cancel"), style="TButton")
        self.join_button.focus_set()
        self._fit()

    def show_form(
        self, problem: str = "", *, password: bool = False, account: bool = False, place: bool = False
    ) -> None:
        """The form again, everything typed still there, with ``problem`` (a sentence) above the buttons.

        ``password``: the chat wants one, so its field is there, ready to be typed in; ``account``: so does the name;
        ``place``: nobody answers there, so a typed address is ready to be mended.
        """
        self._joining = False
        self._rest(resting=False)
        self._say(problem, problem=True)
        self.join_button.configure(text=_("Join"), style="Primary.TButton")
        form = self.form
        if password or account:
            form.show_options(shown=True)
        field = form.address if place and form.address.text.get().strip() else form.name
        (form.options.password if password else form.options.account_password if account else field).focus()
        self._fit()

    def ask_retry(self, text: str, *, here: bool = False) -> str:
        """A message box with "Try again", "Change …" and "Quit" (A8): ``again``, ``change`` or ``quit``.

        ``here``: the chat was on this computer, so whoever opened it may open it again: ``start``, before the others.
        """
        offered = {"again": _("Try again"), "change": _("Change …"), "quit": _("Quit")}
        if here:
            offered = {"start": _("Start a chat here …")} | offered
        choice = dialogs.ask(self.window, _("Could not join"), text, list(offered.values()))
        return "change" if choice is None else list(offered)[choice]

    def ask_trust(self, text: str) -> bool:
        """A message box with "Stop" and "Join anyway"; whether it is to be joined."""
        return dialogs.ask(self.window, _("Could not join"), text, [_("Stop"), _("Join anyway")]) == 1

    def close(self) -> None:
        """Go away; may be called twice."""
        self.window.destroy()

    # --- what a person does -----------------------------------------------------------------------------------------

    def _join(self) -> None:
        wanted = None if self._joining else self.form.take()
        if wanted is None:
            if not self._joining:
                self._say("")  # a field says what is wrong, and an older sentence would say something else
            return
        if wanted.place or wanted.key:
            self._on_join(wanted)
        elif self.form.choices.empty and not self.form.advice.cget("text"):
            self._eager = True
            self._say(_("Looking for a chat …"))
        else:
            self._say(_("Choose a chat of the list, or type an address."), problem=True)
            self.form.address.focus()

    def _join_eagerly(self) -> None:
        """Enter was pressed before anything was found: one chat alone is the one that was meant."""
        if self._eager and not self._joining and exists(self.window):
            self._eager = False
            self._say("")
            if self.form.choices.alone:
                self._join()

    def _start_chat(self) -> None:
        name = self.form.name.take()
        if name is None:
            self.form.name.focus()
        else:
            self._on_start_chat(name)

    def _escape(self) -> None:
        if self._joining:
            self._cancel()
        else:
            self._on_quit()

    def _cancel(self) -> None:
        self.show_form()
        self._on_cancel()

    # --- how it looks -----------------------------------------------------------------------------------------------

    def _add_ending(self, body: ttk.Frame) -> None:
        px = self._theme.px
        self.status = ttk.Label(body, wraplength=px(WIDTH))
        self.status.grid(row=2, sticky="ew", pady=(px(8), 0))
        row = ttk.Frame(body)
        row.grid(row=3, sticky="ew", pady=(px(10), 0))
        row.columnconfigure(1, weight=1)
        self.start_button = ttk.Button(row, text=_("Start a chat here …"), command=self._start_chat)
        self.start_button.grid(row=0, column=0)
        self.join_button = ttk.Button(row, text=_("Join"), style="Primary.TButton")
        self.join_button.configure(command=lambda: self._cancel() if self._joining else self._join())
        self.join_button.grid(row=0, column=2, padx=(px(24), 0), ipadx=px(18))
        self.join_button.lower(self.start_button)  # Tab reaches Join first

    def _appear(self) -> None:
        self._fit()
        window = self.window
        left = (window.winfo_screenwidth() - window.winfo_reqwidth()) // 2
        top = (window.winfo_screenheight() - window.winfo_reqheight()) // 3
        window.geometry(f"+{max(0, left)}+{max(0, top)}")
        window.deiconify()
        self.form.name.focus()

    def _say(self, text: str, *, problem: bool = False) -> None:
        self.status.configure(text=clean(text), style="Error.TLabel" if problem else "Muted.TLabel")
        self._fit()

    def _rest(self, *, resting: bool) -> None:
        self.form.rest(resting=resting)
        self.start_button.state(["disabled" if resting else "!disabled"])

    def _fit(self) -> None:
        """Nothing is cut off, whatever the notes say now."""
        self.window.update_idletasks()
        width, height = self.window.winfo_reqwidth(), self.window.winfo_reqheight()
        self.window.minsize(max(width, self._theme.px(WIDTH)), height)
        over = self.window.winfo_x() + width - self.window.winfo_screenwidth()
        if over > 0 and self.window.winfo_viewable():
            self.window.geometry(f"+{max(0, self.window.winfo_x() - over)}+{self.window.winfo_y()}")
