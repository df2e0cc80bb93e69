"""The dialog before the chat (A7): who one is, and where the chat is.

Law: it knows no connection. It hands a checked ``Target`` to ``on_join`` and shows what it is told.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from chat_tk.client.values import Target
from chat_tk.client.view.checks import DEFAULT_PORT, Checked, check_host, check_name, check_port, split_address
from chat_tk.client.view.field import Field
from chat_tk.i18n import _
from chat_tk.ui import dialogs
from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import Theme


class JoinDialog:
    """A window of its own (a ``Toplevel``) that stays until ``close``; ``root`` may be withdrawn meanwhile.

    ``defaults``       what to fill in: remembered values; empty name or host: the person types it; port 0: 6667
    ``on_join``        called with a checked Target; answer with ``show_joining``, later ``close`` or ``ask_retry``
    ``on_start_chat``  called with the checked name: "Start a chat here"
    ``on_cancel``      the person cancels what ``show_joining`` showed; the dialog is at its form again
    ``on_quit``        Esc at the form, or the window is closed: the program ends
    """

    def __init__(
        self,
        root: tk.Tk,
        defaults: Target,
        *,
        on_join: Callable[[Target], None],
        on_start_chat: Callable[[str], None],
        on_cancel: Callable[[], None],
        on_quit: Callable[[], None],
    ) -> None:
        self._on_join, self._on_start_chat = on_join, on_start_chat
        self._on_cancel, self._on_quit = on_cancel, on_quit
        self._joining = False
        self._theme = Theme.of(root)
        self.window = self._theme.toplevel(root, _("Join a chat"))
        self._form = ttk.Frame(self.window, padding=self._theme.px(24))
        self._form.pack(fill="both", expand=True)
        self._form.columnconfigure(0, weight=1)
        self._add_fields(defaults)
        self._add_options(defaults.password)
        self._add_ending()
        self._bind_keys()
        self._appear()

    def show_joining(self, text: str) -> None:
        """The form rests and shows ``text`` ("Joining 192.168.1.20 ...") with Cancel."""
        self._joining = True
        self._rest(resting=True)
        self.status.configure(text=clean(text), style="Muted.TLabel")
        self.join_button.configure(text=_("Cancel"), style="TButton")
        self.join_button.focus_set()

    def show_form(self, problem: str = "", *, password: bool = False) -> None:
        """The form again, everything typed still there, with ``problem`` (a sentence) above the buttons.

        ``password``: the chat wants one, so its field is there, and ready to be typed in.
        """
        self._joining = False
        self._rest(resting=False)
        self.status.configure(text=clean(problem), style="Error.TLabel")
        self.join_button.configure(text=_("Join"), style="Primary.TButton")
        if password:
            self._show_options(shown=True)
        (self.password if password else self._first_field()).focus()
        self._fit()

    def ask_retry(self, text: str) -> bool:
        """A message box with "Try again" and "Close" (A8). True: the form is shown again and says ``text`` too."""
        choice = dialogs.ask(self.window, _("Could not join"), text, [_("Try again"), _("Close")])
        if choice != 0:
            return False
        self.show_form(text)
        self.join_button.focus_set()
        return True

    def ask_trust(self, text: str) -> bool:
        """A message box with "Stop" and "Join anyway"; whether it is to be joined."""
        return dialogs.ask(self.window, _("Could not join"), text, [_("Stop"), _("Join anyway")]) == 1

    def close(self) -> None:
        """Go away; may be called twice."""
        self.window.destroy()

    # --- its parts ------------------------------------------------------------------------------------------------

    def _add_fields(self, defaults: Target) -> None:
        px = self._theme.px
        ttk.Label(self._form, text=_("Join a chat"), style="Title.TLabel").grid(columnspan=2, sticky="w")
        self.name = Field(self._form, _("Your name"), defaults.name, check_name, _hint_of_name, width=44)
        self.name.frame.grid(columnspan=2, sticky="ew", pady=(px(16), 0))
        self.host = Field(self._form, _("Address of the chat"), defaults.host, _check_address, _hint_of_host)
        self.host.frame.grid(row=2, column=0, sticky="new", pady=(px(10), 0))
        self.port = Field(self._form, _("Port"), str(defaults.port or DEFAULT_PORT), check_port, width=11)
        self.port.frame.grid(row=2, column=1, sticky="new", padx=(px(12), 0), pady=(px(10), 0))

    def _add_options(self, password: str) -> None:
        px = self._theme.px
        self.more_button = ttk.Button(self._form, style="Link.TButton", command=self._toggle_options)
        self.more_button.grid(row=4, columnspan=2, sticky="w", pady=(px(8), 0))
        self.password = Field(
            self._form, _("Password of the chat"), password, Checked, lambda _v: _("Only if the chat has one.")
        )
        self.password.entry.configure(show="\N{BULLET}")
        self.password.frame.grid(row=5, columnspan=2, sticky="ew", pady=(px(6), 0))
        self._show_options(shown=bool(password))

    def _add_ending(self) -> None:
        px = self._theme.px
        self.status = ttk.Label(self._form, wraplength=px(400))
        self.status.grid(row=6, columnspan=2, sticky="ew", pady=(px(14), 0))
        self._form.rowconfigure(7, weight=1)  # what is too high stays empty here
        row = ttk.Frame(self._form)
        row.grid(row=8, columnspan=2, sticky="ew", pady=(px(10), 0))
        row.columnconfigure(1, weight=1)
        self.start_button = ttk.Button(row, text=_("Start a chat here"), command=self._start_chat)
        self.start_button.grid(row=0, column=0)
        self.join_button = ttk.Button(row, text=_("Join"), style="Primary.TButton", command=self._join_or_cancel)
        self.join_button.grid(row=0, column=2, padx=(px(24), 0), ipadx=px(18))
        self.join_button.lower(self.start_button)  # Tab reaches Join first

    def _bind_keys(self) -> None:
        self.window.protocol("WM_DELETE_WINDOW", self._on_quit)
        self.window.bind("<Escape>", lambda _event: self._escape())
        for field in (self.name, self.host, self.port, self.password):
            for key in ("<Return>", "<KP_Enter>"):
                field.entry.bind(key, lambda _event: self._join())

    def _appear(self) -> None:
        self._fit()
        window = self.window
        left = (window.winfo_screenwidth() - window.winfo_reqwidth()) // 2
        top = (window.winfo_screenheight() - window.winfo_reqheight()) // 3
        window.geometry(f"+{max(0, left)}+{max(0, top)}")
        window.deiconify()
        self._first_field().focus()

    # --- what a person does ---------------------------------------------------------------------------------------

    def _join_or_cancel(self) -> None:
        if self._joining:
            self._cancel()
        else:
            self._join()

    def _join(self) -> None:
        self._split_host()
        fields = (self.name, self.host, self.port)
        values = [field.take() for field in fields]
        self._fit()
        for field, value in zip(fields, values, strict=True):
            if value is None:
                field.focus()
                return
        name, host, port = (value or "" for value in values)
        self._on_join(Target(host, int(port), name, self.password.text.get()))

    def _start_chat(self) -> None:
        name = self.name.take()
        if name is None:
            self.name.focus()
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

    def _split_host(self) -> None:
        """What was typed behind the address goes to its own field, so that one sees what is used."""
        host, port = split_address(self.host.text.get())
        self.host.text.set(host)
        if port:
            self.port.text.set(port)

    def _toggle_options(self) -> None:
        self._show_options(shown=not self.password.frame.winfo_ismapped())
        self._fit()
        if self.password.frame.winfo_manager():
            self.password.focus()

    # --- how it looks ---------------------------------------------------------------------------------------------

    def _show_options(self, *, shown: bool) -> None:
        (self.password.frame.grid if shown else self.password.frame.grid_remove)()
        self.more_button.configure(text=_("Fewer options") if shown else _("More options"))

    def _rest(self, *, resting: bool) -> None:
        state = "disabled" if resting else "!disabled"
        for field in (self.name, self.host, self.port, self.password):
            field.entry.state([state])
        self.start_button.state([state])
        self.more_button.state([state])

    def _first_field(self) -> Field:
        """The first empty field; the name when all are filled, for Enter joins from there."""
        return next((field for field in (self.name, self.host) if not field.text.get().strip()), self.name)

    def _fit(self) -> None:
        """Nothing is cut off, whatever the notes say now."""
        self.window.update_idletasks()
        width, height = self.window.winfo_reqwidth(), self.window.winfo_reqheight()
        self.window.minsize(max(width, self._theme.px(420)), height)


def _check_address(text: str) -> Checked:
    return check_host(split_address(text)[0])


def _hint_of_name(name: str) -> str:
    return _("The others will see {name}.").format(name=name) if "_" in name else ""


def _hint_of_host(host: str) -> str:
    return "" if host else _("For example 192.168.1.20")
