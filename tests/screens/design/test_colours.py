"""Every pair of colours that meets on a screen can be read, in light, in dark and on session day."""

from __future__ import annotations

import pytest

from mobile.design import theme
from mobile.design import tokens as t

PALETTES = {"light": t.LIGHT, "dark": t.DARK}

# What stands on what, as palette fields: text needs 4.5:1.
PAIRS: tuple[tuple[str, str], ...] = (
    *(
        (word, ground)
        for word in ("ink", "muted")
        for ground in ("background", "surface", "sunken", "raised")
    ),
    *(
        (word, ground)
        for word in ("primary", "prepare", "session", "support", "danger")
        for ground in ("background", "surface")
    ),
    ("ink", "primary_soft"),
    ("muted", "primary_soft"),
    ("ink", "prepare_soft"),
    ("ink", "danger_soft"),
    ("ink", "session_soft"),
    ("primary", "primary_soft"),
    ("prepare", "prepare_soft"),
    ("session", "session_soft"),
    ("support", "support_soft"),
    ("danger", "danger_soft"),
    ("on_primary", "primary"),
    ("on_prepare", "prepare"),
    ("on_session", "session"),
    ("on_danger", "danger"),
    ("on_inverse", "inverse"),
    ("inverse_accent", "inverse"),
)
# Borders and marks that carry meaning: 3:1.
MARKS: tuple[tuple[str, str], ...] = (
    ("edge", "background"),
    ("edge", "surface"),
    ("primary", "background"),
    ("primary", "surface"),
    ("primary", "sunken"),
)
# Session day is always dark and asks for 7:1.
SESSION_DAY_PAIRS: tuple[tuple[str, str], ...] = (
    ("ink", "background"),
    ("muted", "background"),
    ("ink", "sunken"),
    ("on_primary", "primary"),
    ("support", "support_soft"),
    ("ink", "surface"),
    ("ink", "primary_soft"),
    ("prepare", "background"),
)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, of #RRGGBB."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_itself_is_right() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("mode", PALETTES)
@pytest.mark.parametrize(("word", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(mode: str, word: str, ground: str) -> None:
    palette = PALETTES[mode]
    assert contrast(getattr(palette, word), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("mode", PALETTES)
@pytest.mark.parametrize(("word", "ground"), MARKS)
def test_marks_and_borders_stand_out(mode: str, word: str, ground: str) -> None:
    palette = PALETTES[mode]
    assert contrast(getattr(palette, word), getattr(palette, ground)) >= 3


@pytest.mark.parametrize(("word", "ground"), SESSION_DAY_PAIRS)
def test_session_day_stands_out_more(word: str, ground: str) -> None:
    assert contrast(getattr(t.DARK, word), getattr(t.DARK, ground)) >= 7


@pytest.mark.parametrize("key", t.SWATCHES)
def test_the_word_on_a_named_colour_stands_out_as_on_session_day(key: str) -> None:
    ground, word = t.SWATCHES[key]
    assert contrast(word, ground) >= 7
    line = t.DARK.edge if key in t.EDGED_SWATCHES else ground
    assert contrast(line, t.DARK.background) >= 3


@pytest.mark.parametrize("mode", PALETTES)
def test_every_tone_is_one_of_the_checked_pairs(mode: str) -> None:
    palette = PALETTES[mode]
    scheme = theme.theme_of(palette).color_scheme
    assert scheme is not None
    checked = {(getattr(palette, word), getattr(palette, ground)) for word, ground in PAIRS}
    for tone, (word, ground) in t.TONES.items():
        pair = (getattr(scheme, word.name.lower()), getattr(scheme, ground.name.lower()))
        assert pair in checked, tone
