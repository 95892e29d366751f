"""The searches of a round as one request, where the server takes batches: most rounds find nothing, and cost little.

A search that finds more than a page goes on by itself from the last time it saw, in larger pages; a first one, and one whose
answer is not plain, is asked again by itself. It must never take a refused batch for refused searches.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from api_client import ClinicClient, ClinicError, Entry, Page
from api_client.errors import (
    BadReply,
    NotFhir,
    ServerBroken,
    SignedOut,
    TimedOut,
    TooLarge,
    TooMany,
    Unreachable,
)
from mobile.sync.traits import Traits

GATHERED_COUNT = 50
"""Rows of a page within a batch: what is new since the last round."""
FAILURES = 2
_PASSES = (Unreachable, SignedOut, TooMany)
_MAY_PASS = (ServerBroken, BadReply, NotFhir, TooLarge)


@dataclass(frozen=True)
class Search:
    """One of a batch, and how many rows its page was to hold. `is_first`: nothing was ever read by it, so that it may find much."""

    entry: Entry
    count: int
    is_first: bool = False


Gathered = Mapping[str, Page | ClinicError]


@dataclass
class Gatherer:
    client: ClinicClient
    traits: Traits
    failures: int = field(default=0)

    async def ask(self, searches: Mapping[str, Search]) -> Gathered:
        """First pages by key; what is missing is to be asked by itself. Raises ClinicError where nobody could ask."""
        if len(searches) < 2 or not self.traits.may_gather:
            return {}
        try:
            found = await self.client.searches([one.entry for one in searches.values()])
        except TimedOut:
            self._failed(is_final=False)  # perhaps for being so much at once: it would be so for ever
            raise
        except _PASSES:
            raise
        except ClinicError as error:
            self._failed(is_final=not isinstance(error, _MAY_PASS))
            return {}
        answered = dict(zip(searches, found, strict=True))
        if not any(isinstance(one, Page) for one in answered.values()):
            self._failed(is_final=False)  # perhaps for being asked in this way
            return {}
        self.failures = 0
        return {k: _onward(one) for k, one in answered.items() if not _is_left(one, searches[k])}

    def _failed(self, *, is_final: bool) -> None:
        self.failures += 1
        self.traits.is_gathering_broken = is_final or self.failures >= FAILURES


def _is_left(one: Page | ClinicError, search: Search) -> bool:
    """To be asked by itself: what is unclear, and of a first reading what does not end here, since it goes on by the server's links."""
    is_longer = isinstance(one, Page) and (one.next is not None or one.is_cut)
    return _is_unclear(one, search.count) or (search.is_first and is_longer)


def _is_unclear(one: Page | ClinicError, count: int) -> bool:
    """A failure that a search of its own may not meet, or a full page that says nothing of more."""
    if isinstance(one, ClinicError):
        return isinstance(one, _MAY_PASS)
    return one.next is None and not one.is_cut and one.total is None and one.matches >= count


def _onward(one: Page | ClinicError) -> Page | ClinicError:
    """Its link would lead on in pages as small as this one."""
    return one if isinstance(one, ClinicError) or one.next is None else replace(one, next=None, is_cut=True)
