"""What such a record says of itself: its words, its day, and whether the clinic still stands by it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Self, TypeVar

from mobile.care.clinic_days import OfDays, days_in
from mobile.care.resource import Json, at, bound_day, each, text_at
from mobile.care.translated import Wording, wording

_WITHDRAWN = frozenset({"entered-in-error", "refuted"})
_UNSURE = ("unconfirmed", "provisional", "differential")


@dataclass(frozen=True, kw_only=True)
class Stated(OfDays):
    """`what`: the clinic's words. `day`: a FHIR date, perhaps a year alone; "" where it says none. `ends`: the last day that it is
    meant for; None: no end is said."""

    patient: str | None = None
    what: Wording = field(default_factory=Wording)
    day: str = ""
    ends: date | None = None
    is_standing: bool = True  # it holds now, as the clinic says
    unsure: str = ""  # FHIR's code where the clinic says that it is not confirmed

    def with_days(self, days: Mapping[str, Any]) -> Self:
        return replace(self, **{**days, "day": str(days.get("day", self.day))})

    def head(self) -> Mapping[str, Any]:
        return {"patient": self.patient}


S = TypeVar("S", bound=Stated)


def standing(every: Iterable[S], today: date) -> list[S]:
    """Those that hold today and say what they are, the first recorded first; one without a day last. Their days and `today` are of
    one calendar."""
    held = (one for one in every if one.is_standing and (one.ends is None or one.ends >= today))
    found = [one for one in held if one.what]
    return sorted(found, key=lambda one: (not one.day, one.day, one.what.text, one.id))


def words_of(concept: object) -> Wording:
    """What a coded concept is called: its text, else what a code of it is displayed as."""
    stated = wording(concept, "text")
    return stated or next(
        (found for one in each(concept, "coding") if (found := wording(one, "display"))), stated
    )


def is_coded_standing(resource: Json) -> bool:
    """Of a Condition or an AllergyIntolerance: neither over, nor refuted, nor written by mistake. One that does not say holds, but
    where it is written when it ended."""
    clinical = {text_at(one, "code") for one in each(resource, "clinicalStatus", "coding")} - {None}
    checked = {text_at(one, "code") for one in each(resource, "verificationStatus", "coding")}
    has_ended = not clinical and any(name.startswith("abatement") for name in resource)
    return not (checked & _WITHDRAWN or clinical & {"inactive", "remission", "resolved"} or has_ended)


def unsure_in(resource: Json) -> str:
    """Of a Condition or an AllergyIntolerance: "unconfirmed", "provisional" or "differential", where the clinic says so."""
    checked = [text_at(one, "code") for one in each(resource, "verificationStatus", "coding")]
    return next((one for one in _UNSURE if one in checked), "")


def day_in(resource: Json, *names: str) -> str:
    """The first of these elements that says a day, as far as it says one: `2026-05-11`, `2026-05`, `2026`."""
    stated = ((text_at(resource, name) or "").split("T")[0] for name in names)
    return next((day for day in stated if _is_day(day)), "")


def days_stated(begins: object, ends: object = None) -> dict[str, object]:
    """`day` and `ends` of one of these, with the hours among them."""
    day = day_in({"begins": begins}, "begins")
    return {**days_in(day=begins, ends=ends), "day": day, "ends": bound_day(ends, is_end=True)}


def _is_day(text: str) -> bool:
    if re.fullmatch(r"[0-9]{4}(-(0[1-9]|1[0-2]))?", text):
        return True
    try:
        return len(text) == len("2026-05-11") and bool(date.fromisoformat(text))
    except ValueError:
        return False


def subject_of(resource: Json, name: str = "subject") -> str | None:
    return text_at(at(resource, name), "reference")
