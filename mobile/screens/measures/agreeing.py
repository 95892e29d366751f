"""Who reads the measures by the patient's own agreement, and who could: to give, to end, and to say how far either is. Flet-free.

Ending never waits. Giving waits on the day of a session like all new sharing, and opens nothing to anybody the clinic
does not name a therapist of this patient. One agreement a person: a second tap gives nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.decision_guard import Waits, decisions_wait
from mobile.care.measures import MeasuresGrant, may_read
from mobile.care.prompts import Protocol
from mobile.care.sharing import new_id
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping, SendState, Standing
from mobile.screens.reads import scopes
from mobile.screens.reads import team as teams
from mobile.screens.reads import visits as visiting
from mobile.screens.reads.scopes import Held, agreed_reading
from mobile.screens.reads.team import team

KINDS = (*visiting.KINDS, *teams.KINDS, *scopes.KINDS, Protocol, MeasuresGrant)


@dataclass(frozen=True)
class Agreed:
    """One agreement. `is_known_at_clinic`: the clinic knows of it as it stands here."""

    grant: MeasuresGrant
    name: str  # "" where nobody says it
    standing: Standing | None = None
    held: Held | None = None  # why they cannot be read by it yet

    @property
    def is_known_at_clinic(self) -> bool:
        return self.standing is None or self.standing.state in (SendState.SENT, SendState.ONLY_HERE)

    @property
    def is_refused(self) -> bool:
        return self.standing is not None and self.standing.state is SendState.NEEDS_ATTENTION


@dataclass(frozen=True)
class Asked:
    """A therapist of this patient who does not read the measures."""

    reference: str
    name: str


@dataclass(frozen=True)
class Agreeing:
    """`waits`: until when nothing new is given, on the day of a session."""

    reading: tuple[Agreed, ...] = ()
    leaving: tuple[Agreed, ...] = ()  # ended here, and the clinic does not know yet
    could: tuple[Asked, ...] = ()
    waits: Waits | None = None


async def agreeing(records: Keeping, patient: str, now: datetime, zone: ZoneInfo) -> Agreeing:
    """As it stands now."""
    seen, agreed = await team(records, now), await agreed_reading(records, now)
    agreements = [
        Agreed(
            one,
            seen.name_of(one.practitioner) or one.practitioner_name or "",
            await _standing(records, one),
            agreed.held(one.practitioner, "measures") if one.practitioner is not None else None,
        )
        for one in await records.every(MeasuresGrant, {"patient": patient})
    ]
    reading = _each_once(
        one for one in agreements if may_read(one.grant.practitioner or "", patient, [one.grant], now)
    )
    reads = {one.grant.practitioner for one in reading}
    ended = [one for one in agreements if not one.grant.is_active and one.grant.practitioner not in reads]
    return Agreeing(
        reading=reading,
        leaving=_each_once(one for one in ended if not one.is_known_at_clinic),
        could=tuple(
            Asked(member.reference, seen.name_of(member.reference) or member.name)
            for member in seen.members
            if member.is_therapist and member.reference not in reads
        ),
        waits=decisions_wait(await records.every(Session), await records.every(Protocol), now, zone),
    )


def _each_once(agreements: Iterable[Agreed]) -> tuple[Agreed, ...]:
    """One a person: two devices may each have given it."""
    found: dict[str | None, Agreed] = {}
    for one in agreements:
        found.setdefault(one.grant.practitioner, one)
    return tuple(found.values())


async def _standing(records: Keeping, grant: MeasuresGrant) -> Standing | None:
    return await records.standing(MeasuresGrant, grant.id)


async def agree(records: Keeping, patient: str, to: Asked, now: datetime, zone: ZoneInfo) -> bool:
    """Gives it. False: it was given already, waits for another day, or they are no therapist of this patient any more."""
    stands = await agreeing(records, patient, now, zone)
    if stands.waits is not None or to.reference not in {one.reference for one in stands.could}:
        return False
    grant = MeasuresGrant.make(
        new_id(), patient=patient, practitioner=to.reference, name=to.name or None, now=now
    )
    await records.save(grant)
    return True


async def stop(records: Keeping, patient: str, practitioner: str | None, now: datetime) -> bool:
    """Ends every agreement with this person: fewer would leave it open. True: the clinic knows already."""

    async def end() -> list[MeasuresGrant]:
        wanted = {"patient": patient, "practitioner": practitioner, "active": True}
        found = await records.every(MeasuresGrant, wanted)
        await records.save_all([one.ended(now) for one in found], over=found)
        return found

    open_now = await until_written(end)
    return all([Agreed(one, "", await _standing(records, one)).is_known_at_clinic for one in open_now])


async def try_again(records: Keeping, grant: MeasuresGrant, _: object = None) -> None:
    """Sends what the clinic's system did not take once more."""
    await records.try_again(MeasuresGrant, grant.id)
