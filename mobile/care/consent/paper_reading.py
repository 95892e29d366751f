"""Which pages of a PDF were shown to a person on this device, and when: nothing is signed before all of them were.

It is of one file, by its SHA-256: another file begins anew, but for the patient's no. It never leaves, so another device shows the
pages itself before it lets anybody sign.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, ClassVar, Self, cast

from mobile.care.consent.refusal import Refusal
from mobile.noun import Kind


@dataclass(frozen=True)
class PaperReading:
    """`file`: SHA-256, in hex. `shown`: by the number of a page, from 1, when it was. `at`: the page somebody is on. `paper`: the id of
    the agreement it was the file of; "" where it was kept before that was noted."""

    KIND: ClassVar[Kind] = Kind("paper_reading", "", "private")

    file: str
    at: int = 1
    shown: Mapping[int, datetime] = field(default_factory=dict[int, datetime])
    refusal: Refusal = field(default_factory=Refusal)
    paper: str = ""

    @property
    def id(self) -> str:
        return f"paper-reading-{self.file}"

    def not_shown(self, pages: int, since: datetime | None = None) -> list[int]:
        """Of so many pages those that were not. `since`: what was shown before is to be seen again."""
        return [
            page
            for page in range(1, pages + 1)
            if page not in self.shown or (since is not None and self.shown[page] < since)
        ]

    @property
    def read_at(self) -> datetime | None:
        """When a page was last shown."""
        return max(self.shown.values(), default=None)

    def after_showing(self, page: int, now: datetime) -> Self:
        """This page was shown, now for the last time."""
        return replace(self, shown={**self.shown, page: now})

    def going_to(self, page: int) -> Self:
        return replace(self, at=page)

    def of_paper(self, paper: str, others: Iterable[PaperReading]) -> Self:
        """As the file of that agreement, with the patient's no in `others`, its other files: a clinic that sends another file does not
        take it back."""
        refusal = self.refusal
        for one in others:
            refusal = refusal.under(one.refusal)
        return replace(self, paper=paper, refusal=refusal)

    def after_refusal(self, now: datetime) -> Self:
        return replace(self, refusal=self.refusal.said(now))

    def after_taking_it_back(self, now: datetime) -> Self:
        return replace(self, refusal=self.refusal.taken_back(now))

    def head(self) -> Mapping[str, Any]:
        return {}

    def to_json(self) -> str:
        return json.dumps(
            {
                "file": self.file,
                "at": self.at,
                "shown": {str(page): when.isoformat() for page, when in self.shown.items()},
                "refused": [_text(self.refusal.at), _text(self.refusal.over_at)],
                "paper": self.paper,
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote. Raises ValueError or KeyError."""
        kept = cast("dict[str, Any]", json.loads(text))
        said, over = kept["refused"]
        return cls(
            kept["file"],
            kept["at"],
            {int(page): _moment(when) for page, when in kept["shown"].items()},
            Refusal(_moment(said) if said else None, _moment(over) if over else None),
            kept.get("paper", ""),
        )


def _text(when: datetime | None) -> str | None:
    return when.isoformat() if when is not None else None


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
