"""The ttk styles, configured on ``clam`` from a theme's palette and sizes. ``theme.py`` lists their names."""

from __future__ import annotations

from tkinter import font as tkfont
from tkinter import ttk
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import tkinter as tk

    from chat_tk.ui.colours import Palette
    from chat_tk.ui.theme import Theme


def apply(theme: Theme) -> None:
    """Configure every style for the palette, scale and zoom in use; widgets that exist follow at once."""
    style = ttk.Style(theme.root)
    style.theme_use("clam")
    _defaults(theme, style)
    _labels(theme, style)
    _buttons(theme, style)
    _fields(theme, style)
    theme.indicators.apply(style)
    _lists(theme, style)
    _scrollbars(theme, style)
    _containers(theme, style)


def _defaults(theme: Theme, style: ttk.Style) -> None:
    palette = theme.palette
    style.configure(
        ".",
        background=palette.window,
        foreground=palette.text,
        fieldbackground=palette.surface,
        bordercolor=palette.border,
        lightcolor=palette.window,
        darkcolor=palette.window,
        troughcolor=palette.window,
        selectbackground=palette.selection,
        selectforeground=palette.text,
        insertcolor=palette.text,
        insertwidth=theme.px(1.5),
        focuscolor=palette.accent,
        font="ChatBody",
    )
    style.map(".", foreground=[("disabled", palette.muted)])
    style.configure("Surface.TFrame", background=palette.surface)
    style.configure("Ring.TFrame", background=palette.accent)


def _labels(theme: Theme, style: ttk.Style) -> None:
    palette = theme.palette
    for base, background in (("TLabel", palette.window), ("Surface.TLabel", palette.surface)):
        style.configure(base, background=background)
        style.configure(f"Title.{base}", font="ChatTitle")
        style.configure(f"Heading.{base}", font="ChatHeading")
        style.configure(f"Big.{base}", font="ChatBig")
        style.configure(f"Mono.{base}", font="ChatMono")
        style.configure(f"Small.{base}", font="ChatSmall", foreground=palette.muted)
        style.configure(f"Muted.{base}", foreground=palette.muted)
        style.configure(f"Error.{base}", font="ChatSmall", foreground=palette.danger)
        style.configure(f"Success.{base}", font="ChatTitle", foreground=palette.success)
        style.configure(f"Chosen.{base}", background=palette.accent, foreground=palette.on_accent)


def _buttons(theme: Theme, style: ttk.Style) -> None:
    palette = theme.palette
    _button(theme, style, "TButton", palette.surface, palette.hover, palette.text)
    _button(theme, style, "Danger.TButton", palette.surface, palette.hover, palette.danger)
    _button(theme, style, "Primary.TButton", palette.accent, palette.accent_hover, palette.on_accent)
    style.configure("Primary.TButton", bordercolor=palette.accent, focuscolor=palette.on_accent)
    style.map("Primary.TButton", bordercolor=[("disabled", palette.border), ("focus", palette.text)])
    _button(theme, style, "Tool.TButton", palette.window, palette.hover, palette.text)
    style.configure("Tool.TButton", padding=(theme.px(9), theme.px(5)), bordercolor=palette.window, width=0)
    for name, font in _cuts(theme).items():
        style.configure(f"{name}.Tool.TButton", font=font)
    for name, background in (("Link.TButton", palette.window), ("Link.Surface.TButton", palette.surface)):
        _button(theme, style, name, background, palette.hover, palette.link)
        # Before a link there is no more room than before a label: it stands below others, at the same edge.
        style.configure(name, padding=(0, theme.px(3)), bordercolor=background, width=0)
        shades = [("disabled", background), ("pressed", palette.hover), ("active", palette.hover)]  # no grey box
        style.map(name, background=shades, lightcolor=shades, darkcolor=shades)


def _cuts(theme: Theme) -> dict[str, str]:
    """The fonts of buttons that show what they do to a text."""
    return {
        "Bold": theme.variant(bold=True),
        "Italic": theme.variant(italic=True),
        "Underline": theme.variant(underline=True),
        "Strike": theme.variant(strike=True),
        "Mono": theme.variant(mono=True),
    }


def _button(theme: Theme, style: ttk.Style, name: str, background: str, active: str, text: str) -> None:
    palette = theme.palette
    style.configure(
        name,
        background=background,
        lightcolor=background,
        darkcolor=background,
        bordercolor=palette.border,
        foreground=text,
        padding=(theme.px(16), theme.px(7)),
        relief="raised",  # "flat" would draw no edge at all
        borderwidth=1,
        width=0,
        anchor="center",
        focusthickness=theme.px(1),
    )
    shades = [("disabled", palette.window), ("pressed", active), ("active", active)]
    style.map(
        name,
        background=shades,
        lightcolor=shades,
        darkcolor=shades,
        foreground=[("disabled", palette.muted)],
        bordercolor=[("focus", palette.accent)],
        relief=[],
    )


