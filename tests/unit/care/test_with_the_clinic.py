"""The catalog against the whole sandbox clinic: everything a person needs arrives in a real store, and nothing is a fault."""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from api_client import ClinicClient
from api_client.sandbox import Sandbox
from api_client.sandbox.faults import Faults
from mobile.care.catalog import Who, filing, may_hold, pulls
from mobile.care.course import Course
from mobile.care.forms import FormDefinition, Response, pick_form
from mobile.care.measures import Measured, MeasuresGrant, observation_of
from mobile.care.opened import Opened
from mobile.care.prompts import Protocol
from mobile.care.readiness import IntakeSet, StepGuide, StepTask, set_for, steps, whose_turn
from mobile.care.safety.alerts import Alert, alerts_for, state
from mobile.care.safety.plan import PlanPast, SafetyOutline, SafetyPlan, past_of, reword
from mobile.care.safety.routing import RoutingTable
from mobile.care.sharing import new_id
from mobile.records import Records, Store
from mobile.records.ports import SendState
from mobile.records.secrets import MemorySecrets
from mobile.sync import PullQuery, SyncEngine
from mobile.wiring.setup import PATIENT_SCOPES

BASE = "https://clinic.test/fhir"
NOW = datetime(2031, 3, 1, 15, tzinfo=UTC)


