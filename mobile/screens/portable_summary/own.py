"""What the person said: the medicines they listed in the clinic's form, and what helps them in the room."""

from __future__ import annotations

from mobile.care.portable import entries
from mobile.care.room_card import OTHER
from mobile.documents.carriable import is_blank
from mobile.printing import Block, Item
from mobile.screens.frame import Surroundings
from mobile.screens.panels.answers.values import Words, value_text
from mobile.screens.portable_summary.piece import Marks, Piece, name_of
from mobile.screens.reads.portable import Held, Listed
from mobile.screens.room_card_words import PARTS, read_parts


def line_text(s: Surroundings, line: Listed, between: str = ", ") -> str:
    """Its answers in words, in the order of the questions; `between` stands behind the first."""
    words = Words(s._, s.moments)
    texts = [text for name, value in line.answers if (text := value_text(name, value, words))]
    return between.join(part for part in (texts[0], ", ".join(texts[1:])) if part) if texts else ""


def medicines(s: Surroundings, held: Held, marks: Marks) -> Piece:
    """As they were listed. Amounts are nobody's to hand on but the clinic's."""
    listed = held.medicines
    if not listed.lines or listed.at is None:
        return Piece("medicines")
    texts = [line_text(s, one) for one in listed.lines]
    heading = s._("Medicines, as {name} listed them on {day}").format(
        name=name_of(s, held), day=s.moments.full_date(listed.at)
    )
    items = tuple(Item(text, mark=marks.of(is_own=listed.is_own)) for text in texts)
    note = s._("Amounts and day-of instructions: ask the clinic.")
    day = s.moments.local(listed.at).date().isoformat()
    records = tuple(entries.medicine(f"medicine-{number}", text, day) for number, text in enumerate(texts))
    return Piece("medicines", (Block(heading, items, note=note),), records)


def room(s: Surroundings, held: Held, marks: Marks) -> Piece:
    """The room card, part by part, in their words."""
    texts = read_parts(held.card.words) if held.card is not None else {}
    names = {OTHER: s._("Anything else")} | {one.key: s._(one.name) for one in PARTS}
    items = tuple(
        Item(texts[key].strip(), label=name, mark=marks.person)
        for key, name in names.items()
        if not is_blank(texts.get(key, ""))
    )
    return Piece("room", (Block(s._("What helps in the room"), items),) if items else (), ())
