"""The alerts sent to who is signed in, because the clinic's table of who is told names them. Flet-free.

An alert says which row of that table an answer met, and nothing else of the answer. Seeing and settling it are acts of
the person's own: no page that merely opened makes one look seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import quote

from mobile.care.people import Patient
from mobile.care.safety.alerts import Alert, Outcome
from mobile.care.safety.routing import RoutingTable, Rule, in_force
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping, Standing

KINDS = (Alert, RoutingTable)

Stage = Literal["delivered", "seen", "settled"]


@dataclass(frozen=True)
class AlertRow:
    """One alert, with whose it is. `rule`: the row of the table now in force it was made by, if that is there still."""

    alert: Alert
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    rule: Rule | None = None
    standing: Standing | None = None  # of what was done here: whether the clinic has it

    @property
    def id(self) -> str:
        return self.alert.id

    @property
    def route(self) -> str:
        return f"/alerts/{quote(self.id, safe='')}"

    @property
    def stage(self) -> Stage:
        if self.alert.resolved_at is not None:
            return "settled"
        return "seen" if self.alert.acknowledged_at is not None else "delivered"

    @property
    def is_settled(self) -> bool:
        return self.stage == "settled"

    @property
    def place(self) -> tuple[int, float, str]:
        """Among those not settled, to be compared: lower is further up. It stays what it was once it is settled."""
        return -self.alert.speed, (self.alert.made_at or _LONG_AGO).timestamp(), self.id

    def reason(self, language: str) -> str:
        """The clinic's own words for the row, in this language where they are still the same words."""
        is_same = self.rule is not None and self.rule.title.text == self.alert.reason
        return (
            self.rule.title.in_language(language) if self.rule is not None and is_same else self.alert.reason
        )

    def urgency(self, language: str) -> str:
        """How soon it is to be read, in the clinic's words; "" where it has none."""
        return self.rule.urgency_text.in_language(language) if self.rule is not None else ""


async def alerts_to(records: Keeping, reader: str, now: datetime) -> list[AlertRow]:
    """Those to `reader` ("Practitioner/t1"): not settled first, of these the fastest and then the longest waiting;
    below them the settled, the last first."""
    people: Mapping[str | None, Patient] = {
        name: one for one in await records.every(Patient) for name in one.names
    }
    table = in_force(await records.every(RoutingTable))
    rules = {rule.id: rule for rule in table.rules} if table is not None else {}
    found: list[AlertRow] = []
    for alert in await records.every(Alert):
        if alert.recipient != reader:
            continue
        whose = people.get(alert.patient)
        found.append(
            AlertRow(
                alert,
                whose.name if whose is not None else "",
                whose.phone_at(now) if whose is not None else "",
                rules.get(alert.rule),
                await records.standing(Alert, alert.id),
            )
        )
    return sorted(found, key=_place)


async def mark_seen(records: Keeping, id: str, reader: str, name: str, now: datetime) -> None:
    """In the reader's own name. What somebody else's device did in the meantime stays."""

    async def write() -> None:
        alert = await records.get(Alert, id)
        if alert is not None and alert.acknowledged_at is None:
            await records.save_all([alert.acknowledge(reader, now, name or None)], over=[alert])

    await until_written(write)


async def settle(records: Keeping, id: str, reader: str, name: str, now: datetime, done: Outcome) -> None:
    """With what was done; seen by that too."""

    async def write() -> None:
        alert = await records.get(Alert, id)
        if alert is not None and alert.resolved_at is None:
            await records.save_all([alert.resolve(reader, now, name or None, done)], over=[alert])

    await until_written(write)


def _place(row: AlertRow) -> tuple[bool, tuple[int, float, str]]:
    if row.alert.resolved_at is not None:
        return True, (0, -row.alert.resolved_at.timestamp(), row.id)
    return False, row.place


_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
