"""The plain page of a day: asked for by the patient, opened by its address alone, small, neutral, true at the moment it is looked at."""

from __future__ import annotations

import json
import logging
import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from api_client.plain_html import MOST_BYTES
from api_client.sandbox import Sandbox
from api_client.sandbox.neutral import is_neutral
from api_client.sandbox.public_lines import PUBLIC_LINES
from mobile.care.safety import bundled_lines, lines_of
from tests.unit.sandbox.test_rides import HEALTH, SESSION, answers, link_of, moved, outside, said, the_session
from tests.unit.sandbox.test_rides import asked as asked_for_ride
from tests.unit.sandbox.visitor import CARE, Visitor

ROWAN = "Patient/rowan"


def asking(language: str = "en", session: str = SESSION, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Task",
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{uuid.uuid4()}"}],
        "status": "requested",
        "intent": "order",
        "code": {"coding": [{"system": CARE, "code": "ask-for-day-page"}]},
        "focus": {"reference": f"Appointment/{session}"},
        "for": {"reference": ROWAN},
        "requester": {"reference": ROWAN},
        "authoredOn": "2026-11-20T10:00:00Z",
        "input": [said("page-language", language)],
        **more,
    }


async def asked(rowan: Visitor, *args: Any, **more: Any) -> dict[str, Any]:
    made = await rowan.made(asking(*args, **more))
    return (await rowan.get(f"Task/{made['id']}")).json()


async def opened(clinic: Sandbox, link: str, **headers: str) -> httpx.Response:
    async with outside(clinic) as http:
        return await http.get(link, headers=headers)


