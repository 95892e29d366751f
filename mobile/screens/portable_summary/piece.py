"""One section of the summary as it stands on the page, with the records behind it; and the marks that say who said what."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Literal

from mobile.care.clinic import Phone
from mobile.care.portable import Entry
from mobile.documents.whole_letters import JOINERS
from mobile.printing import Block, Mark
from mobile.screens.frame import Surroundings
from mobile.screens.reads.portable import Held

Code = Literal["why", "allergies", "course", "scores", "medicines", "room", "agreements", "who"]
"""The sections, in the order of the page."""


@dataclass(frozen=True)
class Piece:
    """Without `blocks` nothing of it is kept here."""

    code: Code
    blocks: tuple[Block, ...] = ()
    entries: tuple[Entry, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Marks:
    """`record`: before what the clinic's record says; `person`: before what the person said. Never the same letters."""

    record: Mark
    person: Mark

    def of(self, *, is_own: bool) -> Mark:
        return self.person if is_own else self.record


def name_of(s: Surroundings, held: Held) -> str:
    """Whose summary it is, as the clinic's record has the name."""
    own = s.person.name if s.person is not None else ""
    return (held.patient.name if held.patient is not None else "") or own or s._("The person this is about")


def clinic_of(s: Surroundings, held: Held) -> str:
    return (
        (held.clinic.name if held.clinic is not None else "") or s.services.clinic_name or s._("the clinic")
    )


def phones_of(s: Surroundings, held: Held) -> list[Phone]:
    """The clinic's own numbers that hold now, for calls, the main one first: a page is read at another hour than this."""
    now, phones = s.now(), held.clinic.phones if held.clinic is not None else ()
    found = [
        one
        for one in phones
        if not one.is_for_texts
        and (one.since is None or one.since <= now)
        and (one.until is None or now <= one.until)
    ]
    return sorted(found, key=lambda one: one.name != "")


def marks_of(s: Surroundings, held: Held) -> Marks:
    name, clinic = name_of(s, held), clinic_of(s, held)
    letter = _letters(s._("Clinic"), 1)
    own = _letters(name, 1)
    if own == letter or not own:
        own = _letters(name, 2) if len(_letters(name, 2)) > len(letter) else f"{letter}{letter}"
    return Marks(
        Mark(letter, "record", s._("From {clinic}’s record.").format(clinic=clinic)),
        Mark(own, "person", s._("Said by {name}.").format(name=name)),
    )


def _letters(name: str, count: int) -> str:
    """The first letters of a name in any script, each with the marks that belong to it, the first one large."""
    found = list[str]()
    for sign in unicodedata.normalize("NFC", name):
        if found and (
            unicodedata.combining(sign) or unicodedata.category(sign) in ("Mc", "Me") or sign in JOINERS
        ):
            found[-1] += sign
        elif len(found) == count:
            break
        elif sign.isalpha():
            found.append(sign)
    whole = "".join(found)
    return whole[:1].upper() + whole[1:]
