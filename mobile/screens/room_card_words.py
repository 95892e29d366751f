"""What the parts of a room card are called, in the person's language and in every other, and what may stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import get_args

from mobile.care.room_card import parts_of
from mobile.i18n import N_, Language, Speech


@dataclass(frozen=True)
class CardPart:
    """`name` and `hint` are to be translated; `offers` are words to begin with, each the person's own once it is chosen."""

    key: str
    name: str
    hint: str
    offers: tuple[str, ...] = ()


PARTS: tuple[CardPart, ...] = (
    CardPart("pronouns", N_("My pronouns"), N_("How they speak of you")),
    CardPart("language", N_("My languages"), N_("In which one you follow best, also when tired")),
    CardPart("intention", N_("My intention"), N_("Only if you want it said in the room")),
    CardPart("frightened", N_("If I am frightened"), N_("What helps, one thing on each line")),
    CardPart(
        "touch",
        N_("Touch"),
        N_("Choose one to begin with, or write your own"),
        (N_("Ask me first, each time"), N_("My hand only"), N_("Not at all")),
    ),
    CardPart("comfort", N_("Words that help"), N_("And words better left out")),
    CardPart("music", N_("Music"), N_("What, how loud, and how you say stop")),
    CardPart("light", N_("Light and warmth"), N_("A lamp, a blanket, an eye mask")),
    CardPart("follow", N_("So that I can follow"), N_("Hearing, seeing, moving")),
)
ABOVE = ("pronouns", "language")
"""Said in one line below the name."""
LARGE = ("intention", "frightened")
"""Said over the whole width; the others beside one another."""


def line_of(name: str) -> str:
    """The line that begins a part in a card's text. `name`: as it is said in a language."""
    return f"{name}:"


def named_lines(speech: Speech) -> dict[str, str]:
    """Part -> the line that begins it, in this language, in order."""
    return {one.key: line_of(speech.gettext(one.name)) for one in PARTS}


@cache
def every_line() -> Mapping[str, str]:
    """Which line begins which part, in any language: a card that was begun in one is read in another."""
    spoken = [named_lines(Speech(language)) for language in get_args(Language)]
    return {line: key for lines in spoken for key, line in lines.items()}


def read_parts(words: str) -> dict[str, str]:
    """The parts of a card's text."""
    return parts_of(words, every_line())
