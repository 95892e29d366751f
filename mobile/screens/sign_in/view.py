"""The first page: what Lantern is, who can be tried, the way to one's own clinic, the language, where words are kept."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.app_services import SamplePerson
from mobile.screens.frame import Screen
from mobile.screens.sign_in.model import Group, SigningIn
from mobile.screens.troubles import TroubleSentences


class SignIn(Screen):
    """Works signed out. Support is in the header, as everywhere."""

    def title(self) -> str:
        return "Lantern"

    def body(self) -> list[ft.Control]:
        self.model = SigningIn(self.s.services, self._redraw)
        self.place = parts.stack(spacing=t.CARD_GAP)
        self._draw()
        return [self.place]

    async def shown(self) -> None:
        await self.model.load()

    # --- acts ---

    async def on_person(self, person: SamplePerson) -> None:
        """A sample person was chosen: the sandbox signs them in at once."""
        await self.model.sign_in_as(person)

    async def on_again(self) -> None:
        await self.model.load()

    def on_stop(self) -> None:
        self.model.stop()

    async def on_language(self, language: str) -> None:
        await self.s.services.change_settings(language=language)

    # --- drawing ---

    def _redraw(self) -> None:
        self._draw()
        parts.redraw(self.place)

    def _draw(self) -> None:
        if self.model.where == "signing_in":
            self.place.controls[:] = self._progress()
            return
        people = [control for group in self.model.groups for control in self._group(group)]
        self.place.controls[:] = [
            *self._what_it_is(),
            self._language(),
            *self._trouble(),
            *people,
            self._join(),
            parts.notice(self.s.wording.where_words_live(), icon=parts.icons.ONLY_ME),
        ]

    def _what_it_is(self) -> list[ft.Control]:
        _ = self._
        return [
            ft.Row([parts.mark()], alignment=ft.MainAxisAlignment.CENTER),
            parts.stack(
                parts.body(
                    _(
                        "Lantern stays with you between your sessions: what you hope for, what you notice, what comes next."
                    ),
                    align=ft.TextAlign.CENTER,
                ),
                parts.body(
                    _("You see who reads what, and take back what you chose to share."),
                    color=t.MUTED,
                    align=ft.TextAlign.CENTER,
                ),
                spacing=t.S4,
            ),
        ]

    def _trouble(self) -> list[ft.Control]:
        trouble = self.model.trouble
        if trouble is None:
            return []
        plain = TroubleSentences(self.s.speech, self.s.moments).explain(trouble, self.s.now())
        again = None
        if not self.model.people:
            again = parts.text_button(self._("Try again"), self.guard(self.on_again))
        return [
            parts.notice(
                plain.rest,
                title=plain.happened,
                tone="support",
                icon=parts.icons.INFO,
                action=again,
                is_live=True,
            )
        ]

    def _group(self, group: Group) -> list[ft.Control]:
        _ = self._
        rows: list[ft.Control] = []
        for person in group.people:
            if rows:
                rows.append(parts.hairline())
            rows.append(
                parts.list_row(
                    person.name,
                    self._line_of(person),
                    self.guard(partial(self.on_person, person)),
                    initial=person.name,
                    has_arrow=True,
                )
            )
        title = _("The people who work there") if group.is_staff else _("Try it with sample people")
        return [parts.section(title), parts.card(*rows, padding=0, spacing=0)]

    def _line_of(self, person: SamplePerson) -> str:
        """Role and situation. The situation is the sandbox's own sentence."""
        if person.role == "patient":
            return person.situation
        _ = self._
        roles = {
            "therapist": _("Therapist"),
            "prescriber": _("Prescriber"),
            "coordinator": _("Coordinator"),
        }
        return " · ".join(word for word in (roles.get(person.role, ""), person.situation) if word)

    def _join(self) -> ft.Control:
        _ = self._
        to_join = self.guard(partial(self.s.go, "/join"))
        if self.model.has_sample_people:
            return parts.outline_button(_("Join your clinic"), to_join)
        return parts.primary_button(_("Join your clinic"), to_join)

    def _language(self) -> ft.Control:
        _ = self._
        return parts.segmented(
            [parts.Choice("en", "English"), parts.Choice("es", "Español")],
            self.s.language,
            self.guard(self.on_language),
            label=_("Language"),
        )

    def _progress(self) -> list[ft.Control]:
        _ = self._
        name = self.model.chosen.name if self.model.chosen else ""
        return [
            parts.spoken(
                parts.empty_state(
                    _("Signing in"),
                    _("One moment: the clinic is asked whether {name} may come in.").format(name=name),
                    icon=parts.icons.WAITING,
                )
            ),
            parts.outline_button(_("Cancel"), self.guard(self.on_stop)),
        ]