def _fields(theme: Theme, style: ttk.Style) -> None:
    palette = theme.palette
    edge = [("invalid", palette.danger), ("focus", palette.accent)]
    inner = [("invalid", palette.danger), ("focus", palette.accent), ("disabled", palette.window)]
    for name in ("TEntry", "TCombobox", "TSpinbox"):
        style.configure(
            name,
            padding=theme.px(7),
            lightcolor=palette.surface,
            darkcolor=palette.surface,
            background=palette.surface,
            arrowcolor=palette.muted,
            arrowsize=theme.px(13),
        )
        fields = [("disabled", palette.window), ("readonly", palette.surface)]
        style.map(name, bordercolor=edge, lightcolor=inner, darkcolor=inner, fieldbackground=fields)
        # clam: what is selected is brown without the keyboard, and a list to choose from white with it
        style.map(name, selectbackground=[], selectforeground=[("disabled", palette.muted)])
        style.map(name, foreground=[("disabled", palette.muted)])
        arrow = [("disabled", palette.window), ("active", palette.hover), ("pressed", palette.hover)]
        style.map(name, background=arrow)
    for option, colour in _of_lists(palette).items():
        theme.root.option_add(f"*TCombobox*Listbox.{option}", colour)


def _of_lists(palette: Palette) -> dict[str, str]:
    """The colours of the list that a combobox folds out."""
    return {
        "background": palette.surface,
        "foreground": palette.text,
        "selectBackground": palette.accent,
        "selectForeground": palette.on_accent,
    }


def paint_list(theme: Theme, box: tk.Misc) -> None:
    """Give the list of a combobox the look that counts: it was made when it first folded out, and follows no style."""
    listbox = f"{box}.popdown.f.l"
    if int(theme.root.tk.call("winfo", "exists", listbox)):
        for option, colour in _of_lists(theme.palette).items():
            theme.root.tk.call(listbox, "configure", f"-{option.lower()}", colour)


def _lists(theme: Theme, style: ttk.Style) -> None:
    palette = theme.palette
    line = int(tkfont.Font(theme.root, name="ChatBody", exists=True).metrics("linespace"))
    style.configure(
        "Treeview",
        background=palette.surface,
        fieldbackground=palette.surface,
        foreground=palette.text,
        lightcolor=palette.surface,
        darkcolor=palette.surface,
        bordercolor=palette.border,
        borderwidth=1,
        relief="flat",
        rowheight=line + theme.px(12),
        indent=theme.px(18),
    )
    style.configure("Cell", padding=(theme.px(5), 0))
    style.map(
        "Treeview",
        background=[("selected", palette.selection)],
        foreground=[("disabled", palette.muted), ("selected", palette.text)],
        bordercolor=[("focus", palette.accent)],
    )
    style.configure("Treeview.Heading", background=palette.window, foreground=palette.muted, font="ChatSmall")
    style.configure("Treeview.Heading", relief="flat", borderwidth=0, padding=(theme.px(8), theme.px(6)))
    style.map("Treeview.Heading", background=[("active", palette.hover)], relief=[])
    style.configure("Sidebar.Treeview", background=palette.window, fieldbackground=palette.window)
    style.configure("Sidebar.Treeview", bordercolor=palette.window, lightcolor=palette.window)
    style.map(
        "Sidebar.Treeview",
        background=[("selected", palette.accent)],
        foreground=[("selected", palette.on_accent)],
        bordercolor=[("focus", palette.accent)],
    )


def _scrollbars(theme: Theme, style: ttk.Style) -> None:
    palette = theme.palette
    for axis, sticky in (("Vertical", "ns"), ("Horizontal", "ew")):
        name = f"{axis}.TScrollbar"
        thumb = f"{axis}.Scrollbar.thumb"
        inside: list[tuple[str, Any]] = [(thumb, {"expand": "1", "sticky": "nswe"})]
        style.layout(name, [(f"{axis}.Scrollbar.trough", {"sticky": sticky, "children": inside})])
        style.configure(
            name,
            background=palette.thumb,
            lightcolor=palette.thumb,
            darkcolor=palette.thumb,
            troughcolor=palette.surface,
            bordercolor=palette.surface,
            borderwidth=0,
            gripcount=0,
            arrowsize=theme.px(10),
            relief="flat",
        )
        shades = [("disabled", palette.surface), ("pressed", palette.muted), ("active", palette.muted)]
        style.map(name, background=shades, lightcolor=shades, darkcolor=shades)


def _containers(theme: Theme, style: ttk.Style) -> None:
    palette = theme.palette
    style.configure("TNotebook", borderwidth=0, tabmargins=0, padding=0, bordercolor=palette.border)
    style.configure(
        "TNotebook.Tab",
        padding=(theme.px(16), theme.px(8)),
        borderwidth=0,
        background=palette.window,
        foreground=palette.muted,
        bordercolor=palette.window,
        lightcolor=palette.window,
        darkcolor=palette.window,
    )
    style.map(
        "TNotebook.Tab",
        background=[("selected", palette.surface), ("active", palette.hover)],
        foreground=[("selected", palette.text)],
        lightcolor=[("selected", palette.surface)],
        bordercolor=[("selected", palette.border)],
        padding=[],
        expand=[],
    )
    style.configure("TPanedwindow", background=palette.window)
    style.configure("Sash", gripcount=0, sashthickness=theme.px(6), lightcolor=palette.window)
    style.configure("Sash", bordercolor=palette.window, background=palette.window)
    style.configure("TSeparator", background=palette.border)
