"""What follows an answer that calls for help now: who is told, and what is truly known of it.

`HelpDesk` stands between the form place and the clinic's signed table. Nothing here waits for a network: what cannot be
sent now is queued with the answer itself. It must never call anything told, read or answered before it is.
"""

from __future__ import annotations

from datetime import datetime

from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.response import Response
from mobile.care.safety.alerts import Alert, Truth, alerts_for, opens_help, state
from mobile.care.safety.asking import May, may_ask
from mobile.care.safety.routing import RoutingTable, in_force
from mobile.records.ports import Keeping


class HelpDesk:
    """Over the store: what the clinic agreed to do, and what has been done. `load` before anything else."""

    def __init__(self, records: Keeping) -> None:
        self._records = records
        self.table: RoutingTable | None = None

    async def load(self, now: datetime) -> None:
        """Reads the clinic's table as it stands now."""
        self.table = in_force(await self._records.every(RoutingTable), now.date())

    def reach(self, records: Keeping) -> None:
        """The store was closed and is open again."""
        self._records = records

    def may_ask(self, form: FormDefinition) -> May:
        """Whether this form may be put to the person: without a signed table not one that asks about harm."""
        return may_ask(form, self.table)

    def opens(self, response: Response, form: FormDefinition, link_id: str) -> bool:
        """Whether the answer just given leads to help before anything else is asked."""
        return opens_help(response, form, link_id, self.table)

    async def alerts(self, response: Response, form: FormDefinition, now: datetime) -> list[Alert]:
        """What is to be saved in one transaction with this answer, so that the clinic is told. [] where it was."""
        existing = await self._records.every(Alert)
        return alerts_for(response, form, self.table, existing, now)

    async def truths(self, response: Response) -> list[tuple[Alert, Truth]]:
        """Every alert this response called for, with how far it is, the newest first."""
        mine = [one for one in await self._records.every(Alert) if one.about & response.names]
        return [(one, state(one, await self._records.standing(Alert, one.id))) for one in mine]

    def expected(self, alert: Alert, language: str) -> str:
        """When somebody usually answers, in the clinic's own words; "" where it says none."""
        rules = self.table.rules if self.table is not None else ()
        found = next((rule for rule in rules if rule.id == alert.rule), None)
        return found.expected_time.in_language(language) if found is not None else ""