class Bearer(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["authorization"] = f"Bearer {self._token}"
        yield request


class Device:
    """One person's device: a real store and a real engine, on the sandbox in process."""

    def __init__(self, records: Records, engine: SyncEngine) -> None:
        self.records = records
        self.engine = engine

    async def sync(self) -> Any:
        done = await self.engine.once()
        assert self.engine.status.phase == "idle", self.engine.status
        return done

    async def all(self, noun: Any) -> list[Any]:
        return await self.records.newest(noun, 500)


@asynccontextmanager
async def device_of(
    sandbox: Sandbox, person: str, folder: Path, *, reference: str = ""
) -> AsyncIterator[Device]:
    """`reference`: of a practitioner whose account is not called like their record."""
    role, named = (
        ("patient", f"Patient/{person}")
        if person in ("rowan", "ines", "marlow", "tova")
        else (
            "practitioner",
            f"Practitioner/{person}",
        )
    )
    reference, opened = reference or named, Opened(reference or named, lambda: sandbox.clock())
    who = Who(role, reference, reference if role == "patient" else None, BASE)  # pyright: ignore[reportArgumentType]
    store = Store(folder / new_id(), MemorySecrets())
    await store.look()
    records = await store.create(None)
    client = ClinicClient(
        BASE,
        transport=httpx.ASGITransport(sandbox.app),
        auth=Bearer(sandbox.token(person, PATIENT_SCOPES)),
    )
    queries = [
        PullQuery(p.key, p.resource_type, p.params, p.reconcile_every_s, p.is_own, opened_by=p.opened_by)
        for p in pulls(who)
    ]
    engine = SyncEngine(
        client,
        records,
        queries,
        lambda document: filing(document.type, document.text, who, opened),
        clock=lambda: sandbox.clock(),
        opens=lambda resource_type, id: may_hold(resource_type, id, who, opened),
    )
    try:
        yield Device(records, engine)
    finally:
        await engine.stop()
        await client.aclose()
        store.lock()


@pytest.fixture
def sandbox() -> Any:
    made = Sandbox(None, demo=True, clock=lambda: NOW, base_url=BASE)
    yield made
    made.close()


async def test_a_patient_receives_every_noun_of_forms_measures_and_safety(sandbox: Sandbox, tmp_path: Path):
    async with device_of(sandbox, "rowan", tmp_path) as device:
        done = await device.sync()
        assert done.received > 0
        counts = {
            noun.__name__: len(await device.all(noun))
            for noun in (
                Course, FormDefinition, IntakeSet, Measured, Protocol, Response, RoutingTable, SafetyOutline,
                SafetyPlan, StepGuide, StepTask,
            )
        }  # fmt: skip
        clinic = {type_: len(sandbox.find(type_)) for type_ in ("Questionnaire", "PlanDefinition")}
        assert counts["FormDefinition"] == clinic["Questionnaire"]
        assert counts["Protocol"] == 8
        assert counts["IntakeSet"] == 4
        assert counts["RoutingTable"] == counts["SafetyOutline"] == counts["StepGuide"] == 1
        assert counts["SafetyPlan"] == counts["Course"] == 1
        mine = [
            one
            for one in sandbox.find("QuestionnaireResponse")
            if one["subject"]["reference"] == "Patient/rowan"
        ]
        totals = [
            one for one in sandbox.find("Observation") if one["subject"]["reference"] == "Patient/rowan"
        ]
        assert (counts["Response"], counts["Measured"]) == (len(mine), len(totals))
        assert counts["StepTask"] == 9
        again = await device.sync()
        assert (again.received, again.removed) == (0, 0)


async def test_the_board_is_the_same_from_tasks_and_at_a_clinic_without_them(tmp_path: Path):
    boards: list[list[Any]] = []
    for without in ((), ("Task",)):
        sandbox = Sandbox(
            None, demo=True, clock=lambda: NOW, base_url=BASE, faults=Faults(without=frozenset(without))
        )
        async with device_of(sandbox, "ines", tmp_path) as device:
            await device.sync()  # a type the clinic does not keep is no trouble
            tasks = await device.all(StepTask)
            assert bool(tasks) is ("Task" not in without)
            definitions = await device.all(FormDefinition)
            found = steps(
                tasks=tasks,
                plans=await device.all(Course),
                responses=await device.all(Response),
                definitions=definitions,
                intake=set_for(await device.all(IntakeSet), [one.form for one in tasks if one.form]),
                guide=next(iter(await device.all(StepGuide))),
            )
            boards.append([(s.key, s.state, s.turn, s.guidance.so.text, s.since) for s in found])
            turns = whose_turn(found)
            assert turns.next is not None
            assert turns.next.form is not None
            assert turns.next.progress is not None
            assert (turns.next.progress.state, turns.next.state) == ("begun", "under_way")
            assert turns.next.progress.left
        sandbox.close()
    assert boards[0] == boards[1]


async def test_a_finished_form_its_task_its_total_and_its_alert_arrive_and_the_clinic_answers(
    sandbox: Sandbox, tmp_path: Path
):
    async with (
        device_of(sandbox, "ines", tmp_path) as ines,
        device_of(sandbox, "dr-ash", tmp_path) as ash,
        device_of(sandbox, "sam", tmp_path) as sam,
    ):
        await ines.sync()
        phq9 = next(one for one in await ines.all(FormDefinition) if one.server_id == "phq-9")
        table = (await ines.all(RoutingTable))[0]
        task = next(one for one in await ines.all(StepTask) if one.form == phq9.canonical)
        draft = Response.begin(new_id(), phq9, "Patient/ines", NOW).draft_of(
            answers([0, 1, 0, 0, 0, 0, 0, 0, 1]), NOW
        )
        alerts = alerts_for(draft, phq9, table, [], NOW)
        begun = task.begun()
        assert begun is not None
        await ines.records.save_all([draft, *alerts, begun])
        (alert,) = alerts
        assert state(alert, await ines.records.standing(Alert, alert.id)).state == "created"
        await ines.sync()
        await ines.sync()
        held = await ines.records.get(Alert, alert.id)
        assert held is not None
        assert state(held, await ines.records.standing(Alert, alert.id)).state == "delivered"

        await ash.sync()
        assert not any(one.id == draft.id for one in await ash.all(Response))  # it is still being filled in
        (theirs,) = [one for one in await ash.all(Alert) if one.id == alert.id]
        await ash.records.save(theirs.acknowledge("Practitioner/dr-ash", NOW, "Dr. Ash Prototype"))
        await ash.sync()
        await ines.sync()
        held = await ines.records.get(Alert, alert.id)
        assert held is not None
        assert state(held, None).state == "acknowledged"
        assert held.acknowledged_name == "Dr. Ash Prototype"
        (taken,) = [one for one in await ash.all(Alert) if one.id == alert.id]
        await ash.records.save(taken.resolve("Practitioner/dr-ash", NOW))
        await ash.sync()
        await ines.sync()
        held = await ines.records.get(Alert, alert.id)
        assert held is not None
        assert state(held, None).state == "resolved"

        kept = await ines.records.get(Response, draft.id)
        assert kept is not None
        done = kept.submit(answers([0, 1, 0, 0, 0, 0, 0, 0, 1]), NOW)
        total = observation_of(done, phq9, 2)
        now_task = await ines.records.get(StepTask, task.id)
        assert total is not None
        assert now_task is not None
        sent = now_task.sent_with(done)
        assert sent is not None
        await ines.records.save_all([done, total, sent])
        await ines.sync()
        await ines.sync()
        for noun, id in ((Response, done.id), (Measured, total.id), (StepTask, task.id), (Alert, alert.id)):
            standing = await ines.records.standing(noun, id)
            assert standing is not None
            assert standing.state == SendState.SENT, (noun, standing)
        at_clinic = next(one for one in sandbox.find("Task") if one["id"] == task.server_id)
        assert at_clinic["status"] == "completed"
        assert at_clinic["output"][0]["valueReference"]["reference"].startswith("QuestionnaireResponse/")

        await ash.sync()
        await sam.sync()
        (read,) = [one for one in await ash.all(Measured) if one.id == total.id]
        assert (read.total, read.answered_at) == (2, done.answered_at)
        (theirs_done,) = [one for one in await ash.all(Response) if one.id == done.id]
        assert pick_form(theirs_done, await ash.all(FormDefinition)).reason is None
        assert not [
            one for one in await sam.all(Measured) if one.patient == "Patient/ines"
        ]  # she did not agree to it

        grant = MeasuresGrant.make(
            new_id(), patient="Patient/ines", practitioner="Practitioner/sam", name="Sam Fixture", now=NOW
        )
        await ines.records.save(grant)
        await ines.sync()
        async with device_of(sandbox, "sam", tmp_path) as later:
            await later.sync()
            read = [one for one in await later.all(Measured) if one.patient == "Patient/ines"]
            assert [one.id for one in read] == [total.id]
            assert grant.id in {one.id for one in await later.all(MeasuresGrant)}
            assert [one.id for one in await later.all(Response) if one.patient == "Patient/ines"] == [done.id]


async def test_the_patients_words_of_the_safety_plan_reach_the_clinic_and_their_past_does_not(
    sandbox: Sandbox, tmp_path: Path
):
    async with device_of(sandbox, "rowan", tmp_path) as device:
        await device.sync()
        (plan,) = await device.all(SafetyPlan)
        newer, past = reword(plan, past_of(plan, None), "alone", "Feed the neighbour's cat.", NOW)
        await device.records.save_all([newer, past])
        await device.sync()
        standing = await device.records.standing(SafetyPlan, plan.id)
        assert standing is not None
        assert standing.state == SendState.SENT
        at_clinic = next(one for one in sandbox.find("CarePlan") if one["id"] == plan.server_id)
        assert "Feed the neighbour's cat." in str(at_clinic)
        kept = await device.records.get(PlanPast, past.id)
        assert kept is not None
        (before,) = kept.earlier["alone"]
        assert before.words == "Walk to the river. Wash the dishes with the radio on."
        only_here = await device.records.standing(PlanPast, past.id)
        assert only_here is not None
        assert only_here.state == SendState.ONLY_HERE


@pytest.mark.parametrize("person", ["dr-ash", "coordinator", "sam"])
async def test_who_works_at_the_clinic_receives_what_their_role_may_read_and_no_more(
    sandbox: Sandbox, tmp_path: Path, person: str
):
    async with device_of(sandbox, person, tmp_path) as device:
        await device.sync()
        assert await device.all(FormDefinition)
        assert await device.all(StepTask)
        responses, totals = await device.all(Response), await device.all(Measured)
        assert all(one.is_done for one in responses)
        whose = {one.patient for one in (*responses, *totals)}
        grants = {one.patient for one in await device.all(MeasuresGrant) if one.is_active}
        told = {
            "sam": grants,
            "dr-ash": whose | {"Patient/rowan", "Patient/marlow"},
            "coordinator": set[str](),
        }
        assert whose == told[person]
        definitions = {one.address: one for one in await device.all(FormDefinition)}
        uses = {use for one in responses for use in definitions[one.address].uses}
        read = {"sam": {"measure"}, "dr-ash": {"measure", "intake"}, "coordinator": set[str]()}
        assert uses == read[person]


_OPTIONS = ("LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9")


def answers(scores: list[int | None]) -> list[dict[str, Any]]:
    """PHQ-9 answers as a response has them; None is a question passed over."""
    return [
        {
            "linkId": "phq9-items",
            "item": [
                {
                    "linkId": f"phq9-{number}",
                    "answer": [{"valueCoding": {"system": "http://loinc.org", "code": _OPTIONS[score]}}],
                }
                for number, score in enumerate(scores, 1)
                if score is not None
            ],
        }
    ]
