"""How the sandbox's sample records are written: one function a resource, filled with invented people's days."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from api_client.sandbox.exact import Json
from api_client.sandbox.seed.when import Days

CARE = "https://lantern.example/fhir/CodeSystem/care"
EXTENSION = "https://lantern.example/fhir/StructureDefinition"
TERMS = "http://terminology.hl7.org/CodeSystem"
_SPACE = uuid.UUID("5d1c0a52-6a0e-4d0f-9a57-2f1f4f0b6a10")

ROLES = {"sam": "Integration therapist", "dr-ash": "Prescriber", "coordinator": "Coordinator", "nia": "Nurse"}
NAMES = {
    "sam": "Sam Fixture",
    "dr-ash": "Dr. Ash Prototype",
    "coordinator": "Quinn Template",
    "nia": "Nia Example",
}
NOBODY: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True)
class VisitKind:
    """What a visit is called, how long it takes, and what the clinic writes to the patient about it."""

    name: str
    minutes: int
    instruction: str


@dataclass
class Chart:
    """One invented patient's record, in the order it came to be: (day, clock time, resource)."""

    days: Days
    id: str
    made: list[tuple[int, str, Json]] = field(default_factory=list[tuple[int, str, Json]])

    @property
    def me(self) -> str:
        return f"Patient/{self.id}"

    def add(self, offset: int, clock: str, resource: Json) -> None:
        """Written on that day."""
        self.made.append((offset, clock, resource))

    def patient(
        self,
        offset: int,
        given: str,
        family: str,
        born: str,
        phone: str,
        *,
        contact: Sequence[Json] = (),
        own_doctor: str = "",
    ) -> None:
        """`contact`: whoever the clinic's record names beside them. `own_doctor`: the name of a doctor elsewhere."""
        name = {"use": "official", "text": f"{given} {family}", "family": family, "given": [given]}
        self.add(
            offset,
            "09:00",
            {
                **({"contact": list(contact)} if contact else {}),
                **({"generalPractitioner": [{"display": own_doctor}]} if own_doctor else {}),
                "resourceType": "Patient",
                "id": self.id,
                "identifier": [
                    {"system": "https://lantern.example/fhir/sid/chart", "value": f"SAMPLE-{self.id.upper()}"}
                ],
                "active": True,
                "name": [name],
                "telecom": [{"system": "phone", "value": phone, "use": "mobile"}],
                "birthDate": born,
                "communication": [
                    {"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": "en"}]}, "preferred": True}
                ],
                "managingOrganization": {"reference": "Organization/clinic"},
            },
        )

    def team(self, offset: int, members: Sequence[str], *, left: Mapping[str, int] = NOBODY) -> None:
        """`left`: who was on it too, each until that day."""
        since = {"start": self.days.date(offset)}
        periods = {one: since for one in members}
        periods |= {one: {**since, "end": self.days.date(until)} for one, until in left.items()}
        self.add(
            offset,
            "09:05",
            {
                "resourceType": "CareTeam",
                "id": f"{self.id}-team",
                "status": "active",
                "name": "Care team",
                "subject": {"reference": self.me},
                "period": since,
                "participant": [
                    {
                        "role": [
                            {
                                "coding": [{"system": CARE, "code": ROLES[one].lower().replace(" ", "-")}],
                                "text": ROLES[one],
                            }
                        ],
                        "member": {"reference": f"Practitioner/{one}", "display": NAMES[one]},
                        "period": period,
                    }
                    for one, period in periods.items()
                ],
                "managingOrganization": [{"reference": "Organization/clinic"}],
            },
        )

    def session(
        self, number: int, offset: int, clock: str, kind: VisitKind, status: str, booked: int = -14
    ) -> str:
        """An Appointment; answers with its reference. `booked`: the day it was written."""
        id_ = f"{self.id}-session-{number}"
        start = self.days.moment(offset, clock)
        end = start.timestamp() + kind.minutes * 60
        resource: Json = {
            "resourceType": "Appointment",
            "id": id_,
            "status": status,
            "appointmentType": {"text": kind.name},
            "description": kind.name,
            "start": start.isoformat(),
            "end": start.fromtimestamp(end, start.tzinfo).isoformat(),
            "minutesDuration": kind.minutes,
            "created": self.days.date(booked),
        }
        resource["patientInstruction"] = kind.instruction
        resource["participant"] = [
            {"actor": {"reference": self.me}, "required": "required", "status": "accepted"},
            {
                "actor": {"reference": "Practitioner/dr-ash", "display": NAMES["dr-ash"]},
                "required": "required",
                "status": "accepted",
            },
            {
                "actor": {"reference": "Location/room-two", "display": "Room Two"},
                "required": "required",
                "status": "accepted",
            },
        ]
        self.add(booked, "11:00", resource)
        return f"Appointment/{id_}"

    def plan(
        self,
        offset: int,
        title: str,
        protocol: str,
        sessions: Sequence[str],
        planned: int,
        *,
        status: str = "active",
        also: Sequence[Json] = (),
    ) -> None:
        """The course. `also`: further activities, such as the steps before it."""
        resource: Json = {
            "resourceType": "CarePlan",
            "id": f"{self.id}-plan",
            "extension": [{"url": f"{EXTENSION}/sessions-planned", "valueInteger": planned}],
            "instantiatesCanonical": [f"https://lantern.example/fhir/PlanDefinition/{protocol}|0.2.0"],
            "status": status,
            "intent": "plan",
            "title": title,
            "description": "EXAMPLE, not for clinical use.",
            "subject": {"reference": self.me},
            "period": {"start": self.days.date(offset)},
            "created": self.days.date(offset),
            "author": {"reference": "Practitioner/dr-ash"},
            "careTeam": [{"reference": f"CareTeam/{self.id}-team"}],
        }
        if planned == 0:
            del resource["extension"]
        if sessions or also:
            resource["activity"] = [*({"reference": {"reference": name}} for name in sessions), *also]
        self.add(offset, "11:30", resource)

    def intention(
        self,
        offset: int,
        clock: str,
        words: str,
        session: str,
        *,
        reader: str = "sam",
        read: tuple[int, str] | None,
        withdrawn: tuple[int, str] | None = None,
    ) -> None:
        """A shared intention with its grant and notice; with `withdrawn`, taken back again."""
        key = f"{self.id}/{session}/{offset}"
        goal = f"{self.id}-goal-{session.rsplit('-', 1)[-1]}"
        day, instant = self.days, self.days.utc(offset, clock)
        copy = _goal(self, goal, f"{key}/goal", words, session) | {"startDate": day.date(offset)}
        link = {"reference": f"Goal/{goal}", "identifier": copy["identifier"][0]}
        grant = consent(self, f"{goal}-grant", f"{key}/grant", reader, instant, link)
        told = notice(self, f"{goal}-notice", f"{key}/notice", reader, instant, link, "share-notice")
        if read is not None:
            told |= {"status": "completed", "received": day.utc(*read)}
        if withdrawn is None:
            self.add(offset, clock, copy)
            self.add(offset, clock, grant)
            self.add(*(read or (offset, clock)), told)
            return
        until = day.utc(*withdrawn)
        grant["status"] = "inactive"
        grant["provision"]["period"]["end"] = until
        about = {"reference": f"Consent/{goal}-grant", "identifier": grant["identifier"][0]}
        self.add(offset, clock, told)
        self.add(*withdrawn, grant)
        self.add(
            *withdrawn,
            notice(
                self, f"{goal}-withdrawal", f"{key}/withdrawal", reader, until, about, "withdrawal-notice"
            ),
        )

    def reply(
        self,
        offset: int,
        clock: str,
        words: str,
        goal: str,
        *,
        reader: str = "sam",
        read: tuple[int, str],
        answers: str = "",
    ) -> str:
        """A reply about a shared intention, read by the other side; from the reader, or, where it `answers` another, from the
        patient. Answers with its id."""
        id_ = f"{goal}-reply-{sum(one[2]['id'].startswith(f'{goal}-reply-') for one in self.made) + 1}"
        people = [{"reference": f"Practitioner/{reader}"}, {"reference": self.me}]
        sender, recipient = reversed(people) if answers else people
        resource: Json = {
            "resourceType": "Communication",
            "id": id_,
            "identifier": [own_identifier(id_)],
            "status": "completed",
            "category": [{"coding": [{"system": CARE, "code": "reply"}]}],
            "subject": {"reference": self.me},
            "about": [{"reference": f"Goal/{goal}"}],
            "sent": self.days.utc(offset, clock),
            "received": self.days.utc(*read),
            "recipient": [recipient],
            "sender": sender,
            "payload": [{"contentString": words}],
        }
        if answers:
            link = [{"reference": f"Communication/{answers}"}]
            resource |= {"partOf": link, "inResponseTo": link}
        self.add(*read, resource)
        return id_


