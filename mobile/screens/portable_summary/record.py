"""What the clinic's record says: why the person is treated, allergies and warnings, the course, agreements, and whom to ask.

As the clinic wrote it. Nothing is concluded: where nothing was written down, the summary does not say that there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mobile.care.agenda import Session
from mobile.care.health.listed import Reported
from mobile.care.health.stated import Stated
from mobile.care.portable import entries
from mobile.printing import Block, Item, Table
from mobile.screens.clinic_words import phone_text, role_text
from mobile.screens.frame import Surroundings
from mobile.screens.panels.answers.values import Words, value_text
from mobile.screens.portable_summary.own import line_text
from mobile.screens.portable_summary.piece import Marks, Piece, clinic_of, phones_of
from mobile.screens.reads.portable import Held
from mobile.screens.stated_day import is_whole_day, stated_day_text
from mobile.screens.status_text import session_detail


def _recorded_text(s: Surroundings, day: str) -> str:
    """By its day, its month or its year; "" where none is said."""
    if is_whole_day(day):
        return s._("recorded {day}").format(day=stated_day_text(s, day))
    return s._("recorded in {month}").format(month=stated_day_text(s, day)) if day else ""


def _since_text(s: Surroundings, day: str) -> str:
    """By its day, its month or its year; "" where none is said."""
    if is_whole_day(day):
        return s._("since {date}").format(date=stated_day_text(s, day))
    return s._("since {month}").format(month=stated_day_text(s, day)) if day else ""


def why(s: Surroundings, held: Held, marks: Marks) -> Piece:
    items, records = list[Item](), list[entries.Entry]()
    for one in held.problems:
        words = one.what.in_language(s.language)
        said = _recorded_text(s, one.day)
        parts = (words, _unsure(s, one), said)
        items.append(Item(", ".join(part for part in parts if part), mark=marks.record))
        records.append(entries.problem(one, words))
    blocks = (Block(s._("Why they are treated"), tuple(items)),) if items else ()
    return Piece("why", blocks, tuple(records))


def allergies(s: Surroundings, held: Held, marks: Marks) -> Piece:
    items, records = list[Item](), list[entries.Entry]()
    for one in held.allergies:
        words, happens = (
            one.what.in_language(s.language),
            [each.in_language(s.language) for each in one.happens],
        )
        said = ": ".join(part for part in (words, ", ".join(happens)) if part)
        items.append(Item(", ".join(part for part in (said, _unsure(s, one)) if part), mark=marks.record))
        records.append(entries.allergy(one, words, happens))
    for number, line in enumerate(held.said_allergies.lines):
        words = line_text(s, line, ": ")
        items.append(Item(words, mark=marks.of(is_own=held.said_allergies.is_own)))
        records.append(entries.said_allergy(f"said-allergy-{number}", words))
    for one in held.cautions:
        words = one.what.in_language(s.language)
        until = s._("until {day}").format(day=s.moments.full_date(one.ends)) if one.ends else ""
        parts = (words, _since_text(s, one.day), until)
        items.append(Item(", ".join(part for part in parts if part), mark=marks.record))
        records.append(entries.caution(one, words))
    blocks = (Block(s._("Allergies and alerts"), tuple(items)),) if items else ()
    return Piece("allergies", blocks, tuple(records))


def _unsure(s: Surroundings, one: Stated) -> str:
    """What the clinic only thinks possible is nowhere a fact."""
    return s._("not confirmed") if one.unsure else ""


def course(s: Surroundings, held: Held, marks: Marks) -> Piece:
    _ = s._
    known = [one for one in held.seen.sessions if one.status != "entered-in-error"]
    timed = sorted(known, key=lambda one: (one.start_at is None, one.start_at or s.now(), one.id))
    if not timed:
        return Piece("course")
    rows = [
        [Item(_number(s, held, one), mark=marks.record), Item(_when(s, one)), Item(_how(s, one))]
        for one in timed
    ]
    heads, shares = [_("Session"), _("When"), _("How")], (0.14, 0.34, 0.52)
    after = by_session(held, s.now())
    if after:
        heads, shares = [*heads, _("Afterwards, as reported")], (0.13, 0.22, 0.3, 0.35)
        for row, one in zip(rows, timed, strict=True):
            row.append(_afterwards(s, after.get(one.id, ()), marks))
    table = Table(tuple(heads), tuple(map(tuple, rows)), shares)
    made = [entries.session(one, _how(s, one)) for one in timed]
    records = tuple(one for one in made if one is not None)
    return Piece("course", (Block(_("Course so far"), table=table),), records)


def by_session(held: Held, now: datetime) -> dict[str, list[Reported]]:
    """Of which session each answer speaks: the last that had begun before it."""
    begun = sorted(
        (one.start_at, one.id) for one in held.seen.sessions if one.start_at is not None and one.is_past(now)
    )
    found = dict[str, list[Reported]]()
    for one in held.afterwards:
        before = [id for at, id in begun if at <= one.at]
        if before:
            found.setdefault(before[-1], []).append(one)
    return found


def _afterwards(s: Surroundings, said: Sequence[Reported], marks: Marks) -> Item:
    """What was marked, day by day; that nothing was is said as what was answered."""
    lines = list[str]()
    words = Words(s._, s.moments)
    for one in said:
        so = [
            f"{question.in_language(s.language)}: {value_text(*pair, words)}"
            for question, pair in one.answers
        ]
        text = "; ".join(so) or s.ngettext(
            "“No” to {n} question", "“No” to each of {n} questions", one.asked
        ).format(n=one.asked)
        lines.append(f"{s.moments.short_day(one.at)}: {text}")
    if not lines:
        return Item("")
    return Item("\n".join(lines), mark=marks.of(is_own=all(one.is_own for one in said)))


def _number(s: Surroundings, held: Held, one: Session) -> str:
    place = held.seen.place(one)
    if place is None:
        return "–"
    if place.total:
        return s._("{number} of {total}").format(number=place.number, total=place.total)
    return str(place.number)


def _when(s: Surroundings, one: Session) -> str:
    if one.start_at is None:
        return s._("Time not set yet")
    day = s.moments.local(one.start_at).date()
    return f"{s.moments.short_weekday(day)}, {s.moments.full_date(day)}, {s.moments.time(one.start_at)}"


def _how(s: Surroundings, one: Session) -> str:
    _ = s._
    if one.status == "cancelled":
        state = _("called off")
    elif one.status == "noshow":
        state = _("did not take place")
    elif one.is_past(s.now()):
        state = ""
    else:
        state = _("held, not booked yet") if one.is_held_only else _("planned")
    return " · ".join(part for part in (session_detail(s, one), state) if part)


def agreements(s: Surroundings, held: Held, marks: Marks) -> Piece:
    _, items = s._, list[Item]()
    for one in held.agreements:
        said = [one.title, _("version {number}").format(number=one.version) if one.version else ""]
        if one.signed_at is not None:
            said.append(s.moments.full_date(one.signed_at))
        if one.ends_at is not None:
            said.append(_("until {day}").format(day=s.moments.full_date(one.ends_at)))
        items.append(Item(", ".join(part for part in said if part), mark=marks.record))
    blocks = (Block(_("Agreements in force"), tuple(items)),) if items else ()
    return Piece("agreements", blocks, ())


def who(s: Surroundings, held: Held, marks: Marks) -> Piece:
    """The clinic with its numbers as it gives them, and who works there with the person. No number of anybody's own."""
    _, items, records = s._, list[Item](), list[entries.Entry]()
    for phone in phones_of(s, held):
        called = ", ".join(part for part in (clinic_of(s, held), phone_text(_, phone.name)) if part)
        items.append(Item(f"{called}: {phone.number}", mark=marks.record))
    for one in held.team.members:
        name = held.team.name_of(one.reference) or one.name
        if name:
            role = role_text(_, one.role)
            items.append(Item(", ".join(part for part in (name, role) if part), mark=marks.record))
            records.append(entries.member(one, name))
    blocks = (Block(_("Who to ask"), tuple(items)),) if items else ()
    return Piece("who", blocks, tuple(records))
