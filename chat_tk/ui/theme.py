"""The look of both programs: ttk's ``clam`` in our own palette, light and dark, sharp at every scale.

Rule 1: every size goes through :meth:`Theme.px`, every colour comes from ``Theme.palette``, every font is named here.
Rule 2: ttk widgets follow by themselves; a classic widget (Text, Canvas, Menu, Toplevel) is given to
:meth:`Theme.register` with a function that paints it, and is painted again whenever the look changes.

Styles (all on the window's colour; a ``Surface.`` before the T puts labels and frames on the colour of lists)::

    TFrame TLabel Title.TLabel Heading.TLabel Muted.TLabel Small.TLabel Error.TLabel Success.TLabel
    TButton Primary.TButton Danger.TButton Link.TButton Tool.TButton
    TEntry TCombobox TSpinbox TCheckbutton TRadiobutton TNotebook Treeview Sidebar.Treeview TPanedwindow TSeparator
"""

from __future__ import annotations

import contextlib
import tkinter as tk
from collections.abc import Callable
from tkinter import font as tkfont
from typing import Final, Literal

from chat_tk.ui import entries, styles, titlebar
from chat_tk.ui.colours import PALETTES, Palette
from chat_tk.ui.indicators import Indicators
from chat_tk.ui.menus import AIR, AiryMenu

Mode = Literal["light", "dark"]
Choice = Literal["system", "light", "dark"]
"""What a person can choose; ``system``: as the desktop is."""

BODY, SMALL, HEADING, TITLE, BIG, MONO = (
    "ChatBody", "ChatSmall", "ChatHeading", "ChatTitle", "ChatBig", "ChatMono",
)  # fmt: skip
"""Names of the fonts, good wherever Tk takes a font. ``ChatBig`` is for a projector."""

BODY_PX: Final = 14
_FONTS: Final = {
    BODY: ("TkDefaultFont", 14, "normal"),
    SMALL: ("TkDefaultFont", 12, "normal"),
    HEADING: ("TkDefaultFont", 15, "bold"),
    TITLE: ("TkDefaultFont", 22, "bold"),
    BIG: ("TkDefaultFont", 64, "bold"),
    MONO: ("TkFixedFont", 14, "normal"),
}
_SYSTEM_FONTS: Final = ("TkDefaultFont", "TkTextFont", "TkMenuFont", "TkHeadingFont", "TkCaptionFont", "TkFixedFont")

SMALLEST_ZOOM: Final = 0.6
LARGEST_ZOOM: Final = 3.0


