"""What the coordinator reads: whose turn, what is to be recorded, and what is wrong with what was typed."""

from __future__ import annotations

from mobile.care.approval import State, Turn
from mobile.care.approval.draft import Field, Problem
from mobile.design import parts
from mobile.screens.approvals.model import Group, Row
from mobile.screens.frame import Surroundings
from mobile.screens.panels import approval_words as w


def name_of(s: Surroundings, row: Row) -> str:
    return row.name or s._("A patient")


def turn_text(s: Surroundings, turn: Turn) -> str:
    """The patient is somebody else here."""
    return s._("Patient") if turn == "you" else w.turn_text(s, turn)


def state_text(s: Surroundings, state: State | None) -> str:
    """Of one patient, for whoever records it."""
    _ = s._
    if state == "benefit-check":
        return _("Insurance is checked")
    if state == "p2p":
        return _("Clinician talks to the insurer")
    return w.state_text(s, state)


def row_text(s: Surroundings, row: Row) -> str:
    """`Sessions 5 to 8 · a paper is asked for, since June 8`."""
    _, one = s._, row.standing
    is_recorded = one.state == row.approval.step.state  # what the clock says began on no recorded day
    since = w.since_text(s, row.approval.step) if is_recorded else ""
    state = state_text(s, one.state)
    text = _("{state}, since {day}").format(state=state, day=since) if since else state
    return f"{w.title_text(s, row.approval)} · {text}"


def when_text(s: Surroundings, row: Row) -> str:
    """Until when it holds, for a label; "" where nobody knows."""
    return w.runs_out_text(s, row.standing).rstrip(".")


def group_text(s: Surroundings, group: Group) -> str:
    _ = s._
    return {
        "runs_out": _("Approved, by what runs out first"),
        "open": _("Open, by what waits longest"),
        "closed": _("Behind"),
    }[group]


def choice_text(s: Surroundings, state: State, current: State | None) -> tuple[str, str]:
    """What can be recorded next, and what it means for the patient."""
    _ = s._
    found: dict[State, tuple[str, str]] = {
        "benefit-check": (_("Check the insurance"), ""),
        "not-required": (_("No approval is needed"), _("The insurer does not want to be asked first.")),
        "docs-needed": (_("Papers are needed before asking"), _("Say what is missing, and from whom.")),
        "submitted": (_("Sent to the insurer"), _("It is the insurer’s turn.")),
        "pended": (_("The insurer is still reading"), _("It is the insurer’s turn.")),
        "info-requested": (_("The insurer asks for a paper"), _("Say what is missing, and from whom.")),
        "approved": (_("Approved"), _("With its number, sessions and days.")),
        "denied": (_("Not approved"), _("With the reason in plain words.")),
        "p2p": (_("Clinician talks to the insurer’s doctor"), ""),
        "appeal-1": (_("Appeal sent"), ""),
        "appeal-2": (_("Second appeal sent"), ""),
        "external": (_("Sent to somebody outside the insurer"), ""),
        "overturned": (_("Approved after all"), _("With its number, sessions and days.")),
        "upheld": (_("Still not approved"), _("With the reason in plain words.")),
    }
    if state == current:
        return _("Ask for another paper"), _("What was asked before is settled.")
    return found.get(state, (state_text(s, state), ""))


def field_text(s: Surroundings, name: Field) -> str:
    _ = s._
    return {
        "number": _("Number of the approval"),
        "units": _("How many sessions"),
        "begins": _("Holds from"),
        "ends": _("Runs out on"),
        "warn_days": _("Days before to remind of it"),
        "insurer_date": _("A date the insurer named"),
        "first": _("First session"),
        "last": _("Last session"),
    }[name]


def hint_text(s: Surroundings, name: Field) -> str:
    """Below a field."""
    _ = s._
    hints: dict[Field, str] = {
        "begins": _("For example 2026-07-31 or July 31, 2026"),
        "ends": _("The last day it holds"),
        "warn_days": _("Empty: nobody is reminded before it runs out."),
        "insurer_date": _("The patient reads that it is no promise. Empty: none."),
    }
    return hints.get(name, "")


def problem_text(s: Surroundings, problem: Problem) -> str:
    _ = s._
    return {
        "state": _("Choose what to record."),
        "words": _("Write what is missing, in words the patient reads."),
        "too_long": _("It is longer than the clinic's system takes."),
        "number": _("A whole number from 1, or nothing."),
        "day": _("A whole day that can be read in one way only, such as 2026-07-31."),
        "order": _("It runs out before it begins."),
        "no_end": _("The day it runs out. Without it the patient is told that your record has none."),
        "sessions": _("The last session is before the first."),
    }[problem]


GROUP_ICONS = {
    "runs_out": parts.icons.DEADLINE,
    "open": parts.icons.WAITING,
    "closed": parts.icons.CHECK,
}
