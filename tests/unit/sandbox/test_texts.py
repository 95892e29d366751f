"""Reminders by text message at the clinic: a number that is confirmed from itself, neutral words that fit one message, each once,
none after it is moved, called off, turned off or stopped, also over a restart and a gateway that answers late."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from api_client.sandbox import Sandbox
from api_client.sandbox.neutral import is_neutral
from api_client.sandbox.texting.counting import MOST_GSM, fits
from api_client.sandbox.texting.gateway import NotTaken
from api_client.sandbox.texting.hearing import heard
from api_client.sandbox.texting.numbers import e164
from api_client.sandbox.texting.words import confirmation, message, service_of
from tests.unit.sandbox.test_day_pages import asked as asked_for_page
from tests.unit.sandbox.test_rides import HEALTH, link_of, moved, outside, said, the_session
from tests.unit.sandbox.visitor import CARE, Visitor

NOW = datetime(
    2026, 6, 9, 19, 0, tzinfo=UTC
)  # Tuesday, 2 PM at the clinic; the session is on Thursday at 10:30
ROWAN, NUMBER = "Patient/rowan", "+12025550177"
EVE = datetime(2026, 6, 10, 23, 0, tzinfo=UTC)  # Wednesday, 6 PM at the clinic
WORDS = ("due", "calendar", "hello")
CONFIRM = {
    "en": "Reminders were asked for at this number. Reply YES to get them, STOP for none.",
    "es": "Se pidieron recordatorios para este celular. Responda SI para recibirlos, STOP para no.",
}


def wishing(**changed: str) -> dict[str, Any]:
    given = {
        "text-number": "(202) 555-0177",
        "page-language": "en",
        "text-words": "due",
        "text-when": "always",
        "text-quiet": "21:00-08:00",
        "text-evening": "18:00",
        "text-lead": "120",
        "text-page": "no",
        "text-about": "session",
        **{name.replace("_", "-"): text for name, text in changed.items()},
    }
    return {
        "resourceType": "Task",
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{uuid.uuid4()}"}],
        "status": "requested",
        "intent": "order",
        "code": {"coding": [{"system": CARE, "code": "ask-for-text-messages"}]},
        "for": {"reference": ROWAN},
        "requester": {"reference": ROWAN},
        "authoredOn": "2026-06-09T19:00:00Z",
        "input": [said(code, text) for code, text in given.items()],
    }


@pytest.fixture
def clinic() -> Iterator[Sandbox]:
    made = Sandbox(None, demo=True, clock=lambda: NOW)
    yield made
    made.close()


@pytest.fixture
def rowan(clinic: Sandbox) -> Visitor:
    return Visitor(clinic, "rowan")


async def task(rowan: Visitor, made: dict[str, Any]) -> dict[str, Any]:
    return (await rowan.get(f"Task/{made['id']}")).json()


def refused(task: dict[str, Any]) -> str:
    return next((one["valueCode"] for one in task.get("output", []) if "valueCode" in one), "")


async def confirmed(clinic: Sandbox, rowan: Visitor, **changed: str) -> dict[str, Any]:
    made = await rowan.made(wishing(**changed))
    await clinic.texts.tick()
    clinic.texts.wishes.hear(NUMBER, "Yes")
    return await task(rowan, made)


async def at(clinic: Sandbox, when: datetime) -> list[str]:
    """The reminders that the gateway has once the clinic's clock shows this."""
    clinic.clock.shift((when - clinic.clock()).total_seconds())
    await clinic.texts.tick()
    return reminders(clinic)


def reminders(clinic: Sandbox) -> list[str]:
    return [one.text for one in clinic.gateway.kept() if one.text not in CONFIRM.values()]


async def test_nothing_is_sent_until_whoever_holds_the_number_says_yes(
    clinic: Sandbox, rowan: Visitor
) -> None:
    made = await rowan.made(wishing())
    await clinic.texts.tick()
    assert (await task(rowan, made))["status"] == "accepted"
    assert [(one.number, one.text) for one in clinic.gateway.kept()] == [(NUMBER, CONFIRM["en"])]
    assert await at(clinic, EVE + timedelta(minutes=1)) == []
    rowan = Visitor(clinic, "rowan")
    clinic.texts.wishes.hear("+12025550178", "YES")
    assert (await task(rowan, made))["status"] == "accepted", "another number is not theirs"
    clinic.texts.wishes.hear(NUMBER, "yes please")
    now = await task(rowan, made)
    assert now["status"] == "in-progress"
    assert any("valueDateTime" in one for one in now["output"])
    await clinic.texts.tick()
    assert reminders(clinic) == [], "what was due before is not sent now"


