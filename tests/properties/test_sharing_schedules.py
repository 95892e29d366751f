"""Random lives of all that can be shared, on two devices (T22): nothing is sent that was not previewed, and what is read is what
is granted.

LANTERN_SHARING: how many (8 here, 10,000 in the campaign), from LANTERN_SHARING_FROM on, so that a long one can be gone on with.
"""

from __future__ import annotations

import os

import pytest

from mobile.care.shared_kinds import SHAREABLE
from tests.faults.sharing.world import KINDS, World

SCHEDULES = int(os.environ.get("LANTERN_SHARING", "8"))
FROM = int(os.environ.get("LANTERN_SHARING_FROM", "0"))
IN_ONE_WORLD = 10
SAYS_EVERY = 500
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None


def test_every_kind_that_can_be_shared_is_played() -> None:
    assert set(KINDS) == set(SHAREABLE)


@pytest.mark.timeout(0)
async def test_nothing_is_sent_that_was_not_previewed_and_taken_back_is_read_by_nobody() -> None:
    ungranted, acts, texts, why, failures = 0, 0, 0, list[str](), list[str]()
    for first in range(FROM, SCHEDULES, IN_ONE_WORLD):
        async with World(first, MEMORY) as world:
            for number in range(first, min(SCHEDULES, first + IN_ONE_WORLD)):
                try:
                    await world.play()
                except Exception as error:  # one failure does not hide another
                    failures.append(f"schedule {number} of the world of seed {first}: {error!r}")
                    print(f"FAILED {failures[-1]}", flush=True)
                    break
            ungranted, acts = ungranted + world.agreed.ungranted, acts + world.acts.done
            texts, why = texts + world.agreed.sent, why + world.agreed.why
        if (first + IN_ONE_WORLD) % SAYS_EVERY == 0:  # an hour's campaign says how far it is
            print(f"{first + IN_ONE_WORLD} schedules, ungranted {ungranted}", flush=True)
    print(f"FIGURES {SCHEDULES - FROM} schedules, {acts} acts, {texts} texts sent, ungranted {ungranted}")
    assert not failures, "\n".join(failures)
    assert texts
    assert ungranted == 0, why
