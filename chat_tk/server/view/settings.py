"""The tab with the settings: a list of groups, the fields of one of them, and what was changed and not yet applied.

Rule 1: a setting changes when it is applied; the fields then show what the core has made of it.
Rule 2: what the host has typed and not applied stays, whatever is reported meanwhile.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from functools import partial
from tkinter import ttk
from typing import Final

from chat_tk.i18n import _, ngettext
from chat_tk.server.screen import Actions
from chat_tk.server.values import Preset, Setting
from chat_tk.server.view.parts import wrap_to_width
from chat_tk.server.view.setting import SettingRow
from chat_tk.ui.flow import Flow
from chat_tk.ui.scrolled import Scrolled
from chat_tk.ui.theme import BODY, Theme
from chat_tk.ui.tips import Tooltip
from chat_tk.ui.widgets import Table

UDP: Final = "udp.enabled"
START_PAUSED: Final = "rules.start_paused"
GROUP_SPACE: Final = 40
TEXT_PX: Final = 200


class SettingsPage(ttk.Frame):
    """The settings; it is filled when it is seen for the first time."""

    def __init__(self, parent: tk.Misc, actions: Actions) -> None:
        self._theme = Theme.of(parent)
        px = self._theme.px
        super().__init__(parent, style="Surface.TFrame", padding=px(10))
        self._actions = actions
        self._settings: dict[str, Setting] = {}
        self._drafts: dict[str, object] = {}
        self._pauses = False
        """What is to be applied comes from an occasion at which everybody only reads at first: from now on, too."""
        self.rows: dict[str, SettingRow] = {}
        self._setting_fields = False
        self.preset_buttons: dict[str, ttk.Button] = {}
        self.columnconfigure(1, weight=1)
        self.rowconfigure(1, weight=1)
        self.presets = Flow(self, style="Surface.TFrame")
        self.presets.grid(row=0, column=0, columnspan=2, sticky="ew", pady=(0, px(8)))
        self._groups = Table(self, style="Sidebar.Treeview", height=4)
        self.groups = self._groups.tree
        self._groups.grid(row=1, column=0, sticky="ns", padx=(0, px(14)))
        self.fields = Scrolled(self)
        self.fields.grid(row=1, column=1, sticky="nsew")
        self._make_bottom()
        self.groups.bind("<<TreeviewSelect>>", lambda _event: self._show_group())
        self.bind("<Map>", lambda _event: self._fill())

    def show(self, settings: Sequence[Setting]) -> None:
        """All settings as they are now."""
        if not self._settings:
            return  # they are asked for when the tab is seen
        self._take(settings)
        for key, row in self.rows.items():
            if key not in self._drafts and row.get() != self._settings[key].value:
                self._set_field(row, self._settings[key].value)
        self._tell()

    def show_udp(self, *, on: bool) -> None:
        """The door of old programs is open, or shut: its field follows."""
        setting = self._settings.get(UDP)
        if setting is not None and setting.value != on:
            self.show([known._replace(value=on) if known.key == UDP else known for known in self._settings.values()])

    # --- what the host does ------------------------------------------------------------------------------------------

    def apply(self) -> None:
        """Have what was changed hold, and kept."""
        if not self._drafts or any(row.problem for row in self.rows.values()):
            return
        wanted = dict(self._drafts)
        self._drafts.clear()  # what is reported from now on is what holds
        problem = self._actions.apply(wanted)
        if problem:
            self._drafts.update(wanted)
        elif self._pauses and START_PAUSED in wanted:
            self._actions.pause(on=True)
        self._tell(problem)

    def discard(self) -> None:
        """Forget what was changed."""
        self._drafts.clear()
        self._pauses = False
        for key, row in self.rows.items():
            self._set_field(row, self._settings[key].value)
            row.complain("")
        self._tell()

    def use(self, preset: Preset) -> None:
        """Fill in what fits an occasion; it is applied by the button for that."""
        self._pauses = dict(preset.values).get(START_PAUSED) is True
        for key, value in preset.values:
            setting = self._settings.get(key)
            if setting is None:
                continue
            if setting.value == value:
                self._drafts.pop(key, None)
            else:
                self._drafts[key] = value
            if key in self.rows:
                self._set_field(self.rows[key], value)
                self.rows[key].complain("")
        self._tell(f"{preset.label}: {preset.help}", wrong=False)

    # --- fields ------------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        if self._settings:
            return
        self._take(self._actions.settings())
        groups = list(dict.fromkeys(setting.group for setting in self._settings.values()))
        for group in groups:
            self.groups.insert("", "end", iid=group, text=group)
        font = self._theme.font(BODY)
        width = max((font.measure(group) for group in groups), default=0) + self._theme.px(GROUP_SPACE)
        self.groups.column("#0", width=width, minwidth=width)
        for preset in self._actions.presets():
            button = ttk.Button(self.presets, text=preset.label, command=partial(self.use, preset))
            Tooltip(button, preset.help)
            self.presets.add(button)
            self.preset_buttons[preset.key] = button
        if groups:
            self.groups.selection_set(groups[0])

    def _take(self, settings: Sequence[Setting]) -> None:
        self._settings = {setting.key: setting for setting in settings}
        self._drafts = {key: value for key, value in self._drafts.items() if key in self._settings}

    def _show_group(self) -> None:
        chosen = self.groups.selection()
        if not chosen:
            return
        for row in self.rows.values():
            row.pack_forget()
        for setting in self._settings.values():
            if setting.group == chosen[0]:
                self._row(setting).pack(fill="x", anchor="w")
        self.fields.to_top()

    def _row(self, setting: Setting) -> SettingRow:
        if setting.key not in self.rows:
            row = SettingRow(self.fields.inside, setting, self._changed)
            self.rows[setting.key] = row
            if setting.key in self._drafts:
                self._set_field(row, self._drafts[setting.key])
            self.fields.watch(row)
        return self.rows[setting.key]

    def _set_field(self, row: SettingRow, value: object) -> None:
        """Let a field show a value without taking that for typing."""
        self._setting_fields = True
        try:
            row.set(value)
        finally:
            self._setting_fields = False

    def _changed(self, key: str) -> None:
        if self._setting_fields or key not in self.rows:
            return
        row = self.rows[key]
        value = row.get()
        if value == self._settings[key].value:
            self._drafts.pop(key, None)
            row.complain("")
        else:
            self._drafts[key] = value
            row.complain(self._actions.setting_problem(key, value))
        self._tell()

    # --- what is told ------------------------------------------------------------------------------------------------

    def _make_bottom(self) -> None:
        px = self._theme.px
        self.told = ttk.Label(self, style="Muted.Surface.TLabel")
        self.told.grid(row=2, column=0, columnspan=2, sticky="ew", pady=(px(8), 0))
        wrap_to_width(self.told, px(TEXT_PX))
        row = Flow(self, style="Surface.TFrame")
        row.grid(row=3, column=0, columnspan=2, sticky="ew", pady=(px(6), 0))
        self.apply_button = ttk.Button(row, text=_("Apply"), command=self.apply, style="Primary.TButton")
        self.discard_button = ttk.Button(row, text=_("Discard the changes"), command=self.discard)
        row.add(self.apply_button)
        row.add(self.discard_button)
        self._tell()

    def _tell(self, text: str = "", *, wrong: bool = True) -> None:
        """What was changed and not applied; ``text`` instead, in red when it is ``wrong``."""
        broken = [row for row in self.rows.values() if row.problem]
        count = len(self._drafts)
        self.apply_button.state(["!disabled" if count and not broken else "disabled"])
        self.discard_button.state(["!disabled" if count else "disabled"])
        style = "Error.Surface.TLabel" if text and wrong else "Muted.Surface.TLabel"
        self.told.configure(text=text or self._summary(count, len(broken)), style=style)

    def _summary(self, count: int, broken: int) -> str:
        if broken:
            return ngettext("{n} field is not right yet.", "{n} fields are not right yet.", broken).format(n=broken)
        if not count:
            return _("All of this holds now. Choose what fits your occasion above, or change it here.")
        said = ngettext("{n} change is not applied yet.", "{n} changes are not applied yet.", count).format(n=count)
        later = sum(1 for key in self._drafts if not self._settings[key].at_once)
        if later:
            more = ngettext(
                "{n} of them holds when the chat is opened again.",
                "{n} of them hold when the chat is opened again.",
                later,
            )
            said += " " + more.format(n=later)
        return said