def words(page: httpx.Response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<[^>]+>", " ", page.text))


@pytest.mark.parametrize("behind", [".", ")", ",", "%20", "%E2%80%9D", "%E2%80%8B", "/", "?utm_source=chat"])
async def test_a_sentence_around_its_address_keeps_nobody_from_the_page(
    clinic: Sandbox, rowan: Visitor, behind: str
) -> None:
    page = await opened(clinic, link_of(await asked(rowan)) + behind)
    assert page.status_code == 200
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("other", ["x", "-", "_", ".x", "/x"])
async def test_another_address_opens_nothing(clinic: Sandbox, rowan: Visitor, other: str) -> None:
    assert (await opened(clinic, link_of(await asked(rowan)) + other)).status_code == 404


async def test_the_page_has_the_facts_of_the_day_and_no_word_of_health(
    clinic: Sandbox, rowan: Visitor
) -> None:
    for language, expected in (
        (
            "en",
            (
                "10:30 AM",
                "Be there at 10:15 AM",
                "Nothing to eat after 2:30 AM",
                "by 8:30 AM",
                "Nobody is written",
            ),
        ),
        (
            "es",
            (
                "10:30",
                "Esté allí a las 10:15",
                "Nada de comer después de las 2:30",
                "8:30",
                "Aún no hay nadie",
                "Fuera de horario",
            ),
        ),
    ):
        page = await opened(clinic, link_of(await asked(rowan, language)))
        assert page.status_code == 200
        text = words(page)
        for one in (*expected, "0 Nowhere Lane", "Chicago, UTC-"):
            assert one in text, (one, text)
        assert 'href="tel:+12025550142"' in page.text
        assert 'href="tel:988"' in page.text
        assert f'lang="{language}"' in page.text
        assert HEALTH.search(text) is None, HEALTH.search(text)
        assert is_neutral(text)


async def test_one_answer_of_few_bytes_that_fetches_nothing(clinic: Sandbox, rowan: Visitor) -> None:
    """At 400 kbit/s 30 000 bytes take 0.6 seconds."""
    page = await opened(clinic, link_of(await asked(rowan)))
    head = sum(len(name) + len(value) + 4 for name, value in page.headers.raw)
    assert len(page.content) + head < MOST_BYTES
    for fetched in ("src=", "url(", "@import", 'href="http', "<script", "<iframe", "http-equiv", "var("):
        assert fetched not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["x-robots-tag"] == "noindex"
    assert "set-cookie" not in page.headers


async def test_what_the_clinic_changes_is_on_it_at_once(clinic: Sandbox, rowan: Visitor) -> None:
    link = link_of(await asked(rowan))
    assert "The time has changed" not in words(await opened(clinic, link))
    moved(clinic, 1)
    page = words(await opened(clinic, link))
    assert "The time has changed since you asked" in page
    moved(clinic, 0, status="cancelled")
    page = words(await opened(clinic, link))
    assert "What was planned at 10:30 AM does not take place" in page
    assert "Nothing to eat" not in page


async def test_two_times_on_one_day_are_both_on_it_in_order(clinic: Sandbox, rowan: Visitor) -> None:
    link = link_of(await asked(rowan))
    first = the_session(clinic)
    later = {**first, "id": "rowan-later"}
    for name in ("start", "end"):
        later[name] = (datetime.fromisoformat(first[name]) + timedelta(hours=5)).isoformat()
    clinic.write(later)
    other = {**later, "id": "tova-there", "participant": [{"actor": {"reference": "Patient/tova"}}]}
    clinic.write(other)
    page = words(await opened(clinic, link))
    assert page.index("10:30 AM") < page.index("3:30 PM")
    assert page.count("When") == 2, "and nobody else's"


async def test_the_ride_stands_there_as_it_is_recorded(clinic: Sandbox, rowan: Visitor) -> None:
    link = link_of(await asked(rowan))
    ride = link_of(await asked_for_ride(rowan, "en", "Jo <i>"))
    page = await opened(clinic, link)
    assert "Jo &lt;i&gt; was asked, and has not answered yet." in page.text
    await answers(clinic, ride, "yes")
    assert "Jo &lt;i&gt; takes you home." in (await opened(clinic, link)).text
    moved(clinic, 0)
    later = (datetime.fromisoformat(the_session(clinic)["end"]) + timedelta(hours=1)).isoformat()
    clinic.write({**the_session(clinic), "end": later})
    assert "said yes or no to another time" in words(await opened(clinic, link))


async def test_whoever_was_asked_last_stands_there_also_where_a_device_had_a_clock_ahead(
    clinic: Sandbox, rowan: Visitor
) -> None:
    link = link_of(await asked(rowan))
    now = clinic.clock()
    ahead = (now + timedelta(days=400)).isoformat()
    await asked_for_ride(rowan, "en", "Jo", authoredOn=ahead)
    clinic.clock.shift(60)
    here = (now + timedelta(seconds=30)).isoformat()
    await asked_for_ride(rowan, "en", "Kim", authoredOn=here)
    assert "Kim was asked" in words(await opened(clinic, link))


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "Somebody was asked", "Somebody takes you home."),
        ("es", "Se le preguntó a alguien", "Alguien le lleva a casa."),
    ],
)
async def test_a_driver_who_is_written_with_a_word_of_health_is_not_named(
    clinic: Sandbox, rowan: Visitor, language: str, before: str, after: str
) -> None:
    """The name is the person's own words, and the page is read by whoever has its address."""
    link = link_of(await asked(rowan, language))
    ride = link_of(await asked_for_ride(rowan, language, "Jo from my ketamine clinic"))
    assert before in words(await opened(clinic, link))
    await answers(clinic, ride, "yes")
    page = words(await opened(clinic, link))
    assert after in page
    assert is_neutral(page)


async def test_no_number_address_or_clock_but_the_clinics_own_is_on_it(
    clinic: Sandbox, rowan: Visitor
) -> None:
    """An insurer or another clinic may stand on the same server."""
    link = link_of(await asked(rowan))
    before = words(await opened(clinic, link))
    for id, country in (("a-payer", "US"), ("zz-lab", "CA")):
        clinic.write(
            {
                "resourceType": "Organization",
                "id": id,
                "name": "Example Payer",
                "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/timezone", "valueCode": "Asia/Tokyo"}],
                "telecom": [{"system": "phone", "value": "+1-202-555-0123"}],
                "address": [{"line": ["1 Elsewhere Road"], "city": "Elsewhere", "country": country}],
            }
        )  # fmt: skip
    own = clinic.find("Organization", _id="clinic")[0]
    clinic.write({**own, "language": "en"})  # the newest is not the first
    assert words(await opened(clinic, link)) == before
    assert "555-0123" not in (await opened(clinic, "/numbers")).text
    del own["address"], own["extension"]
    clinic.write(own)
    page = words(await opened(clinic, link))
    assert "Elsewhere" not in page
    assert "Call to ask where." in page


