"""The reminders of an agenda: of what, and when each is to be seen.

Moments come from the clinic's rules and the patient's own choices, and from nothing else. What has to be known before a time
comes before the quiet hours, what can wait comes after them. On a session's day nothing comes from the arrival to the end of
the stay, or of its open day. A time that is only held, called off, done or over has none, and what has no time has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from mobile.care.agenda.item import AgendaItem, ItemKind
from mobile.reminders.choices import ReminderChoices, Subject
from mobile.reminders.reminder import Reminder, ReminderKind
from mobile.reminders.silence import Silence, silences
from mobile.reminders.wall_clock import WallClock

AHEAD = timedelta(days=366)
"""As far as anything is looked at, both ways. A clock that is years off finds nothing to say."""
EARLIEST = timedelta(days=4)
"""Nothing is to be seen so long before its time: a day before, less a lead of hours, less one night."""
MORNING = time(9)
"""When what is due on a day is spoken of where there are no quiet hours that end."""

_SUBJECTS: dict[ItemKind, Subject] = {
    "session": "session",
    "fasting": "food",
    "ride": "prepare",
    "prepare": "prepare",
    "medicines": "prepare",
    "driving": "waits",
    "decisions": "waits",
    "layer": "write",
    "practice": "write",
    "measure": "measure",
}
_IN_TIME: tuple[ReminderKind, ...] = ("day-before", "soon", "food")
"""These are of no use afterwards."""


def reminders(
    items: Sequence[AgendaItem],
    choices: ReminderChoices,
    clock: WallClock,
    zone: ZoneInfo,
    now: datetime,
    most: int | None = None,
    also_silent: Sequence[Silence] = (),
) -> tuple[Reminder, ...]:
    """In time, those behind among them. `items` as the agenda has them; `clock`: where the phone is; `zone`: the clinic's; `now`
    aware. `most`: so many of the soonest moments to come are enough; None: all there are. `also_silent`: besides
    what the clinic's times say."""
    near = [one for one in items if one.at is not None and abs(one.at - now) <= AHEAD]
    reckoner = _Reckoner(choices, clock, zone, (*silences(near, zone), *also_silent), near)
    found: dict[tuple[str, str], Reminder] = {}
    coming: set[datetime] = set()
    for item in near:
        if most is not None and len(coming) >= most and _is_later(item, sorted(coming)[most - 1]):
            break
        for one in reckoner.of(item):
            found[one.kind, one.item.key] = one
            if one.at > now:
                coming.add(one.at.replace(second=0, microsecond=0))
    return tuple(sorted(found.values(), key=lambda one: one.at))


def _is_later(item: AgendaItem, than: datetime) -> bool:
    """Whether it, and so whatever follows it, is to be seen later."""
    return item.at is not None and item.at - EARLIEST > than


class _Reckoner:
    """What is the same for every item of one agenda."""

    def __init__(
        self,
        choices: ReminderChoices,
        clock: WallClock,
        zone: ZoneInfo,
        silent: Sequence[Silence],
        items: Iterable[AgendaItem],
    ) -> None:
        self._choices, self._clock, self._zone, self._silent = choices, clock, zone, silent
        self._arrive = {
            one.session.id: one.at
            for one in items
            if one.kind == "arrive" and one.session is not None and one.at is not None
        }

    def of(self, item: AgendaItem) -> Iterator[Reminder]:
        """None, one, or of a session two."""
        subject = _SUBJECTS.get(item.kind)
        is_held = item.session is not None and item.session.is_held_only
        if subject is None or subject in self._choices.off or item.is_done or is_held or item.at is None:
            return
        for kind, wanted in self._wanted(item, item.at):
            at = self._in_time(wanted) if kind in _IN_TIME else self._afterwards(wanted)
            if at is not None and (item.until is None or at < item.until):
                yield Reminder(kind, item, at)

    def _wanted(self, item: AgendaItem, at: datetime) -> Iterator[tuple[ReminderKind, datetime]]:
        choices = self._choices
        if item.kind == "session" and item.session is not None:
            before = at.astimezone(self._zone).date() - timedelta(days=1)
            eve = self._clock.moment(datetime.combine(before, choices.evening))
            yield "day-before", min(eve, at - choices.lead)
            yield "soon", self._arrive.get(item.session.id, at) - choices.lead
        elif item.kind == "fasting":
            yield "food", at - choices.lead
        elif item.kind in ("driving", "decisions"):
            yield "waits", self._last_morning(item, at)
        elif item.kind in ("layer", "practice"):
            yield "write", self._from(item, at)
        else:
            yield "measure" if item.kind == "measure" else "prepare", self._from(item, at)

    def _from(self, item: AgendaItem, at: datetime) -> datetime:
        """At its moment; of one to the day in the morning of it."""
        return max(at, self._morning(at)) if item.is_to_the_day else at

    def _last_morning(self, item: AgendaItem, at: datetime) -> datetime:
        """Of what waits until `at`: the morning of the last day on which it does, and not before the session is over."""
        morning = self._morning(at - timedelta(seconds=1))
        end = item.session.ends_at or item.session.start_at if item.session is not None else None
        return max(morning, end) if end is not None else morning

    def _morning(self, at: datetime) -> datetime:
        quiet = self._choices.quiet
        shown = quiet.ends if quiet.begins != quiet.ends else MORNING
        return self._clock.moment(datetime.combine(at.astimezone(self._zone).date(), shown))

    def _in_time(self, at: datetime) -> datetime | None:
        """As late as it may be. Where that is during a session it is of no use any more."""
        found = self._choices.quiet.before(at, self._clock)
        return None if any(one.holds(found) for one in self._silent) else found

    def _afterwards(self, at: datetime) -> datetime:
        """As soon as it may be: out of the quiet hours and of every silence."""
        for _ in range(len(self._silent) + 1):  # each is left once
            at = self._choices.quiet.after(at, self._clock)
            over = max((one.ends for one in self._silent if one.holds(at)), default=None)
            if over is None:
                break
            at = over
        return at
