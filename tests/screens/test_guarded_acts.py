"""The dosing-day guard, act by act: each is kept and offered again with its time; taking back and Support wait for nothing.

The list is held to the code: a place that does one of these things and is not in the table fails here.
"""

from __future__ import annotations

import ast
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import mobile
from mobile.care.decision_guard import ACTS
from mobile.care.invitation import Invitation
from mobile.care.journal.entry import JournalEntry
from mobile.care.put_off import PutOff
from mobile.care.sharing import Reader, share
from tests.private_things import blank
from tests.screens.clinic_of import NOW, person, seeded
from tests.screens.harness import Phone, PretendWiring

START = datetime(2026, 6, 11, 15, 30, tzinfo=UTC)  # Rowan's third session, 10:30 AM at the clinic
DURING = START + timedelta(minutes=30)
AFTER = datetime(
    2026, 6, 12, 14, 0, tzinfo=UTC
)  # the next morning; the clinic's time of no decisions ends with the day

DOES = {
    "share": ("share_now", "agree", "invite", "MeasuresGrant.make", "Invitation.make", "share"),
    "delete": (
        "remove_voice", "remove_picture", "thrown_away", "wipe", "keeping.turn_off", "model.remove", "keeping.remove",
    ),
    "long_message": ("Message.written", "Reply.written"),
    "pay": ("opens_page",),
    "sign": ("submit", "amend", "model.sign", "sign_agreement", "sign_paper"),
}  # fmt: skip
"""What code that does one of them calls."""

WHERE = {
    "screens/agreements/agreement_signing.py": "asked by `hindrance`, within the write",
    "screens/agreements/paper_signing.py": "asked by `hindrance`, within the write",
    "screens/agreements/sign_page.py": "guarded",
    "screens/cost_help/card.py": "leads to help that costs less or nothing: binds nobody",
    "screens/cost/leading_out.py": "guarded, and drawn only after it was asked for",
    "screens/entry/model.py": "asked by the page: `writing/page.py`, `entry/share.py`",
    "screens/entry/attached_draft.py": "asked by the cards",
    "screens/entry/picture_card.py": "guarded",
    "screens/entry/voice_card.py": "guarded",
    "screens/entry/share.py": "guarded by `model.waits`, offered again as `SleptOn`",
    "screens/form/finishing.py": "asked by `form/model.py`",
    "screens/measures/agreeing.py": "guarded",
    "screens/measures/readers.py": "asked by `agreeing`",
    "screens/reads/answered_to_clinic.py": "tells the clinic something: binds nobody",
    "screens/settings/clinic_copy.py": "guarded",
    "screens/settings/wipe_model.py": "asked by its page",
    "screens/sharing/inviting.py": "guarded",
    "screens/sharing/invitation.py": "asked by `inviting`",
    "screens/shared/thread.py": "a therapist's",
    "screens/talking/own_thread.py": "guarded",
    "screens/talking/to_team.py": "guarded",
    "screens/writing/page.py": "guarded",
    "screens/writing/shareable_draft.py": "guarded by `waits_for_session`",
}
"""Every module of the screens that does one of them, and where it is asked whether it waits."""


def _called(node: ast.Call) -> set[str]:
    name = node.func
    if isinstance(name, ast.Name):
        return {name.id}
    if isinstance(name, ast.Attribute):
        owner = name.value
        last = (
            owner.id
            if isinstance(owner, ast.Name)
            else owner.attr
            if isinstance(owner, ast.Attribute)
            else ""
        )
        return {name.attr, f"{last}.{name.attr}"}
    return set()


def test_every_place_that_does_one_of_the_acts_is_known_here() -> None:
    root = Path(mobile.__file__).parent
    wanted = {name for names in DOES.values() for name in names}
    found = set[str]()
    for file in sorted((root / "screens").rglob("*.py")):
        calls = [one for one in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(one, ast.Call)]
        if any(_called(one) & wanted for one in calls):
            found.add(file.relative_to(root).as_posix())
    assert found == set(WHERE), (found - set(WHERE), set(WHERE) - found)
    assert set(DOES) == set(ACTS)