@pytest.mark.parametrize(
    ("written", "shown"),
    [("202-555-0123 (ketamine clinic)", "2025550123"), ("202-555-0123 (front desk)", "202-555-0123 (front desk)")],
)  # fmt: skip
async def test_words_behind_a_number_that_name_what_is_done_there_are_not_on_it(
    clinic: Sandbox, rowan: Visitor, written: str, shown: str
) -> None:
    own = clinic.find("Organization", _id="clinic")[0]
    clinic.write({**own, "telecom": [{"system": "phone", "value": written}]})
    page = await opened(clinic, link_of(await asked(rowan)))
    assert f'<a href="tel:2025550123">{shown}</a>' in page.text
    assert is_neutral(words(page))


async def test_a_length_the_clinic_did_not_state_once_is_asked_and_not_guessed(
    clinic: Sandbox, rowan: Visitor
) -> None:
    link = link_of(await asked(rowan))
    for protocol in clinic.find("PlanDefinition"):
        for action in protocol.get("action", []):
            if action.get("id") == "fasting-solid":
                action["relatedAction"][0]["offsetDuration"]["value"] = 1  # less than what is lighter
                clinic.write(protocol)
    page = words(await opened(clinic, link))
    assert "There is more about food and drink. Call to ask." in page
    assert "Nothing to eat after" not in page


async def test_an_address_that_names_what_is_done_there_is_not_on_it(clinic: Sandbox, rowan: Visitor) -> None:
    link, ride = link_of(await asked(rowan)), link_of(await asked_for_ride(rowan))
    (own,) = [one for one in clinic.find("Organization") if one["id"] == "clinic"]
    own["address"][0]["line"] = ["Ketamine Center", "0 Nowhere Lane"]
    own["contact"][0]["purpose"]["text"] = "Clínica de infusión"
    clinic.write(own)
    for one in (link, ride):
        page = words(await opened(clinic, one))
        assert "etamine" not in page
        assert HEALTH.search(page) is None
    assert "Call to ask where." in words(await opened(clinic, link))


async def test_what_ended_with_its_day_stays_so_when_the_session_is_given_another_day(
    clinic: Sandbox, rowan: Visitor
) -> None:
    """Whoever had its address is not told of a day to come; it can be asked for anew."""
    task = await asked(rowan)
    link = link_of(task)
    moved(clinic, 1)
    assert (await opened(clinic, link)).status_code == 200, "moved before its day was over"
    clinic.clock.shift(timedelta(days=30).total_seconds())
    rowan = Visitor(clinic, "rowan")
    moved(clinic, 40)
    assert (await opened(clinic, link)).status_code == 404
    assert (await rowan.get(f"Task/{task['id']}")).json()["status"] == "cancelled"
    again = link_of(await asked(rowan))
    assert (await opened(clinic, again)).status_code == 200


@pytest.mark.parametrize("how", ["ended", "over", "guess", "another's"])
async def test_whatever_opens_nothing_is_the_same_page(clinic: Sandbox, rowan: Visitor, how: str) -> None:
    task = await asked(rowan)
    link = link_of(task)
    if how == "ended":
        now = {**(await rowan.get(f"Task/{task['id']}")).json(), "status": "cancelled"}
        assert (await rowan.put(f"Task/{task['id']}", now)).status_code == 200
    elif how == "over":
        start = datetime.fromisoformat(the_session(clinic)["start"])
        clinic.clock.shift((start + timedelta(days=1) - datetime.now(UTC)).total_seconds())
    elif how == "guess":
        link = link[:-1] + ("A" if link[-1] != "A" else "B")
    else:
        ride = link_of(await asked_for_ride(rowan))
        link = link.rpartition("/")[0] + "/" + ride.rpartition("/")[2]
    page = await opened(clinic, link)
    other = await opened(clinic, "/day/" + "A" * 22)
    assert (page.status_code, page.content) == (404, other.content)
    assert {**page.headers, "date": ""} == {**other.headers, "date": ""}
    assert 'href="tel:+12025550142"' in page.text
    assert 'href="tel:988"' in page.text
    assert "Rowan" not in page.text


