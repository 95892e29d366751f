"""`/settings/sign-out`: says first how much is unsent and what becomes of it, then signs out."""

from __future__ import annotations

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Screen


class SignOutPart(Screen):
    """One button, after the truth about what waits."""

    def title(self) -> str:
        return self._("Sign out")

    def body(self) -> list[ft.Control]:
        self.unsent = 0
        self.place = parts.stack(spacing=t.CARD_GAP)
        return [self.place]

    async def shown(self) -> None:
        if self.s.status is not None:
            self.keep(self.s.status.watch(lambda _: self.s.run(self._reload())))
        await self._reload()

    async def _reload(self) -> None:
        self.unsent = await self.s.services.unsent()
        self.place.controls[:] = self._drawn()
        parts.redraw(self.place)

    @property
    def _loses_unsent(self) -> bool:
        """Where nothing is kept, what was not sent goes too."""
        return not self.s.services.keeps_after_closing and self.unsent > 0

    # --- acts ---

    async def on_sign_out(self) -> None:
        """Ends at the first page, and not at this one again after the next sign-in."""
        if self._loses_unsent and not await self._is_sure():
            return
        await self.s.services.sign_out()
        self.s.go("/")

    async def _is_sure(self) -> bool:
        _ = self._
        return await self.s.ask(
            _("Sign out and lose what is not sent?"),
            self.s.wording.unsent_at_sign_out(self.unsent),
            yes=_("Sign out"),
            no=_("Stay here"),
            danger=True,
        )

    async def on_try(self) -> None:
        await self.s.services.sync_now()

    # --- drawing ---

    def _drawn(self) -> list[ft.Control]:
        _ = self._
        made: list[ft.Control] = [parts.body(self.s.wording.stays_after_sign_out())]
        if self.unsent:
            act = parts.text_button(_("Try now"), self.guard(self.on_try))
            tone = "danger" if self._loses_unsent else "prepare"
            made.append(
                parts.notice(
                    self.s.wording.unsent_at_sign_out(self.unsent),
                    tone=tone,
                    icon=parts.icons.WAITING,
                    action=act,
                )
            )
        made.append(parts.primary_button(_("Sign out"), self.guard(self.on_sign_out)))
        return made