async def test_a_yes_is_to_what_the_number_was_asked_and_to_no_wish_it_was_not_asked_about(
    clinic: Sandbox, rowan: Visitor
) -> None:
    """Somebody else gave the same number, by a slip: its yes to the one question is not one to theirs, which did not come yet."""
    made = await rowan.made(wishing())
    await clinic.texts.tick()

    marlow = Visitor(clinic, "marlow")
    theirs = {"for": {"reference": "Patient/marlow"}, "requester": {"reference": "Patient/marlow"}}
    other = await marlow.made({**wishing(), **theirs})
    await clinic.texts.wishes.answer_all()
    assert (await task(marlow, other))["status"] == "accepted"
    clinic.texts.wishes.hear(NUMBER, "YES")
    assert (await task(marlow, other))["status"] == "accepted"
    assert (await task(rowan, made))["status"] == "in-progress"
    await clinic.texts.tick()
    clinic.texts.wishes.hear(NUMBER, "YES")
    assert (await task(marlow, other))["status"] == "in-progress"


async def test_each_reminder_is_sent_once_at_its_time(clinic: Sandbox, rowan: Visitor) -> None:
    await confirmed(clinic, rowan)
    assert await at(clinic, EVE - timedelta(minutes=1)) == []
    text = "Reminder: something is due. Please have a look. Reply STOP to end."
    for _ in range(3):
        assert await at(clinic, EVE) == [text]
    soon = datetime(2026, 6, 11, 13, 15, tzinfo=UTC)  # two hours before the arrival at 10:15
    assert await at(clinic, soon - timedelta(minutes=1)) == [text]
    assert await at(clinic, soon) == [text, text]
    assert await at(clinic, soon + timedelta(days=1)) == [text, text]


async def test_a_number_is_asked_at_once_also_in_the_quiet_hours(clinic: Sandbox) -> None:
    clinic.clock.shift(timedelta(hours=12).total_seconds())  # 2 AM at the clinic
    await Visitor(clinic, "rowan").made(wishing(text_quiet="21:00-08:00"))
    await clinic.texts.tick()
    assert [one.text for one in clinic.gateway.kept()] == [CONFIRM["en"]]


async def test_what_is_to_be_known_at_night_comes_before_the_quiet_hours(
    clinic: Sandbox, rowan: Visitor
) -> None:
    """Nothing solid after 2:30 AM, two hours before: that is in the night, so at 8:45 PM."""
    await confirmed(clinic, rowan, text_about="food")
    before = datetime(2026, 6, 11, 1, 45, tzinfo=UTC)
    assert await at(clinic, before - timedelta(minutes=1)) == []
    assert len(await at(clinic, before)) == 1
    assert len(await at(clinic, before + timedelta(hours=5))) == 1, "and nothing in the night"


@pytest.mark.parametrize("written", ["12025550177", "2025550177", "+1 202-555-0177"])
async def test_an_answer_is_heard_however_the_gateway_writes_the_number(
    clinic: Sandbox, rowan: Visitor, written: str
) -> None:
    made = await rowan.made(wishing())
    await clinic.texts.tick()
    clinic.texts.wishes.hear(written, "Yes")
    assert (await task(rowan, made))["status"] == "in-progress"
    clinic.texts.wishes.hear(written, "STOP")
    assert (await task(rowan, made))["status"] == "rejected"
    assert clinic.texts.ledger.is_stopped(NUMBER)
    assert await at(clinic, EVE) == []


@pytest.mark.parametrize("change", ["cancelled", "moved", "turned off", "STOP", "no time"])
async def test_none_is_sent_any_more(clinic: Sandbox, rowan: Visitor, change: str) -> None:
    wish = await confirmed(clinic, rowan)
    if change == "cancelled":
        moved(clinic, 0, status="cancelled")
    elif change == "moved":
        moved(clinic, 3)
    elif change == "no time":
        session = the_session(clinic)
        clinic.write({name: one for name, one in session.items() if name not in ("start", "end")})
    elif change == "turned off":
        assert (await rowan.put(f"Task/{wish['id']}", {**wish, "status": "cancelled"})).status_code == 200
    else:
        clinic.texts.wishes.hear(NUMBER, " stop. ")
        now = await task(rowan, wish)
        assert (now["status"], refused(now)) == ("rejected", "stopped")
    assert await at(clinic, EVE) == []
    assert await at(clinic, datetime(2026, 6, 11, 13, 15, tzinfo=UTC)) == []


