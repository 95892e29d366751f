"""What somebody is writing and has not sent: kept on their own device alone, under the id that it will be sent by.

The same id through every try is what makes it arrive once. It never travels itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal, Self, cast

from mobile.documents.carriable import carried, is_blank
from mobile.noun import Kind

Back = Literal["", "taken_back", "undone"]
"""Why it came back after Send was tapped: what it was about was taken back, or its writer took it out. "": it did not."""


@dataclass(frozen=True)
class TalkDraft:
    """`thread`: what it belongs to, the id of a shared copy or `TEAM` with the patient. Times are aware UTC."""

    KIND: ClassVar[Kind] = Kind("talk_draft", "", "private")

    id: str
    thread: str
    words: str = field(default="", repr=False)
    changed_at: datetime = datetime.fromtimestamp(0, UTC)
    back: Back = ""
    about: str = ""  # where it came back: whose it was ("Patient/p1", "Practitioner/t1"), to be found again

    @property
    def is_empty(self) -> bool:
        return is_blank(self.words)

    def revise(self, words: str, now: datetime) -> Self:
        """New words, as they can be carried."""
        words = carried(words)
        return self if words == self.words else replace(self, words=words, changed_at=now)

    def under(self, id: str) -> Self:
        return replace(self, id=id)

    def heeding(self, stored: Self, before: Self | None) -> Self:
        """With what another page of the same person wrote in it meanwhile: both texts stay, one below the other."""
        is_theirs_new = before is None or stored.words != before.words
        if not is_theirs_new or is_blank(stored.words) or stored.words in self.words:
            return replace(self, back=self.back or stored.back)
        if is_blank(self.words) or self.words in stored.words:
            return replace(stored, changed_at=max(stored.changed_at, self.changed_at))
        return replace(self, words=f"{stored.words}\n\n{self.words}")

    def head(self) -> Mapping[str, Any]:
        return {"thread": self.thread, "changed_at": self.changed_at.isoformat()}

    def to_json(self) -> str:
        """ASCII only: a code point that no encoding takes is kept all the same."""
        return json.dumps(asdict(self) | {"changed_at": self.changed_at.isoformat()})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote. Raises ValueError or KeyError."""
        kept = cast("dict[str, Any]", json.loads(text))
        back = kept.get("back")
        return cls(
            id=kept["id"],
            thread=kept["thread"],
            words=kept["words"],
            changed_at=datetime.fromisoformat(kept["changed_at"]).astimezone(UTC),
            back=back if back in ("taken_back", "undone") else "",
            about=kept.get("about") or "",
        )


TEAM = "team"
"""The thread with a clinic's team, before the patient's reference."""


def team_thread(patient: str) -> str:
    """The thread between a patient ("Patient/p1") and their team."""
    return f"{TEAM} {patient}"
