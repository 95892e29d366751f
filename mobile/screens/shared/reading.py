"""What one patient shared, beside the list or alone on a phone: the words as they were written, and what belongs to them.

Drawn from the model and kept nowhere. That it was read is the workspace's to say.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

import flet as ft

from mobile.care.agenda import Session
from mobile.care.shares import Share
from mobile.care.words import excerpt, is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings
from mobile.screens.shared.model import PatientRow
from mobile.screens.today.view import here_said
from mobile.screens.told import (
    session_day,
    session_detail,
    session_name,
    session_when,
    which_session,
    zone_said,
)


def words(
    s: Surroundings, row: PatientRow, share: Share | None, *, is_wide: bool, is_gone: bool
) -> list[ft.Control]:
    """The chosen words. `is_gone`: they were asked for by name and are not there any more."""
    _ = s._
    name = row.name or _("A patient")
    rows: list[ft.Control] = [parts.title(name, level=2)] if is_wide else []
    if share is not None and share.copy is not None:
        rows += [parts.small(_about(s, row, share)), _written(share.copy.words)]
        rows.append(parts.small(_seen(s, share)))
    elif is_gone or row.shared.ended:
        rows.append(
            parts.notice(
                _("This was taken back. What it said is no longer here."),
                icon=parts.icons.ONLY_ME,
                tone="quiet",
            )
        )
    rows += _withdrawn(s, row)
    if not is_wide:  # there it stands under the list, beside this
        rows.append(parts.small(_("Only what was shared with you. Nobody reads this in real time.")))
    return rows


def _about(s: Surroundings, row: PatientRow, share: Share) -> str:
    """`Intention for session 3, Tuesday · shared 8:15 AM`."""
    _ = s._
    session = row.session(share.copy.session if share.copy else None)
    name = which_session(s, row.place(session)) if session is not None else ""
    day = session_day(s, session)
    what = _("Intention for {session}").format(session=name) if name else _("Intention")
    said = [f"{what}, {day}" if day and name else what]
    if share.told_at is not None:
        said.append(_("shared {when}").format(when=s.moments.near(share.told_at, s.now())))
    return " · ".join(said)


def _written(words: str) -> ft.Control:
    said = parts.own_words(words)
    said.rtl = is_right_to_left(words)
    return parts.card(said)


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
    said = s.ngettext("Withdrew {n} intention", "Withdrew {n} intentions", gone).format(n=gone)
    latest = max((s.grant.ended_at for s in row.shared.ended if s.grant.ended_at), default=None)
    if latest is not None:
        said = f"{said} · {s.moments.near(latest, s.now())}"
    return [parts.chip(said, icon=parts.icons.ONLY_ME)]


def beside(s: Surroundings, row: PatientRow, share: Share | None) -> list[ft.Control]:
    """The next session, and what else they shared."""
    _ = s._
    cards: list[ft.Control] = []
    coming = row.next(s.now())
    if coming is not None:
        name = session_name(s, row.place(coming), with_total=True)
        lines: list[ft.Control] = [
            parts.small(_("Next"), is_strong=True),
            parts.body(f"{name}, {session_when(s, coming)}"),
        ]
        detail = session_detail(s, coming)
        if detail:
            lines.append(parts.small(detail))
        elsewhere = _elsewhere(s, coming)
        if elsewhere:
            lines.append(parts.small(elsewhere))
        cards.append(parts.card(*lines, spacing=t.S4))
    others = [one for one in row.shared.readable if one is not share and one.copy is not None]
    if others:
        cards.append(parts.section(_("Other intentions")))
    cards += [_other(s, row, one) for one in others]
    return cards


def _elsewhere(s: Surroundings, session: Session) -> str:
    """Said as Today says it: where this device's clock shows another time than the clinic's."""
    if session.start_at is None:
        return ""
    if s.is_hosted:
        return s._("Clinic time ({zone})").format(zone=zone_said(s.zone))
    return here_said(s._, session.start_at, s.zone, datetime.astimezone, s.language)


def _other(s: Surroundings, row: PatientRow, share: Share) -> ft.Control:
    """What was read stands here with its beginning; what was not is opened first: the patient is told who read it."""
    assert share.copy is not None
    rows: list[ft.Control] = [parts.small(_about(s, row, share), is_strong=True)]
    if share.unread:
        rows.append(parts.chip(s._("Not read yet"), tone="primary"))
    else:
        said = parts.own_words(f"“{excerpt(share.copy.words)}”", size=t.SIZE_BODY, max_lines=4)
        said.rtl = is_right_to_left(share.copy.words)
        rows.append(said)
    return parts.card(
        *rows, on_click=s.guard(partial(s.go, f"/shared/{row.id}/{share.copy.id}")), spacing=t.S4
    )
