"""A patient's invitation at the clinic: asked for, answered, joined by, called off, ended; and codes that open nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from api_client.sandbox import Sandbox
from tests.unit.sandbox.guests import NAME, ROWAN, code_of, invitation, invited, joined, redeem, title
from tests.unit.sandbox.visitor import BASE, Visitor, bundle, entry


@pytest.fixture
def guarded() -> Iterator[Sandbox]:
    """A clinic where people sign in with a password."""
    sandbox = Sandbox(None, demo=False, base_url=BASE)
    yield sandbox
    sandbox.close()


async def test_the_clinic_answers_with_a_code_an_address_and_an_end(rowan: Visitor) -> None:
    made = await rowan.made(invitation())
    assert made["status"] == "requested", "the answer is the clinic's, and comes after"
    task = (await rowan.get(f"Task/{made['id']}")).json()
    assert task["status"] == "accepted"
    assert len(code_of(task)) >= 22, "128 bits"
    assert task["output"][1]["valueUri"] == f"{BASE.removesuffix('/fhir')}/auth/invited/{code_of(task)}"
    assert task["restriction"]["period"]["end"] > task["lastModified"]
    assert task["input"] == made["input"]


async def test_every_code_is_another(rowan: Visitor) -> None:
    assert len({code_of(await invited(rowan)) for _ in range(5)}) == 5


async def test_a_clinic_that_does_not_answer_leaves_it_asked_for(clinic: Sandbox, rowan: Visitor) -> None:
    clinic.invitations.are_answered = False
    assert (await invited(rowan))["status"] == "requested"


async def test_one_in_a_transaction_is_answered_and_one_in_a_failed_one_never_was(rowan: Visitor) -> None:
    good = bundle("transaction", entry("POST", "Task", invitation()))
    assert (await rowan.post("", good)).status_code == 200
    bad = bundle("transaction", entry("POST", "Task", invitation()), entry("POST", "Patient", {}))
    assert (await rowan.post("", bad)).status_code >= 400
    found = (await rowan.get("Task?code=invite-therapist")).json()["entry"]
    assert [one["resource"]["status"] for one in found] == ["accepted"]


async def test_looking_at_a_link_uses_nothing_up(clinic: Sandbox, rowan: Visitor, stranger: Visitor) -> None:
    code = code_of(await invited(rowan))
    for _ in range(3):
        page = await stranger.http.get(f"http://clinic.test/auth/invited/{code}")
        assert page.status_code == 200
        assert "rowan" not in page.text.casefold(), "a page never says whose invitation it is"
        assert page.headers["referrer-policy"] == "no-referrer"
    assert (await redeem(clinic, code)).status_code == 200


@pytest.mark.parametrize("behind", [".", ")", "%E2%80%8B", "/"])
async def test_a_sentence_around_a_link_keeps_nobody_out(
    clinic: Sandbox, rowan: Visitor, stranger: Visitor, behind: str
) -> None:
    code = code_of(await invited(rowan))
    assert (await stranger.http.get(f"http://clinic.test/auth/invited/{code}{behind}")).status_code == 200
    assert (await redeem(clinic, f"\u201c{code}.\u201d")).status_code == 200


async def test_who_joins_is_named_and_marked_and_the_code_is_gone(clinic: Sandbox, rowan: Visitor) -> None:
    guest, who, task = await joined(clinic, rowan)
    assert task["status"] == "completed"
    assert task["output"] == [
        {
            "type": {
                "coding": [{"system": "https://lantern.example/fhir/CodeSystem/care", "code": "joined-as"}]
            },
            "valueReference": {"reference": who, "display": NAME},
        }
    ]
    person = (await rowan.get(who)).json()
    assert person["name"] == [{"text": NAME}]
    assert person["extension"][0]["valueBoolean"] is True
    assert (await guest.get(who)).status_code == 200


async def test_a_code_opens_once(clinic: Sandbox, rowan: Visitor) -> None:
    code = code_of(await invited(rowan))
    assert (await redeem(clinic, code)).status_code == 200
    people = clinic.people()
    again = await redeem(clinic, code, "Somebody Else")
    assert again.status_code == 403
    assert clinic.people() == people
    assert title(again).startswith("You were invited")


@pytest.mark.parametrize("code", ["", "x", "*", "%", "A" * 22, "' OR 1=1 --", "\u0000", "é" * 500])
async def test_a_guessed_code_opens_nothing(clinic: Sandbox, rowan: Visitor, code: str) -> None:
    await invited(rowan)
    people = clinic.people()
    assert (await redeem(clinic, code)).status_code == 403
    assert clinic.people() == people


async def test_what_is_nearly_the_code_opens_nothing(clinic: Sandbox, rowan: Visitor) -> None:
    code = code_of(await invited(rowan))
    for near in (code[:-1], code + "A", code.swapcase(), code[:-1] + ("A" if code[-1] != "A" else "B")):
        assert (await redeem(clinic, near)).status_code == 403


async def test_no_code_opens_what_the_clinic_has_not_answered(clinic: Sandbox, rowan: Visitor) -> None:
    clinic.invitations.are_answered = False
    await invited(rowan)
    assert (await redeem(clinic, "")).status_code == 403


async def test_a_code_is_good_for_seven_days() -> None:
    now = [datetime(2026, 11, 20, 10, tzinfo=UTC)]
    sandbox = Sandbox(None, demo=True, base_url=BASE, clock=lambda: now[0])
    rowan = Visitor(sandbox, "rowan")
    last, over = code_of(await invited(rowan)), code_of(await invited(rowan))
    now[0] += timedelta(days=6, hours=23)
    assert (await redeem(sandbox, last)).status_code == 200
    now[0] += timedelta(hours=2)
    assert (await redeem(sandbox, over)).status_code == 403
    sandbox.close()


async def test_one_that_was_called_off_opens_nothing(clinic: Sandbox, rowan: Visitor) -> None:
    task = await invited(rowan)
    off = {**task, "status": "cancelled"}
    assert (await rowan.put(f"Task/{task['id']}", off)).status_code == 200
    assert (await redeem(clinic, code_of(task))).status_code == 403
    back = await rowan.put(f"Task/{task['id']}", {**off, "status": "accepted"})
    assert back.status_code == 403, "what is over stays over"


async def test_one_that_was_called_off_before_the_answer_is_not_answered(
    clinic: Sandbox, rowan: Visitor
) -> None:
    clinic.invitations.are_answered = False
    task = await invited(rowan)
    await rowan.put(f"Task/{task['id']}", {**task, "status": "cancelled"})
    clinic.invitations.are_answered = True
    await invited(rowan)  # the clinic looks at all that wait
    assert (await rowan.get(f"Task/{task['id']}")).json()["status"] == "cancelled"


@pytest.mark.parametrize(
    "more",
    [
        {"status": "completed"},
        {"status": "accepted"},
        {"output": [{"type": {"text": "x"}, "valueReference": {"reference": "Practitioner/sam"}}]},
        {"owner": {"reference": "Practitioner/sam"}},
        {"restriction": {"period": {"end": "2036-01-01"}}},
        {"for": {"reference": "Patient/ines"}},
        {"requester": {"reference": "Practitioner/sam"}},
        {"code": {"coding": [{"code": "readiness-records"}]}},
        {"input": []},
        {"input": [{"valueString": "a"}, {"valueString": "b"}]},
        {"input": [{"valueString": "a" * 81}]},
        {"extension": [{"url": "x", "valueString": "y"}]},
    ],
)
async def test_a_patient_asks_and_says_nothing_that_is_the_clinics(
    rowan: Visitor, more: dict[str, object]
) -> None:
    answer = await rowan.post("Task", invitation(**more))
    assert answer.status_code in (403, 422), more


async def test_a_patient_changes_nothing_of_one_but_that_it_is_over(clinic: Sandbox, rowan: Visitor) -> None:
    _guest, _who, task = await joined(clinic, rowan)
    sam = {"reference": "Practitioner/sam"}
    forged = [{**task["output"][0], "valueReference": sam}]
    for change in (
        {"output": forged},
        {"owner": sam},
        {"status": "requested"},
        {"for": {"reference": "Patient/ines"}},
    ):
        answer = await rowan.put(f"Task/{task['id']}", {**task, **change})
        assert answer.status_code in (403, 422), change
    assert (await rowan.delete(f"Task/{task['id']}")).status_code == 403


async def test_another_patient_sees_nothing_of_it(clinic: Sandbox, rowan: Visitor, ines: Visitor) -> None:
    _guest, who, task = await joined(clinic, rowan)
    assert (await ines.get(f"Task/{task['id']}")).status_code == 404
    assert (await ines.get(who)).status_code == 404
    assert (await ines.put(f"Task/{task['id']}", {**task, "status": "cancelled"})).status_code in (404, 405)


async def test_nobody_at_the_clinic_sees_it_forges_one_or_sees_who_joined(
    clinic: Sandbox, rowan: Visitor, sam: Visitor, ash: Visitor, coordinator: Visitor
) -> None:
    waiting = await invited(rowan)
    _guest, who, task = await joined(clinic, rowan)
    for staff in (sam, ash, coordinator):
        for one in (waiting, task):
            assert (await staff.get(f"Task/{one['id']}")).status_code == 404
            assert (await staff.get(f"Task/{one['id']}/_history")).status_code == 404
            assert f"Task/{one['id']}" not in await staff.found("Task?_count=1000")
        assert code_of(waiting) not in (await staff.get("Task/_history?_count=1000")).text
        assert (await staff.get(who)).status_code == 404
        assert who not in await staff.found("Practitioner?_count=1000")
        assert NAME not in (await staff.get("Practitioner/_history?_count=1000")).text
    forged = invitation(status="completed", owner={"reference": "Practitioner/sam"}, output=task["output"])
    assert (await coordinator.post("Task", forged)).status_code == 403


# --- accounts ---


async def _code_at(sandbox: Sandbox) -> str:
    return code_of(await invited(Visitor(sandbox, "rowan")))


async def test_a_guest_signs_in_with_what_they_chose(guarded: Sandbox) -> None:
    answer = await redeem(guarded, await _code_at(guarded), NAME, "kim", "a long password")
    assert answer.status_code == 200
    assert "a long password" not in answer.text
    assert any(one["login_hint"] == "kim" and one["role"] == "guest" for one in guarded.people())


@pytest.mark.parametrize(
    ("name", "user", "password"),
    [
        (NAME, "rowan", "a long password"),  # somebody's already
        (NAME, "Sam ", "a long password"),
        (NAME, "k", "a long password"),
        (NAME, "kim' --", "a long password"),
        (NAME, "kim", "short"),
        ("", "kim", "a long password"),
        ("\u202e\u200b", "kim", "a long password"),
        ("n" * 81, "kim", "a long password"),
    ],
)
async def test_what_cannot_be_an_account_changes_nothing_and_leaves_the_code_good(
    guarded: Sandbox, name: str, user: str, password: str
) -> None:
    code, people = await _code_at(guarded), guarded.people()
    refused = await redeem(guarded, code, name, user, password)
    assert refused.status_code == 403
    assert password not in refused.text
    assert guarded.people() == people
    assert (await redeem(guarded, code, NAME, "kim", "a long password")).status_code == 200


async def test_a_name_is_shown_as_text_and_in_one_line(clinic: Sandbox, rowan: Visitor) -> None:
    answer = await redeem(clinic, code_of(await invited(rowan)), "Kim\u202e\n<b>Else</b>")
    assert "<b>Else" not in answer.text
    (task,) = clinic.find("Task", status="completed", code="invite-therapist")
    assert re.fullmatch(r"Kim <b>Else</b>", task["owner"]["display"])
    assert task["for"]["reference"] == ROWAN
