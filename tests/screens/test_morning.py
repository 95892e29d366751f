"""A therapist's morning: whom it begins with, in which order, what each row says, and nothing claimed that is not so."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import flet as ft
import flet.canvas as cv
import pytest

from mobile.care.catalog import Who
from mobile.care.measures import Measured, MeasuresGrant
from mobile.care.notices import ShareNotice
from mobile.care.prompts import Protocol
from mobile.design import parts
from mobile.screens.shared.model import SharedModel
from tests.screens.harness import THERAPIST, Phone, PretendWiring, opened_store
from tests.screens.harness.tree import children_of
from tests.screens.many_patients import (
    FULL,
    NOW,
    SMALL,
    THEO,
    WHO,
    Desk,
    documents,
    name_of,
    received,
)
from tests.unit.care.samples import CHICAGO, receive

THEO_IN = Who("practitioner", THEO.reference)
NAME = re.compile(r"^Person \d\d$")


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    return await received(await opened_store(tmp_path), SMALL)


def wiring(records: Any, **more: Any) -> PretendWiring:
    return PretendWiring(records=records, person=THERAPIST, at=NOW, **more)


def listed(phone: Phone) -> list[str]:
    """The names in the list, from top to bottom: of the rows that can be tapped."""
    rows = (n.name for n in phone.nodes() if n.role == "button")
    return [found[0] for name in rows if (found := re.match(r"Person \d\d(?= )", name))]


def numbers_of(names: list[str]) -> list[int]:
    return [99 - int(name.removeprefix("Person ")) for name in names]


def headings(phone: Phone) -> list[str]:
    return [node.name for node in phone.nodes() if node.role == "heading"]


def canvases(control: Any) -> int:
    return isinstance(control, cv.Canvas) + sum(canvases(child) for child in children_of(control))


async def test_everybody_is_listed_once_by_need(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start("/shared")
        await phone.sees("12 people · sorted by need")
        numbers = numbers_of(listed(phone))
        assert sorted(numbers) == list(range(SMALL.patients))
        assert numbers[0] in WHO["alert"]
        assert set(numbers[1:3]) == set(WHO["rising"])
        assert numbers[3:7] == sorted(WHO["session"], key=lambda n: (1 + n % 2, n))
        assert set(numbers[7:9]) == set(WHO["unread"])
        assert headings(phone)[1:] == [
            "1 alert not settled",
            "Score rising · 2",
            "Session within two days · 4",
            "Unread · 2",
            "Nothing unread · 3",
        ]
        await phone.sees("clinic's rule: 5 or more higher in 2 weeks")
        assert phone.faults() == []
        assert phone.reported == []


async def test_a_full_morning_leaves_nobody_out(tmp_path: Path) -> None:
    records = await received(await opened_store(tmp_path), FULL)
    model = SharedModel(records, lambda: NOW, THEO.reference, CHICAGO)
    await model.load()
    assert len(model.rows) == 60
    shared = sum(len(row.shared.readable) for row in model.rows)
    answered = sum(len(form.responses) for row in model.rows for form in row.given)
    assert (shared, answered) == (1200, 800)
    async with Phone(wiring(records), width=1280) as desk:
        await desk.start("/shared")
        await desk.sees("60 people · sorted by need")
        assert sorted(set(listed(desk))) == sorted(name_of(number) for number in range(60))
        assert canvases(desk.top) >= 60
        assert desk.faults() == []


async def test_each_row_says_its_score_with_the_measures_plain_name_and_draws_its_line(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start("/shared")
        await phone.sees("Mood · PHQ-9, change in 2 weeks")
        await phone.sees(re.compile(f"{name_of(1)}.*Mood · PHQ-9: 14, 6 higher in 2 weeks"), "button")
        await phone.sees(re.compile(f"{name_of(3)}.*Mood · PHQ-9: 8, 2 lower in 2 weeks"), "button")
        assert canvases(phone.top) == SMALL.patients


async def test_filters_show_whom_they_name_and_never_hide_an_alert(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start("/shared")
        await phone.tap("Session soon 4", "button")
        assert set(numbers_of(listed(phone))) == {*WHO["alert"], *WHO["session"]}
        await phone.tap("Scores rising 2", "button")
        assert set(numbers_of(listed(phone))) == {*WHO["alert"], *WHO["rising"]}
        await phone.tap("Unread 2", "button")
        assert set(numbers_of(listed(phone))) == {*WHO["alert"], *WHO["unread"]}
        await phone.tap("Unread 2", "button")
        assert len(listed(phone)) == SMALL.patients


async def test_somebody_is_found_by_name_and_an_alert_is_never_hidden(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start("/shared")
        alarmed = set(WHO["alert"])
        await phone.type("Find by name", name_of(7)[-2:] + " pers")
        await phone.until(lambda: set(numbers_of(listed(phone))) == {*alarmed, 7}, "only whom the name fits")
        await phone.type("Find by name", "nobody at all")
        await phone.sees("Nobody of this name.")
        assert set(numbers_of(listed(phone))) == alarmed
        await phone.tap("Session soon 4", "button")
        await phone.type("Find by name", "")
        await phone.until(
            lambda: set(numbers_of(listed(phone))) == {*alarmed, *WHO["session"]}, "all of them"
        )
        assert phone.faults() == []


async def test_the_field_stays_the_same_while_the_list_below_it_changes(records: Any) -> None:
    async with Phone(wiring(records), width=1280) as desk:
        await desk.start("/shared")
        before = (await desk.may_type("Find by name")).control
        await desk.type("Find by name", name_of(7))
        await desk.tap(re.compile(f"^{name_of(7)} "))
        await desk.sees(name_of(7), "heading")
        after = (await desk.may_type("Find by name")).control
        assert after.value == name_of(7)
        unread = [one for one in await records.every(ShareNotice) if not one.is_read]
        await records.save(unread[0].read_now(NOW))
        await desk.rest()
        assert (await desk.may_type("Find by name")).control is after
        assert before is not None


async def test_with_few_people_nobody_needs_to_be_looked_for(tmp_path: Path) -> None:
    records = await received(await opened_store(tmp_path), replace(SMALL, patients=6))
    async with Phone(wiring(records)) as phone:
        await phone.start("/shared")
        await phone.sees(re.compile("^6 people"))
        assert not phone.find("Find by name", "field")


async def test_a_filter_stays_while_somebody_is_opened_beside_the_list(records: Any) -> None:
    async with Phone(wiring(records), width=1280) as desk:
        await desk.start("/shared")
        await desk.tap("Unread 2", "button")
        await desk.tap(re.compile(f"^{name_of(7)} "))
        await desk.sees(name_of(7), "heading")
        await desk.sees(re.compile("^words 7-1"))
        assert numbers_of(listed(desk))[-1] not in WHO["rising"]
        assert "Score rising · 2" not in headings(desk)


async def test_without_the_clinics_rule_no_score_is_said_to_rise(records: Any) -> None:
    (protocol,) = await records.every(Protocol)
    bare = protocol.to_resource()
    for action in bare["action"]:
        action["extension"] = [one for one in action.get("extension", ()) if "score-rising" not in one["url"]]
    await receive(records, THEO_IN, {**json.loads(json.dumps(bare, default=str)), "meta": {"versionId": "2"}})
    async with Phone(wiring(records)) as phone:
        await phone.start("/shared")
        await phone.sees("12 people · sorted by need")
        assert not any(re.search("rising|higher|lower|rule", text) for text in phone.texts())
        await phone.sees(re.compile(f"{name_of(1)}.*Mood · PHQ-9: 14, on June 7"), "button")


async def test_a_score_that_no_agreement_opens_is_neither_shown_nor_counted(records: Any) -> None:
    for grant in await records.every(MeasuresGrant):
        if grant.patient == "Patient/p1":
            await records.save(grant.ended(NOW - timedelta(minutes=1)))
    async with Phone(wiring(records)) as phone:
        await phone.start("/shared")
        await phone.sees("Scores rising 1", "button")
        await phone.sees(re.compile(f"^{name_of(1)} .*no score to read sharing ended$"), "button")
        await phone.goes_to("/shared/p1")
        await phone.sees(name_of(1), "heading")
        assert not any("PHQ-9" in text or re.search(r"\bhigher\b", text) for text in phone.texts())


async def without_score(records: Any, number: int, **changed: Any) -> None:
    """Takes the totals of one patient away; with `changed` they stay, otherwise than they were."""
    for one in await records.every(Measured):
        if one.patient == f"Patient/p{number}":
            resource = {**one.to_resource(), **changed, "meta": {"versionId": "2"}}
            if "status" not in changed:
                resource.pop("valueInteger")
            await receive(records, THEO_IN, resource)


async def test_why_there_is_no_score_is_said_as_far_as_what_is_here_tells(tmp_path: Path) -> None:
    records = await received(
        await opened_store(tmp_path), replace(SMALL, answers=10)
    )  # one of each but p10, p11
    for grant in await records.every(MeasuresGrant):
        if grant.patient == "Patient/p8":
            await records.save(grant.ended(NOW - timedelta(minutes=1)))
        if grant.patient == "Patient/p11":
            await records.remove(grant)
    asked = {"coding": [{"code": "asked-declined"}]}
    await without_score(records, 9, dataAbsentReason=asked)
    home = wiring(records)
    async with Phone(home) as phone:
        await phone.start("/shared")
        for number, said in (
            (8, "sharing ended"),
            (9, "answered, no total"),
            (10, "nothing answered yet"),
            (11, "not shared with you"),
        ):
            await phone.sees(re.compile(f"^{name_of(number)} .*no score to read {said}$"), "button")
        await home.change_settings(language="es")
        await phone.sees(re.compile(f"^{name_of(10)} .*sin puntaje que leer aún sin respuestas$"), "button")
        assert phone.faults() == []
        home.pretended.says(first="coming")
        await phone.until(
            lambda: not any("puntaje que leer" in text for text in phone.texts()),
            "nothing claimed before all is here",
        )


async def test_why_is_not_said_where_the_clinic_itself_may_let_them_read(tmp_path: Path) -> None:
    """Who prescribes reads without an agreement: that none is known then tells nothing about somebody without a score."""
    records = await received(await opened_store(tmp_path), replace(SMALL, answers=11))
    for grant in await records.every(MeasuresGrant):
        if grant.patient in ("Patient/p1", "Patient/p11"):
            await records.remove(grant)
    await without_score(records, 10, status="entered-in-error")
    async with Phone(wiring(records)) as phone:
        await phone.start("/shared")
        for number in (10, 11):
            await phone.sees(re.compile(f"^{name_of(number)} .*no score to read$"), "button")


async def test_on_a_wide_screen_the_alert_that_comes_first_is_open_with_what_belongs_to_its_patient(
    records: Any,
) -> None:
    async with Phone(wiring(records), width=1280) as desk:
        await desk.start("/shared")
        await desk.sees("Settle it")
        await desk.sees(name_of(0), "heading")
        await desk.sees("2 lower than the first")
        await desk.sees(re.compile("^Session 2 of 2"))
        assert desk.faults() == []


async def test_whom_the_list_begins_with_is_open_and_words_not_read_yet_wait_for_a_tap(
    tmp_path: Path,
) -> None:
    """The patient is told who read their words: what merely stood on a screen is not called read, and not shown."""
    records = await received(await opened_store(tmp_path), Desk(patients=12, shared=2, answers=0))
    await receive(records, THEO_IN, *settled_alert())
    home = PretendWiring(records=records, person=THERAPIST, at=NOW + timedelta(days=3))  # no session is near
    async with Phone(home, width=1280) as desk:
        await desk.start("/shared")
        await desk.sees("Read first")
        await desk.sees(name_of(8), "heading")
        await desk.sees(f"{name_of(8)} sees when you read it.")
        assert not any("words 8-1" in text for text in desk.texts())
        assert sum(not one.is_read for one in await records.every(ShareNotice)) == 2
        await desk.sees(re.compile(f"^Then {name_of(7)} · 1 new Go on"), "button")
        assert desk.faults() == []
        await desk.tap("Read it", "button")
        await desk.sees(re.compile("^words 8-1"))
        await desk.sees(re.compile("^Read by you"))
        unread = [one.patient for one in await records.every(ShareNotice) if not one.is_read]
        assert unread == ["Patient/p7"]


@pytest.mark.parametrize("width", [390, 1280])
async def test_an_alert_that_does_not_say_whom_it_is_about_is_listed_and_opens(
    tmp_path: Path, width: int
) -> None:
    alert = dict(next(d for d in documents(SMALL) if d["id"] == "alert0"))
    for name in ("subject", "sender"):
        alert.pop(name, None)
    records = await opened_store(tmp_path)
    await receive(records, THEO_IN, alert)
    async with Phone(wiring(records), width=width) as phone:
        await phone.start("/shared")
        await phone.sees("1 alert not settled")
        await phone.tap(re.compile("^A patient"))
        await phone.sees("Settle it")


def settled_alert() -> list[dict[str, Any]]:
    alert = next(d for d in documents(SMALL) if d["id"] == "alert0")
    mark = {
        "url": "https://lantern.example/fhir/StructureDefinition/acknowledged-by",
        "valueReference": {"reference": THEO.reference},
    }
    over = {
        "url": "https://lantern.example/fhir/StructureDefinition/resolved",
        "valueInstant": NOW.isoformat(),
    }
    return [
        {
            **alert,
            "status": "completed",
            "received": NOW.isoformat(),
            "extension": [*alert["extension"], mark, over],
            "meta": {"versionId": "2"},
        }
    ]


@pytest.mark.parametrize(
    ("phase", "said"),
    [
        ("idle", "All shared words are read."),
        ("offline", "All shared words that arrived by 9:00\u00a0AM are read."),
    ],
)
async def test_all_read_is_said_only_when_all_that_is_shared_is_here_and_read(
    records: Any, phase: str, said: str
) -> None:
    home = wiring(records)
    async with Phone(home) as phone:
        await phone.start("/shared")
        heard = NOW - timedelta(minutes=5)
        home.pretended.says(phase=phase, last_received_at=heard)
        await phone.sees("Unread 2", "button")
        assert not phone.find(re.compile("^All shared words"))
        await phone.goes_to("/shared/p7")
        await phone.sees(re.compile("^words 7-1"))
        await phone.goes_to("/shared")
        await phone.sees("Unread 1", "button")
        assert not phone.find(re.compile("^All shared words"))
        await phone.goes_to("/shared/p8")
        await phone.sees(re.compile("^words 8-1"))
        await phone.goes_to("/shared")
        await phone.sees(said)
        home.pretended.says(last_received_at=None)
        await phone.sees_no(said)


async def test_a_total_that_arrives_moves_its_patient_up_while_the_list_is_open(records: Any) -> None:
    (latest,) = [
        one for one in await records.every(Measured) if one.patient == "Patient/p9" and one.id.endswith("-0")
    ]
    async with Phone(wiring(records)) as phone:
        await phone.start("/shared")
        await phone.sees("Score rising · 2", "heading")
        higher = {**latest.to_resource(), "valueInteger": 27, "meta": {"versionId": "2"}}
        await receive(records, THEO_IN, higher)
        await phone.sees("Score rising · 3", "heading")
        assert numbers_of(listed(phone))[1] == 9  # it moved most


async def test_the_list_is_the_same_one_while_it_is_drawn_anew(records: Any) -> None:
    """A list made anew would be scrolled back to its beginning whenever something arrives."""
    async with Phone(wiring(records), width=1280) as desk:
        await desk.start("/shared")
        await desk.sees("Score rising · 2", "heading")
        before = scrolled(desk.top)
        await desk.tap("Session soon 4", "button")
        await desk.sees_no("Score rising · 2", "heading")
        assert scrolled(desk.top) == before


async def test_wide_the_list_stays_while_one_after_another_is_opened_and_each_is_read_from_the_beginning(
    records: Any,
) -> None:
    async with Phone(wiring(records), width=1280) as desk:
        await desk.start("/shared")
        await desk.sees("Score rising · 2", "heading")
        place, halves = desk.top, scrolled(desk.top)
        people = list(map(id, desk.shell._top._people.controls))
        for patient in ("p3", "p4"):
            desk.invoked.clear()
            await desk.goes_to(f"/shared/{patient}")
            await desk.until(lambda: any(name == "scroll_to" for name, _ in desk.invoked), "its beginning")
            assert (desk.top, scrolled(desk.top)) == (place, halves)
            assert len(desk.page.views) == 1
        # Of 60 rows those two are drawn anew that are chosen, or were; nothing is sent twice.
        assert len(set(people) - set(map(id, desk.shell._top._people.controls))) <= 6
        await desk.goes_to("/shared")
        await desk.goes_to("/settings")
        await desk.goes_to("/shared/p3")
        await desk.sees("Score rising · 2", "heading")
        assert desk.reported == []


async def test_narrowed_after_somebody_was_opened_the_way_back_is_there(records: Any) -> None:
    async with Phone(wiring(records), width=1280) as desk:
        await desk.start("/shared")
        await desk.sees("Score rising · 2", "heading")
        await desk.goes_to("/shared/p3")
        desk.page.width = 390
        await desk.shell._resized()
        await desk.tap("Back", "button")
        await desk.sees("Score rising · 2", "heading")
        assert desk.page.route == "/shared"
        assert desk.reported == []


async def test_a_wide_list_comes_back_where_it_was_scrolled_to(records: Any) -> None:
    moved = {"min_scroll_extent": 0.0, "max_scroll_extent": 900.0, "viewport_dimension": 700.0}
    async with Phone(wiring(records), width=1280) as desk:
        await desk.start("/shared")
        await desk.sees("Score rising · 2", "heading")
        (column,) = listening(desk.top)
        await desk.happens(column, "scroll", {"event_type": "update", "pixels": 240.0, **moved})
        await desk.rest()
        assert desk.reported == []
        await desk.goes_to("/settings")
        await desk.goes_to("/shared")
        await desk.until(
            lambda: any(name == "scroll_to" and args["offset"] == 240.0 for name, args in desk.invoked),
            "the list scrolled to where it was",
        )


def listening(control: Any) -> list[Any]:
    own = [control] if isinstance(control, ft.Column) and control.on_scroll else []
    return own + [found for child in children_of(control) for found in listening(child)]


def scrolled(control: Any) -> list[int]:
    own = [control._i] if isinstance(control, ft.Column) and control.scroll else []
    return own + [found for child in children_of(control) for found in scrolled(child)]


async def test_with_large_letters_a_score_stands_below_the_name_and_not_beside_it(records: Any) -> None:
    """As beside it, a name had a letter a line left."""
    async with Phone(wiring(records)) as phone:
        await phone.start("/shared")
        await phone.sees("Score rising · 2", "heading")
        (probe,) = probes(phone.top, of_head=False)
        assert asides(phone.top)
        await phone.happens(probe.line, "size_change", {"w": 0.0, "h": 46.4})
        await phone.until(lambda: not asides(phone.top), "no score beside a name")
        await phone.happens(probe.line, "size_change", {"w": 0.0, "h": 23.2})
        await phone.until(lambda: bool(asides(phone.top)), "scores beside the names")
        assert phone.reported == []


def probes(control: Any, *, of_head: bool) -> list[parts.Probe]:
    if not of_head and isinstance(control, parts.PageHead):
        return []
    own = [control] if isinstance(control, parts.Probe) else []
    return own + [found for child in children_of(control) for found in probes(child, of_head=of_head)]


def asides(control: Any) -> list[ft.Column]:
    """Scores at the right of their row."""
    is_one = isinstance(control, ft.Column) and control.horizontal_alignment is ft.CrossAxisAlignment.END
    own = [control] if is_one else []
    return own + [found for child in children_of(control) for found in asides(child)]
