"""The catalogue is one row a noun: all that travel are in it, and at the sandbox clinic each is found by its search and filed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import httpx

import mobile.care
from api_client.sandbox import Sandbox
from mobile.care.approval import Approval, ApprovalPaper
from mobile.care.catalog import ROWS, Who, filing, may_hold, pulls
from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.withdrawal import AgreementWithdrawal
from mobile.care.daily_word import SharedDailyWord
from mobile.care.day_page import DayPage
from mobile.care.forms.documents import AnswerPhoto
from mobile.care.invitation import Invitation
from mobile.care.journal.picture import EntryPicture
from mobile.care.journal.shared_entry import Beside, SharedEntry
from mobile.care.journal.shared_picture import SharedPicture
from mobile.care.journal.shared_voice import SharedVoice
from mobile.care.journal.shown import Shown
from mobile.care.not_to_bring_up import SharedNotToBringUp
from mobile.care.opened import Opened
from mobile.care.questionnaire.values import Attachment
from mobile.care.resource import Resource
from mobile.care.ride import RideRequest
from mobile.care.ride_plan import RidePlan
from mobile.care.room_card import SharedRoomCard
from mobile.care.shared_commitment import SharedCommitment
from mobile.care.sharing import share
from mobile.care.text_wish import TextChoice, TextTimes, TextWish
from mobile.wiring.setup import PATIENT_SCOPES

from .samples import NOW as THEN
from .samples import PATIENT, SAM, an_intention

BASE = "https://clinic.test/fhir"
NOW = datetime(2031, 3, 1, 15, tzinfo=UTC)
CARE = "https://lantern.example/fhir/CodeSystem/care"
ROWAN = {"reference": "Patient/rowan"}
ME, SAM_IN = Who("patient", PATIENT), Who("practitioner", SAM.reference)


def that_travel(of: type[Resource] = Resource) -> Iterator[type[Resource]]:
    if "KIND" in vars(of):
        yield of
    for below in of.__subclasses__():
        yield from that_travel(below)


def test_every_noun_that_travels_has_exactly_one_row() -> None:
    for module in walk_packages(mobile.care.__path__, "mobile.care."):
        import_module(module.name)
    nouns = [row.noun for row in ROWS]
    assert sorted(noun.__name__ for noun in nouns) == sorted(noun.__name__ for noun in that_travel())
    assert len({noun.KIND.name for noun in nouns}) == len(nouns)
    assert all(row.noun.KIND.resource_type == row.resource_type for row in ROWS)


def test_nouns_of_one_type_come_with_the_same_searches_or_each_with_a_search_of_its_own() -> None:
    """Nothing is found by two of them as a matter of course: by category, or by who sent it and whom it is to."""
    for who in (ME, SAM_IN):
        by_type: dict[str, list[Any]] = {}
        for pull in pulls(who):
            by_type.setdefault(pull.resource_type, []).append(dict(pull.params))
        for asked in by_type.values():
            assert len(asked) == 1 or all(
                params.keys() & {"category", "sender", "recipient"} for params in asked
            )
            assert all(asked.count(params) == 1 for params in asked)


def test_the_names_of_marks_on_devices_and_the_order_of_asking_stay_as_they_are() -> None:
    """A key that changed would have every device read everything again; intentions are filed by grants that came before."""
    assert [pull.key for pull in pulls(ME)] == [
        "patient", "team", "problems", "allergies", "cautions", "clinic", "services", "locations", "practitioners", "reading_days", "course", "sessions", "open_times", "rooms", "date_requests", "protocols", "forms", "responses",
        "photos", "agreements", "prices", "accounts", "bills", "charges", "payments", "payment_notices", "estimates", "steps", "approval_papers", "insurer_answers", "benefit_checks", "covers", "measured", "intentions", "daily_words", "journal_entries", "voices", "pictures", "commitments", "not_to_bring_up", "room_cards", "summary", "grants", "notices", "readings",
    ]  # fmt: skip
    assert [pull.key for pull in pulls(SAM_IN)] == [
        "patients", "teams", "clinic", "services", "locations", "practitioners", "reading_days", "courses", "sessions", "open_times", "rooms", "date_requests", "protocols",
        "forms", "responses", "photos", "steps", "approval_papers", "insurer_answers", "benefit_checks", "covers", "measured", "summaries", "grants", "intentions", "daily_words", "journal_entries", "voices", "pictures", "commitments", "not_to_bring_up", "room_cards", "notices", "written",
        "team_messages",
    ]  # fmt: skip


async def test_every_noun_is_found_at_the_sandbox_by_its_own_search_and_filed() -> None:
    sandbox = Sandbox(None, demo=True, clock=lambda: NOW, base_url=BASE)
    try:
        for document in not_there_yet():
            sandbox.write(document)
        await found_by(sandbox, Who("practitioner", "Practitioner/sam", base=BASE))  # a reading to be told of
        patient = await found_by(sandbox, Who("patient", "Patient/rowan", "Patient/rowan", BASE))
        staff = await found_by(sandbox, Who("practitioner", "Practitioner/sam", base=BASE))
    finally:
        sandbox.close()
    assert patient == {row.noun.KIND.name for row in ROWS if row.asked.patient is not None}
    assert {"share_grant", "measures_grant", "shared_intention", "answer_photo", "alert", "reply"} <= staff
    assert staff <= {row.noun.KIND.name for row in ROWS if row.asked.practitioner is not None}


async def found_by(sandbox: Sandbox, who: Who) -> set[str]:
    """The names of the kinds that this person's searches find and the catalogue files."""
    token = sandbox.token(who.reference.split("/")[1], PATIENT_SCOPES)
    kinds = set[str]()
    opened = Opened()
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(sandbox.app), headers={"authorization": f"Bearer {token}"}
    ) as clinic:
        for pull in pulls(who):
            answer = await clinic.get(f"{BASE}/{pull.resource_type}", params={**pull.params, "_count": "500"})
            entries = answer.json().get("entry", []) if answer.status_code == 200 else []
            for entry in entries:
                found = filing(pull.resource_type, json.dumps(entry["resource"]), who, opened)
                kinds |= {found.kind.name} if found else set()
    return kinds


