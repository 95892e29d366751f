"""The safety plan: the patient's words, saved as typed with what they replace; readable locked only by their choice. Alerts: exactly what is true."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.response import Response
from mobile.care.safety.alerts import Alert
from mobile.care.safety.plan import PlanPast, SafetyPlan, current, past_id
from mobile.care.safety.routing import RoutingTable
from mobile.records.ports import ServerCopy
from mobile.screens.safety_plan.model import PlanWriting
from tests.screens.clinic_of import NOW, documents_of, person, receive_all, seeded
from tests.screens.harness import Phone, PretendWiring, opened_store

SIGNS = "How I notice that a hard time is coming"


def wiring(records: Any, name: str = "rowan", **more: Any) -> PretendWiring:
    return PretendWiring(records=records, person=person(name), at=NOW, **more)


async def plan_in(records: Any) -> SafetyPlan:
    found = current(await records.newest(SafetyPlan, 5))
    assert found is not None
    return found


async def test_six_steps_under_plain_headings_in_the_patients_words(tmp_path: Path) -> None:
    async with Phone(wiring(await seeded(tmp_path, "rowan"))) as phone:
        await phone.start("/safety-plan")
        await phone.sees(f"1. {SIGNS}", "heading")
        await phone.sees("Walk to the river. Wash the dishes with the radio on.")
        assert (
            len([one for one in phone.nodes() if re.match(r"\d\. ", one.name) and one.role == "heading"]) == 6
        )
        assert not any(re.search("Stanley|Brown|contract|promise", text) for text in phone.texts())
        assert phone.faults() == []
        assert phone.reported == []


async def test_words_are_saved_as_they_are_typed_and_what_they_replace_is_kept_once(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    before = (await plan_in(records)).steps[0].words
    async with Phone(wiring(records)) as phone:
        await phone.start("/safety-plan")
        await phone.tap("Change my words")
        for words in ("N", "Ni", "Nights without sleep."):
            await phone.type(SIGNS, words)
        await phone.sees(re.compile("^Saved on this phone · Waiting to send"))
        assert phone.faults() == []
    plan = await plan_in(records)
    past = await records.get(PlanPast, past_id(plan))
    assert plan.steps[0].words == "Nights without sleep."
    assert [one.words for one in past.earlier["signs"]] == [before]


async def test_of_the_clinics_plan_nothing_but_the_words_is_changed(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    before = (await plan_in(records)).to_resource()
    model = PlanWriting(records, lambda: NOW, start=lambda work: work.close(), on_change=lambda: None)
    await model.load()
    model.type("alone", "Read aloud.")
    assert await model.flush()
    after = (await plan_in(records)).to_resource()
    before["activity"][1]["detail"]["description"] = "Read aloud."
    assert after == before


async def test_words_that_are_too_long_are_not_lost_and_not_called_saved(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    model = PlanWriting(records, lambda: NOW, start=lambda work: work.close(), on_change=lambda: None)
    await model.load()
    model.type("alone", "x" * 4001)
    assert not await model.flush()
    assert model.trouble == "too_long"
    assert model.typed["alone"] == "x" * 4001


async def test_a_step_that_is_too_long_holds_no_other_back(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    model = PlanWriting(records, lambda: NOW, start=lambda work: work.close(), on_change=lambda: None)
    await model.load()
    model.type("alone", "x" * 4001)
    model.type("signs", "Nights without sleep.")
    assert not await model.flush()
    assert (model.trouble, list(model.typed)) == ("too_long", ["alone"])
    assert (await plan_in(records)).steps[0].words == "Nights without sleep."
    model.type("alone", "Read aloud.")
    assert await model.flush()
    assert model.trouble is None


async def test_what_the_clinic_wrote_while_the_patient_was_writing_is_kept_as_an_earlier_text(
    tmp_path: Path,
) -> None:
    records = await seeded(tmp_path, "rowan")
    plan = await plan_in(records)
    first = plan.steps[1].words
    model = PlanWriting(records, lambda: NOW, start=lambda work: work.close(), on_change=lambda: None)
    await model.load()
    model.type("alone", "Read")
    assert await model.flush()
    (row,) = await records.due(NOW + timedelta(days=1), 5)
    await records.begin([row.seq])
    at = (NOW + timedelta(minutes=2 - 60)).isoformat()  # between the first version and the clinic's third
    await records.acknowledge([(row.seq, ServerCopy("rowan-safety-plan", 'W/"2"', at, row.payload))])
    theirs = {**plan.to_resource(), "id": "rowan-safety-plan"}
    theirs["activity"][1]["detail"]["description"] = "Water the plants first."
    await receive_all(records, "rowan", [theirs], version=3)
    assert (await plan_in(records)).steps[1].words == "Water the plants first."
    for words in ("Read a", "Read aloud."):
        model.type("alone", words)
        assert await model.flush()
    past = await records.get(PlanPast, past_id(plan))
    assert past is not None
    assert [one.words for one in past.earlier["alone"]] == [first, "Water the plants first."]
    assert (await plan_in(records)).steps[1].words == "Read aloud."


async def test_without_a_plan_it_says_who_makes_it_with_the_patient(tmp_path: Path) -> None:
    async with Phone(wiring(await seeded(tmp_path, "ines"), "ines")) as phone:
        await phone.start("/safety-plan")
        await phone.sees("There is no plan here yet")
        await phone.sees(re.compile("together with your clinician"))
        await phone.sees(SIGNS)
        await phone.sees_no("Change my words")
        assert phone.faults() == []


async def test_readable_while_locked_is_asked_with_what_it_means_and_taken_back_without_asking(
    tmp_path: Path,
) -> None:
    records = await seeded(tmp_path, "rowan")
    async with Phone(wiring(records, pin="314159")) as phone:
        await phone.start("/safety-plan")
        await phone.tap(re.compile("^Also readable while the app is locked"))
        await phone.sees(re.compile("^Whoever holds this phone can then read your plan"))
        await phone.tap("No, keep it locked")
        assert await records.get(PlanPast, past_id(await plan_in(records))) is None
        await phone.tap(re.compile("^Also readable while the app is locked"))
        await phone.tap("Yes, also locked")
        await phone.until(lambda: bool(phone.find("Readable while locked from now on.")), "the word")
        past = await records.get(PlanPast, past_id(await plan_in(records)))
        assert past is not None
        assert past.is_readable_locked
        await phone.tap(re.compile("^Also readable while the app is locked"))
        await phone.sees("Only readable when unlocked.")
        past = await records.get(PlanPast, past_id(await plan_in(records)))
        assert past is not None
        assert not past.is_readable_locked


async def test_support_shows_the_plan_unlocked_and_locked_only_what_stands_in_clear(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    async with Phone(wiring(records)) as phone:
        await phone.start("/support")
        await phone.sees("Walk to the river. Wash the dishes with the radio on.")
        await phone.sees("Edit my safety plan", "button")
    async with Phone(wiring(records, door="locked", pin="314159")) as phone:
        await phone.start("/support")
        await phone.sees(re.compile("^If you have a plan, unlock to read it"))
        await phone.sees_no("Walk to the river. Wash the dishes with the radio on.")
    card = {
        "region": "US",
        "phones": [],
        "plan": [{"heading": "What I can do", "words": "Walk to the river."}],
    }
    async with Phone(wiring(records, door="locked", pin="314159", card=card)) as phone:
        await phone.start("/support")
        await phone.sees("Walk to the river.")
        await phone.sees_no("Edit my safety plan")


async def test_written_in_two_places_both_are_shown_and_the_patient_chooses(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    plan = await plan_in(records)
    await records.save(plan.saying("alone", "Read aloud."))
    document = next(one for one in documents_of("rowan") if one["id"] == "rowan-safety-plan")
    document["activity"][1]["detail"]["description"] = "Call Jo first."
    row = (await records.due(NOW + timedelta(days=1), 5))[0]
    await records.begin([row.seq])
    await records.conflict(row.seq, ServerCopy(document["id"], 'W/"2"', None, json.dumps(document)))
    async with Phone(wiring(records)) as phone:
        await phone.start("/safety-plan")
        await phone.sees("Here: Read aloud.")
        await phone.sees("At your clinic: Call Jo first.")
        await phone.tap("The words on this device")
        await phone.sees_no("It was changed in two places")
        assert phone.faults() == []
    step = (await plan_in(records)).step("alone")
    assert step is not None
    assert step.words == "Read aloud."


@pytest.mark.parametrize(("is_mine", "stands", "kept"), [(True, "ours", "theirs"), (False, "theirs", "ours")])
async def test_of_two_versions_neither_words_nor_what_else_the_clinic_changed_are_lost(
    tmp_path: Path, is_mine: bool, stands: str, kept: str
) -> None:
    records = await seeded(tmp_path, "rowan")
    plan = await plan_in(records)
    words = {"ours": "Read aloud.", "theirs": "Call Jo first."}
    await records.save(plan.saying("alone", words["ours"]))
    document = {**plan.to_resource(), "id": "rowan-safety-plan", "title": "Changed by the clinic"}
    document["activity"][1]["detail"]["description"] = words["theirs"]
    row = (await records.due(NOW + timedelta(days=1), 5))[0]
    await records.begin([row.seq])
    await records.conflict(row.seq, ServerCopy(document["id"], 'W/"2"', None, json.dumps(document)))
    model = PlanWriting(records, lambda: NOW, start=lambda work: work.close(), on_change=lambda: None)
    await model.load()
    await model.settle(is_mine=is_mine)
    assert model.plan is not None
    step = model.plan.step("alone")
    assert step is not None
    assert step.words == words[stands]
    assert [one.words for one in model.earlier(step)] == [words[kept]]
    assert model.plan.to_resource()["title"] == "Changed by the clinic"


async def test_help_inside_of_a_form_leads_to_the_plan_and_never_says_there_is_none(tmp_path: Path) -> None:
    from mobile.screens.support.view import Support
    from tests.screens.harness import nodes_of

    async with Phone(wiring(await seeded(tmp_path, "rowan"))) as phone:
        await phone.start("/support")
        support: Any = phone.shell._top
        inside = [node.name for control in Support(support.s).body() for node in nodes_of(control)]
        assert "Open my safety plan" in inside
        assert not any("no plan here yet" in name for name in inside)


async def test_grounding_needs_nothing_and_works_locked(tmp_path: Path) -> None:
    async with Phone(PretendWiring(door="locked", pin="314159", records=None)) as phone:
        await phone.start("/support/ground")
        await phone.sees("Begin", "button")
        await phone.sees("Name 5 things you can see.")


# --- alerts ---


async def an_alert(records: Any) -> Alert:
    form = next(one for one in await records.newest(FormDefinition, 50) if one.server_id == "phq-9")
    table = (await records.newest(RoutingTable, 5))[0]
    response = Response.begin("0b6f2d3e-4c55-4e0a-9a51-7d3c1b2a9f10", form, "Patient/rowan", NOW)
    rule = next(one for one in table.rules if one.link_id == "phq9-9")
    alert = Alert.make(response, table, rule, "Patient/rowan", NOW - timedelta(minutes=3))
    await records.save_all([response, alert])
    return alert


async def delivered(records: Any) -> None:
    number = 500
    while rows := await records.due(NOW + timedelta(days=400), 50):
        await records.begin([row.seq for row in rows])
        for row in rows:
            number += 1
            text = json.dumps({**json.loads(row.payload), "id": str(number)})
            await records.acknowledge([(row.seq, ServerCopy(str(number), f'W/"{number}"', None, text))])


async def test_an_alert_says_saved_delivered_taken_up_and_closed_only_when_each_is_true(
    tmp_path: Path,
) -> None:
    records = await seeded(tmp_path, "rowan")
    alert = await an_alert(records)
    async with Phone(wiring(records)) as phone:
        await phone.start("/support")
        await phone.sees("Your clinic has not been told yet")
        await phone.sees(re.compile("saved on this phone. It is not sent yet"))
        await delivered(records)
        await phone.sees("Your message is at your clinic")
        await phone.sees(re.compile("Nobody has said yet that they read it"))
        assert not any(re.search("will call|somebody will", text) for text in phone.texts())
        there = await records.get(Alert, alert.id)
        taken = there.acknowledge("Practitioner/dr-ash", NOW, "Dr. Ash Prototype")
        await records.save(taken)
        await phone.sees("Somebody at your clinic has seen it")
        await phone.sees(re.compile("^Dr. Ash Prototype, 2:00\u00a0PM"))
        await records.save(taken.resolve("Practitioner/dr-ash", NOW, "Dr. Ash Prototype"))
        await phone.sees("Your clinic settled it")
        assert phone.faults(needs_support=False) == []


async def test_the_numbers_stand_beside_an_alert_on_today_until_it_is_put_away(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    await an_alert(records)
    async with Phone(wiring(records)) as phone:
        await phone.start("/")
        await phone.sees("Your clinic has not been told yet")
        await phone.sees(re.compile("^Call 988"), "button")
        await phone.sees(re.compile(r"\+1\s555\s010\s0199"), "button")
        assert phone.faults() == []
        await phone.tap("Put this message away. Nothing changes at your clinic.")
        await phone.sees_no("Your clinic has not been told yet")
        await phone.goes_to("/support")
        await phone.sees_no("Your clinic has not been told yet")


async def test_an_empty_store_shows_neither(tmp_path: Path) -> None:
    async with Phone(wiring(await opened_store(tmp_path))) as phone:
        await phone.start("/support")
        await phone.sees("How it is made", "button")
        assert phone.reported == []
