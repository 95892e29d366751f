"""How one approval stands now, computed from all that this device has of it: its state, whose turn it is, what is wrong in the record,
when it runs out and is warned of, and what is left of it.

By the clinic's clock and calendar. Of what the record does not say, nothing is said; of what it says twice, that it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.approval.approval import Approval
from mobile.care.approval.insurer import BenefitCheck, InsurerAnswer
from mobile.care.approval.paper import PaperSeen, papers_of
from mobile.care.approval.record import Granted
from mobile.care.approval.states import ASKS, GRANTED, TURNS, State, Turn
from mobile.care.approval.usage import Period, Usage, usage
from mobile.care.clinic_days import by_calendar
from mobile.care.course import Course

Flaw = Literal["state", "no_end", "order", "units", "two_answers"]
"""What is wrong in the clinic's record. `state`: a code that is not known here. `no_end`: approved without the day it runs out.
`order`: it ends before it begins. `units`: no number of sessions. `two_answers`: two answers to one request, or one that says
otherwise than the clinic's record."""


@dataclass(frozen=True)
class Known:
    """Everything of one patient's that this is computed from."""

    now: datetime
    zone: ZoneInfo
    approvals: Sequence[Approval] = ()
    answers: Sequence[InsurerAnswer] = ()
    checks: Sequence[BenefitCheck] = ()
    papers: Sequence[PaperSeen] = ()
    sessions: Sequence[Session] = ()
    courses: Sequence[Course] = ()
    unsent: frozenset[str] = frozenset()  # ids of papers that the clinic does not have

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()


@dataclass(frozen=True)
class Standing:
    """`state` None: nobody can say it here. `granted`: what was approved, as far as it makes sense. `ends`: the last day it holds;
    `warned_from`: the day from which it is said to run out, where the clinic says how long before. `papers`: added for what is
    asked now; `earlier`: for what was asked before."""

    approval: Approval
    state: State | None
    turn: Turn
    flaws: tuple[Flaw, ...] = ()
    granted: Granted = field(default_factory=Granted)
    ends: date | None = None
    warned_from: date | None = None
    usage: Usage | None = None
    papers: tuple[PaperSeen, ...] = ()
    earlier: tuple[PaperSeen, ...] = ()
    renewed_by: Approval | None = None
    check: BenefitCheck | None = None

    @property
    def since(self) -> datetime | None:
        """Since when it stands in its recorded state."""
        return self.approval.step.since

    @property
    def is_asked(self) -> bool:
        """Whether something is asked of the patient, added or not."""
        return self.state in ASKS and self.approval.step.asked == "patient"

    @property
    def holds(self) -> bool:
        """Whether it is approved now, as far as anybody knows."""
        return self.state in ("approved", "overturned", "expiring")


def standing_of(approval: Approval, known: Known) -> Standing:
    """As it is now."""
    approval = approval.by_calendar(known.zone)
    step, granted = approval.step, approval.granted
    answers = by_calendar(_answers(approval, known.answers), known.zone)
    flaws: list[Flaw] = []
    if step.state is None:
        flaws.append("state")
    is_granted = step.state in GRANTED
    is_twice = len({one.says for one in answers}) > 1
    if is_granted and answers and not is_twice:
        granted, is_twice = _with(granted, answers[0])
    if is_twice:
        flaws.append("two_answers")
    flaws += _flaws(granted) if is_granted else []
    is_sure = is_granted and not {"no_end", "order", "two_answers"} & set(flaws)
    ends = granted.ends if is_sure else None
    warned_from = _warned_from(approval, ends)
    state = _by_the_clock(step.state, granted, ends, warned_from, known.today)
    renewal = next((one for one in known.approvals if one.is_shown and _renews(one, approval)), None)
    papers = papers_of(known.papers, approval)
    checks = (one for one in known.checks if one.patient == approval.patient and one.is_in_force)
    now = [one for one in papers if one.answers(step.since)]
    return Standing(
        approval,
        state,
        _turn(approval, state, renewal, now, known.unsent),
        tuple(flaws),
        granted,
        ends,
        warned_from,
        _usage(approval, granted, known) if is_sure and "units" not in flaws else None,
        tuple(now) if state in ASKS else (),
        tuple(one for one in papers if state not in ASKS or one not in now),
        renewal,
        max(
            by_calendar(checks, known.zone),
            key=lambda one: (one.checked_on is not None, one.checked_on, one.id),
            default=None,
        ),
    )


