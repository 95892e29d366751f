"""The summary put together once: the page that is seen and printed, and the document that says the same as data.

Both come of one value at one hour, so that neither can say what the other does not.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from mobile.care.portable import About, Section, document_of, entries
from mobile.i18n.moments import zone_text
from mobile.printing import Block, Item, Summary, Table
from mobile.screens.frame import Surroundings
from mobile.screens.portable_summary import own, record
from mobile.screens.portable_summary.left_out import left_out
from mobile.screens.portable_summary.piece import Code, Marks, Piece, clinic_of, marks_of, name_of, phones_of
from mobile.screens.portable_summary.scores import scores
from mobile.screens.reads.portable import Held
from mobile.screens.stated_day import stated_day_text

ROWS: tuple[tuple[Code, ...], ...] = (
    ("why", "allergies"),
    ("course",),
    ("scores",),
    ("medicines", "room"),
    ("agreements", "who"),
)
"""Which sections stand beside one another, where there is room."""


@dataclass(frozen=True)
class Chosen:
    """`for_whom`: as the person wrote it; it is kept nowhere but in the files."""

    codes: frozenset[Code]
    for_whom: str = field(default="", repr=False)


@dataclass(frozen=True)
class Made:
    """`page` is what is seen and printed, `document` the same as FHIR's JSON."""

    page: Summary = field(repr=False)
    document: str = field(repr=False)


def pieces_of(s: Surroundings, held: Held) -> list[Piece]:
    """Every section that there may be, in the order of the page."""
    marks = marks_of(s, held)
    return [
        record.why(s, held, marks),
        record.allergies(s, held, marks),
        record.course(s, held, marks),
        scores(s, held, marks),
        own.medicines(s, held, marks),
        own.room(s, held, marks),
        record.agreements(s, held, marks),
        record.who(s, held, marks),
    ]


def made_of(s: Surroundings, held: Held, chosen: Chosen, made_at: datetime, id: str) -> Made:
    """`made_at` is aware; `id`: a UUID, of this document alone."""
    every = pieces_of(s, held)
    listed: dict[Code, Piece] = {one.code: one for one in every if one.code in chosen.codes and one.blocks}
    marks = marks_of(s, held)
    how, missing = _how_to_read(s, held, marks), left_out(s, held, every, chosen.codes)
    page = _page(s, held, chosen, made_at, _rows(listed, how, missing))
    head = Section(
        s._("Whose it is"),
        "head",
        "\n".join([page.title, *page.about, *page.head, *_lines(how), page.foot]),
        (),
    )
    sections = [
        head,
        *(Section(_title(one), one.code, _words(one), one.entries) for one in listed.values()),
        Section(missing.heading, "left-out", "\n".join(_lines(missing))),
    ]
    return Made(page, document_of(_about(s, held, page, made_at, id), sections))


def _title(piece: Piece) -> str:
    return next((block.heading for block in piece.blocks if block.heading), piece.code)


def _words(piece: Piece) -> str:
    return "\n".join(line for block in piece.blocks for line in _lines(block))


def _lines(block: Block) -> list[str]:
    """All that is written in a block, a line for each thing, with who said it in brackets before it."""
    lines = [block.heading] if block.heading else []
    if block.table is not None:
        lines += [_row(block.table, row) for row in block.table.rows]
    lines += [_item(one) for one in block.items]
    return [*lines, block.note] if block.note else lines


def _row(table: Table, row: tuple[Item, ...]) -> str:
    cells = (
        f"{head}: {_item(one)}" if head else _item(one) for head, one in zip(table.heads, row, strict=True)
    )
    return " · ".join(cells)


def _item(one: Item) -> str:
    said = " · ".join(part for part in (one.label, one.words, one.detail) if part)
    return f"[{one.mark.letters}] {said}" if one.mark is not None else said


def _how_to_read(s: Surroundings, held: Held, marks: Marks) -> Block:
    chose = s._("{name} chose what is here.").format(name=name_of(s, held))
    return Block(
        "",
        (
            Item(marks.record.name, mark=replace(marks.record, name="")),
            Item(f"{marks.person.name} {chose}", mark=replace(marks.person, name="")),
        ),
        tone="note",
    )


def _rows(listed: dict[Code, Piece], how: Block, missing: Block) -> tuple[tuple[Block, ...], ...]:
    rows: list[tuple[Block, ...]] = [(how,)]
    for row in ROWS:
        found = [listed[code] for code in row if code in listed]
        if len(row) == 1:
            blocks = [block for one in found for block in one.blocks]
            narrow = all(len(block.table.heads) <= 3 for block in blocks[:2] if block.table is not None)
            if len(blocks) > 1 and blocks[1].figure is not None and narrow:
                rows.append((blocks[0], blocks[1]))
                blocks = blocks[2:]
            rows += [(block,) for block in blocks]
        elif found:
            rows.append(tuple(block for one in found for block in one.blocks))
    return (*rows, (missing,))


def _page(
    s: Surroundings, held: Held, chosen: Chosen, made_at: datetime, rows: tuple[tuple[Block, ...], ...]
) -> Summary:
    _, m = s._, s.moments
    day = m.local(made_at).date()
    made = _("Made {when}, {zone} time").format(
        when=f"{m.short_weekday(day)}, {m.full_date(day)}, {m.time(made_at)}", zone=zone_text(s.zone)
    )
    whom = chosen.for_whom.strip()
    about = [_who(s, held), _("For {whom}").format(whom=whom) if whom else ""]
    foot = _("The same content as data: {file} (FHIR R4). Facts only; nothing here advises on treatment.")
    return Summary(
        name_of(s, held),
        tuple(line for line in about if line),
        (_("Summary to hand over · made by the person it is about"), made),
        rows,
        foot.format(file=file_name(s, made_at, "json")),
        s.language,
        made_at,
        _("Page {page} of {pages}"),
        _("This goes on on the next page"),
        _("Some letters cannot be printed here and are shown as [?]. In the data file they are whole."),
    )


def _who(s: Surroundings, held: Held) -> str:
    born = stated_day_text(s, entries.born_of(held.patient))
    number = held.patient.phone_at(s.now()) if held.patient is not None else ""
    return " · ".join(part for part in (s._("born {day}").format(day=born) if born else "", number) if part)


def _about(s: Surroundings, held: Held, page: Summary, made_at: datetime, id: str) -> About:
    number = held.patient.phone_at(s.now()) if held.patient is not None else ""
    numbers = [one.number for one in phones_of(s, held)]
    return About(
        id,
        s._("Summary to hand over"),
        s.language,
        made_at,
        entries.person(held.patient, page.title, number),
        entries.clinic(clinic_of(s, held), numbers),
    )


def file_name(s: Surroundings, made_at: datetime, ending: str) -> str:
    """It says nothing of health."""
    return f"summary-{s.moments.local(made_at).date().isoformat()}.{ending}"
