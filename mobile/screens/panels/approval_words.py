"""What is said of an approval, to the patient and as the coordinator sees that they will: its state, whose turn, dates, what is wrong.

Every date is one that the clinic recorded; the insurer's own is named as that. Nothing is promised.
"""

from __future__ import annotations

from datetime import date

import flet as ft

from mobile.care.approval import Approval, Flaw, Standing, State, Step, Turn
from mobile.care.approval.paper import PaperSeen
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings
from mobile.screens.reads.approvals import Approvals
from mobile.screens.status_text import begun


def title_text(s: Surroundings, approval: Approval) -> str:
    """Which sessions it is for: `Sessions 7 to 12`."""
    _, first, last = s._, approval.first, approval.last
    if first and last and first < last:
        return _("Sessions {first} to {last}").format(first=first, last=last)
    if first and (last is None or first == last):
        if last is None:
            return _("From session {number}").format(number=first)
        return _("Session {number}").format(number=first)
    return _("Your sessions")


def turn_text(s: Surroundings, turn: Turn) -> str:
    """For a small label: `Insurer`."""
    _ = s._
    return {"you": _("You"), "clinic": _("Clinic"), "insurer": _("Insurer"), "nobody": _("Nobody")}[turn]


def whose_turn_text(s: Surroundings, turn: Turn) -> str:
    """As a sentence of its own, for the patient."""
    _ = s._
    return {
        "you": _("Your turn"),
        "clinic": _("Your clinic’s turn"),
        "insurer": _("The insurer’s turn"),
        "nobody": _("Nobody has to do anything now"),
    }[turn]


def state_text(s: Surroundings, state: State | None) -> str:
    """What a step is called; a state on its own."""
    _ = s._
    if state is None:
        return _("Not known to this app")
    return {
        "unknown": _("Not looked at yet"),
        "benefit-check": _("Your insurance is checked"),
        "not-required": _("No approval is needed"),
        "docs-needed": _("A paper is asked for"),
        "submitted": _("Asked for"),
        "pended": _("The insurer is still reading"),
        "info-requested": _("A paper is asked for"),
        "approved": _("Approved"),
        "expiring": _("Runs out soon"),
        "expired": _("Ran out"),
        "denied": _("Not approved"),
        "p2p": _("Your clinician talks to the insurer"),
        "appeal-1": _("Appeal"),
        "appeal-2": _("Second appeal"),
        "external": _("Somebody outside the insurer looks at it"),
        "overturned": _("Approved after all"),
        "upheld": _("Still not approved"),
    }[state]


def next_text(s: Surroundings, standing: Standing) -> str:
    """What comes next, and from whom; no day is named."""
    _ = s._
    if standing.state is None:
        return _("Your clinic’s record says something this app does not know. Ask your clinic.")
    if standing.is_asked:
        if standing.turn == "you":
            return _("Your clinic goes on once it is there.")
        return _("Your clinic has your photo, and goes on with it.")
    if standing.state in ("expiring", "expired") and standing.renewed_by is not None:
        return _("It is being renewed: {title}.").format(title=title_text(s, standing.renewed_by))
    return {
        "unknown": _("Your clinic looks at your insurance first."),
        "benefit-check": _("Your clinic finds out whether your insurer wants to be asked first."),
        "not-required": _("Your insurer does not want to be asked first."),
        "docs-needed": _("Your clinic gathers what the insurer wants to see."),
        "submitted": _("The insurer reads it. No day can be promised."),
        "pended": _("The insurer takes more time. No day can be promised."),
        "info-requested": _("Your clinic answers what the insurer asks."),
        "approved": "",
        "expiring": _("Your clinic can ask for more before it runs out."),
        "expired": _("Ask your clinic before you plan further sessions with it."),
        "denied": _("Your clinic can ask the insurer to look again. You can talk about it with them."),
        "p2p": _("Your clinician talks it over with the insurer’s doctor."),
        "appeal-1": _("The insurer looks at it again. No day can be promised."),
        "appeal-2": _("The insurer looks at it a second time. No day can be promised."),
        "external": _("Somebody else reads it all again. No day can be promised."),
        "overturned": "",
        "upheld": _("Talk with your clinic about what else there is."),
    }[standing.state]


def flaw_text(s: Surroundings, flaw: Flaw) -> str:
    """What is wrong in the record, and what is therefore not said."""
    _ = s._
    return {
        "state": _(
            "Your clinic’s record says something this app does not know. Ask your clinic how it stands."
        ),
        "no_end": _("Your clinic’s record has no day on which it runs out. Ask your clinic."),
        "order": _("In your clinic’s record it ends before it begins. Ask your clinic which days are right."),
        "units": _("Your clinic’s record has no number of sessions that can be right. Ask your clinic."),
        "two_answers": _(
            "Your clinic’s record has two answers to one request. Ask your clinic which one counts."
        ),
    }[flaw]


def day_text(s: Surroundings, day: date) -> str:
    """`July 31`; with its year where that is another."""
    is_this_year = day.year == s.moments.local(s.now()).year
    return s.moments.day(day) if is_this_year else s.moments.full_date(day)


def since_text(s: Surroundings, step: Step) -> str:
    """`June 3`; "" where the record has no date."""
    return day_text(s, s.moments.local(step.since).date()) if step.since is not None else ""


