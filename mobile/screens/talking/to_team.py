"""What is written to a patient's care team: who it goes to now, and whether it goes now. Flet-free; read afresh at every Send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from mobile.care.people import CareTeam
from mobile.care.talk.correspondence import Between
from mobile.care.talk.message import Message
from mobile.care.talk.thread import with_team
from mobile.records.ports import Keeping
from mobile.screens.reads.waiting import long_waits
from mobile.screens.talking.answering import Sending


@dataclass(frozen=True)
class Writer:
    """Who writes, "Patient/p1" or "Practitioner/t1", and when, by the clinic's clock."""

    me: str
    now: datetime
    zone: ZoneInfo

    @property
    def is_patient(self) -> bool:
        return self.me.startswith("Patient/")


async def team_of(records: Keeping, patient: str, now: datetime) -> CareTeam | None:
    """The team that messages of this patient go to, which the clinic has named; None: none."""
    return next(
        (
            one
            for one in await records.every(CareTeam)
            if one.patient == patient
            and one.is_active
            and one.server_id is not None
            and (one.until is None or one.until > now)
        ),
        None,
    )


async def to_team(records: Keeping, patient: str, id: str, words: str, writer: Writer) -> Sending:
    """The message that these words become under this id, or why there is none now. A patient's long text waits on session day."""
    team = await team_of(records, patient, writer.now)
    if team is None:
        return Sending(why="nobody")
    if writer.is_patient:
        waits = await long_waits(records, words, writer.now, writer.zone)
        if waits is not None:
            return Sending(why="waits", until=waits.until)
    recipient = f"{team.TYPE}/{team.server_id}" if writer.is_patient else patient
    thread = with_team(await records.every(Message), writer.me, patient)
    between = Between(patient, writer.me, recipient)
    return Sending(Message.written(id, words, between, thread=thread.written, now=writer.now))
