"""What the clinic's record says of somebody who works there: what they learned, since when, the languages they speak, a picture.

Only what stands inside the record itself: a picture that lies elsewhere is never fetched. Their own number, address, birth date
and gender are nobody's business here and are not read.
"""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass
from datetime import date

from mobile.care.cost_help.offer import Spoken, spoken
from mobile.care.people import Practitioner
from mobile.care.resource import at, bound_day, each, text_at
from mobile.care.translated import Wording, wording

MOST_PORTRAIT = 300_000
"""Letters of base64: a picture of a face needs less, and a record with more is a slip or an attack."""


@dataclass(frozen=True)
class Learned:
    """One qualification. `since`: the year it was given; `by`: who gave it."""

    what: Wording
    since: int | None = None
    by: str = ""


@dataclass(frozen=True)
class Credentials:
    """As far as the clinic states them."""

    learned: tuple[Learned, ...] = ()
    languages: tuple[Spoken, ...] = ()


def credentials_of(practitioner: Practitioner | None, today: date, role: str = "") -> Credentials:
    """What is over by `today` is left out, and what says only the `role` that stands beside it anyway."""
    if practitioner is None:
        return Credentials()
    resource = practitioner.to_resource()
    found: list[Learned] = []
    for one in each(resource, "qualification"):
        what = _words(one.get("code"))
        ends = bound_day(at(one, "period", "end"), is_end=True)
        if what and what.text.casefold() != role.casefold() and (ends is None or ends >= today):
            year = _year(text_at(one, "period", "start"), today)
            found.append(Learned(what, year, text_at(one, "issuer", "display") or ""))
    return Credentials(tuple(found), tuple(dict.fromkeys(spoken(resource))))


def portrait_of(practitioner: Practitioner | None) -> bytes | None:
    """The picture inside the record; None where there is none, or one that is too large to be a face. Whether it can be shown is
    for whoever draws it to ask."""
    photos = each(practitioner.to_resource(), "photo") if practitioner is not None else ()
    for one in photos:
        data = text_at(one, "data")
        if data is not None and len(data) <= MOST_PORTRAIT:
            try:
                return b64decode(data, validate=True)
            except ValueError:
                continue
    return None


def _words(concept: object) -> Wording:
    stated = wording(concept, "text")
    return stated or Wording(text_at(at(concept, "coding", 0), "display") or "")


def _year(text: str | None, today: date) -> int | None:
    year = int(text[:4]) if text is not None and text[:4].isdecimal() else 0
    return year if today.year - 80 <= year <= today.year else None
