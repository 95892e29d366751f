"""Messages with a clinic's team: one thread a patient, who reads it and when, and the answer being written. Flet-free."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Unpack
from zoneinfo import ZoneInfo

from mobile.care.clinic import Clinic
from mobile.care.clinic_service import ClinicService
from mobile.care.people import CareTeam, Patient, Practitioner
from mobile.care.prompts import Protocol
from mobile.care.safety.hours import Answering as Hours
from mobile.care.safety.hours import answering, windows_of
from mobile.care.talk.correspondence import Correspondence
from mobile.care.talk.draft import TalkDraft, team_thread
from mobile.care.talk.message import Message
from mobile.care.talk.thread import Thread, with_team
from mobile.records.ports import Keeping, Standing
from mobile.screens.page_calls import PageCalls
from mobile.screens.reads.waiting import message_service
from mobile.screens.talking.answering import Answering, Sending, mark_read
from mobile.screens.talking.to_team import Writer, team_of, to_team

KINDS = (Message, TalkDraft, CareTeam, Patient, Practitioner, Clinic, ClinicService, Protocol)


@dataclass(frozen=True)
class Conversation:
    """One patient's, in a list."""

    patient: str  # "Patient/p1"
    name: str = field(repr=False)
    unread: int
    last_at: datetime | None

    @property
    def id(self) -> str:
        """As it stands in a route: "p1"."""
        return self.patient.removeprefix("Patient/")


class TeamTalk:
    """`me`: the patient, or one of the people who work at the clinic."""

    def __init__(
        self,
        records: Keeping,
        me: str,
        zone: ZoneInfo,
        now: Callable[[], datetime],
        **calls: Unpack[PageCalls],
    ) -> None:
        self._records, self._me, self._zone, self._now = records, me, zone, now
        self.answering = Answering(records, now, self._compose, **calls)
        self.patient = ""
        self.thread: Thread[Message] = Thread(me)
        self.standings: Mapping[str, Standing | None] = {}
        self.hours: Hours | None = None  # when the team reads; None: the clinic does not say
        self.has_team = False

    async def look(self, patient: str) -> None:
        """`patient`: whose thread, "Patient/p1"."""
        self.patient = patient
        self.thread = with_team(await self._records.every(Message), self._me, patient)
        mine = [one for one in self.thread.written if self.thread.is_mine(one)]
        self.standings = {one.id: await self._records.standing(Message, one.id) for one in mine}
        self.has_team = await team_of(self._records, patient, self._now()) is not None
        service = await message_service(self._records)
        times = list(service.times) if service is not None and not service.has_exceptions else []
        self.hours = answering(windows_of(times), self._now().astimezone(self._zone))
        await self.answering.turn_to(team_thread(patient), patient)

    async def _compose(self, draft: TalkDraft, id: str, words: str) -> Sending:
        """In the record that the draft is of, whichever is open."""
        writer = Writer(self._me, self._now(), self._zone)
        return await to_team(self._records, draft.patient, id, words, writer)

    async def read(self) -> bool:
        """What is new was shown. True if anything was."""
        unread = list[Correspondence](self.thread.unread)
        return bool(unread) and await mark_read(self._records, unread, self._now())


async def conversations(records: Keeping, me: str) -> list[Conversation]:
    """Everybody who wrote, unread first, then who wrote last."""
    messages = await records.every(Message)
    names = {name: one.name for one in await records.every(Patient) for name in one.names}
    patients = dict.fromkeys(one.patient for one in messages if one.patient)
    found: list[Conversation] = []
    for patient in patients:
        thread = with_team(messages, me, patient)
        if thread.written:
            found.append(Conversation(patient, names.get(patient, ""), len(thread.unread), thread.last_at))
    return sorted(
        found, key=lambda one: (one.unread == 0, -(one.last_at.timestamp() if one.last_at else 0.0))
    )
