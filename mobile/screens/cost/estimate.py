"""`/cost/estimate/<id>`: the clinic's written estimate as it was issued, what bills come to beside it, and that the person saw it.

Seeing it agrees to nothing, and the place says so. It is not asked for on the day of a session.
"""

from __future__ import annotations

import flet as ft

from mobile.care.cost import Estimate, EstimateSeen
from mobile.care.decision_guard import Waits
from mobile.design import parts
from mobile.records.ports import SendState, Standing
from mobile.screens.cost.ask_way import ask_way
from mobile.screens.cost.estimate_file import EstimateFile
from mobile.screens.cost_words import amount_text
from mobile.screens.live_screen import LiveScreen
from mobile.screens.reads import guarded
from mobile.screens.reads.cost import KINDS, Costs, costs
from mobile.screens.reads.guarded import waits_now


class OneEstimate(LiveScreen):
    """The patient's own."""

    follows = (*KINDS, *guarded.KINDS)
    one: Estimate | None = None
    waits: Waits | None = None
    standing: Standing | None = None

    def title(self) -> str:
        return self._("Written estimate")

    def body(self) -> list[ft.Control]:
        self.file = EstimateFile(self.s, self.redraw)
        return super().body()

    async def load(self) -> None:
        self.costs: Costs = await costs(self.records, self.s.now(), self.s.zone)
        self.one = self.costs.estimate(self.params["id"])
        self.file.turn_to(self.one)
        self.waits = await waits_now(self.records, self.s.now(), self.s.zone)
        self.standing = None
        if self.one is not None:
            marks = [
                mark for mark in await self.records.every(EstimateSeen) if mark.estimate in self.one.names
            ]
            if marks:
                self.standing = await self.records.standing(EstimateSeen, marks[0].id)

    def drawn(self) -> list[ft.Control]:
        one = self.one
        if one is None:
            return [parts.notice(self._("This estimate is not here."))] if self.has_all else []
        rows: list[ft.Control] = []
        if not one.is_current:
            rows.append(parts.notice(self._("Your clinic has put another estimate in its place.")))
        rows.append(self._head(one))
        if one.is_example:
            rows.append(parts.notice(self._("This is sample text. A clinic puts its own in its place.")))
        return [*rows, *self._seen(one), *self.file.drawn(), self._ask()]

    def _head(self, one: Estimate) -> ft.Control:
        _, moments = self._, self.s.moments
        rows: list[ft.Control] = [parts.small(one.name.in_language(self.s.language) or _("Written estimate"))]
        if one.amount is not None:
            rows.append(parts.title(amount_text(self.s, one.amount), level=2))
        else:
            rows.append(parts.body(_("How much it comes to is in the file.")))
        if one.issued_at is not None:
            rows.append(parts.fact_row(_("Issued"), moments.full_date(one.issued_at)))
        if one.begins is not None and one.ends is not None:
            span = _("{first} to {last}").format(
                first=moments.full_date(one.begins), last=moments.full_date(one.ends)
            )
            covers = parts.stack(parts.body(_("For care from")), parts.strong(span), spacing=0)
            rows.append(ft.MergeSemantics(covers))
        rows += self._beside_bills(one)
        if words := one.words.in_language(self.s.language):
            rows += [parts.small(_("What your clinic says:"), is_strong=True), parts.body(words)]
        return parts.card(*rows)

    def _beside_bills(self, one: Estimate) -> list[ft.Control]:
        """What the bills it is about come to so far, where that is one figure in its currency."""
        billed = self.costs.billed_in(one)
        if billed is None:
            return []
        rows: list[ft.Control] = [parts.fact_row(self._("Bills so far"), amount_text(self.s, billed))]
        if one.amount is not None and one.amount.currency == billed.currency and one.amount < billed:
            over = self._(
                "That is {amount} more than the estimate. Ask your clinic why, and what you can do."
            )
            rows.append(parts.body(over.format(amount=amount_text(self.s, billed - one.amount))))
        return rows

    # --- seen ---

    def _seen(self, one: Estimate) -> list[ft.Control]:
        _, seen = self._, self.costs.seen.get(one.id)
        if seen is not None:
            text = _("You said on {day} that you saw it. It is not a promise to pay.")
            said = text.format(day=self.s.moments.full_date(seen))
            return [parts.notice(f"{said} {self._where_said()}".strip(), icon=parts.icons.CHECK)]
        if not one.is_current:
            return []
        if self.waits is not None:
            return [parts.small(self._later())]
        return [
            parts.primary_button(_("I have seen this estimate"), self.guard(self.on_seen)),
            parts.small(_("Your clinic is told that you saw it, and when. It is not a promise to pay.")),
        ]

    def _where_said(self) -> str:
        """Whether the clinic has it."""
        state = self.standing.state if self.standing is not None else None
        if state is SendState.SENT:
            return self._("Your clinic has it.")
        if state in (SendState.WAITING, SendState.SENDING):
            return self._("It is not at your clinic yet.")
        return self._("Your clinic did not take it. Settings say why.") if state is not None else ""

    def _later(self) -> str:
        until = self.waits.until if self.waits is not None else None
        if until is None:
            return self._("On the day of a session you are not asked about it. It can wait.")
        return self._("On the day of a session you are not asked about it. It is here again {when}.").format(
            when=self.s.moments.near(until, self.s.now())
        )

    async def on_seen(self) -> None:
        """Asked again at the tap, whatever the page showed."""
        await self.load()
        if self.one is not None and self.waits is None and self.one.id not in self.costs.seen:
            await self.records.save(EstimateSeen.of(self.one, self.me, self.s.now()))
            self.s.say(self._("Kept. Your clinic is told."))
        await self.redraw()

    def _ask(self) -> ft.Control:
        return ask_way(self.s, f"{self.path}/ask")