def wiring(records: Any, at: datetime = DURING, **more: Any) -> PretendWiring:
    return PretendWiring(records=records, person=person("rowan"), at=at, **more)


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    kept = await seeded(tmp_path, "rowan")
    await kept.save(blank(JournalEntry, NOW).revise("Mine, and nobody else's.", NOW))
    return kept


async def put_off(records: Any) -> list[tuple[str, str]]:
    return sorted((one.act, one.route.split("/")[1]) for one in await records.every(PutOff))


async def test_deleting_an_entry_waits_is_said_with_its_time_and_offered_again(records: Any) -> None:
    (entry,) = await records.every(JournalEntry)
    async with Phone(wiring(records)) as phone:
        await phone.start(f"/entry/{entry.id}")
        await phone.tap("Delete this entry")
        await phone.sees(re.compile("Kept. You can delete it tomorrow"))
        assert not (await records.get(JournalEntry, entry.id)).is_put_away
        await phone.start("/")
        await phone.sees_no("You wanted to delete something on the day of your session")
        assert phone.faults() == []
    assert await put_off(records) == [("delete", "entry")]
    async with Phone(wiring(records, AFTER)) as phone:
        await phone.start("/")
        await phone.sees("You wanted to delete something on the day of your session", "heading")
        assert phone.faults() == []
        await phone.tap("Have a look")
        await phone.tap("Delete this entry")
        await phone.sees("Deleted.")
    assert await put_off(records) == []


async def test_what_was_put_off_can_be_let_go_and_changes_nothing(records: Any) -> None:
    await records.save(PutOff("share", "/measures", DURING))
    async with Phone(wiring(records, AFTER)) as phone:
        await phone.start("/")
        cards = [one for one in phone.find("Let it go", "button")]
        await phone.happens(cards[-1].control, "click")
        await phone.sees_no("You wanted to share something on the day of your session")
    assert await put_off(records) == []


@pytest.mark.parametrize(
    ("route", "act"),
    [("/settings/wipe", "delete"), ("/sharing/invitation/new", "share"), ("/measures", "share")],
)
async def test_a_way_that_is_closed_for_the_day_offers_to_ask_again(
    records: Any, route: str, act: str
) -> None:
    from mobile.care.measures import MeasuresGrant

    for grant in await records.every(MeasuresGrant):
        await records.save_all([grant.ended(NOW)], over=[grant])
    async with Phone(wiring(records)) as phone:
        await phone.start(route)
        await phone.tap("Ask me again then")
        await phone.sees("Today asks you again then.")
        assert phone.faults() == []
    assert await put_off(records) == [(act, route.split("/")[1])]
    assert await records.every(Invitation) == []


async def test_a_long_message_is_kept_and_offered_again_and_a_short_one_goes(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start("/messages")
        await phone.type("Your answer", "word " * 80)
        await phone.tap("Send")
        await phone.sees(re.compile("Saved. You can send it .* A short one can go now."))
    assert await put_off(records) == [("long_message", "messages")]


async def test_taking_back_and_support_wait_for_nothing(records: Any) -> None:
    (entry,) = await records.every(JournalEntry)
    await records.save_all(share(entry, "Patient/rowan", Reader("Practitioner/sam", "Sam Fixture"), NOW))
    async with Phone(wiring(records)) as phone:
        await phone.start(f"/entry/{entry.id}")
        await phone.tap("Support")
        await phone.sees("Support now", "heading")
        await phone.tap("Close", "button")
        phone.soon(phone.tap(re.compile("^Take back")))
        await phone.sees("Take it back?")
        await phone.tap("Take back", "button")
        await phone.until(
            lambda: bool(phone.find(re.compile("Taken back|taken back"))), "that it was taken back"
        )
    (kept,) = await records.every(JournalEntry)
    assert kept.copies == ()
    assert await put_off(records) == []
