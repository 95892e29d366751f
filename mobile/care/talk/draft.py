"""What somebody is writing and has not sent: kept on their own device alone, under the id that it will be sent by.

The same id through every try is what makes it arrive once. It never travels itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal, Self, cast, get_args

from mobile.documents.carriable import carried, is_blank
from mobile.noun import Kind

BEGINS = "draft-"
"""With this begins the id of a draft; the rest is the id of what it becomes."""
TEAM = "team"
SUGGESTED = "suggestion"
SUMMARY = "summary"
Back = Literal["", "taken_back", "maybe_sent", "undone"]
"""Why it came back after Send: what it was about was taken back, for certain before it left or perhaps after; or its writer took it out.
"": it did not."""


@dataclass(frozen=True)
class TalkDraft:
    """`thread`: the id of a shared copy, or what one of the functions below says. `patient`: in whose record, "Patient/p1". Times are aware UTC."""

    KIND: ClassVar[Kind] = Kind("talk_draft", "", "private")

    id: str
    thread: str
    patient: str
    changed_at: datetime
    words: str = field(default="", repr=False)
    back: Back = ""

    @property
    def becomes(self) -> str:
        """The id that it will be sent by."""
        return self.id.removeprefix(BEGINS)

    @property
    def is_empty(self) -> bool:
        return is_blank(self.words)

    def revise(self, words: str, now: datetime) -> Self:
        """New words, as they can be carried."""
        words = carried(words)
        return self if words == self.words else replace(self, words=words, changed_at=now)

    def as_on_screen(self, screen: Self, now: datetime) -> Self:
        """With what was written on the screen since this was saved."""
        return self.revise(screen.words, now)

    def under(self, id: str) -> Self:
        return replace(self, id=BEGINS + id.removeprefix(BEGINS))

    def after(self, words: str, back: Back) -> Self:
        """With words that were sent, or tried to be, before what stands here."""
        both = words if is_blank(self.words) else f"{words}\n\n{self.words}"
        return replace(self, words=both, back=back)

    def heeding(self, stored: Self, before: Self | None) -> Self:
        """With what another page of the same person wrote in it meanwhile: both texts stay, one below the other."""
        is_theirs_new = before is None or stored.words != before.words
        if not is_theirs_new or is_blank(stored.words) or stored.words in self.words:
            return replace(self, back=self.back or stored.back)
        if is_blank(self.words) or self.words in stored.words:
            return replace(stored, changed_at=max(stored.changed_at, self.changed_at))
        return self.after(stored.words, self.back or stored.back)

    def head(self) -> Mapping[str, Any]:
        return {"thread": self.thread, "patient": self.patient, "changed_at": self.changed_at.isoformat()}

    def to_json(self) -> str:
        """ASCII only: a code point that no encoding takes is kept all the same."""
        return json.dumps(asdict(self) | {"changed_at": self.changed_at.isoformat()})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote. Raises ValueError or KeyError."""
        kept = cast("dict[str, Any]", json.loads(text))
        back: Back = kept.get("back", "")
        return cls(
            id=kept["id"],
            thread=kept["thread"],
            patient=kept["patient"],
            changed_at=datetime.fromisoformat(kept["changed_at"]).astimezone(UTC),
            words=kept["words"],
            back=back if back in get_args(Back) else "",
        )


def team_thread(patient: str) -> str:
    """The thread between a patient ("Patient/p1") and their team."""
    return f"{TEAM} {patient}"


def question_thread(patient: str, about: str) -> str:
    """A question to their team about one part of a text of the clinic's (`about`: which), begun beside that part."""
    return f"{TEAM} about {about} {patient}"


def suggestion_thread(patient: str) -> str:
    """What somebody suggests to a patient ("Patient/p1")."""
    return f"{SUGGESTED} {patient}"


def line_thread(patient: str, *, is_for_patient: bool) -> str:
    """A line that is begun for a patient's summary ("Patient/p1"): what is meant for the team alone is a draft of its own."""
    return f"{SUMMARY} {'open' if is_for_patient else 'closed'} {patient}"


def change_thread(line: str) -> str:
    """What somebody begins to say in place of a line of theirs. `line`: its id."""
    return f"{SUMMARY} change {line}"


def is_about_nothing_shared(thread: str) -> bool:
    """Whether it goes on whatever is taken back."""
    return thread.partition(" ")[0] in (TEAM, SUGGESTED, SUMMARY)


def joined(drafts: Iterable[TalkDraft]) -> TalkDraft | None:
    """Several drafts of one thread as one, under the id of the last that was written in: no word of any is left out."""
    oldest_first = sorted(drafts, key=lambda one: one.changed_at)
    found: TalkDraft | None = None
    for one in oldest_first:
        found = one if found is None else one.after(found.words, one.back or found.back)
    return found
