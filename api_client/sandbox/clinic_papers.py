"""What the clinic's own pages read of its papers: the zone its clocks are in, a session as it stands, and where it is.

Called with the clinic's lock held. Nothing is read into a paper that it does not say.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from api_client.sandbox import dates
from api_client.sandbox.exact import Json, parse
from api_client.sandbox.given import CARE
from api_client.sandbox.neutral import is_neutral
from api_client.sandbox.relations import links
from api_client.sandbox.store import COLUMNS, Row, Store, as_row

_ZONE = "http://hl7.org/fhir/StructureDefinition/timezone"
_OWN_ID = "clinic"
"""Of the Organization whose hand writes the sandbox clinic's own papers."""
_FIRST_MS = dates.milliseconds(datetime(2, 1, 1, tzinfo=UTC))
_LAST_MS = dates.milliseconds(datetime(9999, 1, 1, tzinfo=UTC))
_CURRENT = f"SELECT {COLUMNS} FROM current c JOIN version v ON v.seq = c.seq WHERE c.gone = 0"  # noqa: S608


class ClinicPapers:
    """Of one clinic."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @property
    def origin(self) -> str:
        """What the address of a page of this clinic begins with."""
        return self.store.base.removesuffix("/fhir")

    def zone(self) -> ZoneInfo:
        """The one its clocks are in; UTC where it names none."""
        for clinic in self.own():
            for one in clinic.get("extension") or ():
                if one.get("url") == _ZONE:
                    with suppress(ValueError, OSError, KeyError):  # a zone that does not exist
                        return ZoneInfo(str(one.get("valueCode")))
        return ZoneInfo("UTC")

    def own(self) -> list[Json]:
        """The clinic itself. Insurers and other clinics may stand beside it: where it is not told apart from them, it is none of them."""
        every = self.every("Organization")
        named = [one for one in every if one.get("id") == _OWN_ID] or every
        return named if len(named) == 1 else []

    def every(self, type_: str) -> list[Json]:
        """All that stand, of a type."""
        rows = self.store.rows(f"{_CURRENT} AND c.type = ?", (type_,))
        return [parse(as_row(one).text).value for one in rows]

    def of_patient(self, type_: str, patient: str) -> list[Json]:
        """All that stand of one person's, of a type."""
        rows = self.store.rows(f"{_CURRENT} AND c.type = ? AND c.patient = ?", (type_, patient))
        return [parse(as_row(one).text).value for one in rows]

    def read(self, name: str) -> Json:
        """By its name ("Patient/rowan"); {} where there is none."""
        type_, _, id_ = name.partition("/")
        row = self.store.read(type_, id_)
        return parse(row.text).value if row is not None and not row.is_gone else {}

    def tasks(self, code: str) -> Iterator[Row]:
        """Those of one code of ours."""
        of_code = "c.pk IN (SELECT pk FROM term WHERE key = 'Task.code' AND system = ? AND code = ?)"
        return map(as_row, self.store.rows(f"{_CURRENT} AND {of_code}", (CARE, code)))

    def tasks_in_order(self, code: str) -> list[Row]:
        """Those of one code of ours by when each was asked, and never later than it came here: a device's clock may run ahead."""
        return sorted(self.tasks(code), key=lambda row: (min(_asked(row), self.came(row)), row.pk))

    def came(self, row: Row) -> int:
        """When it was first written here, ms since 1970."""
        first = "SELECT min(updated) FROM version WHERE type = ? AND id = ?"
        return int(self.store.rows(first, (row.type, row.id))[0][0])

    def appointment(self, task: Json) -> Json:
        """The one that a Task is about; {} where it is gone."""
        named = links(task, "focus", self.store.base)
        return self.read(named[0]) if named else {}

    def is_day_over(self, task: Json) -> bool:
        """Whether the day of the Task's session is over, by the clinic's clock. Of one that has no time any more, the last that it had;
        of one that never had any, it is not."""
        ends = self.day_ends(task)
        return ends is not None and dates.milliseconds(ends) <= self.store.now()

    def day_ends(self, task: Json) -> datetime | None:
        """When that day is over, UTC."""
        start = self._last_start(task, zone := self.zone())
        if start is None:
            return None
        return _end_of_day(start, zone)

    def _last_start(self, task: Json, zone: ZoneInfo) -> datetime | None:
        for name in links(task, "focus", self.store.base)[:1]:
            type_, _, id_ = name.partition("/")
            rows = self.store.rows(
                "SELECT text FROM version WHERE type = ? AND id = ? ORDER BY seq DESC", (type_, id_)
            )
            for (text,) in rows:
                start = moment(parse(text).value.get("start"), zone) if text else None
                if start is not None:
                    return start
        return None

    def was_day_over(self, task: Json, since: int) -> bool:
        """Whether the day of the Task's session was ever over since then (ms since 1970), whatever day it was given afterwards."""
        zone, ends = self.zone(), None
        for name in links(task, "focus", self.store.base)[:1]:
            type_, _, id_ = name.partition("/")
            rows = self.store.rows(
                "SELECT text, updated FROM version WHERE type = ? AND id = ? ORDER BY seq", (type_, id_)
            )
            until = [*(updated for _, updated in rows[1:]), self.store.now()]
            for (text, _), over_at in zip(rows, until, strict=True):
                start = moment(parse(text).value.get("start"), zone) if text else None
                ends = _end_of_day(start, zone) if start is not None else ends
                if ends is not None and since < dates.milliseconds(ends) <= over_at:
                    return True
        return False

    def place(self, appointment: Json) -> tuple[str, ...]:
        """Where to come: the address of the appointment's location, else the clinic's. Never what either is called, and no address that
        says what kind of place it is: that is asked."""
        named = links(appointment, "participant.actor", self.store.base)
        places = [self.read(one) for one in named if one.startswith("Location/")]
        for place in (*places, *self.own()):
            given: Any = place.get("address")
            listed = cast("list[Any]", given) if isinstance(given, list) else [given]
            for written in (cast("Json", one) for one in listed if isinstance(one, dict)):
                lines: Any = written.get("line")
                parts = [*(cast("list[Any]", lines) if isinstance(lines, list) else []), written.get("city")]
                found = tuple(one for one in parts if isinstance(one, str) and one)
                if found:
                    return found if all(map(is_neutral, found)) else ()
        return ()

    def given_name(self, patient: str) -> str:
        """Of a person of the clinic's; "" where it has none."""
        names: Any = self.read(patient).get("name")
        first: Any = cast("list[Any]", names)[0] if isinstance(names, list) and names else {}
        given = cast("Json", first).get("given") if isinstance(first, dict) else None
        return str(cast("list[Any]", given)[0]) if isinstance(given, list) and given else ""


def _asked(row: Row) -> int:
    """When it says that it was asked, ms since 1970; what says no time is the oldest."""
    try:
        return dates.span(str(parse(row.text).value.get("authoredOn")))[0]
    except ValueError:
        return 0


def _end_of_day(start: datetime, zone: ZoneInfo) -> datetime:
    return datetime.combine(start.date() + timedelta(days=1), time(), zone).astimezone(UTC)


def moment(text: Any, zone: ZoneInfo) -> datetime | None:
    """A FHIR time on the clinic's wall; None where it is none, and for the years 1 and 9999, which systems write where nothing is
    known: no calendar reaches beyond them."""
    try:
        ms = dates.span(str(text))[0]
    except ValueError:
        return None
    if not _FIRST_MS < ms < _LAST_MS:
        return None
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone(zone)


def instant(at: datetime) -> str:
    """A FHIR instant in UTC."""
    return dates.instant(dates.milliseconds(at.astimezone(UTC)))
