"""Signing an agreement, over the sandbox's own texts and a real store: what was shown, once, and never in the clinic's quiet hours."""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from mobile.records.errors import NotSaved
from mobile.records.ports import ServerCopy
from mobile.verifying import verified
from tests.screens.clinic_of import NOW, documents_of, receive_all, seeded
from tests.screens.signing import ROUTE, phone_of, read_to_the_end, signed, to_signing, type_and_sign
from tests.screens.test_shell_places import english_only

CHANGED_THERE = re.compile(
    "^Your clinic’s record of this says something else than what you signed on this device"
)


async def acknowledge_all(records: Any) -> None:
    """The clinic takes everything that waits."""
    for n, row in enumerate(await records.due(NOW + timedelta(days=1), 20)):
        name = row.server_id or f"made-{n}"
        text = json.dumps({**json.loads(row.payload), "id": name})
        await records.begin([row.seq])
        await records.acknowledge([(row.seq, ServerCopy(name, 'W/"1"', NOW.isoformat(), text))])


async def test_what_is_shown_is_signed_byte_for_byte_with_moment_zone_version_and_fingerprint(
    tmp_path: Path,
) -> None:
    records = await seeded(tmp_path, "ines")
    async with phone_of(records) as phone:
        await to_signing(phone)
        shown = phone.texts()
        await type_and_sign(phone)
        await phone.sees(re.compile("^Signed here, not yet at your clinic"))
        assert phone.faults() == []
        assert phone.reported == []
        (one,) = await signed(records)
        await acknowledge_all(records)
        await phone.sees_no(re.compile("^Signed here, not yet at your clinic"))
        await phone.sees(re.compile("^Signed June 9, 2026, in force until June 9, 2027"))
        assert phone.faults() == []
    resource = json.loads(one.text)
    text = b64decode(resource["sourceAttachment"]["data"])
    assert sha256(text).hexdigest() == one.fingerprint
    for line in filter(None, text.decode().split("\n")):
        assert any(line in words for words in shown), line
    assert resource["dateTime"] == "2026-06-09T14:00:00-05:00"
    assert (one.zone, one.signed_at, one.method, one.signer) == (
        "America/Chicago",
        NOW,
        "typed",
        "Ines Sample",
    )
    assert one.signed == "https://lantern.example/fhir/Questionnaire/telehealth|1"
    assert [one.signed for one in await signed(records)] == [one.signed]


async def test_a_signature_is_drawn_and_a_dot_is_none(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "ines")
    async with phone_of(records) as phone:
        await to_signing(phone)
        await phone.tap("I mean this as my signature")
        await phone.tap("Draw it instead", "button")
        pad: Any = phone.find(re.compile("^Draw your signature here"))[0].control
        await phone.happens(pad.content, "size_change", {"w": 350.0, "h": 160.0})
        for x, y in ((20.0, 80.0), (21.0, 80.0)):
            name = "down" if x == 20.0 else "update"
            at = {"x": x, "y": y}
            await phone.happens(pad.content, f"horizontal_drag_{name}", {"l": at, "g": at})
        await phone.tap("Sign", "button")
        await phone.sees(re.compile("^That is too little for a signature. Nothing was signed"))
        assert phone.faults() == []
        assert await signed(records) == []
        at = {"x": 200.0, "y": 30.0}
        await phone.happens(pad.content, "horizontal_drag_update", {"l": at, "g": at})
        await phone.tap("Sign", "button")
        await phone.sees(re.compile("^Signed here"))
    (one,) = await signed(records)
    assert (one.method, one.signer) == ("drawn", "Ines Sample")


async def test_without_name_tick_or_drawable_letters_nothing_is_signed(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "ines")
    async with phone_of(records) as phone:
        await to_signing(phone)
        await phone.tap("Sign", "button")
        await phone.sees(re.compile("^Type your full name, or draw your signature. Nothing"))
        assert ("scroll_to", -1) in [
            (name, args["offset"]) for name, args in phone.invoked if name == "scroll_to"
        ]
        await phone.type("Your full name", "عائشة")
        await phone.tap("Sign", "button")
        await phone.sees(re.compile("^Your name holds letters that cannot be drawn"))
        await phone.type("Your full name", "Ines Sample")
        await phone.tap("Sign", "button")
        await phone.sees(re.compile("^Say with the tick that you mean it"))
        assert phone.faults() == []
    assert await signed(records) == []


