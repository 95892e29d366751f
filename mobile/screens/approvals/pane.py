"""One approval at the coordinator's: what the patient sees of it now, the photos they added, what to record, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import flet as ft

from mobile.care.approval import Approval, Standing
from mobile.care.approval.states import GRANTED
from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.ports import SendState
from mobile.screens.approvals import words as w
from mobile.screens.approvals.model import Row
from mobile.screens.approvals.recording import after
from mobile.screens.frame import Surroundings
from mobile.screens.guard import Handler
from mobile.screens.panels import approval_words as said
from mobile.screens.panels.approval_card import approval_card
from mobile.screens.status_text import standing_text


def head(s: Surroundings, row: Row, *, is_wide: bool) -> list[ft.Control]:
    """Who and which; since when, and whose turn."""
    name = [parts.title(w.name_of(s, row), level=2)] if is_wide else []
    text = (
        f"{w.row_text(s, row)} · {w.turn_text(s, row.turn)}" if row.turn != "nobody" else w.row_text(s, row)
    )
    return [*name, parts.small(text)]


def seen(s: Surroundings, row: Row) -> ft.Control:
    """The same card as on the patient's page."""
    title = s._("What {name} sees").format(name=w.name_of(s, row))
    return parts.stack(parts.subheading(title, level=3), *_seen(s, row, row.standing), spacing=t.S8)


def then_seen(s: Surroundings, row: Row, approval: Approval) -> list[ft.Control]:
    """The same with what is about to be recorded."""
    title = s._("Once it is recorded, {name} sees").format(name=w.name_of(s, row))
    return [parts.small(title, is_strong=True), *_seen(s, row, row.with_recorded(approval))]


def _seen(s: Surroundings, row: Row, standing: Standing) -> list[ft.Control]:
    rows: list[ft.Control] = []
    if standing.is_asked:
        asked = said.asked_text(s, standing.approval.step)
        rows.append(parts.notice(f"{said.whose_turn_text(s, standing.turn)}: {asked}", tone="prepare"))
    return [*rows, approval_card(s, standing, renewed=row.renewed)]


def photos(
    s: Surroundings, row: Row, small: Mapping[str, bytes | None], see: Callable[..., object]
) -> list[ft.Control]:
    """Those that are for what is asked now first; each opened at a tap."""
    _, one = s._, row.standing
    every = [*one.papers, *one.earlier]
    if not every:
        return []
    drawn: list[ft.Control] = []
    for paper in every:
        name = said.photo_name(s, one, paper)
        when = s.moments.near(paper.added_at, s.now()) if paper.added_at is not None else ""
        is_new = paper in one.papers
        about = _("For what is asked now") if is_new else _("For what was asked before")
        label = _("See {what} large").format(what=name)
        line = ft.Row(
            [
                parts.thumbnail(small.get(paper.id), label, s.guard(partial(see, paper.id, name))),
                ft.Column(
                    [parts.strong(name), parts.small(" · ".join(part for part in (about, when) if part))],
                    spacing=0,
                    tight=True,
                    expand=True,
                ),
            ],
            spacing=t.S12,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        )
        drawn.append(line)
    return [parts.card(parts.subheading(_("Photos from {name}").format(name=w.name_of(s, row))), *drawn)]


def unsent(s: Surroundings, row: Row, on_again: Handler) -> list[ft.Control]:
    """What was recorded here and the clinic does not have."""
    standing = row.sending
    if standing is None or standing.state in (SendState.SENT, SendState.ONLY_HERE, SendState.CONFLICT):
        return []
    text = standing_text(s, standing)
    again = parts.text_button(s._("Try again"), on_again) if text.can_try_again else None
    tone: t.Tone = "danger" if text.can_try_again else "quiet"
    patient_sees = s._("The patient sees it once the clinic’s system has it.")
    return [parts.notice(f"{text.text}. {patient_sees}".replace("..", "."), tone=tone, action=again)]


def conflict(s: Surroundings, row: Row, on_theirs: Handler, on_mine: Handler) -> list[ft.Control]:
    """Two people recorded at the same time: both are shown, and nothing is lost before one is chosen."""
    _, held = s._, row.conflict
    if held is None:
        return []
    ours, theirs = Approval.from_json(held.ours), Approval.from_json(held.theirs)
    can_follow = after(ours, theirs, s.now()) is not None
    rows: list[ft.Control] = [
        parts.subheading(_("Somebody else recorded this at the same time"), level=3),
        parts.body(_("The clinic has: {state}").format(state=_state(s, theirs))),
        parts.body(_("You recorded: {state}").format(state=_state(s, ours))),
    ]
    acts = [parts.soft_button(_("Keep what the clinic has"), on_theirs)]
    if can_follow:
        acts.append(parts.outline_button(_("Record mine after it"), on_mine))
    else:
        rows.append(
            parts.small(
                _(
                    "Yours may not follow what the clinic has. If you keep the clinic’s, your words are a draft again."
                )
            )
        )
    return [parts.card(*rows, parts.button_row(*acts, at_least=220), tone="danger")]


def _state(s: Surroundings, approval: Approval) -> str:
    since, state = said.since_text(s, approval.step), w.state_text(s, approval.step.state)
    return " · ".join(part for part in (state, approval.step.words, since) if part)


@dataclass(frozen=True)
class Acts:
    """What leads back and on."""

    on_back: Handler
    on_renew: Handler


def ways_on(s: Surroundings, row: Row, acts: Acts) -> list[ft.Control]:
    """The ways back and on, below what is recorded next."""
    _ = s._
    others: list[ft.Control] = []
    if len(row.approval.steps) > 1:
        others.append(parts.text_button(_("Take the last step back"), acts.on_back))
    if row.approval.step.state in GRANTED and row.standing.renewed_by is None:
        others.append(parts.text_button(_("Begin a renewal"), acts.on_renew))
    return [ft.Row(others, wrap=True, spacing=t.S8)] if others else []
