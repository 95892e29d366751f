"""The pieces of the days after a session, drawn from what is given: they decide nothing and do nothing of their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import flet as ft

from mobile.care.commitment import Commitment
from mobile.care.practices import DayAfter, Practice
from mobile.care.words import excerpt, is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings
from mobile.screens.status_text import begun
from mobile.screens.today.days import Days, Offered

ICONS: Mapping[str, ft.IconData] = {
    "walk": parts.icons.WALK,
    "rest": parts.icons.REST,
    "write": parts.icons.WRITE,
    "person": parts.icons.PERSON,
    "group": parts.icons.GROUP,
    "create": parts.icons.CREATE,
    "nature": parts.icons.NATURE,
    "read": parts.icons.READ_AGAIN,
}
"""By the kind the clinic gives a practice; another kind has the plain drawing."""
MOST = 280
EDGE = ft.Padding(t.CARD_PADDING, t.CARD_PADDING, t.CARD_PADDING, t.S8)
"""Of a card whose last line is words to press: they bring air of their own."""


def band(s: Surroundings, days: Days) -> ft.Control:
    """The week of days: what each is for, and the word for what the person made of it."""
    assert days.band is not None
    return parts.DayBand([_cell(s, days, one) for one in days.band.days])


def _cell(s: Surroundings, days: Days, one: DayAfter) -> parts.BandDay:
    own = days.on(one.day)
    kept = [each for each in own if each.state in ("open", "done")]
    is_now = one.day == days.today
    state, icon = _state(s, own), _icon(one, kept)
    word = s._("Today") if is_now else s._("Session") if one.is_session else state
    says = [begun(s.moments.weekday_of(one.day)), s.moments.day(one.day)]
    if is_now or one.is_session:
        says.append(word)
    names = [each.words for each in kept]
    if not names and one.practice is not None:
        names = [one.practice.title.in_language(s.language)]
    return parts.BandDay(
        begun(s.moments.short_weekday(one.day)),
        str(one.day.day),
        icon,
        word,
        ". ".join(part for part in (", ".join(says), *names, state) if part),
        is_now=is_now,
        is_on=bool(kept),
    )


def _icon(one: DayAfter, kept: list[Commitment]) -> ft.IconData | None:
    if one.is_session:
        return parts.icons.SESSION
    kind = one.practice.kind if one.practice is not None else kept[0].kind if kept else None
    return None if kind is None else ICONS.get(kind, parts.icons.PRACTICE)


def _state(s: Surroundings, own: list[Commitment]) -> str:
    """What was done first, then what is kept. What did not happen is not said of a day."""
    states = {one.state for one in own}
    if "done" in states:
        return s._("Done")
    if "open" in states:
        return s._("Kept")
    return s._("Let go") if "let_go" in states else ""


def label(s: Surroundings, days: Days, one: Offered) -> str:
    """`Today, about 15 minutes`, `One thing with a person, this week`."""
    if one.practice.is_with_somebody:
        return s._("One thing with a person, this week")
    minutes = one.practice.minutes
    if minutes is None:
        return s._("Today")
    return s.ngettext("Today, about {n} minute", "Today, about {n} minutes", minutes).format(n=minutes)


def practice(s: Surroundings, one: Practice, label: str) -> list[ft.Control]:
    """What the clinic offers, in its words."""
    text = one.text.in_language(s.language)
    return [
        parts.stack(
            parts.subheading(label, level=2, color=t.PRIMARY),
            parts.heading(one.title.in_language(s.language), level=3),
            *([parts.small(text)] if text else []),
            spacing=t.S4,
        )
    ]


def ways(*buttons: ft.Control, is_apart: bool = False) -> ft.Control:
    """Quiet ways beside each other, below one another where the words need the room."""
    apart = ft.MainAxisAlignment.SPACE_AROUND if is_apart else ft.MainAxisAlignment.START
    return ft.Row(list(buttons), alignment=apart, wrap=True, spacing=t.S8, run_spacing=0)


def own(s: Surroundings, days: Days, one: Commitment, label: str, *acts: ft.Control) -> ft.Control:
    """What the person set out to do, in their words, and for which day."""
    when = _chosen(s, days, one.day)
    rows = [*_quoted(s, one, label), parts.body(when)]
    if one.copies:
        rows.append(_seen(s, days))
    return beside_icon(one.kind, *rows, ways(*acts))


def done(s: Surroundings, one: Commitment, label: str) -> ft.Control:
    """What was done today or this week, said once and without praise."""
    state_line = parts.small(s._("Done"), color=t.PRIMARY, is_strong=True)
    return beside_icon(one.kind, *_quoted(s, one, label), state_line)


def question(s: Surroundings, days: Days, one: Commitment, *answers: ft.Control) -> ft.Control:
    """Asked once. Every answer is fine, and so is none."""
    return parts.card(
        *_quoted(s, one, s._("Did it happen?")),
        parts.small(_was_for(s, days, one.day)),
        *([_seen(s, days)] if one.copies else []),
        parts.button_row(*answers),
        parts.small(s._("You are asked this once. No answer is fine too.")),
    )


def guidance(s: Surroundings) -> ft.Control:
    """Whose words these are, and what nobody knows."""
    text = s._(
        "Your clinic’s guidance. Many teams suggest gentle, supportive things in these days. "
        "The best timing is not known."
    )
    return parts.small(text)


def _quoted(s: Surroundings, one: Commitment, label: str) -> list[ft.Control]:
    words = parts.own_words(f"“{excerpt(one.words, MOST)}”", size=t.SIZE_HEADING)
    words.rtl = is_right_to_left(one.words)
    return [parts.stack(parts.subheading(label, level=2, color=t.PRIMARY), words, spacing=2)]


def _seen(s: Surroundings, days: Days) -> ft.Control:
    if days.is_on:
        return parts.small(
            s._("You shared this. What you answer during your session is not told to anybody.")
        )
    return parts.small(s._("You shared this. What you answer here is seen too."))


def beside_icon(kind: str, *rows: ft.Control) -> ft.Control:
    """A card with its drawing at the left, as the band has it."""
    drawing = parts.icons.icon(ICONS.get(kind, parts.icons.PRACTICE), color=t.PRIMARY)
    return parts.card(
        ft.Row(
            [drawing, ft.Container(parts.stack(*rows, spacing=t.S4), expand=True)],
            spacing=t.S12,
            vertical_alignment=ft.CrossAxisAlignment.START,
        ),
        tone="primary",
        padding=EDGE,
    )


def _chosen(s: Surroundings, days: Days, day: date) -> str:
    away = (day - days.today).days
    if away == 0:
        return s._("You chose it for today.")
    if away == 1:
        return s._("You chose it for tomorrow.")
    name = s.moments.weekday_of(day) if 0 < away < 7 else s.moments.day(day)
    return s._("You chose it for {day}.").format(day=name)


def _was_for(s: Surroundings, days: Days, day: date) -> str:
    away = (days.today - day).days
    if away == 1:
        return s._("It was for yesterday.")
    name = s.moments.weekday_of(day) if away < 7 else s.moments.day(day)
    return s._("It was for {day}.").format(day=name)
