"""What may be said of a patient's words without reading meaning into them: can they travel, and as what.

A server takes text up to a size and without control characters. Here that is found out before anything is sent, so that
the words can stay on the phone, whole, and the person can be told plainly. Nothing here ever shortens what the patient
keeps; what no record can carry is mended as it is written (`mobile.documents.carriable`).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Literal

from mobile.documents.carriable import carried, is_blank
from mobile.documents.whole_letters import beginning

MOST_BYTES = 250_000
"""The longest text that is shared, in UTF-8. FHIR ends at a megabyte; servers' own limits are often nearer."""


Problem = Literal["empty", "too_long", "part_gone", "picture_too_long"]
"""Why words cannot travel. `part_gone`: of the part that was chosen something is not among the words any more;
`picture_too_long`: what one of the pictures that go along is said to show."""


@dataclass(frozen=True)
class Sendable:
    """What would be sent of some words. `problem` None: they can be."""

    words: str = field(repr=False)
    problem: Problem | None = None


def sendable(words: str) -> Sendable:
    """The exact text that would travel."""
    clean = carried(words)
    if is_blank(clean):
        return Sendable(clean, "empty")
    if len(clean.encode()) > MOST_BYTES:
        return Sendable(clean, "too_long")
    return Sendable(clean)


def excerpt(words: str, most: int = 140) -> str:
    """The beginning on one line, for a list: cut between words where there is one near, and always between letters as they are
    seen. An ellipsis stands for what is not shown."""
    looked_at = beginning(words, most * 8)
    line = " ".join(carried(looked_at).split())
    if len(line) <= most:
        return line if len(looked_at) == len(words) or is_blank(words[len(looked_at) :]) else f"{line}…"
    cut = beginning(line, most)
    at = cut.rfind(" ")
    return (cut[:at] if at > most // 2 else cut).rstrip(" ,;:") + "…"


def is_right_to_left(words: str) -> bool:
    """Whether the words begin in a script written from the right: their first letter with a direction decides."""
    for letter in words[:1000]:
        direction = unicodedata.bidirectional(letter)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False
