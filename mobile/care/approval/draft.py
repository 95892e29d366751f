"""What a coordinator is about to record of one approval: which state, what is missing, numbers and dates as they are typed. Kept on
their own device alone, and read only when it is recorded.

What is typed and cannot be read is said by the field, and never guessed: a day that can be read in two ways is none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, ClassVar, Literal, Self, cast
from uuid import NAMESPACE_URL, uuid5

from mobile.care.approval.approval import Approval
from mobile.care.approval.record import MOST_DAYS, Asked, Granted, Step
from mobile.care.approval.states import ASKS, GRANTED, State, state_of
from mobile.care.own_words import as_utc
from mobile.care.questionnaire.typedtext import day_typed
from mobile.care.words import sendable
from mobile.documents.carriable import carried, is_blank
from mobile.noun import Kind

Field = Literal["number", "units", "begins", "ends", "warn_days", "insurer_date", "first", "last"]
FIELDS: tuple[Field, ...] = (
    "number",
    "units",
    "begins",
    "ends",
    "warn_days",
    "insurer_date",
    "first",
    "last",
)
SAME = "same"
"""In place of a state: what is recorded is put right."""
Problem = Literal["state", "words", "too_long", "number", "day", "order", "no_end", "sessions"]


@dataclass(frozen=True)
class Recorded:
    """What a draft becomes, or what is wrong: by field, "" for the whole."""

    approval: Approval | None = None
    problems: Mapping[str, Problem] = field(default_factory=dict[str, Problem])


@dataclass(frozen=True)
class ApprovalDraft:
    """`about`: the approval's id here. `state`: what is chosen, "" nothing yet. `fields`: what was typed into each, once it was
    touched."""

    KIND: ClassVar[Kind] = Kind("approval_draft", "", "private")

    id: str
    about: str
    changed_at: datetime
    state: str = ""
    asked: Asked = "patient"
    words: str = field(default="", repr=False)
    fields: Mapping[Field, str] = field(default_factory=dict[Field, str], repr=False)

    @classmethod
    def new(cls, about: str, now: datetime) -> Self:
        return cls(f"approval-{uuid5(NAMESPACE_URL, about)}", about, now)

    @property
    def is_empty(self) -> bool:
        return not self.state and is_blank(self.words) and not self.fields

    def revise(self, words: str, now: datetime) -> Self:
        """New words, as they can be carried."""
        words = carried(words)
        return self if words == self.words else replace(self, words=words, changed_at=now)

    def choosing(self, state: str, now: datetime) -> Self:
        return self if state == self.state else replace(self, state=state, changed_at=now)

    def asking(self, asked: Asked, now: datetime) -> Self:
        return self if asked == self.asked else replace(self, asked=asked, changed_at=now)

    def typing(self, name: Field, text: str, now: datetime) -> Self:
        fields = {**self.fields, name: carried(text)}
        return self if fields == self.fields else replace(self, fields=fields, changed_at=now)

    def as_on_screen(self, screen: Self, now: datetime) -> Self:
        """With what was written on the screen since this was saved."""
        return replace(
            self.revise(screen.words, now), state=screen.state, asked=screen.asked, fields=screen.fields
        )

    def under(self, id: str) -> Self:
        return replace(self, id=id)

    def heeding(self, stored: Self, before: Self | None) -> Self:
        """With what another page of the same person made of it meanwhile: no word of either is lost."""
        words, theirs = self.words, stored.words
        if (before is None or theirs != before.words) and not is_blank(theirs) and theirs not in words:
            words = theirs if is_blank(words) or words in theirs else f"{theirs}\n\n{words}"
        own: Mapping[Field, str] = before.fields if before is not None else {}
        mine = {name: text for name, text in self.fields.items() if text != own.get(name)}
        return replace(self, words=words, state=self.state or stored.state, fields={**stored.fields, **mine})

    def head(self) -> Mapping[str, Any]:
        return {"about": self.about}

    def to_json(self) -> str:
        """ASCII only: a code point that no encoding takes is kept all the same."""
        kept = {
            "id": self.id,
            "about": self.about,
            "state": self.state,
            "asked": self.asked,
            "words": self.words,
        }
        return json.dumps(kept | {"fields": dict(self.fields), "changed_at": self.changed_at.isoformat()})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote. Raises ValueError, TypeError or KeyError."""
        kept = cast("dict[str, Any]", json.loads(text))
        typed = cast("dict[str, str]", kept["fields"])
        fields: dict[Field, str] = {name: str(typed[name]) for name in FIELDS if name in typed}
        asked: Asked = "clinic" if kept["asked"] == "clinic" else "patient"
        return cls(
            kept["id"], kept["about"], as_utc(kept["changed_at"]), kept["state"], asked, kept["words"], fields
        )

    # --- reading ---

    def chosen_state(self, approval: Approval) -> State | None:
        """In which state it is recorded; None: nothing is chosen that can be."""
        if self.state == SAME:
            return approval.step.state
        state = state_of(self.state)
        return state if state in approval.next_states else None

    def text_of(self, name: Field, approval: Approval) -> str:
        """What stands in this field: as it was typed, else what is recorded."""
        is_of_the_step = name == "insurer_date" and self.state != SAME
        return self.fields.get(name, "" if is_of_the_step else _stands(name, approval))

    def words_for(self, approval: Approval) -> str:
        """The words that stand in the field: what is put right begins with what is recorded."""
        return self.words or (approval.step.words if self.state == SAME else "")

    def recorded(self, approval: Approval, now: datetime) -> Recorded:
        """The approval with this recorded now, or all that is wrong with it."""
        state, problems = self.chosen_state(approval), dict[str, Problem]()
        if state is None:
            return Recorded(problems={"": "state"})
        words = sendable(self.words_for(approval))
        if words.problem == "too_long":
            problems["words"] = "too_long"
        elif words.problem == "empty" and state in ASKS:
            problems["words"] = "words"
        numbers = {name: self._number(name, approval, problems) for name in ("first", "last", "warn_days")}
        if numbers["first"] and numbers["last"] and numbers["last"] < numbers["first"]:
            problems["last"] = "sessions"
        insurer_date = self._day("insurer_date", approval, problems)
        granted = self._granted(approval, problems) if state in GRANTED else None
        if problems:
            return Recorded(problems=problems)
        told = "" if words.problem == "empty" else words.words
        step = Step(state, now, told, self.asked if state in ASKS else "clinic", insurer_date)
        change = approval.put_right if self.state == SAME else None
        made = (
            change(now, step, granted, **numbers)
            if change is not None
            else approval.recorded(step, granted, **numbers)
        )
        return Recorded(made)

    def _granted(self, approval: Approval, problems: dict[str, Problem]) -> Granted:
        units = self._number("units", approval, problems)
        begins, ends = self._day("begins", approval, problems), self._day("ends", approval, problems)
        if ends is None and "ends" not in problems:
            problems["ends"] = "no_end"
        if begins is not None and ends is not None and ends < begins:
            problems["ends"] = "order"
        number = self.text_of("number", approval).strip()
        return Granted(number, units, begins, ends, has_dates=True)

    def _number(self, name: Field, approval: Approval, problems: dict[str, Problem]) -> int | None:
        text = self.text_of(name, approval).strip()
        if not text:
            return None
        is_number = text.isascii() and text.isdigit() and len(text) <= 5
        if not is_number or not 0 < int(text) <= (MOST_DAYS if name == "warn_days" else 10_000):
            problems[name] = "number"
            return None
        return int(text)

    def _day(self, name: Field, approval: Approval, problems: dict[str, Problem]) -> date | None:
        text = self.text_of(name, approval).strip()
        found = day_typed(text) if text else None
        if text and found is None:
            problems[name] = "day"
        return found


def _stands(name: Field, approval: Approval) -> str:
    granted, step = approval.granted, approval.step
    found: object = {
        "number": granted.number,
        "units": granted.units,
        "begins": granted.begins,
        "ends": granted.ends,
        "warn_days": approval.warn_days,
        "insurer_date": step.insurer_date,
        "first": approval.first,
        "last": approval.last,
    }[name]
    return "" if found is None else str(found)
