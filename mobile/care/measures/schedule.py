"""When each measure is asked, as the clinic's protocol says: data only, no rhythm is written in code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from mobile.care.codes import extension
from mobile.care.course import Course
from mobile.care.forms.definition import bare
from mobile.care.measures.rising import RisingRule, rising_rule
from mobile.care.measures.spans import Span, span_of
from mobile.care.prompts import Protocol
from mobile.care.resource import Json, at, each, extension_of, text_at
from mobile.care.translated import Wording, extension_wording, wording

DUE = extension("measure-due")
SLIP = extension("early-slip")

When = Literal["baseline", "every", "before-session", "after-session"]
Phase = Literal["before", "series", "later"]
_WHENS: dict[str, When] = {
    "baseline": "baseline",
    "every": "every",
    "before-session": "before-session",
    "after-session": "after-session",
}
_PHASES: dict[str, Phase] = {"before": "before", "series": "series", "later": "later"}


@dataclass(frozen=True)
class DueRule:
    """One rhythm. `offset`: how long after a session it opens; `open`: how long it stays open, or opens before a session."""

    when: When
    interval: Span | None = None
    phase: Phase | None = None  # None: in all
    offset: Span | None = None
    open: Span | None = None


@dataclass(frozen=True)
class SlipRule:
    """When the patient is told, first, that things seem harder again: the clinic's numbers, and what one may do."""

    measure: str  # canonical
    change: Decimal  # how much worse than the best total
    answers: int  # how many of the last answers are worse than it
    may_do: Wording = field(default_factory=Wording)


@dataclass(frozen=True)
class Schedule:
    """One measure of a protocol."""

    measure: str  # canonical of its form
    title: Wording
    rhythm: Wording  # the rhythm in the clinic's words
    rules: tuple[DueRule, ...]
    slip: SlipRule | None = None
    rising: RisingRule | None = None  # when its therapists are shown it before others

    def interval_in(self, phase: Phase) -> Span | None:
        """How often it is asked in a phase, if that is a rhythm."""
        return next((r.interval for r in self.rules if r.when == "every" and r.phase in (None, phase)), None)


def schedules(protocols: Iterable[Protocol], course: Course | None) -> tuple[Schedule, ...]:
    """What the protocols of this course ask. Without a course, or one that names none, nothing: no rhythm is guessed."""
    if course is None:
        return ()
    active = [one for one in protocols if one.is_active]
    found: dict[str, Schedule] = {}
    for named in course.protocols:
        for protocol in (one for one in active if one.url == bare(named)):
            for action in each(protocol.parsed, "action"):
                schedule = _schedule(action)
                if schedule is not None:
                    found.setdefault(bare(schedule.measure), schedule)
    return tuple(found.values())


def _schedule(action: Json) -> Schedule | None:
    measure = text_at(action, "definitionCanonical")
    marks = [one for one in each(action, "extension") if one.get("url") == DUE]
    rules = tuple(rule for rule in map(_rule, marks) if rule is not None)
    if not measure or not marks:
        return None
    return Schedule(
        measure,
        wording(action, "title"),
        wording(action, "description"),
        rules,
        _slip(action, measure),
        rising_rule(action),
    )


def _rule(mark: Json) -> DueRule | None:
    """A rhythm that cannot be read is none: better not asked than asked at a time nobody meant."""
    when = _WHENS.get(text_at(extension_of(mark, "when"), "valueCode") or "")
    phase = text_at(extension_of(mark, "phase"), "valueCode")
    known = _PHASES.get(phase or "")
    interval = span_of(at(extension_of(mark, "interval"), "valueDuration"))
    offset, open_ = (span_of(at(extension_of(mark, name), "valueDuration")) for name in ("offset", "open"))
    if when is None or (phase is not None and known is None) or (when == "every" and interval is None):
        return None
    return DueRule(when, interval, known, offset, open_)


def _slip(action: Json, measure: str) -> SlipRule | None:
    mark = extension_of(action, SLIP)
    change = at(extension_of(mark, "change"), "valueDecimal")
    answers = at(extension_of(mark, "answers"), "valueInteger")
    is_read = isinstance(change, (int, Decimal)) and isinstance(answers, int)
    if mark is None or not is_read or isinstance(change, bool) or change <= 0 or answers < 1:
        return None
    named = text_at(extension_of(mark, "measure"), "valueCanonical") or measure
    return SlipRule(named, Decimal(str(change)), answers, extension_wording(mark, "may-do"))
