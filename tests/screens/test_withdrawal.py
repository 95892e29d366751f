"""What was signed: its copy as a PDF, whether the clinic has it, whom it lets see what, and taking it back."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from mobile.care.consent.withdrawal import AgreementWithdrawal
from mobile.records.errors import NotSaved
from mobile.verifying import verified
from tests.screens.clinic_of import NOW, seeded
from tests.screens.signing import ROUTE, phone_of, signed, to_signing, type_and_sign
from tests.screens.test_shell_places import english_only
from tests.screens.test_signing import acknowledge_all


async def test_the_copy_is_made_offline_holds_the_text_and_verifies_and_no_byte_may_differ(
    tmp_path: Path,
) -> None:
    records = await seeded(tmp_path, "ines")
    async with phone_of(records) as phone:
        await to_signing(phone)
        await type_and_sign(phone)
        await phone.tap("Save a copy as PDF", "button")
        await phone.until(lambda: any(name == "save_file" for name, _ in phone.invoked), "a file")
        await phone.sees(re.compile("^Saved. It is a copy"))
        given = next(args for name, args in phone.invoked if name == "save_file")
        assert phone.faults() == []
    (one,) = await signed(records)
    pdf = bytes(given["src_bytes"])
    assert given["file_name"] == "agreement.pdf"
    assert verified(pdf).found == "copy"
    assert verified(pdf, one.text.encode()).found == "copy"
    printed = _words(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))
    for line in filter(None, one.what_was_signed().text.split("\n")):
        assert _words(line) in printed, line
    assert one.fingerprint in printed
    assert "June 9, 2026, 14:00:00 -0500, America/Chicago" in printed
    record = pdf.index(b'"sourceAttachment"')
    for at in (len(pdf) // 3, record + 120, len(pdf) - 3):
        changed = pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]
        assert not verified(changed).is_copy
    clinics = json.loads(one.text)
    clinics["provision"]["provision"][0]["type"] = "permit"
    assert verified(pdf, json.dumps(clinics).encode()).found == "another_record"


def _words(text: str) -> str:
    return " ".join(text.split())


async def test_withdrawing_says_what_stops_before_ends_it_at_once_and_tells_the_clinic_once(
    tmp_path: Path,
) -> None:
    records = await seeded(tmp_path, "ines")
    async with phone_of(records) as phone:
        await to_signing(phone, "/agreements/treatment-iv")
        await type_and_sign(phone)
        await phone.sees(re.compile("^Signed here"))
        (one,) = await signed(records)
        await acknowledge_all(records)
        await phone.tap("Withdraw", "button")
        await phone.sees("What stops", "heading")
        await phone.sees(re.compile("Without it no session can be booked"))
        await phone.sees(re.compile("^Your clinic says that treatment needs this agreement"))
        await phone.sees("What it does not undo", "heading")
        assert phone.faults() == []
        assert await records.every(AgreementWithdrawal) == []
        await phone.tap("Withdraw", "button")
        await phone.sees("Withdrawn here. Your clinic does not know it yet.")
        assert not phone.find("Withdraw", "button")
        await phone.start(f"/agreements/signed/{one.id}/withdraw")
        await phone.sees(re.compile("nothing to withdraw"))
        await phone.start("/agreements")
        await phone.sees("In force no more", "heading")
        await phone.sees(
            re.compile("^Treatment with ketamine by IV You have read all of it. You can sign it.")
        )
        assert phone.faults() == []
        assert phone.reported == []
    (withdrawal,) = await records.every(AgreementWithdrawal)
    (row,) = await records.due(NOW, 5)
    told = json.loads(row.payload)
    assert (told["resourceType"], told["sender"]) == ("Communication", {"reference": "Patient/ines"})
    assert withdrawal.about & one.names
    (after,) = await signed(records)
    assert after.what_was_signed() == one.what_was_signed()  # what was signed stays as it was signed
    assert await records.unsent(type(one)) == {}


async def test_after_a_withdrawal_it_can_be_signed_anew_and_only_then(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "ines")
    async with phone_of(records) as phone:
        await to_signing(phone)
        await type_and_sign(phone)
        await phone.sees(re.compile("^Signed here"))
        await phone.goes_to(f"{ROUTE}/sign")
        await phone.sees("You have signed this version.")
        await phone.tap("What you signed", "button")
        await phone.tap("Withdraw", "button")
        await phone.tap("Withdraw", "button")
        await phone.sees(re.compile("^Withdrawn here"))
        await phone.goes_to(f"{ROUTE}/sign")
        await type_and_sign(phone)
        await phone.sees(re.compile("^Signed here"))
        assert phone.faults() == []
    assert len(await signed(records)) == 2


async def test_what_the_clinic_wrote_on_paper_is_withdrawn_too_also_on_a_full_disk_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = await seeded(tmp_path, "rowan")
    async with phone_of(records, "rowan") as phone:
        await phone.start("/agreements")
        await phone.tap(re.compile("^What it costs Signed"))
        await phone.sees(re.compile("^It was not signed in Lantern"))
        await phone.tap("Withdraw", "button")
        save_all, is_full = records.save_all, True

        async def full(*args: Any, **more: Any) -> None:
            if is_full:
                raise NotSaved("full")
            await save_all(*args, **more)

        monkeypatch.setattr(records, "save_all", full)
        await phone.tap("Withdraw", "button")
        await phone.sees(re.compile("^Not withdrawn: there is no space left"))
        is_full = False
        await phone.tap("Withdraw", "button")
        await phone.sees(re.compile("^Withdrawn here"))
        assert phone.faults() == []
    assert len(await records.every(AgreementWithdrawal)) == 1


@pytest.mark.parametrize("id_", ["no-such", "%3Cscript%3E", "x" * 500])
async def test_an_address_that_names_nothing_signed_shows_nothing(id_: str, tmp_path: Path) -> None:
    records = await seeded(tmp_path, "ines")
    async with phone_of(records) as phone:
        for route in (
            f"/agreements/{id_}/sign",
            f"/agreements/signed/{id_}",
            f"/agreements/signed/{id_}/withdraw",
        ):
            await phone.start(route)
            await phone.sees("This agreement is not here.")
            assert phone.faults() == []


async def test_withdrawing_is_said_in_spanish(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    async with phone_of(records, "rowan") as phone:
        await phone.wiring.change_settings(language="es")
        await phone.start("/agreements")
        await phone.tap(re.compile("^Cuánto cuesta Firmado"))
        await phone.tap("Retirar", "button")
        await phone.sees("Lo que se detiene", "heading")
        assert phone.faults(untranslated=english_only()) == []
