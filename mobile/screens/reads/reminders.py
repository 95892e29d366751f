"""The reminders of a patient, read from what is kept here, and where each of them leads. What was written, done or let go has none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.agenda.item import AgendaItem
from mobile.care.commitment import Commitment, id_of
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.layers import Begun
from mobile.care.journal.offered import OF_LAYER, Offered
from mobile.care.session_day import SessionDay, silent_time
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping
from mobile.reminders.choices import ReminderChoices
from mobile.reminders.from_agenda import reminders
from mobile.reminders.handing import MOST
from mobile.reminders.reminder import Gathered, Reminder, gathered
from mobile.reminders.silence import Silence
from mobile.reminders.wall_clock import WallClock
from mobile.screens.reads import agenda as due
from mobile.screens.reads import clinic_clock as clocks
from mobile.screens.reads.agenda import Agenda, AgendaReading, session_route
from mobile.screens.reads.clinic_clock import is_zone_known
from mobile.screens.reads.measures import measure_route
from mobile.screens.reads.ride import ride_route
from mobile.screens.reads.visits import visits

KINDS = (*due.KINDS, *clocks.KINDS, ReminderChoices, JournalEntry, Offered, Commitment)
"""What to watch."""

TODAY = "/"


@dataclass(frozen=True)
class Reminders:
    """At a moment. `known`: as many as a phone takes, in time, those whose moment has passed and whose thing still stands among them.
    `begun`: the layer of an item, once its session is over. `is_zone_known`: only then may a time be called the clinic's."""

    now: datetime
    choices: ReminderChoices = field(default_factory=ReminderChoices)
    known: tuple[Reminder, ...] = ()
    begun: Mapping[str, Begun] = field(default_factory=dict[str, Begun])
    is_zone_known: bool = False

    @cached_property
    def gathered(self) -> tuple[Gathered, ...]:
        return gathered(self.known)

    @property
    def now_due(self) -> list[Reminder]:
        """Whose moment has passed and which still stand, each thing once."""
        return list({one.item.key: one for one in self.known if one.at <= self.now}.values())

    @property
    def coming(self) -> list[Reminder]:
        """In time."""
        return [one for one in self.known if one.at > self.now]

    def of(self, number: int) -> Gathered | None:
        """The one that a phone knows by this number, or in which that one is now. None: it stands no longer."""
        return next((one for one in self.gathered if number in (each.number for each in one.reminders)), None)

    def route(self, item: AgendaItem) -> str:
        """Where it is done, or read."""
        begun = self.begun.get(item.key)
        if begun is not None:
            place = "first-minutes" if begun.layer.kind == "taps" else "entry"
            return f"/{place}/{next(begun.each).id}"
        if item.kind == "measure":
            return measure_route(item.key.partition(" ")[2])
        if item.kind == "ride" and item.session is not None:
            return ride_route(item.session)
        is_of_session = item.session is not None and item.kind not in ("layer", "practice")
        return session_route(item.session) if is_of_session and item.session is not None else TODAY


@dataclass
class RemindersReading:
    """Reads them for one place, or for one phone."""

    reading: AgendaReading = field(default_factory=AgendaReading)

    async def read(self, records: Keeping, now: datetime, zone: ZoneInfo, clock: WallClock) -> Reminders:
        """Raises what the store raises."""
        known = await self.reading.read(records, await visits(records, now), zone)
        return await reminders_of(records, known, now, zone, clock)


async def reminders_of(
    records: Keeping, known: Agenda, now: datetime, zone: ZoneInfo, clock: WallClock
) -> Reminders:
    """Of an agenda that was read already. Raises what the store raises."""
    choices = await kept_choices(records)
    begun = _begun(known)
    done = await _done(records, known, begun)
    items = [replace(one, is_done=True) if one.key in done else one for one in known.items]
    here = silent_time(await records.every(SessionDay), await records.every(Session), now, zone)
    silent = [Silence(*here)] if here is not None else []
    known_reminders = reminders(items, choices, clock, zone, now, MOST, silent)
    return Reminders(now, choices, known_reminders, begun, await is_zone_known(records))


async def kept_choices(records: Keeping) -> ReminderChoices:
    """As at first where nothing was chosen. Raises what the store raises."""
    return await records.get(ReminderChoices, ReminderChoices.ID) or ReminderChoices()


async def choose(records: Keeping, change: Callable[[ReminderChoices], ReminderChoices]) -> None:
    """Changes what is kept, whoever else changes it. Raises what the store raises."""

    async def write() -> None:
        stored = await records.get(ReminderChoices, ReminderChoices.ID)
        new = change(stored or ReminderChoices())
        over, anew = ([stored], []) if stored is not None else ([], [new])
        await records.save_all([new], over=over, anew=anew)

    await until_written(write)


def _begun(known: Agenda) -> dict[str, Begun]:
    """Of sessions that are over: before that there is nothing to write."""
    layers = {one.key: one for one in known.asks.layers}
    return {
        one.key: Begun(layer, one.session)
        for one in known.items
        if one.kind == "layer"
        and one.session is not None
        and one.session.is_past(known.now)
        and (layer := layers.get(_named(one, one.session))) is not None
    }


async def _done(records: Keeping, known: Agenda, begun: Mapping[str, Begun]) -> set[str]:
    done: set[str] = set()
    for key, layer in begun.items():
        ids = [each.id for each in layer.each]
        entries = [await records.get(JournalEntry, id) for id in ids]
        offered = await records.get(Offered, OF_LAYER + ids[0])
        is_let_go = offered is not None and offered.is_let_go
        if is_let_go or any(one is not None and not one.is_empty for one in entries):
            done.add(key)
    practices = {one.key: one for one in known.asks.practices}
    for one in known.items:
        if one.kind != "practice" or one.session is None or not one.session.is_past(known.now):
            continue
        practice = practices.get(_named(one, one.session))
        became = await records.get(Commitment, id_of(practice, one.session)) if practice is not None else None
        if became is not None and (became.state != "open" or became.is_only_declined):
            done.add(one.key)
    return done


def _named(item: AgendaItem, session: Session) -> str:
    """The key of its layer or practice."""
    return item.key.removeprefix(f"{session.id} {item.kind} ")
