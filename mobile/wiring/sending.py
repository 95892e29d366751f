"""The clinic's side of an open store: its client, its tokens in use, and the sync engine that sends and asks.

There is one while the store is open and somebody is known, and none of it outlives the store's keys. It knows no page
and no PIN; `mobile.wiring.account_session` says when.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import datetime
from typing import Any

from api_client import ClinicClient
from api_client.smart import SmartAuth
from mobile.care import catalog
from mobile.care.consent.standing import AgreementStanding
from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.response import Response
from mobile.care.grant import ShareGrant
from mobile.care.measures.agreement import MeasuresGrant
from mobile.care.measures.measured import Measured
from mobile.care.opened import Opened
from mobile.care.people import CareTeam
from mobile.care.safety.alerts import Alert
from mobile.care.talk.reply import Reply
from mobile.records import Records
from mobile.records.errors import StoreError
from mobile.sync import Learnt, PullQuery, SyncEngine, SyncStatus
from mobile.wiring.identity import Identity
from mobile.wiring.setup import CLIENT_ID, Setup
from mobile.wiring.tokens import SealedTokens

BETWEEN_TRIES_S = 0.5


class EngineStatus:
    """The sync engine, as far as a screen may know it."""

    def __init__(self, engine: SyncEngine) -> None:
        self._engine = engine

    @property
    def now(self) -> SyncStatus:
        return self._engine.status

    def watch(self, on_change: Callable[[SyncStatus], None]) -> Callable[[], None]:
        return self._engine.watch(on_change)


class Sending:
    """One a device. `engine` is None while nothing is sent."""

    def __init__(self, setup: Setup, now: Callable[[], datetime]) -> None:
        """`now`: aware UTC, by which what agreements let see is over."""
        self._setup, self._now = setup, now
        self._client: ClinicClient | None = None
        self.auth: SmartAuth | None = None
        self.engine: SyncEngine | None = None
        self._is_foreground = True
        self._end_following: Callable[[], None] | None = None
        self._looking = set[asyncio.Task[None]]()

    @property
    def client(self) -> ClinicClient | None:
        """Signed in as the person; None while nothing is sent."""
        return self._client

    @property
    def status(self) -> EngineStatus | None:
        """What sync says, for the screens."""
        return EngineStatus(self.engine) if self.engine is not None else None

    async def start(
        self,
        identity: Identity,
        records: Records,
        learnt: Learnt | None = None,
        heard: Callable[[], Coroutine[Any, Any, None]] | None = None,
    ) -> None:
        """Begins to send and to ask for this person. What was under way before is ended first. `learnt` is told what the clinic
        states of itself, before anything is sent; `heard` is called when sync says something new of itself."""
        if self.engine is not None:
            await self.stop()
        transport = self._setup.transport_to(identity.fhir_base)
        self.auth = SmartAuth(identity.fhir_base, CLIENT_ID, SealedTokens(records), transport=transport)
        self._client = ClinicClient(identity.fhir_base, transport=transport, auth=self.auth)
        who = catalog.Who(identity.role, identity.fhir_user, identity.patient, identity.fhir_base)
        pulls = [
            PullQuery(
                p.key,
                p.resource_type,
                p.params,
                p.reconcile_every_s,
                p.is_own,
                p.holds_words,
                p.opened_by,
                p.alone_every_s,
                p.is_heavy,
            )
            for p in catalog.pulls(who)
        ]
        is_patient = who.role == "patient"
        opened = await self._following(records, who.reference, is_patient=is_patient)
        self.engine = SyncEngine(
            self._client,
            records,
            pulls,
            lambda document: catalog.filing(document.type, document.text, who, opened),
            every_s=self._setup.pull_every_s,
            opens=lambda resource_type, id: catalog.may_hold(resource_type, id, who, opened),
            learnt=learnt,
            is_quiet=lambda row: catalog.is_quiet(row.resource_type, row.payload),
        )
        self.engine.in_foreground(self._is_foreground)
        with suppress(StoreError):
            await self.engine.recall()  # before the first place is drawn: it says what is known from before
        if heard is not None:
            self.engine.watch(lambda _: self._soon(heard()))
        self.engine.start()

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._looking.add(task)
        task.add_done_callback(self._looking.discard)

    def in_foreground(self, is_foreground: bool) -> None:
        """Whether somebody looks at Lantern: the clinic is asked seldom while nobody does, and at once when they are back."""
        if is_foreground != self._is_foreground:
            self._is_foreground = is_foreground
            if self.engine is not None:
                self.engine.in_foreground(is_foreground)

    async def _following(self, records: Records, me: str, *, is_patient: bool) -> Opened:
        """What the grants and answers on this device open, kept true when one is removed. What comes in is noted as it is filed."""
        opened = Opened(me, self._now)

        async def look(id: str) -> None:
            with suppress(StoreError):  # locked meanwhile: the next start reads them all
                grant = await records.get(ShareGrant, id)
                if grant is None:
                    opened.forget(id)
                else:
                    opened.note(grant)

        async def look_at_answers(id: str) -> None:
            with suppress(StoreError):
                response = await records.get(Response, id)
                if response is None:
                    opened.forget_answers(id)
                else:
                    opened.note_answers(response)

        def soon(work: Callable[[str], Coroutine[Any, Any, None]]) -> Callable[[str], None]:
            def on_change(id: str) -> None:
                self._soon(work(id))

            return on_change

        ends = [records.watch(ShareGrant, soon(look))]
        if not is_patient:
            ends.append(records.watch(Response, soon(look_at_answers)))

        def end() -> None:
            for one in ends:
                one()

        self._end_following = end
        await _note_all(opened, records, is_patient=is_patient)
        return opened

    async def stop(self) -> None:
        """Ends what is under way. The tokens stay in use until `forget`."""
        if self.engine is not None:
            await self.engine.stop()
            self.engine = None
        if self._end_following is not None:
            self._end_following()
            self._end_following = None
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def send_rest(self, within_s: float) -> None:
        """Sends what waits, while the clinic takes it and no longer than that: what is here goes with this process or page."""
        engine = self.engine
        if engine is None:
            return
        with suppress(TimeoutError, StoreError):
            async with asyncio.timeout(within_s):
                while engine.status.waiting:
                    await engine.once()
                    await asyncio.sleep(BETWEEN_TRIES_S if engine.status.waiting else 0)

    async def sign_out(self) -> None:
        """Asks the clinic to forget the tokens, if it can be reached."""
        if self.auth is not None:
            await self.auth.sign_out()

    def forget(self) -> None:
        """The store is closed: nothing here holds its tokens any more."""
        self.auth = None


async def _note_all(opened: Opened, records: Records, *, is_patient: bool) -> None:
    """What is on this device already."""
    for grant in await records.every(ShareGrant):
        opened.note(grant)
    if not is_patient:
        for response in await records.every(Response):
            opened.note_answers(response)
        for reply in await records.every(Reply):
            opened.note_reply(reply)
        await _note_agreed(opened, records)


async def _note_agreed(opened: Opened, records: Records) -> None:
    """By what agreements may close something."""
    for form in await records.every(FormDefinition):
        opened.agreed.note_form(form)
    for team in await records.every(CareTeam):
        opened.note_team(team)
    for standing in await records.every(AgreementStanding):
        opened.agreed.note_standing(standing)
    for grant in await records.every(MeasuresGrant):
        opened.agreed.note_measures(grant)
    for alert in await records.every(Alert):
        opened.agreed.note_alert(alert)
    for measured in await records.every(Measured):
        opened.agreed.note_measured(measured)