class Theme:
    """The look of one root window. ``Theme.of(widget)`` finds it, and makes it the first time."""

    def __init__(self, root: tk.Misc, mode: Mode = "light") -> None:
        self.root = root
        self.mode: Mode = mode
        self.choice: Choice = "system"
        self._system: Mode = mode
        self.zoom = 1.0
        # Tk on macOS counts in points and the system scales by itself.
        aqua = root.tk.call("tk", "windowingsystem") == "aqua"
        self.scale = 1.0 if aqua else min(4.0, max(1.0, root.winfo_fpixels("1i") / 96))
        self._painters: dict[tk.Misc, Callable[[Theme], None]] = {}
        self._fonts: dict[str, tkfont.Font] = {}
        self.indicators = Indicators(self)
        self._make_fonts()
        for key in ("<Return>", "<KP_Enter>"):  # Tk's own buttons know the space bar only
            root.tk.call("bind", "TButton", key, "%W invoke")
        entries.bind(root)
        root.bind_class("TCombobox", "<<ThemeChanged>>", lambda event: styles.paint_list(self, event.widget))
        self.dress(root)
        styles.apply(self)

    @classmethod
    def of(cls, widget: tk.Misc) -> Theme:
        """The theme of the root window that ``widget`` belongs to."""
        root = widget.nametowidget(".")
        theme = getattr(root, "chat_tk_theme", None)
        if not isinstance(theme, cls):
            theme = cls(root)
            root.chat_tk_theme = theme
        return theme

    @property
    def palette(self) -> Palette:
        """The colours in use."""
        return PALETTES[self.mode]

    def px(self, size: float) -> int:
        """A length drawn for a screen at 100 % -> pixels of this screen; never 0 for what is more than 0."""
        return max(1, round(size * self.scale)) if size > 0 else 0

    def font(self, name: str) -> tkfont.Font:
        """The font with one of the names above, for measuring and for variants."""
        return self._fonts[name]

    def variant(
        self,
        *,
        bold: bool = False,
        italic: bool = False,
        mono: bool = False,
        underline: bool = False,
        strike: bool = False,
    ) -> str:
        """The name of the body font in this cut, for a tag of a Text; it zooms with the others."""
        name = f"{MONO if mono else BODY}{'Bold' if bold else ''}{'Italic' if italic else ''}"
        name += f"{'Underline' if underline else ''}{'Strike' if strike else ''}"
        if name not in self._fonts:
            family = self._fonts[MONO if mono else BODY].actual("family")
            font = tkfont.Font(self.root, name=name, exists=name in tkfont.names(self.root))
            font.configure(family=family, weight="bold" if bold else "normal", slant="italic" if italic else "roman")
            font.configure(size=-self.px(BODY_PX * self.zoom), underline=underline, overstrike=strike)
            font.delete_font = False
            self._fonts[name] = font
        return name

    def choose(self, choice: Choice) -> None:
        """Draw everything as the person wants it, from now on."""
        self.choice = choice
        self.use(self._system if choice == "system" else choice)

    def system_is(self, mode: Mode) -> None:
        """The desktop is light or dark; who has chosen something else sees no change."""
        self._system = mode
        if self.choice == "system":
            self.use(mode)

    def use(self, mode: Mode) -> None:
        """Draw everything light or dark, what exists and what comes."""
        if mode != self.mode:
            self.mode = mode
            self._repaint()

    def set_zoom(self, factor: float) -> None:
        """Let all text be ``factor`` times as large (Ctrl +/-/0), within 0.6 and 3."""
        factor = min(LARGEST_ZOOM, max(SMALLEST_ZOOM, factor))
        if factor != self.zoom:
            self.zoom = factor
            self._size_fonts()
            self._repaint()

    def register(self, widget: tk.Misc, paint: Callable[[Theme], None]) -> None:
        """Call ``paint`` now and whenever the look changes, until ``widget`` is destroyed."""
        if widget not in self._painters:
            widget.bind("<Destroy>", self._forget, add="+")
        self._painters[widget] = paint
        paint(self)

    def toplevel(self, parent: tk.Misc, title: str) -> tk.Toplevel:
        """A new window in our colours, still withdrawn, so that it can be filled before it is seen."""
        window = tk.Toplevel(parent)
        window.withdraw()
        window.title(title)
        self.dress(window)
        return window

    def dress(self, window: tk.Misc) -> None:
        """Give a window of its own (a Tk or a Toplevel) our colours, its bar too, where a program can say so."""
        self.register(window, lambda theme: _paint_toplevel(theme, window))
        titlebar.watch(window, lambda: self.mode == "dark")

    def menu(self, parent: tk.Misc) -> tk.Menu:
        """A new pop-up menu in our colours."""
        x11 = self.root.tk.call("tk", "windowingsystem") == "x11"  # elsewhere the system draws menus
        menu = AiryMenu(parent, (self.px(AIR[0]), self.px(AIR[1])) if x11 else (0, 0))
        self.register(menu, lambda theme: _paint_menu(theme, menu))
        return menu

    def _forget(self, event: tk.Event[tk.Misc]) -> None:
        self._painters.pop(event.widget, None)

    def _repaint(self) -> None:
        styles.apply(self)
        for paint in list(self._painters.values()):
            with contextlib.suppress(tk.TclError):  # a widget that is being destroyed at this moment
                paint(self)

    def _make_fonts(self) -> None:
        existing = set(tkfont.names(self.root))
        for name, (base, _size, weight) in _FONTS.items():
            family = tkfont.Font(self.root, name=base, exists=True).actual("family")
            font = tkfont.Font(self.root, name=name, exists=name in existing)
            font.configure(family=family, weight="bold" if weight == "bold" else "normal")
            font.delete_font = False  # its life is that of the root, not that of this object
            self._fonts[name] = font
        self._size_fonts()

    def _size_fonts(self) -> None:
        for name, font in self._fonts.items():
            size = _FONTS[name][1] if name in _FONTS else BODY_PX
            font.configure(size=-self.px(size * self.zoom))  # negative: pixels
        for name in _SYSTEM_FONTS:
            tkfont.Font(self.root, name=name, exists=True).configure(size=-self.px(BODY_PX * self.zoom))


def _paint_toplevel(theme: Theme, window: tk.Misc) -> None:
    window.configure(background=theme.palette.window)  # type: ignore[call-arg]  # Misc is a Tk or a Toplevel here
    titlebar.paint(window, dark=theme.mode == "dark")


def _paint_menu(theme: Theme, menu: tk.Menu) -> None:
    palette = theme.palette
    menu.configure(
        background=palette.surface,
        foreground=palette.text,
        activebackground=palette.accent,
        activeforeground=palette.on_accent,
        disabledforeground=palette.muted,
        borderwidth=1,
        activeborderwidth=0,
        relief="solid",
        font=BODY,
    )
