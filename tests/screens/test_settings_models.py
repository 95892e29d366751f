"""The models behind settings, without a screen: the PIN's steps, taking everything along, destroying, what waits."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args

import pytest

from mobile.care.shared_intention import SharedIntention
from mobile.care.sharing import share
from mobile.screens.app_services import Trouble
from mobile.screens.settings.part import PARTS, UnknownPart, part_named
from mobile.screens.settings.pin_model import PinChange, PinRemoval
from mobile.screens.settings.sync_model import WaitingForMe
from mobile.screens.settings.take_model import Taking
from mobile.screens.settings.wipe_model import Wiping
from tests.screens.harness import PretendWiring, opened_store
from tests.unit.care.samples import NOW, PATIENT, SAM, an_intention

OLD, NEW, OTHER = "271801", "804617", "930412"
DAY = date(2026, 3, 3)


# --- the PIN ---


async def test_a_first_pin_is_given_twice() -> None:
    services = PretendWiring()
    change = PinChange(services)
    assert change.step == "new"
    await change.take(NEW)
    assert change.step == "again"
    assert services.pin is None
    await change.take(NEW)
    assert change.step == "done"
    assert services.pin == NEW


async def test_what_is_done_with_another_pin_always_asks_for_the_one_there_is() -> None:
    """Also where the settings, which lie in clear, say that there is none."""
    chosen: list[tuple[str, str | None]] = []

    async def choose(new: str, old: str | None) -> None:
        chosen.append((new, old))

    services = PretendWiring()
    assert not services.settings.has_pin
    change = PinChange(services, choose)
    assert change.step == "old"
    with pytest.raises(Trouble, match="wrong_pin"):
        await change.take(NEW)
    assert change.step == "old"
    assert chosen == []


async def test_two_different_pins_set_nothing_and_begin_again() -> None:
    services = PretendWiring()
    change = PinChange(services)
    await change.take(NEW)
    await change.take(OTHER)
    assert change.were_different
    assert change.step == "new"
    assert services.pin is None
    await change.take(OTHER)
    assert not change.were_different


@pytest.mark.parametrize("weak", ["111111", "123456", "987654", "121212", "123321", "147258"])
async def test_a_weak_pin_is_told_before_it_is_typed_twice(weak: str) -> None:
    services = PretendWiring()
    change = PinChange(services)
    with pytest.raises(Trouble, match="weak_pin"):
        await change.take(weak)
    assert change.step == "new"


async def test_a_pin_is_changed_only_by_who_knows_the_old_one() -> None:
    services = PretendWiring(pin=OLD)
    change = PinChange(services)
    assert change.step == "old"
    with pytest.raises(Trouble, match="wrong_pin"):
        await change.take(OTHER)
    assert change.step == "old"
    await change.take(OLD)
    await change.take(NEW)
    await change.take(NEW)
    assert services.pin == NEW


async def test_a_pin_that_cannot_be_saved_leaves_the_old_one_and_asks_from_the_start() -> None:
    services = PretendWiring(pin=OLD)
    change = PinChange(services)
    await change.take(OLD)
    await change.take(NEW)
    services.troubles = [Trouble("not_saved")]
    with pytest.raises(Trouble, match="not_saved"):
        await change.take(NEW)
    assert services.pin == OLD
    assert change.step == "old"


async def test_no_digit_stays_in_the_model_once_the_pin_is_set() -> None:
    services = PretendWiring(pin=OLD)
    change = PinChange(services)
    for pin in (OLD, NEW, NEW):
        await change.take(pin)
    assert not any(value in (OLD, NEW) for value in vars(change).values())


async def test_going_without_a_pin_is_not_offered_on_a_persons_own_device() -> None:
    assert PinRemoval(PretendWiring(pin=OLD, mode="demo")).is_offered
    assert not PinRemoval(PretendWiring(mode="demo")).is_offered
    own = PretendWiring(pin=OLD, mode="app")
    await PinRemoval(own).take(OLD)
    assert own.pin == OLD
    assert own.done == []


# --- taking everything along ---


async def paper() -> bytes:
    """The PDF, as the place makes it."""
    return b"%PDF"


@pytest.mark.parametrize(("form", "ending", "content"), [("open", "zip", b"zip"), ("paper", "pdf", b"%PDF")])
async def test_a_file_to_read_is_made_in_memory_under_a_name_that_tells_nothing_of_health(
    form: Literal["open", "paper"], ending: str, content: bytes
) -> None:
    services = PretendWiring()
    taking = Taking(services)
    assert taking.choose(form)
    assert taking.where == "making"
    made = await taking.make(DAY, paper)
    assert made is not None
    assert (made.name, made.content) == (f"lantern-2026-03-03.{ending}", content)
    taking.ended(is_saved=True)
    assert taking.where == "made"


async def test_with_a_pin_no_file_is_made_before_it_is_given() -> None:
    services = PretendWiring(pin=OLD)
    taking = Taking(services)
    assert taking.choose("open")
    assert taking.where == "asking_pin"
    assert services.done == []


async def test_a_short_or_mistyped_passphrase_makes_no_file() -> None:
    services = PretendWiring()
    taking = Taking(services)
    assert not taking.choose("sealed", "eleven sign", "eleven sign")
    assert taking.trouble is not None
    assert taking.trouble.code == "weak_passphrase"
    assert not taking.choose("sealed", "twelve signs", "twelve sings")
    assert taking.are_different
    assert taking.where == "choosing"
    assert services.done == []


async def test_the_passphrase_is_forgotten_when_the_file_is_made_cancelled_or_refused() -> None:
    services = PretendWiring()
    secret = "warm paper lamp river"
    for end in ("made", "cancelled", "refused"):
        taking = Taking(services)
        taking.choose("sealed", secret, secret)
        if end == "cancelled":
            taking.cancel()
        else:
            services.troubles = [Trouble("not_saved")] if end == "refused" else []
            made = await taking.make(DAY, paper)
            assert (made is None) == (end == "refused")
        assert secret not in map(str, vars(taking).values())


async def test_a_sealed_copy_has_its_own_ending() -> None:
    taking = Taking(PretendWiring())
    taking.choose("sealed", "warm paper lamp river", "warm paper lamp river")
    made = await taking.make(DAY, paper)
    assert made is not None
    assert made.name == "lantern-2026-03-03.lantern"
    assert made.content == b"sealed"


# --- destroying ---


async def test_nothing_is_destroyed_without_the_word() -> None:
    services = PretendWiring()
    wiping = Wiping(services, "destroy")
    await wiping.confirm()
    wiping.go_on()
    for typed in ("", "destroyed", "destro", "delete"):
        wiping.typed = typed
        await wiping.confirm()
    assert services.done == []
    wiping.typed = " Destroy "
    await wiping.confirm()
    assert services.done == ["wipe"]
    assert wiping.where == "gone"


async def test_with_a_pin_the_word_is_not_enough() -> None:
    services = PretendWiring(pin=OLD)
    wiping = Wiping(services, "destroy")
    wiping.go_on()
    wiping.typed = "destroy"
    await wiping.confirm()
    assert wiping.where == "asking_pin"
    with pytest.raises(Trouble, match="wrong_pin"):
        await wiping.take_pin(OTHER)
    assert "wipe" not in services.done
    await wiping.take_pin(OLD)
    assert wiping.where == "gone"


async def test_a_pin_given_before_the_word_destroys_nothing() -> None:
    services = PretendWiring(pin=OLD)
    await Wiping(services, "destroy").take_pin(OLD)
    assert services.done == []


async def test_a_wipe_that_fails_says_so_and_begins_at_the_start() -> None:
    services = PretendWiring()
    services.troubles = [Trouble("not_saved")]
    wiping = Wiping(services, "destroy")
    wiping.go_on()
    wiping.typed = "destroy"
    await wiping.confirm()
    assert wiping.where == "reading"
    assert wiping.trouble is not None


async def test_once_begun_destroying_cannot_be_left_half_done() -> None:
    class Slow(PretendWiring):
        may_end = asyncio.Event()

        async def wipe(self) -> None:
            await self.may_end.wait()
            await super().wipe()

    services = Slow()
    wiping = Wiping(services, "destroy")
    wiping.go_on()
    wiping.typed = "destroy"
    destroying = asyncio.create_task(wiping.confirm())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    wiping.stay()
    assert wiping.where == "destroying"
    services.may_end.set()
    await destroying
    assert wiping.where == "gone"


# --- what waits for the person, over the real store ---


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    kept: Any = await opened_store(tmp_path)
    await kept.save_all(share(an_intention(), PATIENT, SAM, NOW))
    return kept


async def test_what_waits_its_turn_is_not_listed_as_needing_anybody(records: Any) -> None:
    assert await WaitingForMe(records, is_patient=True).load() == []


async def test_a_parked_record_is_listed_with_its_reason_and_goes_back_in_line(records: Any) -> None:
    waiting = WaitingForMe(records, is_patient=True)
    row = (await records.due(NOW, 10))[0]
    await records.begin([row.seq])
    await records.park(row.seq, "too_large")
    (item,) = await waiting.load()
    assert item.noun is SharedIntention
    assert item.why == "It is longer than your clinic's server takes."
    await waiting.try_again([item])
    assert await waiting.load() == []
    assert (await records.pending())["parked"] == 0


async def test_a_reason_nobody_foresaw_still_has_a_sentence(records: Any) -> None:
    row = (await records.due(NOW, 10))[0]
    await records.begin([row.seq])
    await records.park(row.seq, "new_code")
    (item,) = await WaitingForMe(records, is_patient=True).load()
    assert item.why == "Your clinic's server could not take it."


# --- the parts ---


@pytest.mark.parametrize("name", sorted(PARTS))
def test_every_part_that_is_named_exists(name: str) -> None:
    assert part_named(name) is not UnknownPart


def test_any_other_word_is_no_part() -> None:
    for word in ("", "..", "view", "__init__"):
        assert part_named(word) is UnknownPart


def test_every_trouble_code_is_known_to_this_file_too() -> None:
    from mobile.screens.app_services import TroubleCode
    from mobile.screens.troubles import SENTENCES

    assert set(get_args(TroubleCode)) == set(SENTENCES)
