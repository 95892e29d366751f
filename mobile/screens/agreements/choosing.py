"""The last page: what is needed for treatment and what is not, each chosen by itself; what was not clear; where it is signed.

Nothing is on by itself. Leaving something says what it means, and the same tap takes it back.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

import flet as ft

from mobile.care.consent.document import Agreement, Choice
from mobile.care.ledger.kept import Ledger
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.agreed_words import lets_lines, lets_text, points_text
from mobile.screens.agreements.model import Reading
from mobile.screens.agreements.words import kept_text, needed_text, signing_text
from mobile.screens.frame import Surroundings

OnChoice = Callable[[Choice, bool], Awaitable[None]]


def end_page(
    s: Surroundings,
    reading: Reading,
    readers: Ledger,
    on_choice: OnChoice,
    on_go: Callable[[str], Awaitable[None]],
    *,
    has_guardian: bool = False,
) -> list[ft.Control]:
    """The whole page but its buttons. `on_go`: to a part, by its linkId; `has_guardian`: see `signing_text`."""
    agreement = reading.agreement
    assert agreement is not None
    title = agreement.title.in_language(s.language)
    has_choices = any(True for _ in agreement.choices())
    return [
        parts.stack(
            parts.title(s._("You choose each part") if has_choices else title, level=2),
            *([parts.small(title)] if has_choices else []),
            parts.small(signing_text(s, agreement.signing, has_guardian=has_guardian)),
            spacing=t.S4,
        ),
        *_unread(s, reading, agreement, on_go),
        *_choices(s, reading, agreement, on_choice, is_needed=True),
        *_choices(s, reading, agreement, on_choice, is_needed=False),
        *_lets(s, agreement),
        *_points(s, reading, agreement, on_go),
        parts.small(kept_text(s, readers)),
        *([parts.small(points_text(s, readers.members))] if any(True for _ in agreement.questions()) else []),
    ]


def _unread(
    s: Surroundings, reading: Reading, agreement: Agreement, on_go: Callable[[str], Awaitable[None]]
) -> list[ft.Control]:
    """The parts that were passed over, each a tap away."""
    left = [part for part in agreement.parts if not reading.progress.is_read(part)]
    if not left:
        return []
    rows: list[ft.Control] = []
    for part in left:
        rows += [parts.hairline()] if rows else []
        name = s._("Part {number}, {title}").format(
            number=agreement.number(part.link_id), title=part.title.in_language(s.language)
        )
        rows.append(parts.list_row(name, "", s.guard(partial(on_go, part.link_id)), has_arrow=True))
    return [
        parts.section(s._("Not read yet")),
        parts.card(*rows, spacing=0, padding=ft.Padding(0, t.S4, 0, t.S4)),
    ]


def _choices(
    s: Surroundings, reading: Reading, agreement: Agreement, on_choice: OnChoice, *, is_needed: bool
) -> list[ft.Control]:
    rows: list[ft.Control] = []
    for one in agreement.choices():
        if one.is_needed != is_needed:
            continue
        rows += [parts.hairline()] if rows else []
        is_on = reading.progress.is_chosen(one)
        rows.append(
            parts.toggle_row(
                one.text.in_language(s.language),
                detail=_detail(s, one),
                is_on=is_on,
                on_change=s.guard(partial(on_choice, one)),
            )
        )
        if not is_on:
            left = s._("Left off: {meaning}").format(meaning=one.if_not.in_language(s.language))
            rows.append(parts.small(left))
    if not rows:
        return []
    name = s._("What treatment needs") if is_needed else s._("What is up to you")
    return [parts.section(name), parts.card(*rows, spacing=t.S8)]


def _detail(s: Surroundings, one: Choice) -> str:
    """Whether it is needed, and whom it lets see what."""
    needed = needed_text(s, is_needed=one.is_needed)
    if not one.lets:
        return needed
    return f"{needed}\n{lets_text(s, one.lets)}"


def _lets(s: Surroundings, agreement: Agreement) -> list[ft.Control]:
    """What the agreement lets see whatever is chosen."""
    if not agreement.lets:
        return []
    lines = [parts.body(one) for one in lets_lines(s, agreement.lets)]
    return [parts.section(s._("Who this lets see something")), parts.card(*lines, spacing=t.S8)]


def _points(
    s: Surroundings, reading: Reading, agreement: Agreement, on_go: Callable[[str], Awaitable[None]]
) -> list[ft.Control]:
    """What was not clear at first, or is not yet."""
    points = reading.progress.talking_points(agreement)
    if not points:
        return []
    _, rows = s._, list[ft.Control]()
    for part, question in points:
        rows += [parts.hairline()] if rows else []
        is_open = reading.progress.understood(question) == "to_talk_about"
        state = _("Not clear yet") if is_open else _("Clear after reading it again")
        name = question.point.in_language(s.language) or question.text.in_language(s.language)
        rows.append(
            parts.list_row(
                name,
                state,
                s.guard(partial(on_go, part.link_id)),
                icon=parts.icons.MESSAGES,
                icon_tone="prepare",
                has_arrow=True,
            )
        )
    return [
        parts.section(_("To talk about with your clinician")),
        parts.card(*rows, spacing=0, padding=ft.Padding(0, t.S4, 0, t.S4)),
    ]
