"""One part of an agreement as it is drawn: its plain words, its full text, or both beside one another; what is new is marked."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from mobile.care.consent.changes import Marked
from mobile.care.consent.document import Layer, Part
from mobile.design import parts
from mobile.design.parts import MarkedRun
from mobile.screens.agreements.model import Reading
from mobile.screens.frame import Surroundings


def part_text(s: Surroundings, reading: Reading, part: Part, layer: Layer) -> ft.Control:
    """One of the two texts, in a card."""
    return parts.card(*_paragraphs(s, reading.marked(part, layer)), spacing=12)


def both_texts(s: Surroundings, reading: Reading, part: Part) -> ft.Control:
    """Plain words at the left, the full text at the right; read in this order."""
    plain, full = (_paragraphs(s, reading.marked(part, layer)) for layer in ("plain", "full"))
    return parts.side_by_side(
        parts.card(parts.subheading(s._("In plain words"), level=3), *plain, spacing=12),
        parts.card(parts.subheading(s._("Full text"), level=3), *full, spacing=12),
    )


def plain_paragraphs(s: Surroundings, reading: Reading, part: Part) -> list[ft.Control]:
    """The plain words alone, to be read again."""
    return _paragraphs(s, reading.marked(part, "plain"))


def _paragraphs(s: Surroundings, text: Sequence[Marked]) -> list[ft.Control]:
    found: list[ft.Control] = []
    runs: list[MarkedRun] = []
    for one in text:
        runs += _runs(s, one)
        if one.ends_paragraph:
            found.append(_paragraph(runs))
            runs = []
    return [*found, _paragraph(runs)] if runs else found


def _runs(s: Surroundings, one: Marked) -> list[MarkedRun]:
    if one.kind is None:
        return [MarkedRun(f"{one.words} ")]
    sign = s._("New in this version:") if one.kind == "new" else s._("Changed in this version:")
    return [MarkedRun(f"{sign} ", "sign"), MarkedRun(one.words, "marked"), MarkedRun(" ")]


def _paragraph(runs: Sequence[MarkedRun]) -> ft.Control:
    if all(one.look == "plain" for one in runs):
        return parts.body("".join(one.text for one in runs).rstrip())
    return parts.marked_words(runs)
