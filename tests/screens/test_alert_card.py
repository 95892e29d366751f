"""A message to the clinic as its sender sees it: exactly which of four things is true, with the numbers beside it."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import flet as ft

from mobile.care.forms.response import Response
from mobile.care.safety.alerts import Alert
from mobile.care.safety.routing import RoutingTable, in_force
from mobile.records.ports import ServerCopy
from tests.screens.clinic_of import NOW, person, receive_all, seeded
from tests.screens.harness import Phone, PretendWiring
from tests.screens.harness.wiring import CARD

MADE = NOW - timedelta(minutes=20)
TAKEN = NOW - timedelta(minutes=5)
ASH = "Practitioner/dr-ash"
READ = re.compile(r"\b(read it|has seen it|settled it)\b")
PUT_AWAY = "Put this message away. Nothing changes at your clinic."


async def created(folder: Path) -> tuple[Any, Alert]:
    """Rowan's store with one alert, made and not sent."""
    records = await seeded(folder, "rowan")
    table = in_force(await records.newest(RoutingTable, 5))
    response = next(one for one in await records.newest(Response, 50) if "phq-9" in one.questionnaire)
    assert table is not None
    rule = next(one for one in table.rules if one.id == "phq9-item9")
    alert = Alert.make(response, table, rule, "Patient/rowan", MADE)
    await records.save(alert)
    return records, alert


async def delivered(folder: Path) -> tuple[Any, Alert]:
    """The same, at the clinic."""
    records, alert = await created(folder)
    (row,) = [one for one in await records.due(NOW, 50) if one.local_id == alert.id]
    await records.begin([row.seq])
    text = json.dumps({**json.loads(row.payload), "id": "c1"})
    await records.acknowledge(
        [(row.seq, ServerCopy("c1", 'W/"1"', (NOW - timedelta(hours=2)).isoformat(), text))]
    )
    found = await records.get(Alert, alert.id)
    assert found is not None
    return records, found


async def arrives(records: Any, alert: Alert) -> None:
    """What the clinic made of it, received."""
    await receive_all(records, "rowan", [{**alert.to_resource(), "id": "c1"}], version=2)


def wiring(records: Any, **more: Any) -> PretendWiring:
    return PretendWiring(records=records, person=person("rowan"), at=NOW, **more)


def links(phone: Phone) -> dict[str, str]:
    found = ((n.name, getattr(n.control, "action", None)) for n in phone.nodes() if n.role == "button")
    return {name: action.url for name, action in found if isinstance(action, ft.OpenUrl)}


async def test_what_was_not_sent_is_never_called_told_and_every_number_stands_beside_it(
    tmp_path: Path,
) -> None:
    records, _ = await created(tmp_path)
    async with Phone(wiring(records)) as phone:
        await phone.start("/")
        await phone.sees(re.compile("^Your clinic has not been told yet"))
        assert not any(READ.search(text) for text in phone.texts())
        assert links(phone) == {
            "Call 988 Suicide & Crisis Lifeline · day and night": "tel:988",
            "Text 988": "sms:988",
            "Call 911": "tel:911",
            "On-call nurse +1\xa0555\xa0010\xa00199 any hour": "tel:+15550100199",
        }
        told = [node.name for node in phone.nodes()]
        first = next(at for at, name in enumerate(told) if name.startswith("Call 988"))
        assert first < next(at for at, name in enumerate(told) if "has not been told yet" in name)
        assert phone.faults() == []


async def test_what_arrived_is_not_called_read(tmp_path: Path) -> None:
    records, _ = await delivered(tmp_path)
    async with Phone(wiring(records)) as phone:
        for route in ("/", "/support"):
            await (phone.start(route) if route == "/" else phone.goes_to(route))
            await phone.sees(re.compile("Nobody has said yet that they read it"))
            assert not any("has seen it" in text or "settled it" in text for text in phone.texts())
            assert "tel:988" in links(phone).values()


async def test_in_spanish_a_time_of_day_ends_its_sentence_once(tmp_path: Path) -> None:
    records, alert = await delivered(tmp_path)
    one = wiring(records)
    await one.change_settings(language="es")
    async with Phone(one) as phone:
        await phone.start("/support")
        await phone.sees(re.compile(r"^Entregado: .*[^.]\. Nadie"))
        await arrives(records, alert.acknowledge(ASH, TAKEN, "Dr. Ash Prototype Jr."))
        await phone.sees(re.compile(r"^Dr\. Ash Prototype Jr\., \d+:\d\d\s[ap]\.\sm\. [A-Z]"))
        assert phone.faults(needs_support=False) == []