@pytest.mark.parametrize(
    "secret", ["", "x", "%00", "..%2f..", "é" * 300, "%0d%0aSet-Cookie:%20a=b", "a/../../fhir"]
)
async def test_a_guess_opens_nothing(clinic: Sandbox, rowan: Visitor, secret: str) -> None:
    await asked(rowan)
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE"):
        async with outside(clinic) as http:
            answer = await http.request(method, f"/day/{secret}")
        assert answer.status_code in (401, 403, 404, 405), (method, secret)
        assert "set-cookie" not in answer.headers
        assert "10:30" not in answer.text


async def test_looking_changes_nothing_and_nothing_else_is_possible(clinic: Sandbox, rowan: Visitor) -> None:
    task = await asked(rowan)
    async with outside(clinic) as http:
        for method in ("GET", "HEAD", "GET"):
            answer = await http.request(method, link_of(task) + "?end=1&x=%0d%0aX-Evil: 1")
            assert answer.status_code == 200
            assert "x-evil" not in answer.headers
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            assert (
                await http.request(method, link_of(task), data={"status": "cancelled"})
            ).status_code == 405
    assert (await rowan.get(f"Task/{task['id']}")).json() == task


async def test_no_log_line_has_the_address(clinic: Sandbox, rowan: Visitor, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("httpx").setLevel(logging.CRITICAL)  # whoever opens it, not the clinic
    link = link_of(await asked(rowan))
    await opened(clinic, link)
    assert link.rpartition("/")[2] not in caplog.text


async def test_nobody_else_sees_the_question_or_the_address(clinic: Sandbox, rowan: Visitor) -> None:
    task = await asked(rowan)
    secret = link_of(task).rpartition("/")[2]
    for who in ("tova", "sam", "dr-ash", "coordinator"):
        other = Visitor(clinic, who)
        assert (await other.get(f"Task/{task['id']}")).status_code == 404
        for path in (
            "Task?_count=200",
            "Task/_history",
            "Task?code=ask-for-day-page",
            "AuditEvent?_count=200",
        ):
            assert secret not in (await other.get(path)).text
        assert (await other.put(f"Task/{task['id']}", {**task, "status": "cancelled"})).status_code in (
            404,
            405,
        ), who


async def test_what_is_not_a_question_of_their_own_is_refused(rowan: Visitor) -> None:
    refused = [
        asking(session="tova-session-1"),
        asking(session="none"),
        asking(**{"for": {"reference": "Patient/tova"}}),
        asking(status="accepted"),
        asking(output=[said("day-page-link", "https://evil.test")]),
        asking("fr"),
        asking(input=[]),
        asking(input=[said("page-language", "en"), said("driver-name", "Jo")]),
        asking(focus=[{"reference": f"Appointment/{SESSION}"}]),
    ]
    for one in refused[:-1]:
        assert (await rowan.post("Task", one)).status_code in (403, 422), one
    task = await asked(rowan)
    forged = [*task["output"], {"type": {"text": "x"}, "valueUri": "https://evil.test"}]
    assert (await rowan.put(f"Task/{task['id']}", {**task, "output": forged})).status_code == 403


async def test_the_numbers_alone_need_no_address_of_ones_own(clinic: Sandbox) -> None:
    page = await opened(clinic, "/numbers", **{"accept-language": "es-MX"})
    assert page.status_code == 200
    assert "A quién llamar" in page.text
    assert 'href="tel:+12025550142"' in page.text
    assert is_neutral(words(page))
    assert len(page.content) < MOST_BYTES


def test_the_public_numbers_are_those_of_the_one_file_that_is_verified() -> None:
    verified = {
        (one.region, one.kind, one.number)
        for one in lines_of(bundled_lines(), "en")
        if one.spot in ("first", "emergency")
    }
    assert {(region, *line) for region, lines in PUBLIC_LINES.items() for line in lines} == verified


def test_what_names_a_treatment_is_never_neutral_however_it_is_written() -> None:
    for said_so in (
        "Ketamine",
        "KETAMINA",
        "ke\u200btamine",
        "infusión",
        "Clínica",
        "Spravato",
        "ｋｅｔａｍｉｎｅ",
    ):
        assert not is_neutral(said_so), said_so
    assert is_neutral("0 Nowhere Lane, Exampleton. After hours")
    assert json.dumps(list(PUBLIC_LINES)) == '["US"]'