def day_medicine(name: tuple[str, str], words: tuple[str, str], written: str) -> Json:
    """An activity of a plan: what the prescriber wrote about one medicine for the day of a session, in English and Spanish.
    `written`: an instant."""
    product: Json = {"text": name[0], "_text": in_spanish(name[1])}
    return {
        "detail": {
            "extension": [{"url": f"{EXTENSION}/since", "valueDateTime": written}],
            "kind": "MedicationRequest",
            "code": {"coding": [{"system": CARE, "code": "day-medicine"}]},
            "status": "in-progress",
            "productCodeableConcept": product,
            "description": words[0],
            "_description": in_spanish(words[1]),
        }
    }


def translated(element: str, words: tuple[str, str]) -> Json:
    """An element with a text in English, and its Spanish beside it."""
    return {element: words[0], f"_{element}": in_spanish(words[1])}


def in_spanish(text: str) -> Json:
    """What stands beside an element: its text in Spanish."""
    translation = {
        "url": "http://hl7.org/fhir/StructureDefinition/translation",
        "extension": [{"url": "lang", "valueCode": "es"}, {"url": "content", "valueString": text}],
    }
    return {"extension": [translation]}


def own_identifier(key: str) -> Json:
    """An identifier as an app would have made it, the same at every start."""
    return {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{uuid.uuid5(_SPACE, key)}"}


def _goal(chart: Chart, id_: str, key: str, words: str, session: str) -> Json:
    return {
        "resourceType": "Goal",
        "id": id_,
        "identifier": [own_identifier(key)],
        "extension": [
            {"url": f"{EXTENSION}/session", "valueReference": {"reference": session}},
            {"url": f"{EXTENSION}/show-on-session-day", "valueBoolean": True},
        ],
        "lifecycleStatus": "active",
        "category": [{"coding": [{"system": CARE, "code": "session-intention"}]}],
        "description": {"text": words},
        "subject": {"reference": chart.me},
        "expressedBy": {"reference": chart.me},
    }


def consent(chart: Chart, id_: str, key: str, reader: str, instant: str, link: Json) -> Json:
    return {
        "resourceType": "Consent",
        "id": id_,
        "identifier": [own_identifier(key)],
        "status": "active",
        "scope": {"coding": [{"system": f"{TERMS}/consentscope", "code": "patient-privacy"}]},
        "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
        "patient": {"reference": chart.me},
        "dateTime": instant,
        "performer": [{"reference": chart.me}],
        "policyRule": {"coding": [{"system": f"{TERMS}/v3-ActCode", "code": "OPTIN"}]},
        "provision": {
            "type": "permit",
            "period": {"start": instant},
            "actor": [
                {
                    "role": {"coding": [{"system": f"{TERMS}/v3-ParticipationType", "code": "IRCP"}]},
                    "reference": {"reference": f"Practitioner/{reader}", "display": NAMES[reader]},
                }
            ],
            "action": [{"coding": [{"system": f"{TERMS}/consentaction", "code": "access"}]}],
            "purpose": [{"system": f"{TERMS}/v3-ActReason", "code": "TREAT"}],
            "data": [{"meaning": "instance", "reference": link}],
        },
    }


def notice(chart: Chart, id_: str, key: str, reader: str, instant: str, about: Json, code: str) -> Json:
    return {
        "resourceType": "Communication",
        "id": id_,
        "identifier": [own_identifier(key)],
        "status": "in-progress",
        "category": [{"coding": [{"system": CARE, "code": code}]}],
        "subject": {"reference": chart.me},
        "about": [about],
        "sent": instant,
        "recipient": [{"reference": f"Practitioner/{reader}"}],
        "sender": {"reference": chart.me},
    }
