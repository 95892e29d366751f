"""What does not fit its question yet stays on the device until it does; a whole draft may stay there until it is sent."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mobile.care.clinic import Clinic
from mobile.care.forms.here import DraftHere
from mobile.care.forms.response import Response
from mobile.care.people import CareTeam
from mobile.care.questionnaire import Filling
from mobile.care.safety.alerts import Alert
from mobile.i18n import Moments, Speech
from mobile.records.ports import OutboxRow, ServerCopy
from mobile.screens.form.model import FormModel
from mobile.screens.form.resuming import Who
from tests.screens.form.samples import (
    NOW,
    a_form,
    an_item,
    answer_of,
    comes,
    content,
    responses,
    routing,
    store_with,
    the_response,
)
from tests.screens.harness import Phone, PretendWiring

CORE = "http://hl7.org/fhir/StructureDefinition/"
TRAVELS = ("QuestionnaireResponse", "Communication")
KEEP = "Keep it on this phone until I send it"


def extended(**marks: tuple[str, Any]) -> list[dict[str, Any]]:
    return [{"url": CORE + name, element: value} for element, (name, value) in marks.items()]


RULE = {
    "url": CORE + "questionnaire-constraint",
    "extension": [
        {"url": "key", "valueId": "short"},
        {"url": "severity", "valueCode": "error"},
        {"url": "human", "valueString": "Too short."},
        {
            "url": "expression",
            "valueString": "%resource.item.where(linkId='q').answer.value.length() > 6",
        },
    ],
}
CODES = [{"valueCoding": {"code": code}} for code in ("a", "b", "c")]
Give = Callable[[FormModel], None]
UNFIT: dict[str, tuple[dict[str, Any], Give, Give]] = {
    "pattern": (
        an_item("q", "string", "Q?", extension=extended(valueString=("regex", "[0-9]{7}"))),
        lambda m: m.answers.type("q", "555"),
        lambda m: m.answers.type("q", "5550100"),
    ),
    "too long": (
        an_item("q", "text", "Q?", maxLength=8),
        lambda m: m.answers.type("q", "much too long"),
        lambda m: m.answers.type("q", "short"),
    ),
    "too much": (
        an_item("q", "integer", "Q?", extension=extended(valueInteger=("maxValue", 120))),
        lambda m: m.answers.type("q", "400"),
        lambda m: m.answers.type("q", "40"),
    ),
    "too precise": (
        an_item("q", "decimal", "Q?", extension=extended(valueInteger=("maxDecimalPlaces", 1))),
        lambda m: m.answers.type("q", "1.555"),
        lambda m: m.answers.type("q", "1.5"),
    ),
    "half a date": (
        an_item("q", "date", "Q?"),
        lambda m: m.answers.type("q", "12 Ma"),
        lambda m: m.answers.type("q", "12 May 2024"),
    ),
    "too many": (
        an_item(
            "q", "choice", "Q?", repeats=True, answerOption=CODES,
            extension=extended(valueInteger=("questionnaire-maxOccurs", 2)),
        ),
        lambda m: m.answers.choose("q", ["0", "1", "2"]),
        lambda m: m.answers.choose("q", ["0", "1"]),
    ),
    "too large": (
        an_item("q", "attachment", "Q?", extension=extended(valueDecimal=("maxSize", 0.00001))),
        lambda m: m.answers.attach("q", "a.png", b"x" * 50, "image/png"),
        lambda m: (m.answers.detach("q", 0), m.answers.attach("q", "a.png", b"x" * 5, "image/png"))[0],
    ),
    "a rule": (
        an_item("q", "string", "Q?", extension=[RULE]),
        lambda m: m.answers.type("q", "abc"),
        lambda m: m.answers.type("q", "abcdefgh"),
    ),
}  # fmt: skip


class Opened:
    """A form model over a store; its saves run when `rest` is awaited."""

    def __init__(self, records: Any) -> None:
        self.work: list[Any] = []
        who = Who("Patient/p1", Speech("en"), Moments("en", ZoneInfo("America/Chicago")))
        self.model = FormModel(records, who, lambda: NOW, start=self.work.append, on_change=lambda: None)

    async def open(self) -> FormModel:
        await self.model.load("f")
        await self.rest()
        return self.model

    async def rest(self) -> None:
        while self.work:
            await self.work.pop(0)

    async def settle(self) -> None:
        self.model.answers.left("q")
        await self.rest()


async def queued(records: Any) -> list[OutboxRow]:
    """What waits to be sent of the person's own; the tests put the clinic's forms into the store as if they were."""
    return [one for one in await records.due(NOW, 50) if one.resource_type in TRAVELS]


def holds(document: dict[str, Any], link: str) -> list[Any]:
    return answer_of(Response.from_resource({"id": "x", **document}), link)


@pytest.mark.parametrize("kind", UNFIT)
async def test_what_does_not_fit_stays_aside_until_it_does(kind: str, tmp_path: Path) -> None:
    item, wrong, right = UNFIT[kind]
    records = await store_with(tmp_path, a_form(item, an_item("b", "boolean", "B?")))
    opened = Opened(records)
    model = await opened.open()
    model.answers.choose("b", ["yes"])
    wrong(model)
    await opened.settle()
    assert [flaw for flaw in model.form.flaws() if not flaw.is_missing]
    kept = await the_response(records)
    assert answer_of(kept, "b") == [{"valueBoolean": True}]
    travels = Filling.resume(model.form.filling.form, kept.text)
    assert [one.code for one in travels.problems()] == [], (
        "a server that holds it against the form refuses it"
    )
    (row,) = await queued(records)
    assert holds(json.loads(row.payload), "q") == answer_of(kept, "q")
    (here,) = await records.every(DraftHere)
    assert len(answer_of(here.response, "q")) > len(answer_of(kept, "q"))

    again = Opened(records)  # the app was killed and opened anew
    found = await again.open()
    assert found.form.filling.draft()["item"] == model.form.filling.draft()["item"]
    assert not await found.send(), "what is handed in never misses it silently"
    right(found)
    await again.settle()
    assert len(answer_of(await the_response(records), "q")) >= 1
    assert await records.every(DraftHere) == []
    assert await found.send()
    done = await the_response(records)
    assert done.is_done
    assert answer_of(done, "q")
    assert await records.every(DraftHere) == []


async def test_an_answer_under_a_condition_that_does_not_hold_stays_aside_and_comes_back(
    tmp_path: Path,
) -> None:
    when = [{"question": "b", "operator": "=", "answerBoolean": True}]
    form = a_form(an_item("b", "boolean", "B?"), an_item("q", "text", "Q?", enableWhen=when))
    records = await store_with(tmp_path, form)
    opened = Opened(records)
    model = await opened.open()
    model.answers.choose("b", ["yes"])
    model.answers.type("q", "long thought about")
    await opened.settle()
    model.answers.choose("b", ["no"])
    await opened.rest()
    assert answer_of(await the_response(records), "q") == []
    again = Opened(records)
    found = await again.open()
    found.answers.choose("b", ["yes"])
    await again.rest()
    assert answer_of(await the_response(records), "q") == [{"valueString": "long thought about"}]


async def test_what_stays_aside_is_put_beside_what_another_device_answered(tmp_path: Path) -> None:
    item, wrong, _ = UNFIT["pattern"]
    records = await store_with(tmp_path, a_form(item, an_item("b", "boolean", "B?")))
    opened = Opened(records)
    model = await opened.open()
    model.answers.choose("b", ["yes"])
    wrong(model)
    await opened.settle()
    kept = await the_response(records)
    other = kept.changed(item=[{"linkId": "b", "answer": [{"valueBoolean": False}]}])
    await records.save(other)
    await model.conflicts.stored_changed(other.id)
    await opened.rest()
    assert model.form.filling.node("q").values == ("555",)
    assert model.form.filling.node("b").value is False
    found = await Opened(records).open()
    assert found.form.filling.node("q").values == ("555",)
    assert found.form.filling.node("b").value is False


# --- kept here until it is sent ---


def clinic(**more: Any) -> Clinic:
    return Clinic.from_resource({"resourceType": "Organization", "id": "o1", "name": "Meadow", **more})


TEAM = CareTeam.from_resource(
    {
        "resourceType": "CareTeam",
        "id": "t1",
        "status": "active",
        "subject": {"reference": "Patient/p1"},
        "participant": [{"member": {"reference": "Practitioner/s", "display": "Sam Fixture"}}],
    }
)
READERS = "https://lantern.example/fhir/StructureDefinition/draft-readers"


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    return await store_with(
        tmp_path, a_form(an_item("w", "text", "What helps?"), an_item("b", "boolean", "Do you sleep well?"))
    )


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (None, "People who work there may be able to read them, such as your care team: Sam Fixture."),
        ("staff", "Your care team there can read them: Sam Fixture."),
        ("nobody", "Your clinic says that nobody there reads them until you send them."),
    ],
)
async def test_who_may_read_the_draft_is_said_before_the_first_letter(
    records: Any, rule: str | None, told: str
) -> None:
    mark = {"extension": [{"url": READERS, "valueCode": rule}]} if rule else {}
    await records.save(clinic(**mark))
    await records.save(TEAM)
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await phone.sees(re.compile("kept at .* as you go, before you send them. " + re.escape(told)))
        await phone.sees(KEEP)
        await phone.tap("Next")
        await phone.sees("Do you sleep well?", "heading")
        assert not phone.find(KEEP)


async def test_a_draft_kept_on_this_phone_queues_nothing_and_is_sent_whole(records: Any) -> None:
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await phone.tap(KEEP)
        await phone.sees(re.compile("stay on this phone until you send them"))
        await phone.type("What helps?", "Tea")
        await phone.tap("Next")
        await phone.sees("Do you sleep well?", "heading")
        await phone.sees("Saved on this phone only. It goes to your clinic when you send it.")
        assert await responses(records) == []
        assert await queued(records) == []
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await phone.sees("Do you sleep well?", "heading")
        await phone.tap("Next")
        await phone.sees("Tea")
        assert await queued(records) == []
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Thank you", "heading")
        assert (await the_response(records)).is_done
        assert answer_of(await the_response(records), "w") == [{"valueString": "Tea"}]
        assert await records.every(DraftHere) == []
        assert len(await queued(records)) == 1
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")  # remembered for this form
        await phone.sees(re.compile("stay on this phone until you send them"))


async def test_a_draft_the_clinic_has_is_taken_back_and_can_be_given_again(records: Any) -> None:
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await phone.type("What helps?", "Tea")
        await phone.tap("Next")
        await phone.tap("Back to the question before")
        (row,) = await queued(records)
        await records.begin([row.seq])
        copy = ServerCopy("s1", 'W/"1"', None, json.dumps({**json.loads(row.payload), "id": "s1"}))
        await records.acknowledge([(row.seq, copy)])
        await phone.rest()
        await phone.tap(KEEP)
        await phone.sees(re.compile("What your clinic has of it is taken back"))
        (gone,) = await queued(records)
        assert (gone.op, gone.server_id) == ("delete", "s1")
        assert "Tea" not in gone.payload
        assert json.loads(gone.payload)["status"] == "entered-in-error"
        assert await responses(records) == []
        await phone.type("What helps?", "Tea and rest")
        await phone.tap(KEEP)

        async def travels() -> bool:
            found = await responses(records)
            return bool(found) and answer_of(found[0], "w") == [{"valueString": "Tea and rest"}]

        await comes(travels)
        assert await records.every(DraftHere) == []


async def test_an_answer_that_calls_for_help_tells_nobody_while_the_draft_is_kept_here(
    tmp_path: Path,
) -> None:
    records = await store_with(tmp_path, content("measures", "phq-9"), routing())
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/phq-9")
        await phone.sees(re.compile("Your clinic is not told of any answer before"))
        await phone.tap(KEEP)
        model = phone.shell._top.model
        asked = next(
            id for id, node in model.form.nodes.items() if node.item.link_id in model.form.help_links
        )
        model.answers.choose(asked, ["3"])
        await phone.rest()
        await phone.sees("You do not have to be alone with this")
        await phone.sees(re.compile("This app has told nobody"))
        assert await records.every(Alert) == []
        assert await queued(records) == []


async def test_in_a_browser_it_is_said_that_it_cannot_be_kept_here(records: Any) -> None:
    async with Phone(PretendWiring(records=records, at=NOW, mode="serve")) as phone:
        await phone.start("/form/f")
        await phone.sees(re.compile("In a browser they cannot be kept on your own device instead"))
        assert not phone.find(KEEP)


async def test_it_is_said_in_spanish(records: Any) -> None:
    async with Phone(PretendWiring(records=records, at=NOW), speaks="es") as phone:
        await phone.start("/form/f")
        await phone.sees(re.compile("Sus respuestas se guardan en .* a medida que responde"))
        await phone.tap("Guardarlo en este teléfono hasta que yo lo envíe")
        await phone.sees(re.compile("se quedan en este teléfono hasta que usted las envíe"))
