"""Palettes and contrast."""

from __future__ import annotations

import pytest

from chat_tk.irc.markup.style import COLOURS
from chat_tk.ui.colours import ENOUGH, MARKED, PALETTES, Palette, contrast, mixed, name_index, readable

BOTH = pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)


def test_contrast_is_that_of_the_guidelines() -> None:
    """Black on white is 21:1, a colour on itself 1:1, #777 on white just below 4.5."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#336699", "#336699") == 1
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@BOTH
def test_names_are_readable_wherever_they_stand(palette: Palette) -> None:
    """Each colour of a name has 4.5:1 on lists, windows and marked lines."""
    for name in palette.names:
        for background in (palette.surface, palette.window, palette.mention):
            assert contrast(name, background) >= ENOUGH, (name, background)


@BOTH
def test_all_other_text_is_readable(palette: Palette) -> None:
    """Text, muted text, links, errors and what stands on buttons, too."""
    for text in (palette.text, palette.muted, palette.link, palette.danger, palette.success):
        assert contrast(text, palette.surface) >= ENOUGH, text
        assert contrast(text, palette.window) >= ENOUGH, text
    for text in (palette.text, palette.muted, palette.link, palette.danger):
        assert contrast(text, mixed(palette.surface, palette.accent, MARKED)) >= ENOUGH, text
    assert contrast(palette.text, palette.selection) >= ENOUGH
    assert contrast(palette.text, palette.code) >= ENOUGH
    assert contrast(palette.text, palette.mention) >= ENOUGH
    assert contrast(palette.on_accent, palette.accent) >= ENOUGH
    assert contrast(palette.on_accent, palette.accent_hover) >= ENOUGH


def test_no_colour_of_others_hides_a_text() -> None:
    """Every colour of mIRC's becomes readable on every other, and stays as it is where it was."""
    for background in (*COLOURS, *(palette.surface for palette in PALETTES.values())):
        for colour in COLOURS:
            assert contrast(readable(colour, background), background) >= ENOUGH
    assert readable("#000000", "#ffffff") == "#000000"


def test_a_person_has_the_same_colour_everywhere() -> None:
    """The index depends on the name alone, and the names of a class spread over the palette."""
    assert name_index("maria") == name_index("maria")
    assert len({name_index(f"person{number}") for number in range(100)}) == 12
    assert name_index("\ud800") < 12