async def test_a_number_that_said_stop_gets_nothing_until_it_says_start(
    clinic: Sandbox, rowan: Visitor
) -> None:
    first = await confirmed(clinic, rowan)
    clinic.texts.wishes.hear(NUMBER, "STOP")
    again = await rowan.made(wishing())
    await clinic.texts.tick()
    assert refused(await task(rowan, again)) == "stopped"
    assert len(clinic.gateway.kept()) == 1
    (old,) = [one for one in clinic.find("Task") if one["id"] == first["id"]]
    clinic.write(
        {**old, "status": "in-progress", "output": first["output"]}
    )  # whatever becomes of the record
    assert await at(clinic, EVE) == []
    clinic.clock.shift((NOW - EVE).total_seconds())
    clinic.write({**old, "status": "cancelled"})
    clinic.texts.wishes.hear(NUMBER, "start")
    again = await rowan.made(wishing())
    await clinic.texts.tick()
    assert (await task(rowan, again))["status"] == "accepted"
    assert len(clinic.gateway.kept()) == 2, "and it is asked anew"


async def test_other_words_for_a_confirmed_number_need_no_second_yes(clinic: Sandbox, rowan: Visitor) -> None:
    first = await confirmed(clinic, rowan)
    other = await rowan.made({**wishing(text_words="hello"), "authoredOn": "2026-06-09T19:05:00Z"})
    await clinic.texts.tick()
    assert (await task(rowan, other))["status"] == "in-progress"
    assert (await task(rowan, first))["status"] == "cancelled", "one wish at a time"
    assert await at(clinic, EVE) == ["Hello. This is the reminder that you wanted. Reply STOP to end."]


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("+44 20 7946 0134", "foreign"),
        ("+34 600 000 000", "foreign"),
        ("202-555-0100", "landline"),
        ("555-0177", "no_number"),
        ("911", "no_number"),
        ("call me", "no_number"),
        ("202-555-0177; 202-555-0178", "no_number"),
    ],
)
async def test_a_number_that_cannot_be_texted_is_refused_and_gets_nothing(
    clinic: Sandbox, rowan: Visitor, number: str, why: str
) -> None:
    made = await rowan.made(wishing(text_number=number))
    await clinic.texts.tick()
    now = await task(rowan, made)
    assert (now["status"], refused(now)) == ("rejected", why)
    assert clinic.gateway.kept() == []


async def test_nobodys_phone_is_filled_by_asking_again_and_again(clinic: Sandbox, rowan: Visitor) -> None:
    for number in range(5):
        made = await rowan.made(
            {**wishing(text_number=f"202-555-01{60 + number}"), "authoredOn": f"2026-06-09T19:0{number}:00Z"}
        )
        await clinic.texts.tick()
    assert refused(await task(rowan, made)) == "too_many"
    assert len(clinic.gateway.kept()) == 3


async def test_a_phone_that_was_heard_of_lately_is_left_alone(clinic: Sandbox, rowan: Visitor) -> None:
    await confirmed(clinic, rowan, text_when="silent")
    clinic.clock.shift((EVE - timedelta(hours=2) - clinic.clock()).total_seconds())
    await Visitor(clinic, "rowan").get("Task?_count=1")
    assert await at(clinic, EVE) == []
    soon = datetime(2026, 6, 11, 13, 15, tzinfo=UTC)
    assert await at(clinic, soon) == [], "heard of 16 hours before"


async def test_a_phone_that_was_not_heard_of_is_reached_by_text(clinic: Sandbox, rowan: Visitor) -> None:
    await confirmed(clinic, rowan, text_when="silent")
    assert len(await at(clinic, EVE)) == 1


async def test_after_a_restart_and_a_late_answer_it_is_still_one(tmp_path: Path) -> None:
    path = tmp_path / "clinic.db"
    clinic = Sandbox(path, demo=True, clock=lambda: NOW)
    await confirmed(clinic, Visitor(clinic, "rowan"))

    def silent(_: str) -> None:
        raise NotTaken

    clinic.gateway.after = silent  # it took the message, and the word of that was lost
    assert len(await at(clinic, EVE)) == 1
    clinic.close()
    clinic = Sandbox(path, demo=True, clock=lambda: EVE + timedelta(minutes=5))
    await clinic.texts.tick()
    await clinic.texts.tick()
    assert len(reminders(clinic)) == 1
    clinic.close()


