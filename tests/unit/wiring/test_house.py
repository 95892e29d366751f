"""What only the composition root can do, by its facts, over the real store and the sandbox clinic."""

from __future__ import annotations

import pytest

from mobile.records.errors import Locked
from mobile.screens.app_services import Trouble
from mobile.wiring.setup import PATIENT_SCOPES, Setup
from tests.unit.wiring.conftest import Opened

PIN, OTHER = "271801", "804617"


async def test_proving_the_pin_tells_a_wrong_one_and_opens_nothing(demo: Setup, opened: Opened) -> None:
    services = opened(demo)
    await services.start()
    await services.sign_in_as("rowan")
    await services.choose_pin(PIN)
    await services.prove_pin(PIN)
    with pytest.raises(Trouble, match="wrong_pin"):
        await services.prove_pin(OTHER)
    await services.lock_now()
    with pytest.raises(Locked):
        await services.prove_pin(PIN)
    assert services.door == "locked"


async def test_letting_go_is_told_to_the_engine_of_this_page_and_to_none_before_sign_in(
    demo: Setup, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = opened(demo)
    await services.start()
    await services.let_go()
    await services.sign_in_as("rowan")
    assert services.account is not None
    told: list[str] = []
    monkeypatch.setattr(services.account.engine, "let_go", lambda: told.append("let_go"))
    await services.let_go()
    assert told == ["let_go"]


def test_no_more_is_asked_of_the_clinic_than_is_done_there() -> None:
    letters = dict(word.split("/")[1].split(".") for word in PATIENT_SCOPES.split() if word[:8] == "patient/")
    removed = {kind for kind, may in letters.items() if "d" in may}
    # grants end, notices and what was measured stay; a photo goes with the answer that named it
    assert removed == {"Goal", "QuestionnaireResponse", "DocumentReference"}
    made = {kind for kind, may in letters.items() if "c" in may}
    answers = {"QuestionnaireResponse", "DocumentReference", "Observation"}
    assert made == {
        "Goal",
        "Consent",
        "Communication",
        "Task",
        "AppointmentResponse",
        *answers,
    }  # a Task: an invitation, a ride
    changed = {kind for kind, may in letters.items() if "u" in may} - made
    assert changed == {"CarePlan"}  # one's own words in the safety plan
    theirs = dict(word.split("/")[1].split(".") for word in PATIENT_SCOPES.split() if word[:5] == "user/")
    # replies and receipts, lines of the summary, their own word on which days they read, and that something was talked about
    assert {kind for kind, may in theirs.items() if set(may) - set("rs")} == {
        "Communication",
        "Composition",
        "PractitionerRole",
        "Task",
    }
    assert not any("d" in may for may in theirs.values())
