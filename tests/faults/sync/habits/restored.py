"""A clinic that is put back from a backup: what came after it is 404, what was changed after it is the older version, and
what was deleted after it is there again.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from tests.faults.sync.odd_clinic import Kept, OddClinic, outcome

FAR = timedelta(hours=1)
"""Far beyond what a search by time looks back."""


@dataclass
class RestoredClinic(OddClinic):
    """`shows_versions`: an earlier one too, to whoever asks for it by its number."""

    backup: dict[tuple[str, str], Kept] = field(default_factory=dict)
    made: int = 0
    shows_versions: bool = True
    versions: dict[tuple[str, str, str], Kept] = field(default_factory=dict)

    def back_up(self) -> None:
        self.backup = deepcopy(self.kept)

    def restore(self) -> None:
        self.kept = deepcopy(self.backup)

    def put_in(self, document: dict[str, Any], at: datetime | None = None) -> str:
        id = super().put_in(document, at)
        kept = self.kept[document["resourceType"], id]
        self.versions[document["resourceType"], id, str(kept.version)] = deepcopy(kept)
        return id

    def _one(
        self, method: str, path: str, query: dict[str, list[str]], body: Any, headers: dict[str, str]
    ) -> tuple[int, Any, dict[str, str]]:
        if "/_history/" not in path:
            return super()._one(method, path, query, body, headers)
        resource_type, id, _, number = path.split("/")
        now, kept = self.kept.get((resource_type, id)), self.versions.get((resource_type, id, number))
        if not self.shows_versions or now is None or kept is None or kept.version > now.version:
            return 404, outcome("not-found"), {}
        return 200, self.shown(kept), self._etag(kept)

    def new_id(self) -> str:
        """Never one that was given out before."""
        self.made += 1
        return f"s{self.made}"


@dataclass
class FarRestoredClinic(RestoredClinic):
    """The backup is so old that no search by time shows what it brought back."""

    def back_up(self) -> None:
        super().back_up()
        self.now += FAR

    def restore(self) -> None:
        super().restore()
        self.now += FAR


@dataclass
class ImportedClinic(RestoredClinic):
    """The backup is read in anew: older words, as versions made now."""

    def restore(self) -> None:
        self.now += FAR
        for key, old in self.backup.items():
            now = self.kept.get(key)
            if now is None or now.version != old.version or now.is_gone != old.is_gone:
                version = (now.version if now is not None else old.version) + 1
                self.kept[key] = replace(deepcopy(old), version=version, at=self.now)
        for key in self.kept.keys() - self.backup.keys():
            del self.kept[key]
