"""A signature at the clinic: there once however often it is sent, never changed, never somebody else's, and opened to nobody."""

from __future__ import annotations

import json

from api_client.sandbox import Sandbox
from mobile.care.consent.consent_record import Signatures
from mobile.care.consent.paper import PaperAgreement
from mobile.care.consent.paper_signing import sign_paper
from mobile.care.consent.signed_text import text_to_sign_a_file
from mobile.care.consent.withdrawal import AgreementWithdrawal
from tests.pdfs import a_pdf
from tests.unit.care.consent.samples import X
from tests.unit.care.consent.test_signing import BOTH, ID, NOW, SIGNER, WORDS, signed
from tests.unit.sandbox.visitor import BASE, Visitor


async def test_what_was_signed_is_there_once_and_stays_as_it_was_signed() -> None:
    sandbox = Sandbox(None, demo=True, base_url=BASE)
    one, _ = signed()
    sent = json.loads(one.text)
    try:
        rowan, ines, sam = (Visitor(sandbox, who) for who in ("rowan", "ines", "sam"))
        again = {"if_none_exist": f"identifier=urn:ietf:rfc:3986|urn:uuid:{ID}"}
        first = await rowan.post("Consent", sent, **again)
        assert first.status_code == 201, first.text
        assert (await rowan.post("Consent", sent, **again)).status_code == 200  # the reply was lost
        name = f"Consent/{first.json()['id']}"
        assert (await rowan.found(f"Consent?identifier=urn:uuid:{ID}")) == [name]
        kept = first.json()
        assert {key: kept[key] for key in sent} == sent
        changed = await rowan.put(name, {**kept, "status": "inactive"}, if_match=first.headers["etag"])
        assert changed.status_code == 403, changed.text
        assert (await rowan.delete(name)).status_code == 403
        strange = await ines.post("Consent", {**sent, "patient": {"reference": "Patient/ines"}})
        assert strange.status_code == 422, strange.text  # it names two patients
        mine = json.loads(one.text.replace("Patient/rowan", "Patient/ines"))
        mine["contained"][0]["signature"][0]["who"]["reference"] = "Patient/rowan"
        assert (await ines.post("Consent", mine)).status_code == 403
        assert (await sam.get(name)).status_code == 404
        told = AgreementWithdrawal.make(
            "w1", one, patient="Patient/rowan", to_whom=["Organization/clinic"], now=NOW
        ).to_resource()
        told["about"] = [{"reference": name}]
        answer = await rowan.post("Communication", told)
        assert answer.status_code == 201, answer.text
        assert (await rowan.get(name)).json()["status"] == "active"
    finally:
        sandbox.close()


async def test_one_who_is_named_inside_signs_beside_the_patient_and_never_alone_or_for_another() -> None:
    sandbox = Sandbox(None, demo=True, base_url=BASE)
    one, _ = signed(signatures=BOTH)
    sent = json.loads(one.text)
    try:
        rowan, ines = (Visitor(sandbox, who) for who in ("rowan", "ines"))
        first = await rowan.post("Consent", sent)
        assert first.status_code == 201, first.text
        kept = first.json()
        assert {key: kept[key] for key in sent} == sent
        sent.pop("identifier")
        alone = json.loads(json.dumps(sent))
        alone["contained"][0]["signature"] = alone["contained"][0]["signature"][1:]
        assert (await rowan.post("Consent", alone)).status_code == 403
        unnamed = {**sent, "contained": sent["contained"][:1]}
        assert (await rowan.post("Consent", unnamed)).status_code == 403
        of_another = json.loads(json.dumps(sent).replace("Patient/rowan", "Patient/ines"))
        of_another["contained"][1]["patient"]["reference"] = "Patient/rowan"
        assert (await ines.post("Consent", of_another)).status_code == 403
    finally:
        sandbox.close()


async def test_a_signed_file_is_there_once_whether_it_lies_inside_or_is_named() -> None:
    sandbox = Sandbox(None, demo=True, base_url=BASE)
    try:
        rowan = Visitor(sandbox, "rowan")
        paper = PaperAgreement.from_resource((await rowan.get("DocumentReference/rowan-house-rules")).json())
        text = text_to_sign_a_file("House rules", "", "en", WORDS)
        large = a_pdf("One.", kilobytes=800)
        for number, file in enumerate((paper.pdf(), large)):
            made = sign_paper(f"{ID[:-1]}{number}", paper, file, text, Signatures(BOTH.patient), SIGNER)
            sent = json.loads(made.text)
            assert made.has_file is (file is not large)
            named = sent["contained"][0]["entity"][0]["what"]["reference"]
            assert named == "DocumentReference/rowan-house-rules/_history/1"
            again = {"if_none_exist": f"identifier=urn:ietf:rfc:3986|urn:uuid:{made.id}"}
            first = await rowan.post("Consent", sent, **again)
            assert first.status_code == 201, first.text
            assert (await rowan.post("Consent", sent, **again)).status_code == 200  # the reply was lost
            assert {key: first.json()[key] for key in sent} == sent
        assert X in sent["extension"][0]["url"]
    finally:
        sandbox.close()
