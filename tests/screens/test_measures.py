"""Measures: last and next, the line in words and as a list, gaps, no total with its reason, the early notice, and no verdict."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import flet as ft
import flet.canvas as cv

from mobile.care.measures import stretches
from mobile.screens.panels.measures.line import shapes
from mobile.screens.reads.measures import Measure, measures
from tests.screens.clinic_of import NOW, Document, documents_of, person, receive_all, seeded
from tests.screens.harness import Phone, PretendWiring, opened_store
from tests.screens.harness.tree import children_of

ZONE = ZoneInfo("America/Chicago")
VERDICT = re.compile(r"\b(severe|mild|minimal|moderate|well done|great|improved|worse|better)\b", re.I)


def wiring(records: Any, name: str = "rowan", **more: Any) -> PretendWiring:
    return PretendWiring(records=records, person=person(name), at=NOW, **more)


async def named(records: Any, name: str) -> Measure:
    return next(one for one in await measures(records, NOW, ZONE) if one.name == name)


async def test_each_measure_says_when_it_was_last_and_when_it_is_next(tmp_path: Path) -> None:
    async with Phone(wiring(await seeded(tmp_path, "rowan"))) as phone:
        await phone.start("/measures")
        await phone.sees(re.compile("Worry · GAD-7 Due Monday · about 2 minutes · last yesterday"), "button")
        await phone.sees("A score is one view, not a verdict.")
        assert phone.faults() == []
        assert phone.reported == []


async def test_the_line_is_told_in_words_and_as_a_list_with_the_sessions(tmp_path: Path) -> None:
    async with Phone(wiring(await seeded(tmp_path, "rowan"))) as phone:
        await phone.start("/measures/phq-9")
        await phone.sees(re.compile(r"^10 on June 8: 8 lower than the first, 18 on May 12\."), "text")
        await phone.sees(re.compile("Total 18 May 12, 2026"), "button")
        await phone.sees("Session 2")
        await phone.sees(re.compile("^No total, because question 6 was skipped"), "button")
        await phone.sees(re.compile("No permission required"))
        assert phone.faults() == []


async def test_the_trend_is_one_sentence_with_its_first_and_last_number_and_a_way_to_ask(
    tmp_path: Path,
) -> None:
    async with Phone(wiring(await seeded(tmp_path, "rowan"))) as phone:
        await phone.start("/measures")
        await phone.sees("8 lower than when you began", "heading")
        await phone.sees("Mood · PHQ-9")
        drawn = [text for text in texts_of(phone.top) if text in ("18", "10", "1", "2", "27, the most")]
        assert drawn == ["27, the most", "18", "10", "1", "2"]
        await phone.sees("You can ask the clinic about it, up or down.")
        ways = [getattr(n.control, "action", None) for n in phone.find(re.compile("On-call nurse"), "button")]
        assert [getattr(way, "url", None) for way in ways] == ["tel:+15550100199"]
        await phone.tap("All answers of Mood · PHQ-9, and what they mean")
        await phone.sees("Every answer, and your sessions")
        assert phone.faults() == []


async def test_where_no_number_can_be_called_no_way_is_named(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    async with Phone(wiring(records, card={"name": "Harbor Example Clinic"})) as phone:
        await phone.start("/measures")
        await phone.sees("8 lower than when you began", "heading")
        assert not any("ask the clinic" in text.lower() for text in phone.texts())


async def test_a_time_that_was_not_answered_is_bridged_thinly_and_said(tmp_path: Path) -> None:
    def without(document: Document) -> Document | None:
        made = document.get("effectiveDateTime") or document.get("authored") or ""
        is_answer = document["resourceType"] in ("QuestionnaireResponse", "Observation")
        return None if is_answer and "2025-12" < made < "2026-05" else document

    records = await seeded(tmp_path, "marlow", change=without)
    one = await named(records, "phq-9")
    assert one.trend is not None
    gaps = [part for part in stretches(one.trend.points) if part.why == "not_answered"]
    assert len(gaps) == 1
    async with Phone(wiring(records, "marlow")) as phone:
        await phone.start("/measures/phq-9")
        await phone.sees(re.compile("The dotted line bridges the time from .*, which was not answered"))
        assert "not answered" in texts_of(phone.top)
        assert phone.faults() == []


def texts_of(control: Any) -> list[str]:
    """Every text below, those of a drawing too."""
    own = [str(control.value)] if isinstance(control, ft.Text) else []
    return own + [text for child in children_of(control) for text in texts_of(child)]


async def test_a_measure_without_a_plain_name_is_called_by_its_title(tmp_path: Path) -> None:
    def without(document: Document) -> Document | None:
        if document["id"] == "phq-9":
            document["extension"] = [one for one in document["extension"] if "plain-name" not in one["url"]]
        return document

    async with Phone(wiring(await seeded(tmp_path, "rowan", change=without))) as phone:
        await phone.start("/measures/phq-9")
        await phone.sees(re.compile("^PHQ-9$"), "heading")


async def test_no_place_of_measures_holds_a_verdict(tmp_path: Path) -> None:
    async with Phone(wiring(await seeded(tmp_path, "rowan"))) as phone:
        for route in ("/measures", "/measures/phq-9", "/measures/gad-7"):
            await (phone.goes_to(route) if route != "/measures" else phone.start(route))
            await phone.sees("A score is one view, not a verdict.")
            found = [text for text in phone.texts() if VERDICT.search(text) and "Copyright" not in text]
            assert found == []


async def test_a_late_answer_stands_on_the_day_it_was_given(tmp_path: Path) -> None:
    one = await named(await seeded(tmp_path, "rowan"), "phq-9")
    assert one.trend is not None
    late = next(point for point in one.trend.points if point.total == 12)
    assert late.at.astimezone(ZONE).date().isoformat() == "2026-06-03"


async def test_a_skipped_answer_breaks_the_line_and_is_no_zero(tmp_path: Path) -> None:
    one = await named(await seeded(tmp_path, "rowan"), "phq-9")
    assert one.trend is not None
    drawn = list(shapes(one.trend, 300))
    joins = [s for s in drawn if isinstance(s, cv.Line) and s.paint and s.paint.stroke_width == 3]
    thin = [s for s in drawn if isinstance(s, cv.Line) and s.paint and s.paint.stroke_width == 1.5]
    rings = [s for s in drawn if isinstance(s, cv.Circle) and s.paint and s.paint.stroke_width == 2]
    assert len(one.trend.points) == 7
    assert len(joins) == 4
    assert len(thin) == 1  # the answer without a total is passed over, and no number is put in its place
    assert len(rings) == 1


async def test_the_early_notice_is_the_clinics_rule_and_goes_away_when_put_away(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "marlow")
    one = await named(records, "phq-9")
    assert one.slip is not None
    async with Phone(wiring(records, "marlow")) as phone:
        await phone.start("/measures")
        await phone.sees("Something to tell the clinic?", "heading")
        await phone.sees("Nobody was told because of this. It is yours to decide.")
        await phone.sees(re.compile("this can be a good time to ask the clinic"))
        assert phone.faults() == []
        await phone.tap("Put this away")
        await phone.sees_no("Something to tell the clinic?")


async def test_without_the_clinics_rule_there_is_no_notice(tmp_path: Path) -> None:
    def without(document: Document) -> Document | None:
        for action in document.get("action", []) if document["resourceType"] == "PlanDefinition" else []:
            marks = [mark for mark in action.get("extension", []) if not mark["url"].endswith("early-slip")]
            if "extension" in action:
                action["extension"] = marks
        return document

    assert (await named(await seeded(tmp_path, "marlow", change=without), "phq-9")).slip is None


async def test_without_a_signed_table_the_measure_says_why_it_is_not_asked(tmp_path: Path) -> None:
    records = await seeded(
        tmp_path, "rowan", change=lambda one: None if one["id"] == "safety-routing" else one
    )
    async with Phone(wiring(records)) as phone:
        await phone.start("/measures/phq-9")
        await phone.sees(re.compile("^It is not asked for now"))
        await phone.sees_no("Answer it now")


async def test_an_empty_place_says_what_will_appear(tmp_path: Path) -> None:
    async with Phone(wiring(await opened_store(tmp_path))) as phone:
        await phone.start("/measures")
        await phone.sees("Nothing is measured yet")
        assert phone.faults() == []


async def answered(records: Any, totals: list[int], step: timedelta) -> None:
    """That many PHQ-9 totals more, the first a while before any other."""
    like = next(one for one in documents_of("marlow") if "44261-6" in str(one.get("code")))
    made: list[Document] = []
    for number, total in enumerate(totals):
        at = (NOW - timedelta(days=900) + number * step).isoformat()
        one = {**like, "id": f"more-{number}", "effectiveDateTime": at, "valueInteger": total}
        one.pop("valueQuantity", None)
        one.pop("derivedFrom", None)
        made.append({**one, "identifier": []})
    await receive_all(records, "marlow", made)


async def only(folder: Path, totals: list[int], step: timedelta) -> Any:
    """Marlow's store with exactly these PHQ-9 totals."""

    def without(document: Document) -> Document | None:
        is_answer = document["resourceType"] == "QuestionnaireResponse"
        return None if is_answer or document["resourceType"] == "Observation" else document

    records = await seeded(folder, "marlow", change=without)
    await answered(records, totals, step)
    return records


