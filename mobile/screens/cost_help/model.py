"""What is chosen on the list of help with cost, and what it leaves. Flet-free; nothing of it is kept or sent."""

from __future__ import annotations

from mobile.care.cost_help import Chosen, Region, Spoken, chosen, languages_of, regions_of
from mobile.records.ports import Keeping
from mobile.screens.reads.cost_help import CostHelpList, cost_help


class CostHelpModel:
    """`own_language`: the one the person reads in ("es"). It stands first, where anything on the list speaks it."""

    def __init__(self, records: Keeping, own_language: str) -> None:
        self._records = records
        self._own = own_language.split("-")[0]
        self._language: str | None = self._own
        self._region: str | None = None
        self.known = CostHelpList()

    async def load(self) -> None:
        self.known = await cost_help(self._records)

    @property
    def languages(self) -> tuple[Spoken, ...]:
        """What can be chosen, one's own first."""
        found = languages_of(self.known.listed)
        return tuple(sorted(found, key=lambda one: (one.key != self._own, one.key)))

    @property
    def regions(self) -> tuple[Region, ...]:
        return regions_of(self.known.listed, self.known.locations)

    @property
    def language(self) -> str | None:
        """What is chosen; None: any. One that nothing on the list speaks any more cannot be."""
        return self._language if self._language in {one.key for one in self.languages} else None

    @property
    def region(self) -> str | None:
        return self._region if self._region in {one.key for one in self.regions} else None

    @property
    def misses_own_language(self) -> bool:
        """Whether the list says languages, and never the person's own."""
        return bool(self.languages) and self._own not in {one.key for one in self.languages}

    @property
    def seen(self) -> Chosen:
        return chosen(self.known.listed, self.known.locations, self.language, self.region)

    def choose_language(self, key: str | None) -> None:
        self._language = key

    def choose_region(self, key: str | None) -> None:
        self._region = key

    def choose_all(self) -> None:
        self._language = self._region = None
