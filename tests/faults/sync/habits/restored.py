"""A clinic that is put back from a backup: what came after it is 404, what was changed after it is the older version, and
what was deleted after it is there again.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field

from tests.faults.sync.odd_clinic import Kept, OddClinic


@dataclass
class RestoredClinic(OddClinic):
    backup: dict[tuple[str, str], Kept] = field(default_factory=dict)
    made: int = 0

    def back_up(self) -> None:
        self.backup = deepcopy(self.kept)

    def restore(self) -> None:
        self.kept = deepcopy(self.backup)

    def new_id(self) -> str:
        """Never one that was given out before."""
        self.made += 1
        return f"s{self.made}"