async def test_a_gateway_that_fails_is_tried_again_only_while_the_reminder_is_right(
    clinic: Sandbox, rowan: Visitor
) -> None:
    await confirmed(clinic, rowan)
    tried: list[str] = []

    def fails(key: str) -> None:
        tried.append(key)
        raise NotTaken

    clinic.gateway.before = fails
    assert await at(clinic, EVE) == []
    await clinic.texts.tick()
    assert len(tried) == 1, "not at once"
    assert await at(clinic, EVE + timedelta(minutes=2)) == []
    assert len(tried) == 2
    moved(clinic, 0, status="cancelled")
    clinic.gateway.before = tried.append
    assert await at(clinic, EVE + timedelta(minutes=30)) == []
    assert len(tried) == 2


@pytest.mark.parametrize(
    "start", ["9999-12-31T23:59:00Z", "0001-01-01T00:00:00Z", "2026", "2031-01-01T10:00:00Z"]
)
async def test_a_time_that_means_nothing_stops_no_other_reminder(
    clinic: Sandbox, rowan: Visitor, start: str
) -> None:
    link = link_of(await asked_for_page(rowan))
    await confirmed(clinic, rowan)
    clinic.write({**the_session(clinic), "id": "rowan-odd", "start": start, "end": start})
    assert len(await at(clinic, EVE)) == 1
    async with outside(clinic) as http:
        assert (await http.get(link)).status_code == 200


async def test_it_looks_by_itself_beside_what_is_served_and_goes_on_after_a_fault(
    clinic: Sandbox, rowan: Visitor
) -> None:
    await confirmed(clinic, rowan)
    clinic.clock.shift((EVE - clinic.clock()).total_seconds())
    came, faults = asyncio.Event(), ["once"]

    def fails(_: str) -> None:
        if faults:
            faults.pop()
            raise RuntimeError
        came.set()

    clinic.gateway.before = fails
    clinic.texts_by_themselves.every_s = 0.01
    async with outside(clinic) as http:
        await http.get("/numbers")
    async with asyncio.timeout(20):
        while not reminders(clinic):
            clinic.clock.shift(120)  # it is tried again after a while
            await asyncio.sleep(0.02)
    assert came.is_set()
    assert len(reminders(clinic)) == 1
    running = clinic.texts_by_themselves._running
    assert running is not None
    running.cancel()


async def test_the_message_may_hold_the_page_of_the_day(clinic: Sandbox, rowan: Visitor) -> None:
    link = link_of(await asked_for_page(rowan))
    await confirmed(clinic, rowan, text_page="yes")
    (text,) = await at(clinic, EVE)
    assert link in text
    assert fits(text)


def test_every_text_in_every_language_is_neutral_and_one_message(clinic: Sandbox) -> None:
    service = service_of(clinic.find("HealthcareService"))
    assert service is not None
    link = "https://a-host-of-a-usual-length.example/day/" + "x" * 22
    for language in ("en", "es"):
        texts = [message(service, key, language, one) for key in WORDS for one in ("", link)]
        for text in (*texts, confirmation(service, language)):
            assert text
            assert is_neutral(text), text
            assert HEALTH.search(text) is None, text
            assert fits(text), text
            assert text.isascii(), "in the alphabet of 160"
        assert all(link in text for text in texts[1::2])
        assert all("STOP" in text for text in texts)


def test_signs_that_an_editor_made_cost_nobody_their_message(clinic: Sandbox) -> None:
    service = service_of(clinic.find("HealthcareService"))
    assert service is not None
    written = "It’s time — here’s the reminder that you asked us for…\u00a0Please have a look."
    typed = json.dumps(service).replace("Reminder: something is due. Please have a look.", written)
    sent = message(json.loads(typed), "due", "en", "")
    assert (
        sent
        == "It's time - here's the reminder that you asked us for... Please have a look. Reply STOP to end."
    )
    assert fits(sent)


