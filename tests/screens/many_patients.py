"""A therapist's desk in the morning: on a full one 60 patients and 2,000 things they shared, as the device has them after a
pull.

Who is where is known: of each kind of need there are as many as `WHO` says, and everybody else has nothing new.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from mobile.care.catalog import Who, filing
from mobile.care.forms.response import Response
from mobile.care.grant import ShareGrant
from mobile.care.intention import begin
from mobile.care.measures import MeasuresGrant
from mobile.care.notices import ShareNotice
from mobile.care.opened import Opened
from mobile.care.safety.alerts import Alert
from mobile.care.sharing import Reader, share
from mobile.records.ports import Pulled, ServerCopy
from tests.unit.care.published import form, plan, table

NOW = datetime(2026, 6, 9, 14, 5, tzinfo=UTC)  # a Tuesday, 9:05 AM in Chicago
THEO = Reader("Practitioner/t1", "Theo Sample")
WHO: dict[str, range] = {
    "alert": range(1),
    "rising": range(1, 3),
    "session": range(3, 7),
    "unread": range(7, 9),
}
"""By the place in the list of names: patient 0 has the alert, 1 and 2 a rising score, ..."""
Document = dict[str, Any]


@dataclass(frozen=True)
class Desk:
    """`shared`: intentions of each patient; `answers`: finished measures of all together."""

    patients: int = 60
    shared: int = 20
    answers: int = 800

    def answers_of(self, number: int) -> int:
        return self.answers // self.patients + (number < self.answers % self.patients)


FULL = Desk()
SMALL = Desk(patients=12, shared=2, answers=36)


PHQ_9 = form("phq-9").canonical


def name_of(number: int) -> str:
    """Numbered from the end, so that no order by name or by age is the order by need."""
    return f"Person {99 - number:02}"


def documents(desk: Desk, now: datetime = NOW) -> Iterator[Document]:
    """Everything, what opens others before what is opened."""
    yield form("phq-9").to_resource()
    yield plan("example-iv-six")
    yield table().to_resource()
    for number in range(desk.patients):
        yield from _patient(desk, number, now)


async def received(records: Any, desk: Desk = FULL, now: datetime = NOW) -> Any:
    """The store with all of it, filed as received, a page at a time."""
    opened, page = Opened(), list[Pulled]()
    for document in documents(desk, now):
        kind, text = document["resourceType"], json.dumps(document)
        found = filing(kind, text, Who("practitioner", THEO.reference), opened)
        assert found is not None, kind
        copy = ServerCopy(
            document["id"], 'W/"1"', (now - timedelta(days=5)).isoformat(), text
        )  # older than what a test adds
        page.append(Pulled(kind, copy, found))
        if len(page) == 500:
            await records.store_page("test", page, None)
            page = []
    await records.store_page("test", page, None)
    return records


def _patient(desk: Desk, number: int, now: datetime) -> Iterator[Document]:
    me, id_ = f"Patient/p{number}", f"p{number}"
    yield {"resourceType": "Patient", "id": id_, "name": [{"text": name_of(number)}]}
    yield from _course(number, me, now)
    agreement = MeasuresGrant.make(
        f"agreed{number}", patient=me, practitioner=THEO.reference, name=THEO.name, now=now
    )
    yield {**agreement.to_resource(), "id": f"agreed{number}"}
    for turn in range(desk.shared):
        yield from _intention(number, turn, me, now, is_last=turn == desk.shared - 1)
    for turn in range(desk.answers_of(number)):
        yield from _answer(number, turn, me, now)
    if number in WHO["alert"]:
        yield _alert(number, me, now)


def _course(number: int, me: str, now: datetime) -> Iterator[Document]:
    """A session last week; the next in 2 days at the most for those of `session`, next week for the others."""
    ahead = 1 + number % 2 if number in WHO["session"] else 6
    for at, (days, status) in enumerate(((-7, "fulfilled"), (ahead, "booked")), 1):
        start = now + timedelta(days=days, minutes=number)
        yield {
            "resourceType": "Appointment",
            "id": f"a{number}-{at}",
            "status": status,
            "start": start.isoformat(),
            "end": (start + timedelta(hours=2)).isoformat(),
            "participant": [{"actor": {"reference": me}, "status": "accepted"}],
        }
    yield {
        "resourceType": "CarePlan",
        "id": f"c{number}",
        "status": "active",
        "intent": "plan",
        "subject": {"reference": me},
        "instantiatesCanonical": ["https://lantern.example/fhir/PlanDefinition/example-iv-six|0.2.0"],
        "activity": [{"reference": {"reference": f"Appointment/a{number}-{at}"}} for at in (1, 2)],
    }


def _intention(number: int, turn: int, me: str, now: datetime, *, is_last: bool) -> Iterator[Document]:
    """Read all but the last one of those of `unread`."""
    at = now - timedelta(days=30 - turn, minutes=number)
    copy, grant, notice = share(
        begin(f"i{number}-{turn}", None, at).revise(f"words {number}-{turn}", at), me, THEO, at
    )[:3]
    assert isinstance(grant, ShareGrant)
    assert isinstance(notice, ShareNotice)
    is_unread = number in WHO["unread"] and is_last
    notice = notice if is_unread else notice.read_now(at + timedelta(hours=1))
    for noun, name in ((grant, "grant"), (copy, "copy"), (notice, "notice")):
        text = (
            noun.to_json().replace(f"urn:uuid:{copy.id}", f"Goal/copy{number}-{turn}")
            if noun is not copy
            else noun.to_json()
        )
        yield {**json.loads(text), "id": f"{name}{number}-{turn}"}


def _answer(number: int, turn: int, me: str, now: datetime) -> Iterator[Document]:
    """One a week, the last two days ago: falling for most, rising by six in two weeks for those of `rising`."""
    at = now - timedelta(days=2 + 7 * turn, minutes=number)
    total = max(2, 14 - 3 * turn) if number in WHO["rising"] else min(20, 8 + turn)
    name = f"{number}-{turn}"
    yield {
        "resourceType": "QuestionnaireResponse",
        "id": f"q{name}",
        "questionnaire": PHQ_9,
        "status": "completed",
        "subject": {"reference": me},
        "authored": at.isoformat(),
        "item": [
            {
                "linkId": "phq9-items",
                "item": [{"linkId": f"phq9-{n}", "answer": [{"valueInteger": 1}]} for n in range(1, 10)],
            }
        ],
    }
    yield {
        "resourceType": "Observation",
        "id": f"o{name}",
        "status": "final",
        "category": [
            {
                "coding": [
                    {"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "survey"}
                ]
            }
        ],
        "code": {"coding": [{"system": "http://loinc.org", "code": "44261-6"}]},
        "subject": {"reference": me},
        "effectiveDateTime": at.isoformat(),
        "valueInteger": total,
        "derivedFrom": [{"reference": f"QuestionnaireResponse/q{name}"}],
    }


def _alert(number: int, me: str, now: datetime) -> Document:
    rule = next(one for one in table().rules if one.id == "phq9-item9")
    response = Response.begin("asked", form("phq-9"), me, now)
    alert = Alert.make(response, table(), rule, me, now - timedelta(hours=10)).to_resource()
    return {
        **alert,
        "id": f"alert{number}",
        "recipient": [{"reference": THEO.reference, "display": THEO.name}],
    }
