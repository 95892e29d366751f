"""A PDF that is signed arrives at the clinic once, whatever becomes of the reply, and is on the person's other device with its copy.
Through the screens, over the real store, sync and sandbox."""

from __future__ import annotations

import re
from base64 import b64decode
from typing import Any

from api_client.sandbox import Sandbox
from api_client.sandbox.faults import Fault
from mobile.verifying import verified
from mobile.wiring.setup import Setup
from tests.screens.harness import Phone
from tests.screens.papers import PAPER, page_through
from tests.unit.wiring.conftest import Opened
from tests.unit.wiring.test_answers_reach_the_clinic import signed_in, synced


def signatures(sandbox: Sandbox) -> list[dict[str, Any]]:
    """What was signed in the app, not what the clinic had on paper."""
    return [one for one in sandbox.find("Consent") if one.get("contained")]


async def test_the_reply_is_lost_and_the_clinic_has_it_once_and_the_other_device_has_the_copy(
    sandbox: Sandbox, demo: Setup, opened: Opened
) -> None:
    services = await signed_in(opened, demo, "rowan")
    async with Phone(services) as phone:
        await page_through(phone)
        await phone.type("Your full name", "Rowan Sample")
        await phone.tap("I mean this as my signature")
        sandbox.faults.add(Fault("drop_after", method="POST", nth=1))
        await phone.tap("Sign", "button")
        await phone.sees("Save a copy as PDF", "button")
        assert services.account is not None
        assert services.account.engine is not None
        await services.account.engine.once()
        await synced(services)
        await phone.sees_no(re.compile("^Signed here, not yet at your clinic"))
        assert phone.faults() == []
    assert [(kind, path[:5]) for kind, _, path in sandbox.faults.fired] == [("drop_after", "/fhir")]
    (one,) = signatures(sandbox)
    file = b64decode(one["sourceAttachment"]["data"])
    paper = next(each for each in sandbox.find("DocumentReference") if each["id"] == "rowan-house-rules")
    assert file == b64decode(paper["content"][0]["attachment"]["data"])
    other = await signed_in(opened, demo, "rowan")
    async with Phone(other) as phone:
        await phone.start(f"{PAPER}/sign")
        await phone.tap("What you signed", "button")
        await phone.tap("Save a copy as PDF", "button")
        await phone.until(lambda: any(name == "save_file" for name, _ in phone.invoked), "a file")
        (given,) = [args for name, args in phone.invoked if name == "save_file"]
        assert phone.faults() == []
    assert verified(bytes(given["src_bytes"])).is_copy
    assert len(signatures(sandbox)) == 1
