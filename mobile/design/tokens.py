"""The look in numbers: colours, type, space and motion, named by what they are for.

Parts use the roles (`INK`, `SURFACE`, ...), which Flet resolves on the client, so that a change between light and dark
redraws nothing here. The palettes hold the exact values; tests check the contrast of every pair that meets.
Nothing else in the app may write a colour, a size or a font name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import flet as ft

Phase = Literal["prepare", "session", "integrate"]
Tone = Literal["quiet", "primary", "prepare", "session", "integrate", "support", "danger"]


@dataclass(frozen=True)
class Palette:
    """One mode's colours as #RRGGBB. `on_x` is what is written upon x."""

    background: str
    surface: str
    raised: str  # the chosen half of a segmented choice
    sunken: str  # tracks, quiet chips, quiet buttons
    ink: str
    muted: str
    line: str
    edge: str  # the border of something that can be tapped: 3:1 or better
    primary: str
    on_primary: str
    primary_soft: str
    prepare: str
    on_prepare: str
    prepare_soft: str
    session: str
    on_session: str
    session_soft: str
    support: str
    support_soft: str
    danger: str
    on_danger: str
    danger_soft: str
    inverse: str
    on_inverse: str
    inverse_accent: str
    scrim: str = "#000000"


PAPER = "#FFFFFF"
"""Of a document's page, in light and in dark: as it is printed."""
LIGHT = Palette(
    background="#FAF7F2",
    surface="#FFFFFF",
    raised="#FFFFFF",
    sunken="#EFEAE1",
    ink="#1E2A2D",
    muted="#566469",
    line="#E4DED4",
    edge="#8C8577",
    primary="#1F5C57",
    on_primary="#FFFFFF",
    primary_soft="#D8ECE7",
    prepare="#8A5410",
    on_prepare="#FFFFFF",
    prepare_soft="#FBEBCE",
    session="#3B4A8C",
    on_session="#FFFFFF",
    session_soft="#E3E7F8",
    support="#9C431F",
    support_soft="#FBE6DB",
    danger="#A6261D",
    on_danger="#FFFFFF",
    danger_soft="#FBE3E0",
    inverse="#26343A",
    on_inverse="#F4F1EC",
    inverse_accent="#8FD3C7",
)

DARK = Palette(
    background="#12181A",
    surface="#1B2326",
    raised="#3A494D",
    sunken="#243032",
    ink="#EDF2F1",
    muted="#A9B7B8",
    line="#2C373A",
    edge="#7F8E90",
    primary="#8FD3C7",
    on_primary="#0C2624",
    primary_soft="#1F4A46",
    prepare="#F1C583",
    on_prepare="#2B1B04",
    prepare_soft="#3B2E19",
    session="#BCC7F7",
    on_session="#141B3C",
    session_soft="#2A3359",
    support="#FFB695",
    support_soft="#3A2A22",
    danger="#FFB4AA",
    on_danger="#3B0A06",
    danger_soft="#40221F",
    inverse="#E6ECEB",
    on_inverse="#1B2326",
    inverse_accent="#1F5C57",
)

# Roles: where a palette's colours live in Flet's colour scheme.
BACKGROUND = ft.Colors.SURFACE
SURFACE = ft.Colors.SURFACE_CONTAINER_LOWEST
RAISED = ft.Colors.SURFACE_BRIGHT
SUNKEN = ft.Colors.SURFACE_CONTAINER_HIGHEST
INK = ft.Colors.ON_SURFACE
MUTED = ft.Colors.ON_SURFACE_VARIANT
LINE = ft.Colors.OUTLINE_VARIANT
EDGE = ft.Colors.OUTLINE
PRIMARY = ft.Colors.PRIMARY
ON_PRIMARY = ft.Colors.ON_PRIMARY
PRIMARY_SOFT = ft.Colors.PRIMARY_CONTAINER
PREPARE = ft.Colors.SECONDARY
PREPARE_SOFT = ft.Colors.SECONDARY_CONTAINER
SESSION = ft.Colors.TERTIARY
SESSION_SOFT = ft.Colors.TERTIARY_CONTAINER
SUPPORT = ft.Colors.ON_PRIMARY_FIXED
SUPPORT_SOFT = ft.Colors.PRIMARY_FIXED
DANGER = ft.Colors.ERROR
ON_DANGER = ft.Colors.ON_ERROR
DANGER_SOFT = ft.Colors.ERROR_CONTAINER
INVERSE = ft.Colors.INVERSE_SURFACE
ON_INVERSE = ft.Colors.ON_INVERSE_SURFACE
INVERSE_ACCENT = ft.Colors.INVERSE_PRIMARY
CLEAR = ft.Colors.TRANSPARENT

# (word, soft ground) of each tone.
TONES: dict[Tone, tuple[ft.Colors, ft.Colors]] = {
    "quiet": (MUTED, SUNKEN),
    "primary": (PRIMARY, PRIMARY_SOFT),
    "prepare": (PREPARE, PREPARE_SOFT),
    "session": (SESSION, SESSION_SOFT),
    "integrate": (PRIMARY, PRIMARY_SOFT),
    "support": (SUPPORT, SUPPORT_SOFT),
    "danger": (DANGER, DANGER_SOFT),
}

# Colours somebody may name the first minutes with, by the key a clinic gives them: (ground, the word upon it). Always on the dark
# ground of session day; one that is as dark as that has an edge.
SWATCHES: dict[str, tuple[str, str]] = {
    "blue": ("#8FB4E3", DARK.background),
    "green": ("#9BCFA0", DARK.background),
    "gold": ("#E8C06A", DARK.background),
    "red": ("#F0998C", DARK.background),
    "white": ("#DDE3E2", DARK.background),
    "black": ("#0A0D0E", DARK.ink),
}
EDGED_SWATCHES = frozenset(("black",))

# Fonts: one family a weight, because Flet loads one file for each name.
SERIF = "Newsreader"
SANS = "Atkinson"
SANS_MEDIUM = "Atkinson Medium"
SANS_SEMIBOLD = "Atkinson SemiBold"
FONTS = {
    SERIF: "/fonts/Newsreader-500.ttf",
    SANS: "/fonts/AtkinsonHyperlegibleNext-400.ttf",
    SANS_MEDIUM: "/fonts/AtkinsonHyperlegibleNext-500.ttf",
    SANS_SEMIBOLD: "/fonts/AtkinsonHyperlegibleNext-600.ttf",
}

SIZE_TITLE = 25
SIZE_HEADING = 20
SIZE_BODY = 16
SIZE_BUTTON = 17
SIZE_SMALL = 14
SIZE_WORDS = 21
SIZE_SESSION_DAY = 40
LINE_HEIGHT = 1.45
LINE_HEIGHT_TIGHT = 1.25

S4, S8, S12, S16, S20, S24 = 4, 8, 12, 16, 20, 24
PAGE_MARGIN = 20
CARD_GAP = 14
CARD_PADDING = 18
RADIUS_CARD = 20
RADIUS_BUTTON = 26
TARGET = 48

MOTION_MS = 160
