"""The brief where the clinic says something too: alerts first with their state, scores with their line; Spanish; a disk that is full."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from mobile.care.catalog import Who
from mobile.care.measures import MeasuresGrant
from mobile.printing import pdf_of_summary
from mobile.screens.app_services import Settings
from mobile.screens.shared.brief import view
from tests.screens.harness import THERAPIST, Phone, PretendWiring, opened_store
from tests.screens.many_patients import NOW, SMALL, THEO, name_of, received
from tests.screens.test_brief import INTENTION, START, desk, printed, things
from tests.screens.test_morning import canvases, settled_alert
from tests.unit.care.published import table
from tests.unit.care.samples import NOW as THEN
from tests.unit.care.samples import SAM, receive

THEO_IN = Who("practitioner", THEO.reference)


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    return await received(await opened_store(tmp_path), SMALL)


def phone_of(records: Any, width: int = 1280, **more: Any) -> Phone:
    return Phone(
        PretendWiring(records=records, person=THERAPIST, at=NOW, **more), width=width, platform="linux"
    )


def table_telling_theo() -> dict[str, Any]:
    """The clinic's table, with every row to Theo."""
    text = json.dumps(table().to_resource())
    for rule in table().rules:
        text = text.replace(rule.recipient, THEO.reference)
    return {**json.loads(text), "meta": {"versionId": "2"}}


async def test_an_alert_stands_first_with_how_far_it_is(records: Any) -> None:
    async with phone_of(records) as phone:
        await phone.start("/shared/p0/brief")
        await phone.sees(re.compile(r"^Delivered Monday, June 8, .* Not seen yet\. Not settled yet\."))
        texts = phone.texts()
        reason = next(rule.title.text for rule in table().rules if rule.id == "phq9-item9")
        assert texts.index(reason) < texts.index("Intentions") < texts.index("Scores")
        assert not phone.find(re.compile("No open alert"))
        assert reason in await printed(phone)
        await receive(records, THEO_IN, *settled_alert())
        await phone.sees(re.compile(r"^Delivered .* Seen .* Settled "))
        assert phone.faults() == []


async def test_that_there_is_no_alert_is_only_said_to_whom_it_would_come(records: Any) -> None:
    async with phone_of(records) as phone:
        await phone.start("/shared/p3/brief")
        await phone.sees(
            "Your clinic's table does not send you alerts. Whether there is one is not known here."
        )
        await receive(records, THEO_IN, table_telling_theo())
        await phone.sees("No open alert to you.")
        assert phone.faults() == []


async def test_every_score_that_may_be_read_stands_there_with_its_line_until_its_agreement_ends(
    records: Any,
) -> None:
    async with phone_of(records) as phone:
        await phone.start("/shared/p1/brief")
        await phone.sees("8 → 11 → 14")
        await phone.sees(
            re.compile("^14 on June 7: 6 higher than the first, 8 on May 24. 3 higher than the time")
        )
        assert canvases(phone.top) == 1
        paper = await printed(phone)
        assert "8 → 11 → 14" in paper
        assert "Page 1 of 1" in paper
        grant = next(one for one in await records.every(MeasuresGrant) if one.patient == "Patient/p1")
        ended = {**grant.ended(NOW).to_resource(), "meta": {"versionId": "2"}}
        await receive(records, THEO_IN, ended)
        await phone.sees("No score to read · sharing ended")
        assert canvases(phone.top) == 0
        assert not phone.find(re.compile("→"))
        assert phone.faults() == []


async def test_in_spanish_screen_and_paper_say_the_same(records: Any) -> None:
    async with phone_of(records, settings=Settings(language="es")) as phone:
        await phone.start("/shared/p7/brief")
        await phone.sees("Resumen antes de verse")
        await phone.sees("Puntajes")
        await phone.sees(re.compile("^“words 7-1”"))
        assert phone.faults() == []
        await phone.tap("Imprimir o guardar")
        await phone.until(lambda: any(name == "save_file" for name, _ in phone.invoked), "a file")
        (asked,) = [arguments for name, arguments in phone.invoked if name == "save_file"]
        assert re.fullmatch(r"resumen-\d{4}-\d\d-\d\d\.pdf", asked["file_name"]), "nobody's name"
        text = " ".join(PdfReader(io.BytesIO(asked["src_bytes"])).pages[0].extract_text().split())
        assert f"Solo lo que {name_of(7)} compartía con usted" in text
        assert "Página 1 de 1" in text


async def test_what_is_taken_back_while_the_file_is_made_is_not_handed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shares, made = things(), list[bytes]()
    records = await desk(tmp_path, *shares)
    wiring = PretendWiring(person=THERAPIST, records=records, at=THEN)
    async with Phone(wiring, width=1280, platform="linux") as phone:
        await phone.start("/shared/p1/brief")
        await phone.sees(re.compile(START))

        async def while_it_is_made(make: Any, *args: Any) -> bytes:
            made.append(make(*args))
            if len(made) == 1:
                await receive(records, Who("practitioner", SAM.reference), shares[0].taken_back(THEN))
            return made[-1]

        monkeypatch.setattr(view.asyncio, "to_thread", while_it_is_made)
        paper = await printed(phone)
        assert len(made) == 2
        assert START not in paper
        assert INTENTION in paper


@pytest.mark.parametrize("error", [OSError("full"), FileNotFoundError("fonts")])
async def test_a_file_that_cannot_be_made_is_said_and_the_brief_stays(
    records: Any, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    def fails(*_: Any) -> bytes:
        raise error

    monkeypatch.setattr(view, "pdf_of_summary", fails)
    async with phone_of(records) as phone:
        await phone.start("/shared/p3/brief")
        await phone.tap("Print or keep")
        await phone.sees("The file could not be saved there.")
        await phone.sees("Intentions")
        monkeypatch.setattr(view, "pdf_of_summary", pdf_of_summary)
        await phone.tap("Print or keep")
        await phone.sees("Your file is made")
        assert phone.faults() == []


async def test_scores_whose_agreement_ended_while_the_file_was_made_are_not_handed_over(
    records: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = list[bytes]()
    async with phone_of(records) as phone:
        await phone.start("/shared/p1/brief")
        await phone.sees("8 → 11 → 14")
        grant = next(one for one in await records.every(MeasuresGrant) if one.patient == "Patient/p1")

        async def while_it_is_made(make: Any, *args: Any) -> bytes:
            made.append(make(*args))
            if len(made) == 1:
                ended = {**grant.ended(NOW).to_resource(), "meta": {"versionId": "2"}}
                await receive(records, THEO_IN, ended)
            return made[-1]

        monkeypatch.setattr(view.asyncio, "to_thread", while_it_is_made)
        assert "8 → 11 → 14" not in await printed(phone)
