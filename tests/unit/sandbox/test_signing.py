"""A signature at the clinic: there once however often it is sent, never changed, never somebody else's, and opened to nobody."""

from __future__ import annotations

import json

from api_client.sandbox import Sandbox
from mobile.care.consent.withdrawal import AgreementWithdrawal
from tests.unit.care.consent.test_signing import ID, NOW, signed
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
