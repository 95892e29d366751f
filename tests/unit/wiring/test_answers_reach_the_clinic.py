"""What is answered in the app arrives at the clinic with its total and its alert, each once; the clinic's people see the
alert first, and what they say of it is what the patient reads. Through the screens, over the real store, sync and sandbox."""

from __future__ import annotations

import re
from typing import Any

from api_client.sandbox import Sandbox
from mobile.wiring.app_services import PageServices
from mobile.wiring.setup import Setup
from tests.screens.harness import Phone
from tests.unit.wiring.conftest import Opened

HALF = "More than half the days"
SPOKE = "I spoke with them"


async def signed_in(opened: Opened, demo: Setup, who: str) -> PageServices:
    services = opened(demo)
    await services.start()
    await services.sign_in_as(who)
    await synced(services)
    return services


async def synced(services: PageServices) -> None:
    """A whole round: what waits is sent, and what is new is here."""
    assert services.account is not None
    assert services.account.engine is not None
    await services.account.engine.once()
    assert services.account.engine.status.phase == "idle"


async def answered(phone: Phone, items: list[str | None]) -> None:
    """The PHQ-9 from its first question to its end. None: that question is passed over."""
    await phone.start("/form/phq-9")
    for number, said in enumerate(items, 1):
        if said is not None:
            await phone.tap(said)
        if number == 9 and said not in (None, "Not at all"):
            await phone.tap("Go on with the form")
        await phone.tap("Next")
    await phone.tap("Somewhat difficult")
    await phone.tap("Next")
    await phone.tap(re.compile("^Send"))
    await phone.until(lambda: bool(phone.find(re.compile("Thank you|Sent|Saved"))), "the end")


