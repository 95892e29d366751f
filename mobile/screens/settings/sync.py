"""`/settings/sync`: the whole of what sync says, trying now, signing in again, and what could not be sent with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.noun import Noun
from mobile.screens.cancellable_task import CancellableTask
from mobile.screens.settings.sync_model import Unsent, WaitingForMe
from mobile.screens.sync_line import SyncWords, sync_line, sync_sentences
from mobile.screens.troubles import TroubleSentences
from mobile.screens.watching import WatchingScreen


class SyncPart(WatchingScreen):
    """Follows the status and the store."""

    def title(self) -> str:
        return self._("Sent and received")

    def body(self) -> list[ft.Control]:
        self.unsent: list[Unsent] = []
        self.signing_in: CancellableTask[None] = CancellableTask(self._redraw)
        self.line = sync_line(self.s)
        self.place = parts.stack(spacing=t.CARD_GAP)
        self._draw()
        return [self.place]

    async def shown(self) -> None:
        self.keep(self.line.follow())
        self.watch()
        await self.look_again()

    def followed(self) -> Sequence[type[Noun]]:
        return self._waiting().kinds if self.s.records is not None else ()

    def _waiting(self) -> WaitingForMe:
        is_patient = self.s.person is None or self.s.person.role == "patient"
        return WaitingForMe(self.records, is_patient=is_patient)

    async def look_again(self) -> None:
        if self.s.records is not None:
            self.unsent = await self._waiting().load()
        self._redraw()

    # --- acts ---

    async def on_try(self) -> None:
        await self.s.services.sync_now()

    async def on_retry(self, items: list[Unsent]) -> None:
        await self._waiting().try_again(items)
        await self.s.services.sync_now()
        await self.look_again()

    async def on_sign_in(self) -> None:
        """The same clinic again, through its own page in the browser."""
        await self.signing_in.run(self._sign_in())

    async def _sign_in(self) -> None:
        base, _, _ = self.person.id.rpartition("|")
        await self.s.services.sign_in(await self.s.services.find_clinic(base))
        await self.s.services.sync_now()

    async def on_let_go(self) -> None:
        """What the clinic no longer has goes from here too, once the person has said so twice."""
        _ = self._
        if await self.s.ask(
            _("Remove it here too?"),
            _(
                "Lantern asks your clinic about each thing again and removes here only what is really gone there. "
                "What was never sent stays. This cannot be undone."
            ),
            yes=_("Remove it here"),
            no=_("Keep everything"),
            danger=True,
        ):
            await self.s.services.let_go()
            self.s.say(_("Your clinic is asked about each thing now."))

    def on_stop(self) -> None:
        self.signing_in.stop()
        self.s.services.stop_signing_in()

    # --- drawing ---

    def _redraw(self) -> None:
        self._draw()
        parts.redraw(self.place)

    def _words(self) -> SyncWords:
        status = self.s.status.now if self.s.status is not None else None
        return sync_sentences(self.s).words(status, self.s.now())

    def _draw(self) -> None:
        words = self._words()
        self.place.controls[:] = [self._now(words), *self._act(words), *self._list()]

    def _now(self, words: SyncWords) -> ft.Control:
        lines: list[ft.Control] = [self.line]
        if words.detail and not words.must_sign_in:
            lines.append(parts.body(words.detail))
        times = self._times()
        if times:
            lines += [parts.hairline(), *times]
        return parts.card(*lines)

    def _times(self) -> list[ft.Control]:
        if self.s.status is None:
            return []
        _, now, status = self._, self.s.now(), self.s.status.now
        never = _("not yet")
        sent = self.s.moments.near(status.last_sent_at, now) if status.last_sent_at else never
        heard = self.s.moments.near(status.last_received_at, now) if status.last_received_at else never
        return [
            parts.fact_row(_("Waiting to be sent"), str(status.waiting)),
            parts.fact_row(_("Last sent"), sent),
            parts.fact_row(_("Last heard from your clinic"), heard),
        ]

    def _act(self, words: SyncWords) -> list[ft.Control]:
        _ = self._
        if self.signing_in.is_under_way:
            return [
                parts.notice(
                    _("Finish in your browser, then come back"), icon=parts.icons.WAITING, is_live=True
                ),
                parts.outline_button(_("Cancel"), self.guard(self.on_stop)),
            ]
        made: list[ft.Control] = []
        if self.signing_in.trouble is not None:
            plain = TroubleSentences(self.s.speech, self.s.moments).explain(
                self.signing_in.trouble, self.s.now()
            )
            made.append(parts.notice(plain.rest, title=plain.happened, tone="support", is_live=True))
        if words.must_sign_in:
            made.append(parts.primary_button(_("Sign in again"), self.guard(self.on_sign_in)))
        elif words.can_try:
            made.append(parts.soft_button(_("Try now"), self.guard(self.on_try), icon=ft.Icons.SYNC_ROUNDED))
        if self._is_held():
            made.append(
                parts.outline_button(_("Remove it here too"), self.guard(self.on_let_go), tone="danger")
            )
        return made

    def _is_held(self) -> bool:
        return self.s.status is not None and self.s.status.now.phase == "held"

    def _list(self) -> list[ft.Control]:
        _ = self._
        made: list[ft.Control] = [self._card(item) for item in self.unsent]
        parked = [item for item in self.unsent if not item.is_conflict]
        waiting = self.s.status.now.parked if self.s.status is not None else 0
        if waiting > len(parked):
            more = waiting - len(parked)
            text = self.ngettext(
                "{n} more was removed here, and your clinic did not take that yet.",
                "{n} more were removed here, and your clinic did not take that yet.",
                more,
            )
            made.append(parts.notice(text.format(n=more)))
        if not made:
            return []
        title = parts.section(_("These wait for you. They are safe here."))
        return [title, *made, *self._all_again(parked)]

    def _all_again(self, parked: list[Unsent]) -> list[ft.Control]:
        if len(parked) < 2:
            return []
        return [
            parts.outline_button(self._("Try all of them again"), self.guard(partial(self.on_retry, parked)))
        ]

    def _card(self, item: Unsent) -> ft.Control:
        _ = self._
        name = _(item.name)
        if item.is_conflict:
            why, act = _("It was changed in two places. Your clinic can say which counts."), None
            if item.choose_at is not None:
                why = _("It was written in two places. Both are kept until you choose.")
                go = self.guard(partial(self.s.go, item.choose_at))
                act = parts.text_button(_("Choose"), go, label=f"{_('Choose')}: {name}")
        else:
            why = _(item.why)
            again = _("Send it again") if item.is_lost else _("Try again")
            again = _("Send it") if item.is_asked_first else again
            act = parts.text_button(
                again, self.guard(partial(self.on_retry, [item])), label=f"{again}: {name}"
            )
        return parts.card(
            parts.strong(name),
            parts.small(why),
            *([ft.Row([act], alignment=ft.MainAxisAlignment.END)] if act is not None else []),
            spacing=t.S4,
        )