async def test_one_answer_is_a_sentence_and_no_line(tmp_path: Path) -> None:
    records = await only(tmp_path, [11], timedelta(days=7))
    async with Phone(wiring(records, "marlow")) as phone:
        await phone.start("/measures/phq-9")
        await phone.sees(re.compile(r"^11 on .* With a second answer there is a line\."), "text")
        assert not [node for node in phone.nodes() if node.role == "image"]
        await phone.sees("Total 11")
        assert phone.faults() == []


async def test_sixty_answers_are_sixty_dots_apart_and_a_list_in_pages(tmp_path: Path) -> None:
    records = await only(tmp_path, [number % 28 for number in range(60)], timedelta(days=15))
    one = await named(records, "phq-9")
    assert one.trend is not None
    dots = [s for s in shapes(one.trend, 314) if isinstance(s, cv.Circle)]
    assert len(dots) == 60
    assert dots[0].radius * 2 < dots[1].x - dots[0].x  # each is one
    async with Phone(wiring(records, "marlow")) as phone:
        await phone.start("/measures/phq-9")
        await phone.tap("Show more")
        await phone.sees("Total 0")  # the first of all, far down
        await phone.sees_no("Show more")
        assert phone.faults() == []


async def test_answers_of_one_day_stand_inside_of_the_drawing(tmp_path: Path) -> None:
    for step in (timedelta(0), timedelta(minutes=30)):
        records = await only(tmp_path / str(step), [4, 9, 12], step)
        one = await named(records, "phq-9")
        assert one.trend is not None
        dots = [s for s in shapes(one.trend, 314) if isinstance(s, cv.Circle)]
        assert len(dots) == len(one.trend.points) > 0
        assert all(0 < dot.x < 314 for dot in dots)


