"""A patient's wish to be reminded by text message, and what the clinic's system made of it.

It is a Task: the patient says which number, which of the clinic's words and when; the clinic's system asks that number, and writes down
that it said yes, or why nothing is sent. Whoever holds the phone ends it with STOP, and the patient here, at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import ClassVar, Literal, Self

from mobile.care.asked_task import REFUSED, AskedTask, said_in
from mobile.care.codes import CARE
from mobile.care.names import one_line
from mobile.care.resource import Json, has_code, moment
from mobile.noun import Kind

ASK = "ask-for-text-messages"
NUMBER, LANGUAGE, WORDS, WHEN = "text-number", "page-language", "text-words", "text-when"
QUIET, EVENING, LEAD, PAGE, ABOUT = "text-quiet", "text-evening", "text-lead", "text-page", "text-about"
CONFIRMED_AT, WHY_NOT = "text-confirmed-at", "text-refused"
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_WRITTEN = re.compile(r"[+(0-9][0-9 ().\-]{5,24}", re.ASCII)

TextWhen = Literal["always", "silent"]
"""`silent`: only where the clinic has not heard of the app for the time that it says."""
TextState = Literal["asked", "to_confirm", "on", "off", "refused"]
"""`asked`: the clinic has not answered. `to_confirm`: it waits for a yes from that number. `off`: by the patient."""


@dataclass(frozen=True)
class TextChoice:
    """What the patient chooses of it. `number`: one that `can_be_texted`; `words`: a key of the clinic's list; `has_page`: the address
    of the day's page goes along; `language`: of the words, "es"."""

    number: str = field(repr=False)
    words: str
    when: TextWhen
    has_page: bool
    language: str


@dataclass(frozen=True)
class TextTimes:
    """On the clinic's clocks. `about`: "session", "food"."""

    quiet: tuple[time, time]
    evening: time
    lead: timedelta
    about: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TextWish(AskedTask):
    """`words`: the key of the clinic's list. `times`: as they were sent. `why_not`: the clinic's code for why nothing is sent."""

    KIND: ClassVar[Kind] = Kind("text_wish", "Task")

    number: str = field(default="", repr=False)
    language: str = ""
    words: str = ""
    when: TextWhen = "always"
    has_page: bool = False
    times: str = ""
    confirmed_at: datetime | None = None
    why_not: str = ""

    @classmethod
    def read(cls, resource: Json) -> Json:
        def given(code: str) -> str:
            return said_in(resource, "input", code, "valueString")

        return {
            **super().read(resource),
            "number": given(NUMBER),
            "language": given(LANGUAGE),
            "words": given(WORDS),
            "when": "silent" if given(WHEN) == "silent" else "always",
            "has_page": given(PAGE) == "yes",
            "times": " ".join(given(code) for code in (QUIET, EVENING, LEAD, ABOUT)),
            "confirmed_at": moment(said_in(resource, "output", CONFIRMED_AT, "valueDateTime")),
            "why_not": said_in(resource, "output", WHY_NOT, "valueCode"),
        }

    @classmethod
    def make(cls, id: str, chosen: TextChoice, times: TextTimes, *, patient: str, now: datetime) -> Self:
        """One that is asked for now."""
        given = {
            NUMBER: _plain(chosen.number),
            LANGUAGE: chosen.language,
            WORDS: chosen.words,
            WHEN: chosen.when,
            PAGE: "yes" if chosen.has_page else "no",
            **_written(times),
        }
        return cls.asked(id, ASK, given, patient=patient, now=now)

    @property
    def state(self) -> TextState:
        """How far it is, as far as this device knows."""
        if self.status in REFUSED:
            return "refused"
        if self.status == "cancelled":
            return "off"
        if self.status == "in-progress" and self.confirmed_at is not None:
            return "on"
        return "to_confirm" if self.status in ("accepted", "in-progress") else "asked"

    @property
    def last_digits(self) -> str:
        """All that is shown of the number once it was given."""
        return "".join(sign for sign in self.number if sign.isdigit())[-2:]

    def has_times(self, times: TextTimes) -> bool:
        """Whether these are the ones that it was asked with."""
        return self.times == " ".join(_written(times)[code] for code in (QUIET, EVENING, LEAD, ABOUT))


def is_text_wish(resource: Json) -> bool:
    """Whether a Task is one of these."""
    return has_code(resource.get("code"), CARE, ASK)


def can_be_texted(number: str) -> bool:
    """Whether it can be the number of a phone, as it is written; whether it is one, the clinic's gateway says."""
    return _WRITTEN.fullmatch(_plain(number)) is not None


def _plain(number: str) -> str:
    """As it is sent. A phone copies a number from its contacts with hyphens that do not break and with signs that nobody sees."""
    return one_line(number).translate(_DASHES)


def _written(times: TextTimes) -> dict[str, str]:
    begins, ends = times.quiet
    return {
        QUIET: f"{begins:%H:%M}-{ends:%H:%M}",
        EVENING: f"{times.evening:%H:%M}",
        LEAD: str(int(times.lead.total_seconds() // 60)),
        ABOUT: " ".join(times.about),
    }