async def test_who_took_it_up_is_named_only_once_they_have(tmp_path: Path) -> None:
    records, alert = await delivered(tmp_path)
    async with Phone(wiring(records)) as phone:
        await phone.start("/support")
        await phone.sees(re.compile("^Your message is at your clinic"))
        await arrives(records, alert.acknowledge(ASH, TAKEN, "Dr. Ash Prototype"))
        await phone.sees("Somebody at your clinic has seen it")
        await phone.sees(re.compile(r"^Dr\. Ash Prototype, "))
        await phone.sees_no(re.compile("^Your message is at your clinic"))


async def test_a_button_that_calls_for_help_keeps_its_look_when_the_alert_moves_on(tmp_path: Path) -> None:
    """Drawn anew without its colours it would be white words on white."""
    records, alert = await delivered(tmp_path)
    async with Phone(wiring(records)) as phone:
        await phone.start("/support")
        await phone.sees("Your message is at your clinic")
        await arrives(records, alert.acknowledge(ASH, TAKEN, "Dr. Ash Prototype"))
        await phone.sees("Somebody at your clinic has seen it")
        worked_out: list[Any] = [
            node.control for node in phone.nodes() if isinstance(node.control, ft.Button)
        ]
        assert worked_out
        assert all("style" in control._internals for control in worked_out)


async def test_what_is_over_is_told_on_support_and_troubles_today_no_more(tmp_path: Path) -> None:
    records, alert = await delivered(tmp_path)
    await arrives(records, alert.resolve(ASH, TAKEN, "Dr. Ash Prototype"))
    async with Phone(wiring(records)) as phone:
        await phone.start("/")
        await phone.sees_no(re.compile("Your clinic settled it"))
        await phone.goes_to("/support")
        await phone.sees("Your clinic settled it")
        await phone.tap(PUT_AWAY)
        await phone.sees_no(re.compile("Your clinic settled it"))


async def test_what_was_put_away_comes_back_when_it_could_not_be_sent_and_can_be_sent_again(
    tmp_path: Path,
) -> None:
    records, alert = await created(tmp_path)
    async with Phone(wiring(records)) as phone:
        await phone.start("/")
        await phone.tap(PUT_AWAY)
        await phone.sees_no(re.compile("^Your clinic has not been told yet"))
        (row,) = [one for one in await records.due(NOW, 50) if one.local_id == alert.id]
        await records.begin([row.seq])
        await records.park(row.seq, "rejected")
        await phone.sees(
            re.compile("It could not be sent: your clinic's system did not take it. Please call.")
        )
        await phone.sees_no(PUT_AWAY)
        await phone.tap("Try to send this message again")
        await phone.sees_no(re.compile("It could not be sent"))
        assert alert.id in {one.local_id for one in await records.due(NOW + timedelta(days=1), 50)}


async def test_where_no_line_answers_the_card_says_whom_to_call_and_never_988(tmp_path: Path) -> None:
    records, _ = await created(tmp_path)
    async with Phone(wiring(records, card={**CARD, "region": "CA"})) as phone:
        await phone.start("/")
        await phone.sees(re.compile("call the emergency number of the place where you are"))
        assert list(links(phone).values()) == ["tel:+15550100199"]


async def test_a_number_that_cannot_be_dialled_is_no_button(tmp_path: Path) -> None:
    records, _ = await created(tmp_path)
    card = {"region": "US", "phones": [{"label": "Front desk", "phone": "open 24/7"}]}
    async with Phone(wiring(records, card=card)) as phone:
        await phone.start("/")
        assert "tel:" not in links(phone).values()
        await phone.goes_to("/support")
        await phone.sees(re.compile("Front desk"))
        assert "tel:" not in links(phone).values()


async def test_who_was_not_reached_is_told_so_on_today_with_the_numbers(tmp_path: Path) -> None:
    records, alert = await delivered(tmp_path)
    await arrives(records, alert.resolve(ASH, TAKEN, "Dr. Ash Prototype", "not-reached"))
    async with Phone(wiring(records)) as phone:
        await phone.start("/")
        await phone.sees("Your clinic could not reach you")
        await phone.sees(re.compile(r"^Dr\. Ash Prototype, .* could not reach you\. You can call them\."))
        assert "tel:988" in links(phone).values()
        assert phone.faults() == []
