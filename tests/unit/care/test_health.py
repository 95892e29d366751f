"""What a record says of health: what holds and what does not, days as far as they are said, and lists as the clinic's form marks them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mobile.care.clinic_days import by_calendar
from mobile.care.health import Allergy, Caution, HealthProblem, standing
from mobile.care.health.listed import ALLERGY, MEDICINE, codes_in, listed, reported

CARE = "https://lantern.example/fhir/CodeSystem/care"
AT = datetime(2026, 6, 3, 15, 0, tzinfo=UTC)


def problem(id: str, words: str, **more: Any) -> HealthProblem:
    return HealthProblem.from_resource(
        {
            "resourceType": "Condition",
            "id": id,
            "code": {"text": words},
            "subject": {"reference": "Patient/p1"},
        }
        | more
    )


def coded(code: str) -> dict[str, Any]:
    return {"coding": [{"code": code}]}


def test_what_is_over_refuted_or_a_mistake_does_not_stand_and_what_does_not_say_does() -> None:
    every = [
        problem("1", "holds", clinicalStatus=coded("active"), recordedDate="2026-05-11"),
        problem("2", "over", clinicalStatus=coded("resolved")),
        problem("3", "refuted", verificationStatus=coded("refuted")),
        problem("4", "a mistake", verificationStatus=coded("entered-in-error")),
        problem("5", "does not say"),
        problem("6", ""),
        problem("7", "ended", abatementDateTime="2019-03-01"),
        problem("8", "in childhood", abatementString="in childhood"),
        problem("9", "came back", clinicalStatus=coded("relapse"), abatementDateTime="2019-03-01"),
    ]
    assert [one.what.text for one in standing(every, AT.date())] == ["holds", "came back", "does not say"]


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("2026-05-11", "2026-05-11"), ("2026-05-11T10:00:00Z", "2026-05-11"), ("2026-05", "2026-05"), ("2026", "2026"),
        ("2026-13", ""), ("2026-02-30", ""), ("May", ""), (5, ""), (None, ""),
    ],
)  # fmt: skip
def test_a_day_is_as_exact_as_it_is_said_and_none_where_it_cannot_be_read(stated: object, day: str) -> None:
    assert problem("1", "x", recordedDate=stated).day == day


def test_an_allergy_says_what_happens_and_a_warning_since_when() -> None:
    allergy = Allergy.from_resource(
        {
            "resourceType": "AllergyIntolerance", "id": "a", "code": {"coding": [{"display": "Latex"}]},
            "patient": {"reference": "Patient/p1"},
            "reaction": [{"manifestation": [{"text": "Rash"}], "description": "on both hands"}],
        }
    )  # fmt: skip
    assert (allergy.what.text, [one.text for one in allergy.happens]) == ("Latex", ["Rash", "on both hands"])
    flag = Caution.from_resource(
        {
            "resourceType": "Flag",
            "id": "f",
            "status": "inactive",
            "code": {"text": "x"},
            "period": {"start": "2026"},
        }
    )
    assert (flag.day, flag.is_standing) == ("2026", False)


def flag(id: str, **period: str) -> Caution:
    return Caution.from_resource(
        {"resourceType": "Flag", "id": id, "status": "active", "code": {"text": id}, "period": period}
    )


def test_a_warning_whose_time_is_over_does_not_stand_though_its_status_was_never_changed() -> None:
    every = [
        flag("to yesterday", end="2026-06-02"), flag("to today", end="2026-06-03"), flag("to a month", end="2026-06"),
        flag("to a month that is over", end="2026-05"), flag("to a year that is over", end="2025"), flag("without an end"),
        flag("cannot be read", end="soon"), flag("to an hour", end="2026-06-03T04:00:00Z"),
    ]  # fmt: skip
    held = {one.what.text for one in standing(by_calendar(every, ZoneInfo("UTC")), AT.date())}
    assert held == {"to today", "to a month", "without an end", "cannot be read", "to an hour"}
    west = standing(by_calendar(every, ZoneInfo("America/Los_Angeles")), AT.date())
    assert {one.what.text for one in west} == held - {"to an hour"}


def test_a_day_is_that_of_the_clinics_calendar_whatever_zone_its_server_writes_hours_in() -> None:
    evening, zone = "2027-01-01T01:30:00Z", ZoneInfo("America/Los_Angeles")
    allergy = {"resourceType": "AllergyIntolerance", "id": "a", "recordedDate": evening}
    for one in (
        problem("1", "x", recordedDate=evening),
        Allergy.from_resource(allergy),
        flag("f", start=evening),
    ):
        assert one.by_calendar(zone).day == "2026-12-31"
    for stated in ("2027-01-01", "2027-01", "2027", "", "2027-01-01T00:00:00Z"):
        assert problem("1", "x", recordedDate=stated).by_calendar(zone).day == stated.split("T")[0]


def question(link: str, code: str, type: str = "string", **more: Any) -> dict[str, Any]:
    return {"linkId": link, "type": type, "text": link, "code": [{"system": CARE, "code": code}]} | more


FORM = {
    "item": [
        {
            "linkId": "medicine", "type": "group", "repeats": True,
            "item": [question("name", MEDICINE), {"linkId": "amount", "type": "string"}, question("often", MEDICINE)],
        },
        question("allergy", ALLERGY),
    ]
}  # fmt: skip


def answer(link: str, value: str) -> dict[str, Any]:
    return {"linkId": link, "answer": [{"valueString": value}]}


def test_each_repetition_is_a_line_and_what_is_not_marked_is_in_none() -> None:
    response = {
        "item": [
            {
                "linkId": "medicine",
                "item": [answer("name", "A"), answer("amount", "a lot"), answer("often", "daily")],
            },
            {"linkId": "medicine", "item": [answer("name", "B")]},
            {"linkId": "allergy", "extension": [{"url": "x"}]},
        ]
    }
    lines = listed(FORM, response, MEDICINE)
    assert [[value for _, value in line] for line in lines] == [["A", "daily"], ["B"]]
    assert listed(FORM, response, ALLERGY) == [], "what was left out is no line"
    assert codes_in(FORM) == {MEDICINE: True, ALLERGY: True}
    assert codes_in({"item": [{"linkId": "x", "code": "y"}]}) == {MEDICINE: False, ALLERGY: False}


def test_of_the_time_after_a_session_what_was_so_is_told_apart_from_what_was_not() -> None:
    options = [
        {"valueCoding": {"system": CARE, "code": code, "display": code.title()}}
        for code in ("not-at-all", "a-lot")
    ]
    form = {
        "item": [
            question(link, "reported-after", "choice", answerOption=options) for link in ("dizzy", "sick")
        ]
        + [{"linkId": "thoughts", "type": "choice", "answerOption": options}]
    }

    def said(**codes: str) -> dict[str, Any]:
        return {
            "item": [
                {"linkId": link, "answer": [{"valueCoding": {"system": CARE, "code": code}}]}
                for link, code in codes.items()
            ]
        }

    found = reported(form, said(dizzy="a-lot", sick="not-at-all", thoughts="a-lot"), AT, is_own=True)
    assert found is not None
    assert found.asked == 2
    ((asked, (_, value)),) = found.answers
    assert (asked.text, value["display"]) == ("dizzy", "A-Lot")
    assert reported(form, said(thoughts="a-lot"), AT, is_own=True) is None