def test_words_that_name_what_it_is_for_are_never_sent(clinic: Sandbox) -> None:
    service = service_of(clinic.find("HealthcareService"))
    assert service is not None
    naming = "https://ketamine-clinic.example/day/x"
    assert message(service, "due", "en", naming) == message(service, "due", "en", "")
    for words in ("Your ketamine session is due.", "x" * 150):
        for one in service["extension"]:
            if one["url"].endswith("text-words"):
                one["extension"][1]["valueString"] = words
        assert message(service, "due", "en", "") == ""


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("a" * 160, True), ("a" * 161, False), ("é" * 160, True), ("í" * 70, True), ("í" * 71, False), ("€" * 80, True),
     ("€" * 81, False), ("😀" * 35, True), ("😀" * 36, False)],
)  # fmt: skip
def test_a_message_holds_160_signs_of_its_alphabet_or_70(text: str, is_one: bool) -> None:
    assert fits(text) is is_one
    assert MOST_GSM == 160


def test_what_is_answered_is_heard_in_both_languages() -> None:
    for text in ("STOP", "stop", " Stop.", "STOP all", "Baja", "alto!", "opt out"):
        assert heard(text) == "stop", text
    for text in ("Yes", "y", "SI", "sí"):
        assert heard(text) == "yes", text
    for text in ("", "yesterday", "non-stop", "silence", "maybe"):
        assert heard(text) == "", text


@pytest.mark.parametrize("text", ["Please STOP texting me", "Can you stop sending me these", "OPT-OUT", "Opt out please",
    "“STOP”", "STOP🙏", "stop\u200b", "ＳＴＯＰ", "STOP\nSent from my phone", "Remove me", "No more texts", "Do not text me",
    "Please don’t text this number", "Wrong number", "Yes but wrong person", "No más", "Dar de baja", "detener"])  # fmt: skip
def test_whoever_asks_for_no_more_in_plain_words_is_heard(text: str) -> None:
    assert heard(text) == "stop"


@pytest.mark.parametrize("text", ["Liked “Something is due. Reply STOP to end.”", '👍 to "Something is due. Reply STOP to end."',
    "Me gustó “Hay algo pendiente. Responda STOP para terminar.”", "Loved “Reply YES to get them, STOP for none.”",
    "Please don't stop", "I am there by the end of the hour"])  # fmt: skip
def test_a_mark_that_a_phone_puts_on_a_message_is_no_answer(text: str) -> None:
    """It gives back what was sent, with the very words that end it or confirm a number."""
    assert heard(text) == ""


@pytest.mark.parametrize(
    "text", ["Yes 👍", "Yes👍", "Si\u0301", "yes.\n\nReply YES to get them, STOP for none."]
)
def test_a_yes_is_a_yes_however_a_phone_writes_it(text: str) -> None:
    assert heard(text) == "yes"


def test_only_a_whole_yes_is_one_and_a_stop_anywhere_is_one() -> None:
    """In Spanish a "y" is also "and", and a "si" an "if": a question of somebody else's is no yes."""
    for text in (
        "Y quién es?",
        "Si no conozco a nadie ahí",
        "Yes who is this",
        "y esto que es",
        "sí pero quién",
    ):
        assert heard(text) == "", text
    for text in ("yes please", "Sí, por favor", "SI gracias", "Y.", "YES!", "yes, thank you"):
        assert heard(text) == "yes", text
    for text in ("please stop", "I said STOP!", "(stop)", "y parar", "Por favor, alto", "yes stop"):
        assert heard(text) == "stop", text
    for text in ("start what?", "do not start"):
        assert heard(text) == "", text


async def test_stop_ends_also_what_the_number_had_said_yes_to_before(clinic: Sandbox, rowan: Visitor) -> None:
    """An earlier wish of the same number is over, and its yes with it: after START it is asked anew."""
    await confirmed(clinic, rowan)
    later = {**wishing(text_words="hello"), "authoredOn": "2026-06-09T19:00:30Z"}
    second = await rowan.made(later)
    await clinic.texts.tick()
    assert (await task(rowan, second))["status"] == "in-progress", "it had said yes"
    clinic.texts.wishes.hear(NUMBER, "STOP")
    clinic.texts.wishes.hear(NUMBER, "START")
    third = await rowan.made({**wishing(), "authoredOn": "2026-06-09T19:00:40Z"})
    await clinic.texts.tick()
    assert (await task(rowan, third))["status"] == "accepted", "it is asked, and has not said yes since"