async def test_what_is_not_read_or_left_off_or_signed_at_the_clinic_has_no_place_to_sign(
    tmp_path: Path,
) -> None:
    def at_clinic(one: dict[str, Any]) -> dict[str, Any]:
        if one["id"] == "electronic-records":
            one["extension"] = [
                {**mark, "valueCode": "with-guardian"} if mark["url"].endswith("signing") else mark
                for mark in one["extension"]
            ]
        return one

    records = await seeded(tmp_path, "ines", change=at_clinic)
    async with phone_of(records) as phone:
        await phone.start(f"{ROUTE}/sign")
        await phone.sees(re.compile("^Some parts are not read yet"))
        await phone.start("/agreements/electronic-records/sign")
        await phone.sees(re.compile("Somebody who stands for you signs it too"))
        assert not phone.find("Sign", "button")
        assert phone.faults() == []
    assert await signed(records) == []


async def test_on_the_day_of_a_session_it_waits_and_is_offered_again_with_its_time(tmp_path: Path) -> None:
    def arrived(one: dict[str, Any]) -> dict[str, Any]:
        if one["resourceType"] == "Appointment" and one["status"] == "booked":
            start, end = (NOW + timedelta(hours=h) for h in (-1, 1))
            return {**one, "status": "arrived", "start": start.isoformat(), "end": end.isoformat()}
        return one

    records = await seeded(tmp_path, "ines", change=arrived)
    async with phone_of(records) as phone:
        await read_to_the_end(phone)
        await phone.tap("Go on to sign", "button")
        await phone.sees(re.compile("^Signing waits on the day of a session. You can sign .* is kept"))
        assert not phone.find("Sign", "button")
        await phone.start("/agreements")
        await phone.sees(re.compile("You have read all of it. Signing waits on the day"))
        assert phone.faults() == []
    visits = [arrived(one) for one in documents_of("ines") if one["resourceType"] == "Appointment"]
    over = [{**one, "status": "fulfilled"} for one in visits if one["status"] == "arrived"]
    await receive_all(records, "ines", over, version=2)
    async with phone_of(records, at=NOW + timedelta(days=3)) as phone:
        await phone.start(f"{ROUTE}/sign")
        await type_and_sign(phone)
        await phone.sees(re.compile("^Signed here"))
    assert len(await signed(records)) == 1


async def test_two_pages_and_two_taps_make_one_signature(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "ines")
    async with phone_of(records) as one:
        await to_signing(one)
        async with phone_of(records) as other:
            await other.start(f"{ROUTE}/sign")
            await type_and_sign(other)
            await other.sees(re.compile("^Signed here"))
            await one.sees("You have signed this version.")
            assert not one.find("Sign", "button")
            assert one.faults() == []
    assert len(await signed(records)) == 1


async def test_a_text_that_changed_under_the_signature_is_not_signed_but_shown_again(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "ines")
    async with phone_of(records) as phone:
        await to_signing(phone, "/agreements/treatment-iv")
        await phone.type("Your full name", "Ines Sample")
        await phone.tap("I mean this as my signature")
        async with phone_of(records) as other:
            await other.start("/agreements/treatment-iv")
            await other.tap(re.compile("^Staff may hold my hand"))
            await phone.tap("Sign", "button")  # whether this page has heard of the other text by then or not
            await phone.sees(re.compile("^(Say with the tick that you mean it|The text is another by now)"))
    assert await signed(records) == []