def not_there_yet() -> list[dict[str, Any]]:
    """What the sample people's records have none of: what a patient sends in the course of using the app, and the clinic's news."""
    photo = AnswerPhoto.of(
        "f47ac10b-58cc-4372-a567-0e02b2c3d479",
        Attachment(content_type="image/png", data="AA==", title="a label"),
        ROWAN["reference"],
        NOW,
    )
    word = SharedDailyWord.make(
        "f47ac10b-58cc-4372-a567-0e02b2c3d480", "slow", patient=ROWAN["reference"], day=NOW.date()
    )
    spoken = SharedVoice.of(
        "f47ac10b-58cc-4372-a567-0e02b2c3d484", bytes(320), ROWAN["reference"], "n1", (0, 0, 1)
    )
    seen = SharedPicture.of(
        "f47ac10b-58cc-4372-a567-0e02b2c3d485", EntryPicture("x", data=b"p"), ROWAN["reference"], 0, "a lake"
    )
    request = SharedNotToBringUp.make(
        "f47ac10b-58cc-4372-a567-0e02b2c3d483", "the old job", patient=ROWAN["reference"], day=NOW.date()
    )
    walk = SharedCommitment.make(
        "f47ac10b-58cc-4372-a567-0e02b2c3d481",
        "a walk",
        patient=ROWAN["reference"],
        session=None,
        day=NOW.date(),
        set_on=NOW.date(),
        state="open",
    )
    entry = SharedEntry.make(
        "f47ac10b-58cc-4372-a567-0e02b2c3d482",
        Shown(pieces=("The lake, again.",)),
        Beside(NOW),
        patient=ROWAN["reference"],
    )
    card = SharedRoomCard.make(
        "f47ac10b-58cc-4372-a567-0e02b2c3d489", "Music:\nslow", patient=ROWAN["reference"], day=NOW.date()
    )
    paper = SignedAgreement.from_resource(
        {"resourceType": "Consent", "id": "rowan-signed-financial", "patient": ROWAN}
    )
    withdrawal = AgreementWithdrawal.make(
        "f47ac10b-58cc-4372-a567-0e02b2c3d490", paper, patient=ROWAN["reference"], to_whom=[], now=NOW
    )
    ride = RideRequest.make(
        "f47ac10b-58cc-4372-a567-0e02b2c3d488",
        RidePlan(id="r", words="Jo", made_at=NOW, changed_at=NOW),
        patient=ROWAN["reference"],
        session="Appointment/rowan-session-3",
        language="en",
        now=NOW,
    )
    page = DayPage.make(
        "f47ac10b-58cc-4372-a567-0e02b2c3d491",
        patient=ROWAN["reference"],
        session="Appointment/rowan-session-3",
        language="en",
        now=NOW,
    )
    texts = TextWish.make(
        "f47ac10b-58cc-4372-a567-0e02b2c3d492",
        TextChoice("202-555-0177", "due", "always", has_page=False, language="en"),
        TextTimes((time(21), time(8)), time(18), timedelta(hours=2), ("session",)),
        patient=ROWAN["reference"],
        now=NOW,
    )
    invitation = Invitation.make(
        "f47ac10b-58cc-4372-a567-0e02b2c3d485",
        patient=ROWAN["reference"],
        patient_name="Rowan",
        invited="Kim",
        now=NOW,
    )
    approval = Approval.begun("f47ac10b-58cc-4372-a567-0e02b2c3d491", ROWAN["reference"], NOW)
    message = {
        "resourceType": "Communication",
        "status": "completed",
        "subject": ROWAN,
        "recipient": [{"reference": "Practitioner/sam"}, ROWAN],
        "sent": "2031-02-28T10:00:00Z",
    }
    answer = {
        "resourceType": "QuestionnaireResponse",
        "status": "completed",
        "questionnaire": "https://lantern.example/fhir/Questionnaire/phq-9|1.0.0",
        "subject": ROWAN,
        "authored": "2031-02-28T10:00:00Z",
        "item": [
            {"linkId": "q", "answer": [{"valueAttachment": {"url": "DocumentReference/label-of-rowan"}}]}
        ],
    }
    return [
        {**photo.to_resource(), "id": "label-of-rowan"},
        {**word.to_resource(), "id": "word-of-rowan"},
        {**walk.to_resource(), "id": "commitment-of-rowan"},
        {**withdrawal.to_resource(), "id": "withdrawal-of-rowan"},
        {**request.to_resource(), "id": "request-of-rowan"},
        {**spoken.to_resource(), "id": "voice-of-rowan"},
        {**seen.to_resource(), "id": "picture-of-rowan"},
        {**entry.to_resource(), "id": "entry-of-rowan"},
        {**invitation.to_resource(), "id": "invitation-of-rowan"},
        {**ride.to_resource(), "id": "ride-of-rowan"},
        {**page.to_resource(), "id": "page-of-rowan"},
        {**texts.to_resource(), "id": "texts-of-rowan"},
        {
            "resourceType": "Task",
            "id": "ride-home-of-rowan",
            "status": "accepted",
            "intent": "order",
            "code": {"coding": [{"system": CARE, "code": "ride-home"}]},
            "for": ROWAN,
            "focus": {"reference": "Appointment/rowan-session-3"},
        },
        {**card.to_resource(), "id": "card-of-rowan"},
        {**approval.to_resource(), "id": "approval-of-rowan"},
        {
            **ApprovalPaper.of(
                "f47ac10b-58cc-4372-a567-0e02b2c3d492", approval, b"p", "image/png", "a card", NOW
            ).to_resource(),
            "id": "paper-of-rowan",
        },
        {"resourceType": "Coverage", "id": "cover-of-rowan", "status": "active", "beneficiary": ROWAN},
        *(
            {"resourceType": one, "id": f"{one}-of-rowan", "status": "active", "patient": ROWAN}
            for one in ("ClaimResponse", "CoverageEligibilityResponse")
        ),
        answer,
        {
            "resourceType": "AppointmentResponse",
            "appointment": {"reference": "Appointment/rowan-session-4"},
            "actor": ROWAN,
            "participantStatus": "tentative",
            "comment": "Not on a Friday",
        },
        {
            **message,
            "category": [{"coding": [{"system": CARE, "code": "commitment-suggestion"}]}],
            "sender": {"reference": "Practitioner/sam"},
            "recipient": [ROWAN],
        },
        *(
            {**message, "category": [{"coding": [{"system": CARE, "code": code}]}]}
            for code in ("safety-alert", "step-update", "withdrawal-notice", "team-message", "date-answer")
        ),
    ]


def test_before_a_document_is_there_only_what_no_grant_and_no_answer_can_open_is_refused() -> None:
    _, grant, *_ = share(an_intention(), PATIENT, SAM, THEN)
    opened = Opened()
    for type_, expected in (("Goal", False), ("DocumentReference", False), ("Task", True), ("Media", True)):
        assert may_hold(type_, "g1", SAM_IN, opened) is expected
        assert may_hold(type_, "g1", ME, opened)
    assert filing("Consent", grant.to_json(), SAM_IN, opened) is not None
    assert may_hold("Goal", "g1", SAM_IN, opened)
    assert not may_hold("Goal", "g1", Who("practitioner", "Practitioner/other"), Opened())
