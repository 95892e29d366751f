"""The layers the clinic asks for after a session: those offered now, which one is kept under an id, and what is noted of an offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.layers import Begun, Layer, begun_under, offered_now
from mobile.care.journal.layers_asked_for import layers_asked_for
from mobile.care.journal.offered import OF_LAYER, Offered
from mobile.care.prompts import Protocol
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping
from mobile.screens.reads import visits as visiting
from mobile.screens.reads.visits import Visits

KINDS = (*visiting.KINDS, Protocol)
"""What to watch."""


@dataclass(frozen=True)
class Layers:
    """At a moment, by the clinic's zone."""

    now: datetime
    zone: ZoneInfo
    layers: Sequence[Layer] = ()
    sessions: Sequence[Session] = ()

    @property
    def offered(self) -> list[Begun]:
        """Those the clinic asks for now."""
        return offered_now(self.layers, self.sessions, self.now, self.zone)

    def under(self, id: str) -> Begun | None:
        """The one that is kept under this id, once it has begun."""
        return begun_under(id, self.layers, self.sessions, self.now, self.zone)


def layers_of(protocols: Sequence[Protocol], visits: Visits, zone: ZoneInfo) -> Layers:
    """From what was read already."""
    return Layers(visits.now, zone, layers_asked_for(protocols, visits.course), visits.sessions)


async def layers(records: Keeping, visits: Visits, zone: ZoneInfo) -> Layers:
    """Raises what the store raises."""
    return layers_of(await records.every(Protocol), visits, zone)


async def taps_offered(records: Keeping, visits: Visits, zone: ZoneInfo) -> Begun | None:
    """What is asked by tap now and was neither done nor let go. Raises what the store raises."""
    for one in (await layers(records, visits, zone)).offered:
        if one.layer.kind != "taps":
            continue
        kept = await records.get(JournalEntry, one.id)
        offered = await records.get(Offered, OF_LAYER + one.id)
        is_over = kept is not None and (kept.is_settled or kept.is_put_away)
        if not is_over and not (offered is not None and offered.is_let_go):
            return one
    return None


async def note_offered(records: Keeping, id: str, today: date) -> None:
    """The layer of this id stood in view today for the first time. Raises what the store raises, ChangedMeanwhile where another
    page was first."""
    new = Offered(id, today)
    await records.save_all([new], anew=[new])


async def let_go(records: Keeping, id: str, today: date, *, is_let_go: bool = True) -> None:
    """The layer of this id is not wanted; or, undone, it is offered again. Raises what the store raises."""

    async def write() -> None:
        stored = await records.get(Offered, OF_LAYER + id)
        new = (stored or Offered(id, today)).let_go(is_let_go)
        over, anew = ([stored], []) if stored is not None else ([], [new])
        await records.save_all([new], over=over, anew=anew)

    await until_written(write)
