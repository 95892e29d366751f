"""Joining a clinic: one field, a look at what was found, then the clinic's own sign-in in the browser and back."""

from __future__ import annotations

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.app_services import ClinicFound
from mobile.screens.frame import Screen
from mobile.screens.join.model import Joining, host_of, shown
from mobile.screens.troubles import TroubleSentences


class Join(Screen):
    """Works signed out. A link's code (`/join/<code>`) is filled in; the person looks it up. A known clinic is found."""

    def title(self) -> str:
        return self._("Join your clinic")

    def body(self) -> list[ft.Control]:
        self.model = Joining(self.s.services, self.params.get("code", ""), self._redraw)
        self.field = parts.text_field(
            self._("Invitation or address"),
            value=self.model.typed,
            on_change=self.guard(self.on_typed),
            on_submit=self.guard(self.on_look_up),
            keyboard=ft.KeyboardType.URL,
        )
        self.field.helper = self._("A link, a code, or your clinic's address")
        self.place = parts.stack(spacing=t.CARD_GAP)
        self._draw()
        return [self.place]

    async def shown(self) -> None:
        await self.model.look_up_known()

    async def hidden(self) -> None:
        if self.model.where == "looking":
            self.model.stop()

    # --- acts ---

    def on_typed(self) -> None:
        had_trouble = self.model.trouble is not None
        self.model.type(self.field.value or "")
        if had_trouble:
            self._redraw()
        else:
            ft.context.disable_auto_update()

    async def on_look_up(self) -> None:
        if not self.model.typed.strip():
            await self.field.focus()
            return
        await self.model.look_up()

    async def on_sign_in(self) -> None:
        """The browser opens; when this returns the person is in, or the notice says why not."""
        await self.model.sign_in()

    def on_stop(self) -> None:
        self.model.stop()

    def on_start_over(self) -> None:
        self.model.start_over()

    # --- drawing ---

    def _redraw(self) -> None:
        self._draw()
        parts.redraw(self.place)

    def _draw(self) -> None:
        draw = {
            "asking": self._asking,
            "looking": self._looking,
            "found": self._found,
            "in_browser": self._in_browser,
        }[self.model.where]
        self.place.controls[:] = draw()

    def _trouble(self) -> list[ft.Control]:
        trouble = self.model.trouble
        if trouble is None:
            return []
        sentences = TroubleSentences(self.s.speech, self.s.moments)
        plain = sentences.explain(trouble, self.s.now(), typed=self.model.typed)
        return [
            parts.notice(
                plain.rest, title=plain.happened, tone="support", icon=parts.icons.INFO, is_live=True
            )
        ]

    def _asking(self) -> list[ft.Control]:
        _ = self._
        return [
            parts.body(self._invited()),
            self.field,
            *self._trouble(),
            parts.primary_button(_("Look it up"), self.guard(self.on_look_up)),
            parts.notice(
                _(
                    "If your invitation is a picture made of small squares, open your phone's camera and point it there."
                ),
                icon=ft.Icons.QR_CODE_2_ROUNDED,
            ),
            parts.notice(
                _(
                    "An invitation only shows the way. Nobody gets in with it: your clinic asks you to sign in."
                ),
                icon=parts.icons.ONLY_ME,
            ),
        ]

    def _invited(self) -> str:
        _ = self._
        if self.params.get("code") and self.model.typed == self.params["code"]:
            return _("Your invitation is filled in. Look it up to see which clinic it is from.")
        if self.model.is_known:
            return _("Your clinic's address is filled in. An invitation or another address works as well.")
        return _("Your clinic sent you an invitation, or told you its address. Either is enough.")

    def _looking(self) -> list[ft.Control]:
        _ = self._
        return [
            parts.spoken(
                parts.empty_state(
                    _("Looking for your clinic"),
                    _("Nothing of yours is sent for this."),
                    icon=parts.icons.SEARCH,
                )
            ),
            parts.outline_button(_("Cancel"), self.guard(self.on_stop)),
        ]

    def _found(self) -> list[ft.Control]:
        _ = self._
        assert self.model.clinic is not None
        return [
            *self._trouble(),
            self._clinic_card(self.model.clinic),
            parts.body(
                _(
                    "Your clinic signs you in on its own page, in your browser. Lantern never sees your password."
                )
            ),
            parts.primary_button(
                _("Open your clinic's sign-in"),
                self.guard(self.on_sign_in),
                icon=ft.Icons.OPEN_IN_NEW_ROUNDED,
            ),
            parts.outline_button(_("This is not my clinic"), self.guard(self.on_start_over)),
        ]

    def _clinic_card(self, clinic: ClinicFound) -> ft.Control:
        _ = self._
        lines: list[ft.Control] = [parts.section(_("This is what was found"))]
        if clinic.name:
            lines.append(parts.heading(shown(clinic.name)))
            lines.append(parts.small(_("Its address: {host}").format(host=host_of(clinic))))
        else:  # an address is not a name, and is not shown as one
            lines.append(parts.heading(_("The clinic at {host}").format(host=host_of(clinic))))
            lines.append(parts.small(_("It says its name once you have signed in.")))
        if clinic.invited:
            lines += [parts.hairline(), parts.body(_("Invited: {name}").format(name=shown(clinic.invited)))]
        return parts.card(*lines)

    def _in_browser(self) -> list[ft.Control]:
        _ = self._
        return [
            parts.spoken(
                parts.empty_state(
                    _("Finish in your browser, then come back"),
                    _("Your clinic's sign-in is open there. Take the time you need."),
                    icon=ft.Icons.OPEN_IN_NEW_ROUNDED,
                )
            ),
            parts.outline_button(_("Cancel"), self.guard(self.on_stop)),
        ]