class Before:
    """What the clinic had; `new` is what came since."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._known = {
            (type_, one["id"])
            for type_ in ("QuestionnaireResponse", "Observation", "Communication")
            for one in sandbox.find(type_)
        }

    def new(self, type_: str) -> list[dict[str, Any]]:
        return [one for one in self._sandbox.find(type_) if (type_, one["id"]) not in self._known]


async def test_response_and_total_arrive_once_and_an_amendment_amends_both(
    sandbox: Sandbox, demo: Setup, opened: Opened
) -> None:
    services = await signed_in(opened, demo, "rowan")
    before = Before(sandbox)
    async with Phone(services) as phone:
        await answered(phone, [HALF] * 8 + ["Not at all"])
        await synced(services)
        (response,) = before.new("QuestionnaireResponse")
        (total,) = before.new("Observation")
        assert (response["status"], total["status"]) == ("completed", "final")
        assert total["valueInteger"] == 16
        assert (
            total["derivedFrom"][0]["reference"].split("/_history")[0]
            == f"QuestionnaireResponse/{response['id']}"
        )
        assert before.new("Communication") == []

        await phone.tap("Change my answers")
        await phone.tap(re.compile("^Change: Little interest"))
        await phone.tap("Not at all")
        await phone.tap("Back to your answers")
        await phone.tap(re.compile("^Send"))
        await phone.until(lambda: bool(phone.find(re.compile("Thank you|Sent|Saved"))), "the end")
        await synced(services)
        (amended,) = before.new("QuestionnaireResponse")
        (again,) = before.new("Observation")
        assert (amended["id"], again["id"]) == (response["id"], total["id"])
        assert (amended["status"], again["status"], again["valueInteger"]) == ("amended", "amended", 14)
        assert phone.reported == []


async def test_a_question_passed_over_is_a_reason_at_the_clinic_and_no_total(
    sandbox: Sandbox, demo: Setup, opened: Opened
) -> None:
    services = await signed_in(opened, demo, "rowan")
    before = Before(sandbox)
    async with Phone(services) as phone:
        await answered(phone, [HALF] * 4 + [None] + [HALF] * 3 + ["Not at all"])
        await synced(services)
        (total,) = before.new("Observation")
        assert "valueInteger" not in total
        assert total["dataAbsentReason"]["coding"][0]["code"] == "asked-declined"
        await phone.goes_to("/measures/phq-9")
        await phone.sees(re.compile("^No total, because question 5 was skipped"), "button")


async def test_an_answer_above_zero_is_seen_first_by_whom_the_table_names_and_the_patient_reads_the_same(
    sandbox: Sandbox, demo: Setup, opened: Opened
) -> None:
    rowan = await signed_in(opened, demo, "rowan")
    before = Before(sandbox)
    async with Phone(rowan) as phone:
        await answered(phone, ["Not at all"] * 8 + ["Several days"])
        await synced(rowan)
        (sent,) = before.new("Communication")
        assert len(before.new("QuestionnaireResponse")) == len(before.new("Observation")) == 1
        assert "Several days" not in str(sent)
        await phone.goes_to("/support")
        await phone.sees("Your message is at your clinic")

    ash = await signed_in(opened, demo, "dr-ash")
    async with Phone(ash, width=390) as desk:
        await desk.start("/")
        await desk.sees("1 alert not settled")
        headings = [node.name for node in desk.nodes() if node.role == "heading"]
        assert headings.index("1 alert not settled") == min(
            number for number, name in enumerate(headings) if name != "Shared with you"
        )
        await desk.sees(
            re.compile("Rowan Sample .*PHQ-9, question 9, any answer above .*Not seen yet"), "button"
        )
        await desk.sees("Rowan Sample · +1-202-555-0151", "button")
        assert desk.faults() == []
        await desk.tap(re.compile("^Rowan Sample .*Not seen yet"))
        await desk.sees("Rowan Sample", "heading")
        await desk.tap("I have seen it")
        await desk.sees("Seen, not settled")
        assert not any("Several days" in text for text in desk.texts())
        assert desk.faults() == []
        await synced(ash)
    (seen,) = before.new("Communication")
    assert seen["received"]
    await synced(rowan)
    async with Phone(rowan) as phone:
        await phone.start("/support")
        await phone.sees("Somebody at your clinic has seen it")
        await phone.sees(re.compile(r"^Dr\. Ash Prototype, .*It is not settled yet\.$"))

    async with Phone(ash, width=1280) as desk:
        await desk.start("/")
        await desk.sees("Settle it")  # what comes before everything else is open
        await desk.tap("Mark as settled")
        await desk.sees("Choose what was done first.")
        await desk.tap(SPOKE)
        await desk.tap("Mark as settled")
        await desk.sees("Settled alerts")
        await desk.sees_no("1 alert not settled")
        await synced(ash)
    (settled,) = before.new("Communication")
    assert settled["status"] == "completed"
    assert settled["statusReason"]["coding"][0]["code"] == "spoke"
    await synced(rowan)
    async with Phone(rowan) as phone:
        await phone.start("/support")
        await phone.sees("Your clinic settled it")
        await phone.sees(re.compile("They wrote down that they spoke with you"))


async def test_nobody_else_at_the_clinic_is_shown_it(sandbox: Sandbox, demo: Setup, opened: Opened) -> None:
    rowan = await signed_in(opened, demo, "rowan")
    before = Before(sandbox)
    async with Phone(rowan) as phone:
        await answered(phone, ["Not at all"] * 8 + ["Several days"])
        await synced(rowan)
        assert len(before.new("Communication")) == 1
    for who in ("sam", "coordinator"):
        services = await signed_in(opened, demo, who)
        async with Phone(services, width=1280) as desk:
            await desk.start("/")
            await desk.sees(re.compile("Rowan Sample" if who == "sam" else "^Nothing is shared with you yet"))
            assert not any("alert" in text.lower() or "question 9" in text for text in desk.texts())
            alert = before.new("Communication")[0]["id"]
            await desk.goes_to(f"/alerts/{alert}")
            await desk.sees("This alert is not here any more.")
