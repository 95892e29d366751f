"""The summary as the patient reads it, and what both sides see of a line that was not sent."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from mobile.care.summary import SummaryLine, Whose
from mobile.care.talk.draft import TalkDraft
from mobile.records.errors import NotSaved
from mobile.records.ports import SendState
from tests.screens.harness import THERAPIST, Phone, PretendWiring, opened_store
from tests.screens.test_shell_places import english_only
from tests.screens.test_summary import (
    ASH,
    ME,
    PIN,
    PLACE,
    PRIVATE,
    SAM_IN,
    SHOWN,
    at_desk,
    desk,
    line,
    on_phone,
)
from tests.unit.care.samples import NOW, PATIENT, SAM, clinic_documents, receive, sent

# --- the patient ---


async def test_the_patient_reads_their_lines_with_who_wrote_and_when_and_what_else_there_may_be(
    tmp_path: Path,
) -> None:
    first = SummaryLine.written(
        "id-c0", "Talks of an hour.", Whose(PATIENT, ASH, "", True), now=NOW - timedelta(days=9)
    )
    records, phone = await on_phone(
        tmp_path, sent(first, "c0"), line(SHOWN, "c1", shows=True, replaces=first)
    )
    async with phone:
        await phone.start("/care")
        await phone.tap(re.compile("^Notes from your care team"))
        await phone.sees(SHOWN)
        await phone.sees(
            "Who can write here for you: Sam Sample, Dr Demo. There can also be notes that only they read: "
            "those are not shown here."
        )
        await phone.sees(re.compile("^Before, from .*: Talks of an hour"))
        assert any("Dr Demo" in one for one in phone.texts())
        assert not phone.find(re.compile("^(Change|Cross out|Add)"))
        assert phone.faults() == []
        struck = {**line(SHOWN, "c1", shows=True), "status": "entered-in-error", "meta": {"versionId": "2"}}
        await receive(records, ME, struck)
        await phone.sees("Crossed out. It does not hold any more.")
    assert await records.every(TalkDraft) == []


async def test_with_nothing_written_the_patient_reads_who_could(tmp_path: Path) -> None:
    records, phone = await on_phone(tmp_path)
    async with phone:
        await phone.start("/care-notes")
        await phone.sees("Nothing is written for you yet")
        await phone.sees(re.compile("^Who can write here for you"))
        await receive(records, ME, line(SHOWN, "c1", shows=True))
        await phone.sees(SHOWN)
        await phone.sees_no("Nothing is written for you yet")
        assert phone.faults() == []


async def test_without_a_team_nothing_is_claimed_of_what_is_kept_elsewhere(tmp_path: Path) -> None:
    records = await opened_store(tmp_path)
    own = [one for one in clinic_documents() if one["resourceType"] != "CareTeam"]
    await receive(records, ME, *own)
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/care-notes")
        await phone.sees("Nothing is written for you yet")
        assert not phone.find(re.compile("only they read"))


async def test_right_to_left_and_long_words_stand_whole(tmp_path: Path) -> None:
    long, hebrew = "One word after another. " * 400, "שיחות קצרות ביום הטיפול"
    _, phone = await on_phone(tmp_path, line(long.strip(), "c1", shows=True), line(hebrew, "c2", shows=True))
    async with phone:
        await phone.start("/care-notes")
        await phone.sees(long.strip())
        (found,) = phone.find(hebrew)
        assert found is not None
        assert phone.faults() == []


async def test_a_refused_line_says_so_and_is_tried_again(tmp_path: Path) -> None:
    records = await desk(tmp_path)
    async with at_desk(records) as phone:
        await phone.start(PLACE)
        await phone.type("The line", PRIVATE)
        await phone.tap("Add")
        await phone.sees(re.compile("Waiting to send"))
        (row,) = await records.due(NOW + timedelta(days=1), 5)
        await records.park(row.seq, "forbidden")
        await phone.tap(re.compile("^Try again: Please"))
        await phone.sees(re.compile("Waiting to send"))
        standing = await records.standing(SummaryLine, (await records.every(SummaryLine))[0].id)
        assert standing is not None
        assert standing.state is SendState.WAITING


async def test_what_no_disk_took_before_a_lock_is_there_after_it_with_its_people(tmp_path: Path) -> None:
    records = await desk(tmp_path)
    person = THERAPIST.__class__(**{**vars(THERAPIST), "fhir_user": SAM.reference})
    wiring = PretendWiring(person=person, records=records, at=NOW, pin=PIN)

    async def refused(*_: Any, **__: Any) -> None:
        raise NotSaved("full")

    async with Phone(wiring) as phone:
        await phone.start(PLACE)
        await phone.tap("Robin Example too")
        records.save_all = refused
        await phone.type("The line", "half a line")
        await phone.sees(re.compile("no space left"))
        await wiring.lock_now()
        await phone.sees("Welcome back")
        assert not phone.find(re.compile("half a line"))
        del records.save_all
        for digit in PIN:
            await phone.tap(digit, "button")
        await phone.sees("Robin Example reads this line in the app")
        await phone.until(
            lambda: phone.find("The line", "field")[0].control.value == "half a line", "the words"
        )
        await phone.sees(re.compile("^Not sent. Saved"))
    (draft,) = await records.every(TalkDraft)
    assert (draft.words, draft.thread) == ("half a line", f"summary open {PATIENT}")


async def test_somebody_of_whom_there_is_only_a_line_stands_in_the_list_for_who_keeps_it(
    tmp_path: Path,
) -> None:
    records = await opened_store(tmp_path)
    own = [one for one in clinic_documents() if one["resourceType"] != "Practitioner"]
    await receive(records, SAM_IN, *own, line(PRIVATE, "c2"))
    async with at_desk(records) as phone:
        await phone.start("/shared")
        await phone.sees(re.compile("Summary with Dr Demo"))
        assert phone.faults() == []
        team = next(one for one in own if one["resourceType"] == "CareTeam")
        team["participant"][0]["period"] = {"end": (NOW - timedelta(days=1)).isoformat()}
        await receive(records, SAM_IN, {**team, "meta": {"versionId": "2"}})
        await phone.sees_no(re.compile("Summary with Dr Demo"))
        assert not phone.find(re.compile("Please call"))


async def test_both_sides_are_said_in_spanish(tmp_path: Path) -> None:
    mine = line(PRIVATE, "c1", author=SAM.reference)
    struck = {**line("Not any more.", "c3", shows=True), "status": "entered-in-error"}
    records = await desk(tmp_path / "desk", mine, struck)
    async with at_desk(records) as phone:
        await phone.wiring.change_settings(language="es")  # type: ignore[attr-defined]
        for route, says in (
            ("/shared/p1", "Notas comunes con Dr Demo"),
            (PLACE, "Solo el equipo de atención"),
        ):
            await phone.start(route)
            await phone.sees(re.compile(says))
            assert phone.faults(untranslated=english_only()) == []
    _, phone = await on_phone(tmp_path / "phone", struck)
    async with phone:
        await phone.wiring.change_settings(language="es")  # type: ignore[attr-defined]
        await phone.start("/care-notes")
        await phone.sees("Tachada. Ya no vale.")
        assert phone.faults(untranslated=english_only()) == []
