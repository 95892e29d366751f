"""What one patient shared, beside the list or alone on a phone: the words as they were written, and what belongs to them.

Drawn from the model and kept nowhere. That it was read is the workspace's to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import flet as ft

from mobile.care.agenda import Session
from mobile.care.shares import Share
from mobile.care.words import excerpt, is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings
from mobile.screens.panels.shown_entry import copy_drawn
from mobile.screens.shareable_words import About, of_copy
from mobile.screens.shared.model import PatientRow
from mobile.screens.shared.row_words import line_text, new_lines_text, score_text, unread_text, withdrew_text
from mobile.screens.shared.set_out import set_out
from mobile.screens.status_text import (
    session_detail,
    session_name,
    session_when,
)


def words(
    s: Surroundings,
    row: PatientRow,
    share: Share | None,
    *,
    named: ft.Control | None,
    is_gone: bool,
    is_first: bool = False,
    pictures: Sequence[ft.Control] = (),
) -> list[ft.Control]:
    """The chosen words, with their pictures. `named`: the heading with the name, on a wide screen. `is_gone`: they were asked for by name and are
    not there any more.

    `is_first`: nobody was chosen, and this is whom the list begins with. What is not read yet then waits for a tap: the
    patient is told who read their words, so they are not shown to somebody who did not ask for them.
    """
    _ = s._
    rows: list[ft.Control] = (
        headed(s, row, named, is_first=is_first) if named is not None else [parts.small(where_text(s, row))]
    )
    if is_first and share is not None and share.unread:
        rows.append(_waiting(s, row, share))
    elif share is not None and share.copy is not None:
        rows += [parts.small(_about(s, row, share)), *copy_drawn(s, share.copy, pictures)]
        rows.append(parts.small(_seen(s, share)))
    elif row.is_held:
        rows.append(parts.notice(held_text(s, row), icon=parts.icons.ONLY_ME, tone="quiet", is_live=True))
    elif is_gone or row.shared.ended:
        rows.append(
            parts.notice(
                _("This was taken back. What it said is no longer here."),
                icon=parts.icons.ONLY_ME,
                tone="quiet",
            )
        )
    rows += _withdrawn(s, row)
    if named is None:  # there it stands under the list, beside this
        rows.append(parts.small(_("Only what was shared with you. Nobody reads this in real time.")))
    return rows


def held_text(s: Surroundings, row: PatientRow) -> str:
    """Why nothing that they share can be read now."""
    name = row.name or s._("A patient")
    return s._("You cannot read what {name} shares now: no agreement that lets you is in force.").format(
        name=name
    )


def headed(
    s: Surroundings, row: PatientRow, named: ft.Control, *, is_first: bool = False
) -> list[ft.Control]:
    """Who it is and where they are, above the words on a wide screen."""
    lines: list[ft.Control] = [named]
    if is_first:
        lines.insert(0, parts.small(s._("Read first"), color=t.PRIMARY, is_strong=True))
    text = where_text(s, row)
    if text:
        lines.append(parts.small(text))
    return [parts.stack(*lines, spacing=2)]


def where_text(s: Surroundings, row: PatientRow) -> str:
    """`Day 4 after session 3 · 1 not read yet · Mood · PHQ-9: 15, 6 higher in 2 weeks`: why they stand where they stand."""
    text = [line_text(s, row)]
    if row.unread:
        text.append(unread_text(s, row.unread))
    if row.new_lines:
        text.append(new_lines_text(s, row))
    if row.score is not None and row.score.is_rising:
        text.append(score_text(s, row.score))
    return " · ".join(part for part in text if part)


def _waiting(s: Surroundings, row: PatientRow, share: Share) -> ft.Control:
    assert share.copy is not None
    _, name = s._, row.name or s._("A patient")
    way = f"/shared/{row.id}/{share.copy.id}"
    return parts.card(
        parts.subheading(_about(s, row, share)),
        parts.chip(_("Not read yet"), tone="primary"),
        parts.primary_button(_("Read it"), s.guard(partial(s.go, way))),
        parts.small(_("{name} sees when you read it.").format(name=name)),
        spacing=t.S12,
    )


def _about(s: Surroundings, row: PatientRow, share: Share) -> str:
    """`Intention for session 3, Tuesday · shared 8:15 AM`."""
    assert share.copy is not None
    session = row.session(share.copy.session)
    text = [of_copy(share.copy).read(s, About(share.copy.head(), session, row.place(session)))]
    if share.shared_at is not None:
        text.append(s._("shared {when}").format(when=s.moments.near(share.shared_at, s.now())))
    return " · ".join(text)


def _seen(s: Surroundings, share: Share) -> str:
    if share.read_at is None:
        return s._("The patient is told that you read it once this device is connected.")
    return s._("Read by you, {when}. The patient sees this.").format(
        when=s.moments.near(share.read_at, s.now())
    )


def _withdrawn(s: Surroundings, row: PatientRow) -> list[ft.Control]:
    gone = len(row.shared.ended)
    if not gone:
        return []
    text = withdrew_text(s, gone)
    latest = max((s.grant.ended_at for s in row.shared.ended if s.grant.ended_at), default=None)
    if latest is not None:
        text = f"{text} · {s.moments.near(latest, s.now())}"
    return [parts.chip(text, icon=parts.icons.ONLY_ME)]


def coming(s: Surroundings, row: PatientRow) -> list[ft.Control]:
    """The next session."""
    session = row.next(s.now())
    if session is None:
        return []
    name = session_name(s, row.place(session), with_total=True)
    lines: list[ft.Control] = [
        parts.small(s._("Next"), is_strong=True),
        parts.body(f"{name}, {session_when(s, session)}"),
    ]
    lines += [parts.small(text) for text in (session_detail(s, session), _elsewhere(s, session)) if text]
    return [parts.card(*lines, spacing=t.S4)]


def others(s: Surroundings, row: PatientRow, share: Share | None) -> list[ft.Control]:
    """What else they shared."""
    elsewhere = set_out(row, share)
    found = [
        one
        for one in row.shared.readable
        if one is not share and one.copy is not None and one not in elsewhere
    ]
    if not found:
        return []
    text = s._("Also shared") if share is not None else s._("Shared with you")
    return [parts.section(text), *(_other(s, row, one) for one in found)]


def _elsewhere(s: Surroundings, session: Session) -> str:
    """Said as Today says it: where this device's clock shows another time than the clinic's."""
    if session.start_at is None:
        return ""
    return s.wording.by_the_clinics_clock(session.start_at, s.zone)


def _other(s: Surroundings, row: PatientRow, share: Share) -> ft.Control:
    """What was read stands here with its beginning; what was not is opened first: the patient is told who read it."""
    assert share.copy is not None
    rows: list[ft.Control] = [parts.small(_about(s, row, share), is_strong=True)]
    answers = len(row.answers_to(share))
    if answers:
        text = s.ngettext("{n} new answer", "{n} new answers", answers).format(n=answers)
        rows.append(parts.chip(text, tone="primary", icon=parts.icons.UNREAD))
    if share.unread:
        rows.append(parts.chip(s._("Not read yet"), tone="primary"))
    else:
        quoted = parts.own_words(f"“{excerpt(share.copy.words)}”", size=t.SIZE_BODY, max_lines=4)
        quoted.rtl = is_right_to_left(share.copy.words)
        rows.append(quoted)
    return parts.card(
        *rows, on_click=s.guard(partial(s.go, f"/shared/{row.id}/{share.copy.id}")), spacing=t.S4
    )
