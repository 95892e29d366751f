"""The summary that prescriber and therapist keep together, through both sides' screens: for whom a line is is chosen first and never
changes by itself, what was written stands, and the patient's device has nothing but the patient's lines."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from mobile.care.catalog import Who
from mobile.care.summary import SummaryLine, Whose
from mobile.care.talk.draft import TalkDraft
from tests.screens.harness import THERAPIST, Phone, PretendWiring, opened_store
from tests.screens.test_brief import printed
from tests.screens.test_talk import around
from tests.shared_things import an_entry, documents_of, shared
from tests.unit.care.samples import NOW, PATIENT, SAM, clinic_documents, receive, sent

ME, SAM_IN = Who("patient", PATIENT, "p1"), Who("practitioner", SAM.reference)
ASH = "Practitioner/d1"
PRIVATE, SHOWN = "Please call me before the next session.", "Shorter talks on session days."
PLACE = "/shared/p1/summary"
PIN = "314159"


def line(
    words: str, id: str, *, author: str = ASH, shows: bool = False, days: float = 1, **more: Any
) -> dict[str, Any]:
    whose = Whose(PATIENT, author, "Dr Demo" if author == ASH else "Sam Sample", shows)
    made = SummaryLine.written(f"id-{id}", words, whose, now=NOW - timedelta(days=days), **more)
    return sent(made, id)


async def desk(folder: Path, *more: dict[str, Any], without: str = "") -> Any:
    records = await opened_store(folder)
    own = [one for one in clinic_documents() if one["resourceType"] not in ("Practitioner", without)]
    await receive(records, SAM_IN, *own, *documents_of([shared(an_entry("The lake."), 1)]), *more)
    return records


def at_desk(records: Any, width: int = 1280) -> Phone:
    person = THERAPIST.__class__(**{**vars(THERAPIST), "fhir_user": SAM.reference})
    return Phone(PretendWiring(person=person, records=records, at=NOW), width=width, platform="linux")


async def on_phone(folder: Path, *more: dict[str, Any]) -> tuple[Any, Phone]:
    records = await opened_store(folder)
    await receive(records, ME, *clinic_documents(), *more)
    return records, Phone(PretendWiring(records=records, at=NOW))


async def kept(records: Any) -> list[tuple[str, bool]]:
    return [(one.words, one.is_for_patient) for one in await records.every(SummaryLine)]


# --- the desk ---


async def test_escape_leads_out_of_the_box_with_the_line_kept_and_then_to_who_was_open(
    tmp_path: Path,
) -> None:
    records = await desk(tmp_path, line(PRIVATE, "n1"))
    async with at_desk(records) as phone:
        await phone.start("/shared/p1")
        await phone.key("L")
        await phone.until(lambda: phone.page.route == PLACE, "it is open")
        await phone.type("The line", SHOWN)
        await phone.happens((await phone.may_type("The line")).control, "focus")
        await phone.key("Escape")
        assert phone.page.route == PLACE
        assert (await phone.may_type("The line")).control.value == SHOWN
        await phone.key("Escape")
        await phone.until(lambda: phone.page.route == "/shared/p1", "back where it was opened")
    (draft,) = await records.every(TalkDraft)
    assert draft.words == SHOWN


async def test_it_stands_beside_what_is_read_and_a_key_opens_it(tmp_path: Path) -> None:
    records = await desk(tmp_path, line(SHOWN, "c1", shows=True), line(PRIVATE, "c2", days=2))
    async with at_desk(records) as phone:
        await phone.start("/shared/p1")
        await phone.sees(re.compile(r"Summary with Dr Demo.*Shorter talks", re.DOTALL))
        await phone.sees(re.compile("Robin Example reads this line"))
        await phone.key("L")
        await phone.until(lambda: phone.page.route == PLACE, "the summary")
        await phone.sees("You keep it with Dr Demo")
        page = "\n".join(phone.texts())
        assert page.index(SHOWN) < page.index(PRIVATE), "the newest first"
        assert phone.faults() == []


async def test_a_line_is_for_the_care_team_alone_unless_it_is_chosen_otherwise_before(tmp_path: Path) -> None:
    records = await desk(tmp_path)
    async with at_desk(records, 390) as phone:
        await phone.start(PLACE)
        await phone.sees("Only the care team reads this line")
        await phone.type("The line", PRIVATE)
        await phone.sees(re.compile("^Not sent. Saved"))
        assert [one.words for one in await records.every(TalkDraft)] == [PRIVATE]
        await phone.tap("Add")
        await phone.tap("Add")
        await phone.sees(re.compile("Waiting to send"))
        await phone.tap("Robin Example too")
        await phone.sees("Robin Example reads this line in the app")
        await phone.type("The line", SHOWN)
        await phone.tap("Add")
        await phone.sees("Robin Example reads this line")
        assert phone.faults() == []
    assert sorted(await kept(records)) == sorted([(PRIVATE, False), (SHOWN, True)])
    rows = [json.loads(row.payload) for row in await records.due(NOW + timedelta(days=1), 9)]
    assert {row["confidentiality"] for row in rows if PRIVATE in json.dumps(row)} == {"R"}
    assert not [row for row in rows if row["resourceType"] != "Composition"]


async def test_words_meant_for_the_team_are_not_in_the_patients_box_unless_they_are_put_there(
    tmp_path: Path,
) -> None:
    records = await desk(tmp_path)
    async with at_desk(records) as phone:
        await phone.start(PLACE)
        await phone.type("The line", PRIVATE)
        await phone.tap("Robin Example too")
        await phone.sees(re.compile("You also began a line for the care team only"))
        (field,) = phone.find("The line", "field")
        assert not field.control.value
        await phone.tap("Bring it here")
        await phone.sees("Put these words where Robin Example reads them?")
        await phone.tap("Leave them there")
        await phone.rest()
        (field,) = phone.find("The line", "field")
        assert not field.control.value
        await phone.tap("Bring it here")
        await phone.tap("Put them here")
        await phone.sees_no(re.compile("You also began"))
        (field,) = phone.find("The line", "field")
        assert field.control.value == PRIVATE
        assert phone.faults() == []
    (draft,) = await records.every(TalkDraft)
    assert "open" in draft.thread
    assert await kept(records) == []


async def test_what_was_begun_is_there_again_with_its_people(tmp_path: Path) -> None:
    records = await desk(tmp_path)
    async with at_desk(records) as phone:
        await phone.start(PLACE)
        await phone.tap("Robin Example too")
        await phone.type("The line", SHOWN)
        await phone.sees(re.compile("^Not sent. Saved"))
    async with at_desk(records) as phone:
        await phone.start(PLACE)
        await phone.sees("Robin Example reads this line in the app")
        (field,) = phone.find("The line", "field")
        assert field.control.value == SHOWN
        await phone.start("/shared/p1")
        await phone.sees(re.compile("Summary with Dr Demo"))
        assert not phone.find(re.compile("cannot be any more|were not sent"))


async def test_ones_own_line_gets_other_words_and_what_it_said_stays_below(tmp_path: Path) -> None:
    records = await desk(tmp_path, line(SHOWN, "c1", author=SAM.reference, shows=True))
    async with at_desk(records) as phone:
        await phone.start(PLACE)
        await phone.tap(re.compile("^Change: Shorter"))
        await phone.sees(re.compile("^Other words for your line"))
        await phone.sees("Robin Example reads this line in the app")
        await phone.type("The line", "Short talks, every time.")
        await phone.tap("Add")
        await phone.sees(re.compile(f"^Before, from .*: {SHOWN}"))
        await phone.sees("Short talks, every time.")
        assert phone.faults() == []
    new, old = sorted(await records.every(SummaryLine), key=lambda one: one.words)
    assert (new.words, new.replaces, new.is_for_patient) == ("Short talks, every time.", old.id, True)
    assert old.words == SHOWN


async def test_a_line_that_was_changed_elsewhere_while_it_is_changed_keeps_both_and_its_people(
    tmp_path: Path,
) -> None:
    first = line(SHOWN, "c1", author=SAM.reference, shows=True)
    records = await desk(tmp_path, first)
    async with at_desk(records) as phone:
        await phone.start(PLACE)
        await phone.tap(re.compile("^Change: Shorter"))
        await phone.type("The line", "From the desk.")
        known = SummaryLine.from_resource(first)
        anew = line("From the phone.", "c5", author=SAM.reference, shows=True, days=0.5, replaces=known)
        await receive(records, SAM_IN, anew)
        await phone.sees("From the phone.")
        await phone.sees("Robin Example reads this line in the app")
        await phone.tap("Add")
        await phone.sees("From the desk.")
        assert phone.find("From the phone.")
    made = {one.words: (one.replaces, one.is_for_patient) for one in await records.every(SummaryLine)}
    assert made["From the desk."] == made["From the phone."] == (known.id, True)


async def test_leaving_a_change_leaves_the_line_as_it_was(tmp_path: Path) -> None:
    records = await desk(tmp_path, line(PRIVATE, "c1", author=SAM.reference))
    async with at_desk(records) as phone:
        await phone.start(PLACE)
        await phone.tap(re.compile("^Change: "))
        await phone.type("The line", "Other words.")
        await phone.tap("Leave it as it was")
        await phone.sees("Only the care team reads this line")
        await phone.rest()
    assert await kept(records) == [(PRIVATE, False)]
    assert await records.every(TalkDraft) == []


async def test_who_is_no_longer_on_the_team_reads_nothing_and_their_words_are_kept(tmp_path: Path) -> None:
    records = await desk(tmp_path, line(PRIVATE, "c2"))
    (team,) = (one for one in clinic_documents() if one["resourceType"] == "CareTeam")
    team["participant"][0]["period"] = {"end": (NOW - timedelta(days=1)).isoformat()}
    async with at_desk(records) as phone:
        await phone.start(PLACE)
        await phone.type("The line", "My words.")
        await phone.sees(re.compile("^Not sent. Saved"))
        await receive(records, SAM_IN, {**team, "meta": {"versionId": "2"}})
        await phone.sees_no(re.compile(PRIVATE))
        await phone.tap("Add")
        await phone.sees(re.compile("^Not added: you are not one of those who keep this summary now"))
        assert phone.faults() == []
        await phone.start("/shared/p1")
        await phone.rest()
        assert not phone.find(re.compile("Summary with|Please call"))
    assert len(await kept(records)) == 1
    assert [one.words for one in await records.every(TalkDraft)] == ["My words."]


async def test_what_the_other_writes_appears_while_it_is_open_and_leaves_the_box_alone(
    tmp_path: Path,
) -> None:
    records = await desk(tmp_path)
    async with at_desk(records) as phone:
        await phone.start(PLACE)
        await phone.sees(re.compile("^Nothing is written yet"))
        await phone.type("The line", "half a")
        await phone.rest()
        (field,) = phone.find("The line", "field")
        before = around(field.control)
        await receive(records, SAM_IN, line(SHOWN, "c2", shows=True))
        await phone.sees(SHOWN)
        (field,) = phone.find("The line", "field")
        assert field.control.value == "half a"
        assert around(field.control) == before


async def test_the_brief_and_its_paper_have_the_newest_lines(tmp_path: Path) -> None:
    struck = line("Not any more.", "c3", days=0.5)
    struck["status"] = "entered-in-error"
    records = await desk(tmp_path, line(SHOWN, "c1", shows=True), line(PRIVATE, "c2", days=2), struck)
    async with at_desk(records) as phone:
        await phone.start("/shared/p1/brief")
        await phone.sees("Shared summary of the care team")
        for words in (SHOWN, PRIVATE, "Robin Example reads this line", "Only the care team"):
            await phone.sees(words)
        assert not phone.find("Not any more.")
        paper = await printed(phone)
        for words in (SHOWN, PRIVATE, "Only the care team", "The shared summary is the care team’s own."):
            assert words in paper, words
        assert phone.faults() == []
