"""`/agreements/signed/<id>/withdraw`: what withdrawing stops, and what it does not undo, before it is done. It never waits."""

from __future__ import annotations

from urllib.parse import quote

import flet as ft

from mobile.care.consent.signed import SignedAgreement
from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.errors import NotSaved
from mobile.screens.agreed_words import lets_lines, of_rules
from mobile.screens.agreements.signed_model import KINDS, SignedModel
from mobile.screens.agreements.words import version_line
from mobile.screens.live_screen import LiveScreen
from mobile.screens.reconcile import show_buttons
from mobile.screens.status_text import begun


class Withdraw(LiveScreen):
    """The patient's own decision, on a page of its own."""

    follows = KINDS
    _trouble = ""

    def title(self) -> str:
        return self._("Withdraw")

    def body(self) -> list[ft.Control]:
        self.model = SignedModel(self.records, self.s.now, self.me)
        return super().body()

    def foot(self) -> ft.Control:
        self.buttons = parts.Buttons()
        self.buttons.visible = False
        return parts.reading_column(self.buttons)

    async def load(self) -> None:
        await self.model.load(self.params["id"])

    async def redraw(self) -> None:
        await super().redraw()
        shown: list[ft.Button] = []
        if self.model.may_be_withdrawn:
            shown = [
                parts.outline_button(self._("Keep it"), self.guard(self.s.back)),
                parts.danger_button(self._("Withdraw"), self.guard(self.on_withdraw)),
            ]
        show_buttons(self.buttons, shown)

    def drawn(self) -> list[ft.Control]:
        _, signed = self._, self.model.signed
        if signed is None:
            return [parts.notice(_("This agreement is not here."))] if self.has_all else []
        named = parts.stack(
            parts.title(signed.title or _("An agreement of your clinic"), level=2),
            parts.small(begun(version_line(self.s, signed.version))),
            spacing=t.S4,
        )
        if not self.model.may_be_withdrawn:
            return [
                named,
                parts.notice(_("It is in force no more, so there is nothing to withdraw."), is_live=True),
            ]
        rows: list[ft.Control] = [named]
        if self._trouble:
            rows.append(parts.notice(self._trouble, tone="danger", is_live=True))
        clinic = self.s.services.clinic_name or _("your clinic")
        stops = [
            _("From the moment you withdraw it, it is in force no more."),
            _("{clinic} is told as soon as it can be reached.").format(clinic=clinic),
            *self._closed(signed),
        ]
        stays = [
            _("What was done, and what was read, while it was in force."),
            _("What you share stays shared, and may be read again once an agreement lets it.")
            if any(one.part == "shared" for one in signed.permits())
            else _("What you shared with people: that goes on until you take it back in Care, What I share."),
            _("Your record at your clinic. What you signed stays in it as it was signed."),
        ]
        return [
            *rows,
            *_listed(_("What stops"), stops),
            *self._meaning(signed),
            *_listed(_("What it does not undo"), stays),
            parts.small(_("You can sign it again later, if your clinic still asks for it.")),
        ]

    def _closed(self, signed: SignedAgreement) -> list[str]:
        """Whom it lets see what, who then no more does by this agreement."""
        lets = of_rules(signed.permits()) if self.model.is_speaking else []
        members = self.model.team.members if self.model.team is not None else []
        if not lets:
            return []
        lines = "; ".join(lets_lines(self.s, lets, members))
        return [self._("No more to be seen by this agreement: {lines}.").format(lines=lines)]

    def _meaning(self, signed: SignedAgreement) -> list[ft.Control]:
        """In the clinic's own words, for each thing that was chosen."""
        found = self.model.meanings
        if found is None:
            return [
                parts.notice(
                    self._("What it means for your treatment is not written here. Ask your clinic first.")
                )
            ]
        agreement, links = found
        language = self.s.language
        texts = [
            f"{one.text.in_language(language)}: {one.if_not.in_language(language)}"
            for one in agreement.choices()
            if one.link_id in links
        ]
        if agreement.is_needed:
            texts.insert(
                0,
                self._(
                    "Your clinic says that treatment needs this agreement. Ask it before your next session."
                ),
            )
        return _listed(self._("What your clinic says it means"), texts)

    async def on_withdraw(self) -> None:
        """Once, however often it is tapped."""
        try:
            await self.model.withdraw(self.params["id"])
        except NotSaved as error:
            self._trouble = (
                self._("Not withdrawn: there is no space left on this device. It is in force still.")
                if error.reason == "full"
                else self._("Not withdrawn: it could not be saved now. It is in force still.")
            )
            await self.redraw()
            return
        self.s.go(f"/agreements/signed/{quote(self.params['id'], safe='')}")


def _listed(name: str, texts: list[str]) -> list[ft.Control]:
    return (
        [parts.section(name), parts.card(*(parts.body(one) for one in texts), spacing=t.S8)] if texts else []
    )