async def test_a_full_disk_signs_nothing_and_keeps_what_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = await seeded(tmp_path, "ines")
    async with phone_of(records) as phone:
        await to_signing(phone)
        save_all, is_full = records.save_all, True

        async def full(*args: Any, **more: Any) -> None:
            if is_full:
                raise NotSaved("full")
            await save_all(*args, **more)

        monkeypatch.setattr(records, "save_all", full)
        await type_and_sign(phone)
        await phone.sees(re.compile("^Nothing was signed: there is no space left"))
        assert await signed(records) == []
        is_full = False
        await phone.tap("Sign", "button")
        await phone.sees(re.compile("^Signed here"))
    assert len(await signed(records)) == 1


async def test_a_clock_set_back_signs_nothing(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "ines")
    async with phone_of(records) as phone:
        await read_to_the_end(phone)
    async with phone_of(records, at=datetime(2026, 6, 8, 12, tzinfo=UTC)) as phone:
        await phone.start(f"{ROUTE}/sign")
        await phone.sees(re.compile("clock stands before the time you read this"))
        assert not phone.find("Sign", "button")
    assert await signed(records) == []


async def test_signing_is_said_in_spanish(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "ines")
    async with phone_of(records) as phone:
        await read_to_the_end(phone)
    async with phone_of(records) as phone:
        await phone.wiring.change_settings(language="es")
        await phone.start(f"{ROUTE}/sign")
        await phone.sees("Firmar", "button")
        assert phone.faults(untranslated=english_only()) == []
        await phone.type("Nombre completo", "Ines Sample")
        await phone.tap("Esta es mi firma y así lo quiero")
        await phone.tap("Firmar", "button")
        await phone.sees(re.compile("^Firmado aquí"))
        assert phone.faults(untranslated=english_only()) == []
    (one,) = await signed(records)
    assert one.what_was_signed().language == "es"
    assert "Visitas por video" in one.what_was_signed().text


async def test_a_clinic_that_keeps_something_else_than_what_was_signed_is_noticed(tmp_path: Path) -> None:
    """Its answer to the signature already says that more was chosen, in another text, for longer."""
    records = await seeded(tmp_path, "ines")
    async with phone_of(records) as phone:
        await to_signing(phone)
        await type_and_sign(phone)
        await phone.sees(re.compile("^Signed here, not yet at your clinic"))
        (mine,) = await signed(records)
        for row in await records.due(NOW + timedelta(days=1), 20):
            name = f"there-{row.resource_type}"
            text = json.dumps({**json.loads(row.payload), "id": name})
            await records.begin([row.seq])
            await records.acknowledge([(row.seq, ServerCopy(name, 'W/"1"', NOW.isoformat(), text))])
        await phone.sees_no(re.compile("^Signed here, not yet at your clinic"))
        assert not phone.find(CHANGED_THERE)
        (one,) = await signed(records)
        resource = {**one.to_resource(), "id": "there-Consent"}
        text = "Anything goes."
        source = {**resource["sourceAttachment"], "data": b64encode(text.encode()).decode()}
        marks = {"agreement-sha256": sha256(text.encode()).hexdigest(), "text-shape": "t"}
        extension = [
            {**mark, "valueString": marks.get(mark["url"].rsplit("/", 1)[1], mark.get("valueString"))}
            if "valueString" in mark
            else mark
            for mark in resource["extension"]
        ]
        await receive_all(
            records, "ines", [{**resource, "sourceAttachment": source, "extension": extension}], 120
        )
        await phone.sees(CHANGED_THERE)
        await phone.tap("The text you signed", "button")
        await phone.sees(
            "I, Ines Sample, have read this text. I mean what I write or draw below as my signature."
        )
        assert not phone.find(text)
        await phone.tap("Save a copy as PDF", "button")
        await phone.until(lambda: any(name == "save_file" for name, _ in phone.invoked), "a file")
        (copy,) = [bytes(args["src_bytes"]) for name, args in phone.invoked if name == "save_file"]
        assert phone.faults() == []
        (theirs,) = await signed(records)
        assert theirs.what_was_signed().text == text
        assert verified(copy, mine.text.encode()).found == "copy"
        assert verified(copy, theirs.text.encode()).found == "another_record"
        await receive_all(records, "ines", [resource], 121)
        await phone.sees_no(CHANGED_THERE)
