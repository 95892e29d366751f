"""Answers kept on this device alone: a draft the person keeps here until they send it, or what does not fit its question yet.

Private, so that no outbox can queue them. They go when the answers are handed in, or when everything in them travels.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar, Self, cast

from mobile.care.forms.definition import bare
from mobile.care.forms.response import Response
from mobile.care.questionnaire import Filling
from mobile.care.resource import compose
from mobile.noun import Kind


@dataclass(frozen=True)
class DraftHere:
    """All answers of one open response. `beside`: which answers travel besides, by their digest; "" where none do."""

    KIND: ClassVar[Kind] = Kind("form_draft", "", "private")

    response: Response = field(repr=False)
    is_only_here: bool  # the person's choice: nothing of it leaves before they send it
    beside: str = ""

    @property
    def id(self) -> str:
        return draft_id(self.response.id)

    def head(self) -> Mapping[str, Any]:
        """Which form it is of; no answer."""
        return {"questionnaire": self.response.questionnaire, "only_here": self.is_only_here}

    def to_json(self) -> str:
        """The response's text inside, as text: not a digit of it changes."""
        return json.dumps({"text": self.response.text, "only_here": self.is_only_here, "beside": self.beside})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote. Raises ValueError or KeyError."""
        kept = cast("dict[str, Any]", json.loads(text))
        return cls(Response.from_json(str(kept["text"])), kept["only_here"] is True, str(kept["beside"]))

    def goes_with(self, response: Response) -> bool:
        """Whether the response is still the one this was kept beside: no other device has answered since."""
        return self.beside == digest(response)


@dataclass(frozen=True)
class PlaceChoice:
    """Where the person wants drafts of one form to be kept: remembered for the next time it is asked."""

    KIND: ClassVar[Kind] = Kind("form_place", "", "private")

    form: str  # the form's address, without its version
    is_only_here: bool

    @property
    def id(self) -> str:
        return choice_id(self.form)

    def head(self) -> Mapping[str, Any]:
        """Nothing: it is only ever found by its form."""
        return {}

    def to_json(self) -> str:
        return json.dumps({"form": self.form, "only_here": self.is_only_here})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote. Raises ValueError or KeyError."""
        kept = cast("dict[str, Any]", json.loads(text))
        return cls(str(kept["form"]), kept["only_here"] is True)


def draft_id(response: str) -> str:
    """Where the draft kept here of a response is found."""
    return f"draft:{response}"


def choice_id(form: str) -> str:
    """Where the choice for a form, named with or without its version, is found."""
    return f"place:{bare(form)}"


def digest(response: Response) -> str:
    """What tells one set of answers from another."""
    return sha256(compose(response.items()).encode()).hexdigest()


def travelling(
    response: Response, filling: Filling, now: datetime, resume_at: str | None = None
) -> Response | None:
    """The open response with the answers that may travel as they stand; None while none of them can.

    Where it would be too large for a clinic, its files stay here. Raises CannotSend for one that was sent.
    """
    for with_files in (True, False):
        draft = filling.fitting(with_files=with_files)
        if draft is None:
            return None
        made = response.draft_of(draft, now, resume_at)
        if not made.is_too_large:
            return made
    return None


def with_drafts_here(responses: Iterable[Response], kept: Iterable[DraftHere]) -> list[Response]:
    """All responses of the person's: those that travel, and after them those that are on this device alone."""
    found = list(responses)
    known = {one.id for one in found}
    return found + [one.response for one in kept if one.response.id not in known]
