"""What a summary to hand over may be made of, read from what is kept here: the clinic's record, and what the person told the clinic.

Of what is private only whether there is any is read here, so that the summary can say that it is not in it; never a word of it. The
room card is the person's own too: it is read, and goes in only where they choose it. What is hidden is not there at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from mobile.care.clinic import Clinic
from mobile.care.clinic_days import by_calendar
from mobile.care.consent.signed import SignedAgreement
from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.kept import KeptForm
from mobile.care.forms.picking import pick_form
from mobile.care.forms.response import Response
from mobile.care.health import Allergy, Caution, HealthProblem, standing
from mobile.care.health.listed import ALLERGY, MEDICINE, Reported, codes_in, listed, reported
from mobile.care.journal.entry import JournalEntry
from mobile.care.people import Patient
from mobile.care.room_card import RoomCard
from mobile.care.safety.plan import SafetyPlan, current
from mobile.care.shared_kinds import SHAREABLE
from mobile.care.summary import SummaryLine
from mobile.care.talk.message import Message
from mobile.records.ports import Keeping
from mobile.screens.reads import agreements as agreed
from mobile.screens.reads import measures as scores
from mobile.screens.reads import team as teams
from mobile.screens.reads import visits as courses
from mobile.screens.reads.agreements import standing_agreements
from mobile.screens.reads.hidden import hidden_ids
from mobile.screens.reads.measures import Measure, measures
from mobile.screens.reads.own_clinic import read_own_clinic
from mobile.screens.reads.shares import patient_shares
from mobile.screens.reads.team import Team, team
from mobile.screens.reads.visits import Visits, visits

KINDS = tuple(
    dict.fromkeys(
        (
            *courses.KINDS,
            *scores.KINDS,
            *teams.KINDS,
            *agreed.KINDS,
            *SHAREABLE,
            Allergy,
            Caution,
            Clinic,
            HealthProblem,
            KeptForm,
            Message,
            Patient,
            SafetyPlan,
            SummaryLine,
        )
    )
)
Private = Literal["journal", "own_words", "shared", "messages", "notes", "safety_plan"]
"""What is never in it."""


@dataclass(frozen=True)
class Listed:
    """One line that the person wrote in a form: its answers as ("valueString", "Walnuts")."""

    answers: tuple[tuple[str, Any], ...] = field(repr=False)


@dataclass(frozen=True)
class ListedLines:
    """`at`: when they were answered. `is_own`: the person wrote it themselves."""

    lines: tuple[Listed, ...] = ()
    at: datetime | None = None
    is_own: bool = True


@dataclass(frozen=True)
class Held:
    """At a moment."""

    seen: Visits
    team: Team
    patient: Patient | None = None
    clinic: Clinic | None = None
    problems: Sequence[HealthProblem] = ()
    allergies: Sequence[Allergy] = ()
    cautions: Sequence[Caution] = ()
    measures: Sequence[Measure] = ()
    medicines: ListedLines = ListedLines()
    said_allergies: ListedLines = ListedLines()
    card: RoomCard | None = None
    agreements: Sequence[SignedAgreement] = ()
    private: frozenset[Private] = frozenset()
    afterwards: tuple[Reported, ...] = ()  # what was answered of the time after sessions, the first first


async def portable(records: Keeping, me: str, now: datetime, zone: ZoneInfo) -> Held:
    """`me`: "Patient/p1". Raises what the store raises."""
    today = now.astimezone(zone).date()
    patients = await records.every(Patient)
    hidden = await hidden_ids(records)
    cards = [one for one in await records.every(RoomCard) if not one.is_put_away and one.id not in hidden]
    unsent = await records.unsent(SignedAgreement)
    signed = [
        one
        for one in await standing_agreements(records)
        if one.is_in_force(now) and one.id not in unsent and one.title
    ]
    return Held(
        await visits(records, now),
        await team(records, now),
        next((one for one in patients if me in one.names), None),
        await read_own_clinic(records),
        standing(by_calendar(await records.every(HealthProblem), zone), today),
        standing(by_calendar(await records.every(Allergy), zone), today),
        standing(by_calendar(await records.every(Caution), zone), today),
        await measures(records, now, zone),
        await _listed(records, MEDICINE),
        await _listed(records, ALLERGY),
        max(cards, key=lambda one: one.changed_at, default=None),
        sorted(signed, key=lambda one: (one.title, one.id)),
        await _private(records, hidden),
        await _afterwards(records),
    )


async def _listed(records: Keeping, code: str) -> ListedLines:
    """Of the form that was answered last of those that ask for such a list. One whose questions are not known here says nothing."""
    definitions, kept = await records.every(FormDefinition), await records.every(KeptForm)
    found: list[tuple[Response, ListedLines]] = []
    for response in await records.every(Response):
        form = pick_form(response, definitions, kept).form if response.is_done else None
        resource = form.to_resource() if form is not None else {}
        if response.answered_at is not None and codes_in(resource)[code]:
            lines = tuple(Listed(one) for one in listed(resource, response.to_resource(), code))
            found.append((response, ListedLines(lines, response.answered_at, response.is_mine)))
    return max(found, key=lambda one: (one[1].at, one[0].id), default=(None, ListedLines()))[1]  # type: ignore[arg-type,return-value]


async def _afterwards(records: Keeping) -> tuple[Reported, ...]:
    definitions, kept = await records.every(FormDefinition), await records.every(KeptForm)
    found: list[Reported] = []
    for response in await records.every(Response):
        form = pick_form(response, definitions, kept).form if response.is_done else None
        at = response.first_answered_at
        if form is not None and at is not None:
            one = reported(form.to_resource(), response.to_resource(), at, is_own=response.is_mine)
            found += [one] if one is not None else []
    return tuple(sorted(found, key=lambda one: one.at))


async def _private(records: Keeping, hidden: frozenset[str]) -> frozenset[Private]:
    found = set[Private]()
    for kind in SHAREABLE:
        words = (one for one in await records.every(kind) if not one.is_put_away and one.id not in hidden)
        if kind is not RoomCard and any(not one.is_empty for one in words):
            found.add("journal" if kind is JournalEntry else "own_words")
    if (await patient_shares(records)).active:
        found.add("shared")
    if await records.every(Message):
        found.add("messages")
    if await records.every(SummaryLine):
        found.add("notes")
    if current(await records.every(SafetyPlan)) is not None:
        found.add("safety_plan")
    return frozenset(found)