async def test_care_says_who_reads_the_measures(tmp_path: Path) -> None:
    async with Phone(wiring(await seeded(tmp_path, "rowan"))) as phone:
        await phone.start("/care")
        await phone.sees(re.compile("^Integration therapist · Reads: .*check-ins"))


async def test_drawn_anew_the_line_is_as_wide_as_the_client_said_it_is(tmp_path: Path) -> None:
    """What is drawn in the same spot is as wide as before, so that the client says nothing of it."""
    records = await seeded(tmp_path, "rowan")
    answers = [one for one in documents_of("rowan") if one["resourceType"] == "Observation"]
    async with Phone(wiring(records), width=1280) as phone:
        await phone.start("/measures/phq-9")
        await phone.sees("A score is one view, not a verdict.")
        (canvas,) = canvases_of(phone.top)
        assert end_of(canvas) < 314
        await phone.happens(canvas, "resize", {"w": 700.0, "h": 168.0})
        await phone.rest()
        assert 600 < end_of(canvas) < 700
        last = max(
            (one for one in answers if "44261-6" in str(one)), key=lambda one: one["effectiveDateTime"]
        )
        await receive_all(records, "rowan", [{**last, "valueInteger": 3}], version=9)
        await phone.until(lambda: canvases_of(phone.top)[0] is not canvas, "drawn anew")
        assert 600 < end_of(canvases_of(phone.top)[0]) < 700


def canvases_of(control: Any) -> list[cv.Canvas]:
    own = [control] if isinstance(control, cv.Canvas) else []
    return own + [found for child in children_of(control) for found in canvases_of(child)]


def end_of(canvas: cv.Canvas) -> float:
    """How far right the last dot stands."""
    return max(float(one.x or 0) for one in canvas.shapes if isinstance(one, cv.Circle))
