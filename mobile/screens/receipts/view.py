"""`/receipts`: which receipts are ready, for which days, what they come to, and one PDF of them. Made here, read without a connection.

No amount is asked for and none is sent: a receipt binds nobody, so it may be made on any day.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import flet as ft

from mobile.care.questionnaire.typedtext import typed_day
from mobile.care.receipts import EVERYTHING, DaySpan, Receipt, Receipts, Totals
from mobile.design import parts
from mobile.design import tokens as t
from mobile.printing import FONTS, Summary, pdf_of_summary
from mobile.screens import reconcile
from mobile.screens.cost_words import amount_text
from mobile.screens.file_export import Made
from mobile.screens.live_screen import LiveScreen
from mobile.screens.pages import Pages
from mobile.screens.panels.making import FileMaking
from mobile.screens.reads.receipts import KINDS, Paid, paid
from mobile.screens.receipts.page import receipt_page
from mobile.screens.receipts.words import day_text, missing, name_text, not_counted, span_text

EDGE = ft.Padding(0, t.S4, 0, t.S4)
"""A card of rows that bring their own margins."""


class ReceiptsOfPaid(LiveScreen):
    """One patient's own."""

    follows = KINDS
    paid: Paid | None = None
    _is_typing = False
    """Whether the days are being typed, in place of a year."""
    _has_chosen = False
    """Until somebody chooses, it is the last year that has any."""

    def title(self) -> str:
        return self._("Receipts")

    def body(self) -> list[ft.Control]:
        _ = self._
        self.making = FileMaking(self.s, self.redraw)
        self.days: DaySpan | None = None
        self.pages = Pages(self.s, self.redraw)
        hint = _("For example May 6, 2026")
        typed = self.guard(self.on_typed)
        self.first = parts.text_field(_("First day"), helper=hint, on_change=typed)
        self.last = parts.text_field(_("Last day"), helper=hint, on_change=typed)
        self.typing = parts.card(self.first, self.last)
        self.head = parts.stack(spacing=t.CARD_GAP)
        self.head.visible = self.typing.visible = False
        return [self.head, self.typing, *super().body()]

    async def load(self) -> None:
        self.paid = await paid(self.records, self.me, self.s.zone)
        years = self.paid.receipts.years
        if not self._has_chosen or (not self._is_typing and self.days not in self._choices()):
            self.days = DaySpan.year(years[0]) if years else EVERYTHING

    def _choices(self) -> list[DaySpan]:
        assert self.paid is not None
        return [*(DaySpan.year(year) for year in self.paid.receipts.years), EVERYTHING]

    # --- drawing ---

    def drawn(self) -> list[ft.Control]:
        if self.paid is None:
            return []
        is_some = bool(self.paid.receipts.listed)
        self.head.visible, self.typing.visible = is_some, is_some and self._is_typing
        if is_some:
            self._draw_head()
        parts.redraw(self.head)
        parts.redraw(self.typing)
        return self._shown() if is_some else self._empty()

    def _draw_head(self) -> None:
        about = self._(
            "What your clinic charged and what you paid. A receipt can often be used for an HSA, an FSA or an insurer. "
            "Whoever runs yours says what they need."
        )
        drawn = [parts.body(about), self._chosen_days()]
        reconcile.put_rows(self.head.controls, drawn)

    def _empty(self) -> list[ft.Control]:
        if not self.has_all:
            return []
        text = self._("Once your clinic records a payment of yours, its receipt can be made here.")
        said = not_counted(self.s, self.paid.receipts) if self.paid is not None else []
        return [
            parts.empty_state(self._("No receipts yet"), text, icon=ft.Icons.RECEIPT_LONG_OUTLINED),
            *([parts.notice(" ".join(said))] if said else []),
        ]

    def _chosen_days(self) -> ft.Control:
        chips = [
            parts.choice_chip(
                span_text(self.s, one),
                self.guard(partial(self.on_days, one)),
                is_on=not self._is_typing and one == self.days,
            )
            for one in self._choices()
        ]
        chips.append(
            parts.choice_chip(self._("Other days"), self.guard(self.on_other_days), is_on=self._is_typing)
        )
        return parts.card(parts.heading(self._("Which days")), parts.chip_row(*chips))

    def _shown(self) -> list[ft.Control]:
        assert self.paid is not None
        if self.days is None:
            return [parts.notice(self._("Write both days, the first one first."), is_live=True)]
        listed = self.paid.receipts.within(self.days)
        if not listed.listed:
            return [parts.notice(self._("Nothing of these days was paid."), is_live=True)]
        return [*self._totals(listed), self._list(listed), *self._said(listed), *self._acts()]

    def _totals(self, listed: Receipts) -> list[ft.Control]:
        return [self._sum(one) for one in listed.totals().values()]

    def _sum(self, one: Totals) -> ft.Control:
        _ = self._
        lines = [(_("Charge"), one.charge), (_("Paid"), one.paid)]
        if one.let_go:
            lines.append((_("Let go by the clinic"), one.let_go))
        lines.append((_("Balance"), one.left))
        rows: list[ft.Control] = [_line(name, amount_text(self.s, amount)) for name, amount in lines]
        if one.ahead:
            text = _("{amount} more was paid than was charged. It is not counted in “Paid”.")
            rows.append(parts.small(text.format(amount=amount_text(self.s, one.ahead))))
        assert self.days is not None
        return parts.card(parts.heading(span_text(self.s, self.days)), *rows, spacing=t.S8)

    def _list(self, listed: Receipts) -> ft.Control:
        rows: list[ft.Control] = []
        for one in self.pages.shown("bills", listed.listed):
            rows += [parts.hairline()] if rows else []
            rows.append(self._row(one))
        count = self.ngettext("{n} bill", "{n} bills", len(listed.listed)).format(n=len(listed.listed))
        head = ft.Container(
            parts.heading(count), padding=ft.Padding(t.CARD_PADDING, t.S12, t.CARD_PADDING, 0)
        )
        more = [ft.Container(one, padding=t.CARD_PADDING) for one in self.pages.more("bills", listed.listed)]
        return parts.card(head, *rows, *more, spacing=0, padding=EDGE)

    def _row(self, one: Receipt) -> ft.Control:
        _ = self._
        words = [
            day_text(self.s, one.day),
            _("paid {amount}").format(amount=amount_text(self.s, one.totals.paid)),
        ]
        if one.totals.left:
            words.append(_("{amount} left").format(amount=amount_text(self.s, one.totals.left)))
        return parts.list_row(
            name_text(self.s, one), " · ".join(words), None, icon=ft.Icons.RECEIPT_LONG_OUTLINED
        )

    def _said(self, listed: Receipts) -> list[ft.Control]:
        assert self.paid is not None
        said = [*missing(self.s, self.paid, listed), *not_counted(self.s, self.paid.receipts)]
        if self.days is not None and not self.days.is_all and self.paid.receipts.undated:
            n = self.paid.receipts.undated
            text = self.ngettext(
                "{n} bill has no day. It is among all days.",
                "{n} bills have no day. They are among all days.",
                n,
            )
            said.append(text.format(n=n))
        if not said:
            return []
        return [
            parts.notice(
                "\n".join(said),
                title=self._("The receipt says this too: ask your clinic if a payer needs it"),
            )
        ]

    def _acts(self) -> list[ft.Control]:
        _ = self._
        text = _("The file is a PDF. Whoever has it can read it. Lantern keeps no copy of it.")
        return [
            parts.primary_button(_("Make the PDF"), self.guard(self.on_pdf)),
            parts.small(text),
            *self.making.drawn(),
        ]

    # --- acts ---

    async def on_days(self, days: DaySpan, _: Any = None) -> None:
        self.days, self._has_chosen, self._is_typing = days, True, False
        self.making.forget()
        await self.redraw()

    async def on_other_days(self) -> None:
        self._has_chosen = self._is_typing = True
        self._read_days()
        await self.redraw()

    async def on_typed(self) -> None:
        self._read_days()
        await self.redraw()

    def _read_days(self) -> None:
        first, last = typed_day(self.first.value or ""), typed_day(self.last.value or "")
        is_span = first is not None and last is not None and first <= last
        self.days = DaySpan(first, last) if is_span else None
        self.making.forget()

    def late_fields(self) -> Sequence[tuple[ft.TextField, Callable[[str], None]]]:
        """The days are chosen anew after a lock: they are nobody's words."""
        return [(one, lambda _: None) for one in (self.first, self.last)]

    async def on_pdf(self) -> None:
        await self.making.make("pdf", self.title(), self._file)

    async def _file(self) -> Made | None:
        """Of what is in view now, beside the page."""
        if self.paid is None or self.days is None:
            return None
        page = receipt_page(self.s, self.paid, self.days, self.s.now())
        content = await asyncio.to_thread(_pdf, page)
        day = self.s.moments.local(page.made_at).date().isoformat()
        return Made(f"receipt-{day}.pdf", content)


def _pdf(page: Summary) -> bytes:
    return pdf_of_summary(page, FONTS)


def _line(name: str, amount: str) -> ft.Control:
    """Read out as one."""
    return ft.MergeSemantics(
        ft.Row(
            [ft.Container(parts.body(name, color=t.MUTED), expand=True), parts.strong(amount)],
            spacing=t.S12,
        )
    )
