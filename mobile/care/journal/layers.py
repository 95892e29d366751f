"""The layers of what is kept of a session, as the clinic asks for them: the first minutes by tap, then what is written later.

Which layers there are, what each asks and how long after a session it is offered is the clinic's data; without it there is
none. Pure: times are worked out from the session, the clinic's zone and now, and nothing here is remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Literal
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from mobile.care.agenda import OVER, Session, in_order, last_session
from mobile.care.measures.spans import Span
from mobile.care.protocol_actions import next_day
from mobile.care.translated import Wording

LayerKind = Literal["taps", "speak", "write", "read"]


@dataclass(frozen=True)
class Answer:
    """One of a question's answers. `key` is the clinic's ("blue"): a colour that is known by it is drawn."""

    key: str
    name: Wording


@dataclass(frozen=True)
class Question:
    """One thing that is answered by a tap, or skipped."""

    key: str
    name: Wording
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class LayerPrompt:
    """One thing to write about. `key` is the same for as long as the clinic keeps it."""

    key: str
    text: Wording


@dataclass(frozen=True)
class NothingComesBack:
    """What the clinic says where nothing is remembered, and what it asks then: about the body or the mood, not the story."""

    words: Wording
    prompts: tuple[LayerPrompt, ...] = ()


@dataclass(frozen=True)
class Layer:
    """`key`: "<address of the protocol>#<id of the action>"; `name` its id. It is offered from `after` the session's end, at
    `at` of that day by the clinic's clock where that is given, until `until` after its end."""

    key: str
    name: str
    kind: LayerKind
    title: Wording
    text: Wording = field(default_factory=Wording)
    questions: tuple[Question, ...] = ()
    prompts: tuple[LayerPrompt, ...] = ()
    nothing: NothingComesBack | None = None
    after: Span | None = None  # None: as soon as the session is over
    at: time | None = None
    until: Span | None = None  # None: until the next layer begins

    def begins(self, session: Session, zone: ZoneInfo) -> datetime | None:
        """None where the clinic has not said when that is. Of one that follows at once: with the session, because it is offered
        only once that is over, and where nobody said when it ends that is known only once the clinic calls it over."""
        end = session.last_known
        if end is None or (self.after is None and self.at is None):
            return session.start_at if session.ends_at is not None or session.status in OVER else None
        day = self.after.after(end, zone) if self.after is not None else end
        if self.at is None:
            return day
        return max(datetime.combine(day.astimezone(zone).date(), self.at, zone).astimezone(end.tzinfo), end)

    def ends(self, session: Session, zone: ZoneInfo) -> datetime | None:
        """None: the clinic does not say."""
        end = session.last_known
        return self.until.after(end, zone) if self.until is not None and end is not None else None

    @property
    def every_prompt(self) -> tuple[LayerPrompt, ...]:
        """With those for when nothing comes back."""
        return (*self.prompts, *(self.nothing.prompts if self.nothing is not None else ()))


@dataclass(frozen=True)
class Begun:
    """A layer of one session that has begun. `prompt`: which of its prompts is meant; None: it is answered by taps."""

    layer: Layer
    session: Session
    prompt: LayerPrompt | None = None

    @property
    def id(self) -> str:
        """The id of what the person makes of it: a device has one, however often it is opened."""
        key = self.prompt.key if self.prompt is not None else ""
        return str(uuid5(NAMESPACE_URL, f"{self.session.reference} {self.layer.key} {key}"))

    @property
    def each(self) -> Iterator[Begun]:
        """One for each of its prompts; itself where it is answered by taps."""
        if self.layer.kind == "taps":
            yield Begun(self.layer, self.session)
        for prompt in self.layer.every_prompt:
            yield Begun(self.layer, self.session, prompt)

    @property
    def is_of_nothing(self) -> bool:
        """Whether its prompt is one for when nothing comes back."""
        nothing = self.layer.nothing
        return nothing is not None and self.prompt is not None and self.prompt in nothing.prompts


def offered_now(
    layers: Sequence[Layer], sessions: Sequence[Session], now: datetime, zone: ZoneInfo
) -> list[Begun]:
    """The layers that are offered now, the first begun first. None before a session is over, and from the next session's
    day on."""
    session = last_session(sessions, now)
    if session is None or session.start_at is None:
        return []
    coming = next_day(sessions, session, zone)
    if coming is not None and coming <= now.astimezone(zone).date():
        return []
    known = [(at, one) for one in layers if (at := one.begins(session, zone)) is not None]
    end = session.last_known or session.start_at
    found: list[tuple[datetime, Layer]] = []
    for begins, layer in known:
        later = [at for at, _ in known if at > max(begins, end)]
        over = layer.ends(session, zone) or min(later, default=None)
        if begins <= now and (over is None or now < over):
            found.append((begins, layer))
    return [Begun(layer, session) for _, layer in sorted(found, key=lambda pair: pair[0])]


def begun_under(
    id: str, layers: Sequence[Layer], sessions: Iterable[Session], now: datetime, zone: ZoneInfo
) -> Begun | None:
    """The layer that has begun and is kept under this id, of whichever session; None where there is none."""
    for session in in_order(sessions):
        if not session.is_past(now):
            continue
        for layer in layers:
            begins = layer.begins(session, zone)
            if begins is None or begins > now:
                continue
            found = next((one for one in Begun(layer, session).each if one.id == id), None)
            if found is not None:
                return found
    return None