def insurer_date_text(s: Surroundings, step: Step) -> str:
    """A date of the insurer's is named as what it is."""
    if step.insurer_date is None:
        return ""
    text = s._("Your clinic noted {day} as the insurer’s date. It is no promise.")
    return text.format(day=day_text(s, step.insurer_date))


def step_detail(s: Surroundings, step: Step, standing: Standing, *, is_last: bool) -> str:
    """Below a step: since when, what, and at the last one what comes next."""
    _ = s._
    since = since_text(s, step)
    if is_last and since:
        since = _("Since {day}").format(day=since)
    lines = [" · ".join(one for one in (since, step.words) if one)]
    if is_last:
        lines += [next_text(s, standing), insurer_date_text(s, step)]
    return "\n".join(one for one in lines if one)


def done_by(step: Step) -> Turn:
    """Beside a step that is behind: who did it."""
    if step.state in ("docs-needed", "info-requested"):
        return "you" if step.asked == "patient" else "clinic"
    return "insurer" if step.state in ("pended", "approved", "denied", "overturned", "upheld") else "clinic"


def runs_out_text(s: Surroundings, standing: Standing) -> str:
    """Until when it holds, or that it does no more; "" where nobody knows."""
    _, ends = s._, standing.ends
    if ends is None:
        return ""
    day = day_text(s, ends)
    if standing.state == "expired":
        return _("Ran out {day}.").format(day=day)
    begins, today = standing.granted.begins, s.moments.local(s.now()).date()
    if begins is not None and begins > today:
        return _("Holds from {begin} to {day}.").format(begin=day_text(s, begins), day=day)
    return _("Runs out {day}.").format(day=day)


def warned_text(s: Surroundings, standing: Standing) -> str:
    """From when on Today says it, where the clinic says how long before; else that no warning is set."""
    _ = s._
    if standing.ends is None or standing.state == "expired":
        return ""
    if standing.warned_from is None:
        return _("Your clinic has set no day for a reminder before that.")
    if standing.state == "expiring":
        return _("Your Today page and your clinic’s list remind of it since {day}.").format(
            day=day_text(s, standing.warned_from)
        )
    return _("Your Today page and your clinic’s list remind of it from {day}.").format(
        day=day_text(s, standing.warned_from)
    )


def usage_text(s: Surroundings, standing: Standing) -> str:
    """How many are used and left; where that is not certain, how many were approved."""
    _, found, units = s._, standing.usage, standing.granted.units
    if found is not None:
        text = s.ngettext("{used} used, {left} left.", "{used} used, {left} left.", found.left)
        return text.format(used=found.used, left=found.left)
    if units is None or units < 1:
        return ""
    text = s.ngettext("Approved for {n} session.", "Approved for {n} sessions.", units).format(n=units)
    return f"{text} {_('How many are used cannot be told for certain here.')}"


def check_text(s: Surroundings, standing: Standing) -> str:
    """What the insurer said to whether it wants to be asked; "" where it did not."""
    _, check = s._, standing.check
    if check is None or check.needs_approval is None:
        return ""
    text = (
        _("Your insurer wants to be asked first")
        if check.needs_approval
        else _("Your insurer does not want to be asked first")
    )
    if check.checked_on is None:
        return f"{text}."
    return _("{text}, as of {day}.").format(text=text, day=day_text(s, check.checked_on))


def chip_of(s: Surroundings, standing: Standing) -> tuple[str, t.Tone, ft.IconData]:
    """The state as a small label: its words, tone and drawing."""
    _ = s._
    if standing.turn == "you":
        return _("Your turn"), "prepare", parts.icons.PERSON
    if standing.flaws and standing.state is None:
        return _("Ask the clinic"), "danger", parts.icons.ATTENTION
    if standing.state in ("approved", "overturned"):
        return state_text(s, standing.state), "primary", parts.icons.KEPT
    if standing.state == "not-required":
        return state_text(s, standing.state), "quiet", parts.icons.CHECK
    if standing.state in ("expiring", "expired"):
        return state_text(s, standing.state), "prepare", parts.icons.DEADLINE
    if standing.state in ("denied", "upheld"):
        return state_text(s, standing.state), "quiet", parts.icons.NOT_POSSIBLE
    return _("Waiting"), "quiet", parts.icons.WAITING


def asked_text(s: Surroundings, step: Step) -> str:
    """What is missing, in the clinic's words."""
    return begun(step.words) if step.words else s._("A paper. Your clinic has not written which one.")


def photo_name(s: Surroundings, standing: Standing, paper: PaperSeen) -> str:
    """`Photo 1`: of all that were added to this approval, the first added first, so that both sides call it the same."""
    added = [*reversed(standing.earlier), *reversed(standing.papers)]
    return s._("Photo {n}").format(n=added.index(paper) + 1)


def care_line(s: Surroundings, known: Approvals) -> str:
    """Whose turn it is; else what runs out first; else what the place is."""
    _, every = s._, known.every
    if any(one.turn == "you" for one in every):
        return _("Your turn")
    holding = [one for one in every if one.holds and one.ends is not None]
    if holding:
        return runs_out_text(s, min(holding, key=lambda one: one.ends or date.max))
    waiting = next((one for one in every if one.turn in ("insurer", "clinic")), None)
    return whose_turn_text(s, waiting.turn) if waiting is not None else _("How far your insurer is")