async def test_stop_ends_the_yes_of_a_wish_that_was_turned_off(clinic: Sandbox, rowan: Visitor) -> None:
    wish = await confirmed(clinic, rowan)
    await rowan.put(f"Task/{wish['id']}", {**wish, "status": "cancelled"})
    clinic.texts.wishes.hear(NUMBER, "STOP")
    clinic.texts.wishes.hear(NUMBER, "START")
    again = await rowan.made({**wishing(), "authoredOn": "2026-06-09T19:00:40Z"})
    await clinic.texts.tick()
    assert (await task(rowan, again))["status"] == "accepted"


async def test_a_wish_of_a_device_whose_clock_ran_ahead_ends_none_that_is_asked_later(
    clinic: Sandbox, rowan: Visitor
) -> None:
    """Else the number that was given up goes on to be texted, and the new one is not."""
    old = await rowan.made({**wishing(), "authoredOn": "2031-01-01T00:00:00Z"})
    await clinic.texts.tick()
    clinic.texts.wishes.hear(NUMBER, "Yes")
    clinic.clock.shift(3600)
    rowan = Visitor(clinic, "rowan")
    new = await rowan.made({**wishing(text_number="202-555-0178"), "authoredOn": "2026-06-09T20:00:00Z"})
    await clinic.texts.tick()
    assert (await task(rowan, old))["status"] == "cancelled"
    assert (await task(rowan, new))["status"] == "accepted"


def test_a_number_is_what_a_gateway_takes_or_none() -> None:
    for written in ("202-555-0177", "(202) 555-0177", "+1 202 555 0177", "1.202.555.0177"):
        assert e164(written, "US") == NUMBER
    assert e164("202-555-0177", "FR") == "foreign"
    for written in (
        "",
        "+",
        "112-555-0177",
        "202-055-0177",
        "202-555-01777",
        "２０２-555-0177",
        "202-555-0177\n911",
    ):
        assert e164(written, "US") == "no_number", written


async def test_the_wish_is_theirs_alone_and_only_what_a_wish_is(clinic: Sandbox, rowan: Visitor) -> None:
    wish = await confirmed(clinic, rowan)
    for who in ("tova", "sam", "dr-ash", "coordinator"):
        other = Visitor(clinic, who)
        assert (await other.get(f"Task/{wish['id']}")).status_code == 404
        for path in ("Task?_count=200", "Task/_history", "AuditEvent?_count=200"):
            assert "555-0177" not in (await other.get(path)).text
    refusals = [
        wishing(text_when="often"),
        wishing(text_quiet="9-5"),
        wishing(text_lead="1"),
        wishing(text_about="ketamine"),
        wishing(page_language="fr"),
        {**wishing(), "for": {"reference": "Patient/tova"}},
        {**wishing(), "status": "in-progress"},
        {**wishing(), "output": [said("text-confirmed-at", "now")]},
        {**wishing(), "input": wishing()["input"][:-1]},
        {**wishing(), "input": [*wishing()["input"], said("text-number", "202-555-0178")]},
    ]
    for one in refusals:
        assert (await rowan.post("Task", one)).status_code in (403, 422), one
    for forged in (
        {"status": "completed"},
        {"output": []},
        {"input": wishing(text_number="202-555-0178")["input"]},
    ):
        assert (await rowan.put(f"Task/{wish['id']}", {**wish, **forged})).status_code == 403


async def test_the_page_for_trying_answers_as_a_phone_would_and_only_from_itself(
    clinic: Sandbox, rowan: Visitor
) -> None:
    made = await rowan.made(wishing())
    async with outside(clinic) as http:
        forged = await http.post("/demo/texts", data={"number": NUMBER, "text": "YES"})
        assert forged.status_code == 403
        assert (await task(rowan, made))["status"] == "requested"
        page: httpx.Response = await http.get("/demo/texts")
        word = page.text.partition('name="word" value="')[2].partition('"')[0]
        assert (await http.post("/demo/texts", data={"word": word})).status_code == 303
        page = await http.get("/demo/texts")
        assert CONFIRM["en"] in page.text
        await http.post("/demo/texts", data={"word": word, "number": NUMBER, "text": "YES"})
    assert (await task(rowan, made))["status"] == "in-progress"
    real = Sandbox(None, demo=False)
    async with outside(real) as http:
        assert (await http.get("/demo/texts")).status_code == 404
    real.close()
