"""A sealed copy from one phone, brought to another: nothing lost, nothing at the clinic twice, nothing taken back sent again."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api_client.sandbox import Sandbox
from mobile.care.forms import FormDefinition, Response
from mobile.care.grant import ShareGrant
from mobile.care.intention import Intention, begin
from mobile.care.shared_intention import SharedIntention
from mobile.care.sharing import Reader, share, take_back
from mobile.records.ports import Brought, SendState
from mobile.screens.app_services import Trouble
from tests.unit.care.test_with_the_clinic import BASE, NOW, Device, device_of

from .conftest import Opened

WORDS = "four ordinary words"
OF = f"{BASE}|Patient/rowan"
ROWAN = "Patient/rowan"
SAM = Reader("Practitioner/sam", "Sam Sample")


@pytest.fixture
def clinic() -> Any:
    made = Sandbox(None, demo=True, clock=lambda: NOW, base_url=BASE)
    yield made
    made.close()


def ours(clinic: Sandbox, type_: str) -> dict[str, int]:
    """How often each of our own names stands at the clinic."""
    names = [
        one["value"]
        for found in clinic.find(type_)
        for given in [found.get("identifier", [])]
        for one in (given if isinstance(given, list) else [given])
        if str(one.get("value", "")).startswith("urn:uuid:")
    ]
    return Counter(names)


async def a_life(device: Device) -> tuple[Intention, list[Any]]:
    """A private intention, its share and a draft of a form: nothing of it is sent yet."""
    intention = begin("01920000-0000-7000-8000-000000000001", "Appointment/a3", NOW).revise("To be kind", NOW)
    made = share(intention, ROWAN, SAM, NOW)
    form = next(one for one in await device.all(FormDefinition) if one.url.endswith("/phq-9"))
    draft = Response.begin("01920000-0000-7000-8000-000000000002", form, ROWAN, NOW)
    await device.records.save_all([*made, draft])
    return intention, [*made, draft]


@pytest.mark.parametrize("order", ["both after", "A before B brings", "B alone", "B twice"])
async def test_what_was_unsent_in_a_copy_is_at_the_clinic_once(
    clinic: Sandbox, tmp_path: Path, order: str
) -> None:
    before = {type_: set(ours(clinic, type_)) for type_ in ("Goal", "Consent", "QuestionnaireResponse")}
    async with device_of(clinic, "rowan", tmp_path) as a, device_of(clinic, "rowan", tmp_path) as b:
        await a.sync()
        intention, _ = await a_life(a)
        copy = await a.records.export_sealed(WORDS, OF)
        if order == "A before B brings":
            await a.sync()
        await b.sync()
        brought = await b.records.import_sealed(copy, WORDS, OF)
        if order == "B twice":
            await b.sync()
            again = await b.records.import_sealed(copy, WORDS, OF)
            assert (again.added, again.renewed, again.kept) == (0, 0, 0)
        if order != "B alone":
            await a.sync()
        await b.sync()
        await b.sync()
        found = await b.records.get(Intention, intention.id)
        assert found is not None
        assert found.words == "To be kind"
        assert brought.added > 0
        for type_, was in before.items():
            new = {name: n for name, n in ours(clinic, type_).items() if name not in was}
            assert list(new.values()) == [1], (type_, new)
        assert sum((await b.records.pending()).values()) == 0


async def test_what_was_taken_back_after_the_copy_was_made_is_not_sent_again(
    clinic: Sandbox, tmp_path: Path
) -> None:
    goals = set(ours(clinic, "Goal"))
    async with device_of(clinic, "rowan", tmp_path) as a, device_of(clinic, "rowan", tmp_path) as b:
        await a.sync()
        intention, _ = await a_life(a)
        copy = await a.records.export_sealed(WORDS, OF)
        await a.sync()
        knowing = await a.records.get(Intention, intention.id)
        assert knowing is not None
        (shared,) = [one for one in await a.all(SharedIntention) if one.id == knowing.copies[0].copy_id]
        (grant,) = [one for one in await a.all(ShareGrant) if one.id == knowing.copies[0].grant_id]
        save, remove = take_back([(grant, shared)], knowing, NOW + timedelta(minutes=1))
        await a.records.save_all(save, remove)
        await a.sync()
        await b.sync()
        brought = await b.records.import_sealed(copy, WORDS, OF)
        await b.sync()
        await b.sync()
        assert brought.kept >= 1
        assert set(ours(clinic, "Goal")) == goals
        held = [one for one in clinic.find("Consent") if f"urn:uuid:{grant.id}" in json.dumps(one)]
        assert [one["status"] for one in held] == ["inactive"]


async def test_a_taking_back_that_was_not_sent_is_brought_and_sent(clinic: Sandbox, tmp_path: Path) -> None:
    goals = set(ours(clinic, "Goal"))
    async with device_of(clinic, "rowan", tmp_path) as a, device_of(clinic, "rowan", tmp_path) as b:
        await a.sync()
        intention, _ = await a_life(a)
        await a.sync()
        knowing = await a.records.get(Intention, intention.id)
        assert knowing is not None
        (shared,) = [one for one in await a.all(SharedIntention) if one.id == knowing.copies[0].copy_id]
        (grant,) = [one for one in await a.all(ShareGrant) if one.id == knowing.copies[0].grant_id]
        save, remove = take_back([(grant, shared)], knowing, NOW + timedelta(minutes=1))
        await a.records.save_all(save, remove)
        copy = await a.records.export_sealed(WORDS, OF)  # and the phone is lost
        await b.sync()
        await b.records.import_sealed(copy, WORDS, OF)
        await b.sync()
        await b.sync()
        assert set(ours(clinic, "Goal")) == goals
        held = [one for one in clinic.find("Consent") if f"urn:uuid:{grant.id}" in json.dumps(one)]
        assert [one["status"] for one in held] == ["inactive"]


async def test_an_unsent_change_counts_on_a_phone_that_has_the_older_words_from_the_clinic(
    clinic: Sandbox, tmp_path: Path
) -> None:
    async with device_of(clinic, "rowan", tmp_path) as a, device_of(clinic, "rowan", tmp_path) as b:
        await a.sync()
        _, made = await a_life(a)
        await a.sync()
        draft = await a.records.get(Response, made[-1].id)
        assert draft is not None
        newer = draft.draft_of(
            [{"linkId": "phq9-1", "answer": [{"valueString": "newer"}]}], NOW + timedelta(minutes=5)
        )
        await a.records.save(newer)
        copy = await a.records.export_sealed(WORDS, OF)
        await b.sync()
        brought = await b.records.import_sealed(copy, WORDS, OF)
        assert brought.renewed == 1
        await b.sync()
        standing = await b.records.standing(Response, draft.id)
        assert standing is not None
        assert standing.state is SendState.SENT
        held = [one for one in clinic.find("QuestionnaireResponse") if draft.id in json.dumps(one)]
        assert len(held) == 1
        assert "newer" in json.dumps(held[0])


async def test_a_copy_does_not_bring_back_what_is_being_removed_here(clinic: Sandbox, tmp_path: Path) -> None:
    async with device_of(clinic, "rowan", tmp_path) as a, device_of(clinic, "rowan", tmp_path) as b:
        await a.sync()
        intention, _ = await a_life(a)
        await a.sync()
        copy = await a.records.export_sealed(WORDS, OF)  # it knows what the clinic calls the shared copy
        await b.sync()
        await b.records.import_sealed(copy, WORDS, OF)
        await b.sync()
        knowing = await b.records.get(Intention, intention.id)
        assert knowing is not None
        (shared,) = [one for one in await b.all(SharedIntention) if one.id == knowing.copies[0].copy_id]
        await b.records.remove(shared)  # not sent yet
        again = await b.records.import_sealed(copy, WORDS, OF)
        assert (again.added, again.kept >= 1) == (0, True)
        assert await b.records.get(SharedIntention, shared.id) is None


async def test_a_removal_in_a_copy_is_carried_out_by_a_phone_that_never_saw_the_record(
    clinic: Sandbox, tmp_path: Path
) -> None:
    goals = set(ours(clinic, "Goal"))
    async with device_of(clinic, "rowan", tmp_path) as a:
        await a.sync()
        intention, _ = await a_life(a)
        await a.sync()
        knowing = await a.records.get(Intention, intention.id)
        assert knowing is not None
        (shared,) = [one for one in await a.all(SharedIntention) if one.id == knowing.copies[0].copy_id]
        await a.records.remove(shared)
        copy = await a.records.export_sealed(WORDS, OF)
    assert set(ours(clinic, "Goal")) != goals
    async with device_of(clinic, "rowan", tmp_path) as b:
        await b.records.import_sealed(copy, WORDS, OF)  # before it heard anything of the clinic
        await b.sync()
        await b.sync()
        assert set(ours(clinic, "Goal")) == goals


# --- as a person brings it ---


async def test_a_copy_is_brought_through_the_house_and_refused_in_plain_words(
    demo: Any, opened: Opened
) -> None:
    one, two, other = opened(demo), opened(demo), opened(demo)
    for services, person in ((one, "rowan"), (two, "rowan"), (other, "ines")):
        await services.start()
        await services.sign_in_as(person)
    assert one.account is not None
    assert one.account.records is not None
    await one.account.records.save(begin("i7", "Appointment/a3", NOW).revise("Only mine", NOW))
    copy = await one.sealed_copy(WORDS)

    async def refused(services: Any, sealed: bytes, passphrase: str) -> str:
        with pytest.raises(Trouble) as trouble:
            await services.bring_back(sealed, passphrase)
        return trouble.value.code

    await fetched(two)
    await fetched(other)
    assert await refused(two, copy, WORDS + "x") == "wrong_passphrase"
    assert await refused(two, b"a letter", WORDS) == "not_a_copy"
    assert await refused(two, (await one.own_copy())[:-7], "") == "damaged_copy"
    assert await refused(other, await one.own_copy(), "") == "other_persons_copy"
    assert await refused(two, copy[:-7], WORDS) == "damaged_copy"
    assert await refused(two, copy[:-40] + b"\x00" + copy[-39:], WORDS) == "damaged_copy"
    assert await refused(other, copy, WORDS) == "other_persons_copy"
    assert other.account is not None
    assert other.account.records is not None
    assert await other.account.records.get(Intention, "i7") is None
    brought = await two.bring_back(copy, WORDS)
    assert isinstance(brought, Brought)
    assert brought.added >= 1
    assert two.account is not None
    assert two.account.records is not None
    held = await two.account.records.get(Intention, "i7")
    assert held is not None
    assert held.words == "Only mine"
    assert (await two.bring_back(copy, WORDS)).added == 0


async def test_nothing_is_brought_before_what_the_clinic_has_is_here(demo: Any, opened: Opened) -> None:
    services = opened(demo)
    await services.start()
    await services.sign_in_as("rowan")
    assert services.account is not None
    engine = services.account.engine
    assert engine is not None
    await engine.stop()
    if engine.status.first != "here":
        with pytest.raises(Trouble, match="not_fetched_yet"):
            await services.bring_back(b"any", WORDS)


async def fetched(services: Any) -> None:
    """The first round with the clinic is over."""
    engine = services.account.engine
    if engine.status.first != "here":
        await engine.once()
    assert engine.status.first == "here"