def families(approvals: Iterable[Approval]) -> list[list[Approval]]:
    """Those that are shown, each with its renewals: the newest first, and before the one that it renews. One whose record names
    itself, or names none that is here, stands by itself."""
    shown = sorted((one for one in approvals if one.is_shown), key=_place, reverse=True)
    found: list[list[Approval]] = []
    seen: set[str] = set()
    for one in shown:
        if one.id in seen:
            continue
        family = [one]
        seen.add(one.id)
        for each in family:  # grows while it is gone through
            near = [
                other
                for other in shown
                if other.id not in seen and (_renews(each, other) or _renews(other, each))
            ]
            seen |= {other.id for other in near}
            family += near
        found.append(sorted(family, key=_place, reverse=True))
    return found


def _renews(one: Approval, other: Approval) -> bool:
    return one.id != other.id and one.patient == other.patient and bool(one.renewed & other.names)


def _place(one: Approval) -> tuple[float, str]:
    return one.began_at.timestamp() if one.began_at is not None else 0.0, one.id


def _answers(approval: Approval, answers: Iterable[InsurerAnswer]) -> list[InsurerAnswer]:
    """Of requests that say nothing of what was decided, none."""
    own = [one for one in answers if one.is_in_force and one.claims & approval.claims]
    return [one for one in own if one.patient == approval.patient and one.says != ("", None, None)]


def _with(granted: Granted, answer: InsurerAnswer) -> tuple[Granted, bool]:
    """What the clinic recorded, with what of it only the insurer's answer says; and whether the two say otherwise."""
    pairs = (
        (granted.number, answer.number),
        (granted.begins, answer.begins),
        (granted.ends, answer.ends),
    )
    is_other = any(one and two and one != two for one, two in pairs)
    return Granted(
        granted.number or answer.number,
        granted.units,
        granted.begins or answer.begins,
        granted.ends or answer.ends,
        has_dates=granted.has_dates or answer.begins is not None or answer.ends is not None,
    ), is_other


def _flaws(granted: Granted) -> list[Flaw]:
    found: list[Flaw] = []
    if granted.ends is None:
        found.append("no_end")
    elif granted.begins is not None and granted.ends < granted.begins:
        found.append("order")
    if granted.units is not None and granted.units < 1:
        found.append("units")
    return found


def _warned_from(approval: Approval, ends: date | None) -> date | None:
    """None where the clinic does not say how long before."""
    if ends is None or approval.warn_days is None:
        return None
    try:
        return ends - timedelta(days=approval.warn_days)
    except OverflowError:
        return None


def _by_the_clock(
    state: State | None, granted: Granted, ends: date | None, warned_from: date | None, today: date
) -> State | None:
    """Of what was approved, whether it runs out by now or has run out."""
    if state not in ("approved", "overturned", "expiring"):
        return state
    if ends is not None and today > ends:
        return "expired"
    if warned_from is not None and today >= warned_from:
        return "expiring"
    return state


def _turn(
    approval: Approval,
    state: State | None,
    renewal: Approval | None,
    papers: Sequence[PaperSeen],
    unsent: frozenset[str],
) -> Turn:
    if state is None:
        return "clinic"
    if state in ASKS and approval.step.asked == "patient":
        return "clinic" if any(one.id not in unsent for one in papers) else "you"
    if state in ("expiring", "expired") and renewal is not None:
        return "nobody"
    return TURNS[state]


def _usage(approval: Approval, granted: Granted, known: Known) -> Usage | None:
    period = _period(granted)
    if period is None or granted.units is None:
        return None
    others: list[Period] = []
    for one in by_calendar(known.approvals, known.zone):
        is_other = one.is_shown and one.id != approval.id and one.patient == approval.patient
        if is_other and one.step.state in GRANTED:
            found = _period(one.granted)
            if found is None:
                return None
            others.append(found)
    own = [one for one in known.sessions if one.patient == approval.patient]
    courses = [one for one in known.courses if one.patient == approval.patient]
    return usage(granted.units, period, others, own, courses, known.today, known.zone)


def _period(granted: Granted) -> Period | None:
    if granted.begins is None or granted.ends is None or granted.ends < granted.begins:
        return None
    return Period(granted.begins, granted.ends)
