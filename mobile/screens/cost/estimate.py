"""`/cost/estimate/<id>`: the clinic's written estimate as it was issued, what bills come to beside it, and that the person saw it.

Seeing it agrees to nothing, and the place says so. It is not asked for on the day of a session.
"""

from __future__ import annotations

import asyncio
from functools import partial

import flet as ft

from mobile.care.cost import Estimate, EstimateSeen
from mobile.care.cost.estimate import NoFile
from mobile.care.decision_guard import Waits
from mobile.design import parts
from mobile.device.pdf_pages import CannotDraw, DrawnPage, PdfPages
from mobile.screens.cost_words import amount_text
from mobile.screens.file_export import CannotSave, Made, PickerSaver, Saver
from mobile.screens.live_screen import LiveScreen
from mobile.screens.reads import guarded
from mobile.screens.reads.cost import KINDS, Costs, costs
from mobile.screens.reads.guarded import waits_now

MOST_PAGES = 20
"""Drawn below one another; a longer file is saved and opened by what the device opens such files with."""


class OneEstimate(LiveScreen):
    """The patient's own."""

    follows = (*KINDS, *guarded.KINDS)
    _outcome = ""
    _pages: tuple[DrawnPage, ...] | None = None  # None: not asked for
    one: Estimate | None = None
    waits: Waits | None = None

    def title(self) -> str:
        return self._("Written estimate")

    def body(self) -> list[ft.Control]:
        self.saver: Saver = PickerSaver(self.page)
        return super().body()

    async def load(self) -> None:
        self.costs: Costs = await costs(self.records, self.s.now(), self.s.zone)
        before, self.one = self.one, self.costs.estimate(self.params["id"])
        if before is not None and self.one is not None and before.data != self.one.data:
            self._pages = None  # of another file
        self.waits = await waits_now(self.records, self.s.now(), self.s.zone)

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
        return [*rows, *self._seen(one), *self._file(one), self._ask()]

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
            return [parts.notice(text.format(day=self.s.moments.full_date(seen)), icon=parts.icons.CHECK)]
        if not one.is_current:
            return []
        if self.waits is not None:
            return [parts.small(self._later())]
        return [
            parts.primary_button(_("I have seen this estimate"), self.guard(self.on_seen)),
            parts.small(_("Your clinic is told that you saw it, and when. It is not a promise to pay.")),
        ]

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

    # --- the file ---

    def _file(self, one: Estimate) -> list[ft.Control]:
        _ = self._
        try:
            n = max(len(one.file()) // 1000, 1)
        except NoFile as error:
            return [parts.notice(self._no_file(error), tone="prepare")]
        rows: list[ft.Control] = []
        if self._pages is None:
            rows.append(
                parts.soft_button(_("Show the pages"), self.guard(self.on_show), icon=parts.icons.NOTES)
            )
        for number, page in enumerate(self._pages or (), 1):
            name = _("Page {n} of {of}").format(n=number, of=len(self._pages or ()))
            rows.append(parts.paper_page(page.png, f"{name}. {page.words}"))
        save = _("Save the file ({n} kB)").format(n=n)
        rows.append(
            ft.Row([parts.text_button(save, self.guard(self.on_save), icon=parts.icons.NOTES)], wrap=True)
        )
        if self._outcome:
            rows.append(parts.notice(self._outcome, is_live=True))
        return rows

    def _no_file(self, error: NoFile) -> str:
        _ = self._
        return {
            "not_here": _("The file of this estimate is not here. Ask your clinic for it."),
            "too_long": _("The file of this estimate is too large to keep here. Ask your clinic for it."),
            "unreadable": _("The file of this estimate cannot be read. Ask your clinic for it again."),
            "changed": _(
                "The file is not the one your clinic issued, so it is not shown. Ask your clinic for it again."
            ),
        }[error.why]

    async def on_show(self) -> None:
        if self.one is None:
            return
        self._outcome = ""
        try:
            self._pages = await asyncio.to_thread(_drawn, self.one.file())
        except (CannotDraw, NoFile):
            self._outcome = self._("Its pages cannot be shown here. You can save the file and open it.")
        await self.redraw()

    async def on_save(self) -> None:
        """The bytes as the clinic issued them."""
        if self.one is None:
            return
        try:
            name = f"{self._('estimate')}.pdf"  # nothing of the clinic's words is a file's name
            is_saved = await self.saver.save(Made(name, self.one.file()), self.title())
            saved = self._("Saved. It is a copy that anybody with this device can open.")
            self._outcome = saved if is_saved else ""
        except (CannotSave, NoFile):
            self._outcome = self._("The file could not be saved there.")
        await self.redraw()

    def _ask(self) -> ft.Control:
        way = self.guard(partial(self.s.go, f"{self.path}/ask"))
        return ft.Row(
            [parts.text_button(self._("Ask about this"), way, icon=parts.icons.MESSAGES)], wrap=True
        )


def _drawn(file: bytes) -> tuple[DrawnPage, ...]:
    draws = PdfPages()
    count = draws.count(file)
    if count > MOST_PAGES:
        raise CannotDraw("damaged")
    return tuple(draws.draw(file, number) for number in range(1, count + 1))
