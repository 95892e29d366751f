"""How one approval is drawn: its steps with whose turn each is (picture 33), what was approved, and what is wrong in the record.

The patient's page and the preview in the coordinator's draw the very same, from the same data.
"""

from __future__ import annotations

import flet as ft

from mobile.care.approval import Standing, Turn
from mobile.care.approval.states import GRANTED
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings
from mobile.screens.panels import approval_words as w
from mobile.screens.reads.approvals import Approvals

_TONES: dict[Turn, t.Tone] = {"you": "prepare", "clinic": "quiet", "insurer": "quiet", "nobody": "quiet"}


def approval_cards(s: Surroundings, known: Approvals, acts: dict[str, list[ft.Control]]) -> list[ft.Control]:
    """Every one, each renewal before what it renews. `acts`: by the approval's id, what stands at its end."""
    drawn: list[ft.Control] = []
    for family in known.families:
        for one in family:
            renewed = next((other for other in family if one.approval.renewed & other.approval.names), None)
            drawn.append(approval_card(s, one, renewed=renewed, acts=acts.get(one.approval.id, [])))
    return drawn


def approval_card(
    s: Surroundings,
    standing: Standing,
    *,
    renewed: Standing | None = None,
    acts: list[ft.Control] | None = None,
) -> ft.Control:
    """One. `renewed`: the one that it renews, where that is here."""
    approval = standing.approval
    text, tone, icon = w.chip_of(s, standing)
    rows: list[ft.Control] = [_head(s, standing, parts.chip(text, tone=tone, icon=icon))]
    if renewed is not None:
        rows.append(parts.small(s._("Renews: {title}").format(title=w.title_text(s, renewed.approval))))
    rows += [parts.notice(w.flaw_text(s, one), tone="danger") for one in standing.flaws]
    is_granted = approval.step.state in GRANTED
    if is_granted:
        rows += _granted(s, standing)
    else:
        rows.append(_steps(s, standing))
        check = w.check_text(s, standing)
        rows += [parts.small(check)] if check else []
    return parts.card(*rows, *(acts or []), spacing=t.S8)


def _head(s: Surroundings, standing: Standing, chip: ft.Control) -> ft.Control:
    return ft.Row(
        [parts.heading(w.title_text(s, standing.approval)), chip],
        wrap=True,
        spacing=t.S8,
        run_spacing=t.S4,
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )


def _granted(s: Surroundings, standing: Standing) -> list[ft.Control]:
    """How much is left, until when, and when that is said again."""
    strong = " ".join(one for one in (w.runs_out_text(s, standing),) if one)
    rows: list[ft.Control] = []
    usage = w.usage_text(s, standing)
    rows += [parts.body(usage)] if usage else []
    rows += [parts.strong(strong)] if strong else []
    lines = [w.warned_text(s, standing), w.next_text(s, standing)]
    if standing.granted.number:
        lines.append(s._("Number of the approval: {number}").format(number=standing.granted.number))
    rows += [parts.small(one) for one in lines if one]
    return rows


def _steps(s: Surroundings, standing: Standing) -> ft.Control:
    """What is behind, where it stands, and what is still to come."""
    steps = standing.approval.steps
    coming = _coming(s, standing)
    rows: list[ft.Control] = []
    for n, step in enumerate(steps, 1):
        is_last = n == len(steps)
        turn = standing.turn if is_last else w.done_by(step)
        rows.append(
            parts.timeline_row(
                w.state_text(s, step.state),
                w.step_detail(s, step, standing, is_last=is_last),
                state="waiting" if is_last and turn != "nobody" else "done",
                state_label=s._("now") if is_last else s._("done"),
                icon=parts.icons.DEADLINE if is_last and turn != "nobody" else None,
                aside=_who(s, turn),
                is_last=is_last and not coming,
            )
        )
    for n, (name, detail, icon) in enumerate(coming, 1):
        rows.append(
            parts.timeline_row(
                name,
                detail,
                state="later",
                state_label=s._("not yet"),
                icon=icon,
                aside=_who(s, "insurer"),
                is_last=n == len(coming),
            )
        )
    return ft.Container(parts.stack(*rows, spacing=0), padding=ft.Padding(0, t.S4, 0, 0))


def _who(s: Surroundings, turn: Turn) -> ft.Control | None:
    return parts.chip(w.turn_text(s, turn), tone=_TONES[turn]) if turn != "nobody" else None


def _coming(s: Surroundings, standing: Standing) -> list[tuple[str, str, ft.IconData]]:
    """Of the insurer: nothing of it has a day."""
    _, state = s._, standing.approval.step.state
    reads = (
        _("Reads it all"),
        _("Starts when it is there. No day can be promised."),
        parts.icons.WAITING,
    )
    answer = (_("The answer"), _("Yes, no, or a question"), ft.Icons.MAIL_OUTLINE_ROUNDED)
    if state in ("docs-needed", "info-requested"):
        return [reads, answer]
    if state in ("submitted", "pended", "appeal-1", "appeal-2", "external", "p2p"):
        return [answer]
    return []
