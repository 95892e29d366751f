"""`/team`: everybody around the patient in a few words each. Who joined or left lately is said; a guest is never one of the clinic's."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import flet as ft

from mobile.care.who import TeamPerson
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.clinic_words import role_text
from mobile.screens.ledger_words import not_listed_text
from mobile.screens.live_screen import LiveScreen
from mobile.screens.person_way import person_route
from mobile.screens.reads.who import KINDS, WhoIsWho, who_is_who
from mobile.screens.team.words import sees_text, standing_text

EDGE = ft.Padding(0, t.S4, 0, t.S4)


class WhoIsWhoPlace(LiveScreen):
    """Reached from Care."""

    follows = KINDS

    def title(self) -> str:
        return self._("Who is who")

    async def load(self) -> None:
        self.known: WhoIsWho = await who_is_who(self.records, self.me, self.s.now())

    def drawn(self) -> list[ft.Control]:
        _, around = self._, self.known.around
        own = [one for one in around.now if one.standing == "here"]
        guests = [one for one in around.now if one.standing == "guest"]
        rows: list[ft.Control] = []
        if not around.now and self.has_all:
            rows.append(self._nobody())
        rows += self._people(own, _("At your clinic"))
        rows += self._people(guests, _("From outside, by your invitation"))
        rows += self._people(around.coming, _("Who comes"))
        rows += self._people(around.left, _("Who left"))
        if around.everybody:
            if self.has_all and (unlisted := not_listed_text(self.s, self.known.ledger)):
                rows.append(parts.small(unlisted))
            rows.append(self._ways())
        return rows

    def _people(self, people: Sequence[TeamPerson], title: str) -> list[ft.Control]:
        if not people:
            return []
        rows: list[ft.Control] = []
        for one in people:
            rows += [*([parts.hairline()] if rows else []), self._row(one)]
        return [parts.section(title), parts.card(*rows, spacing=0, padding=EDGE)]

    def _row(self, person: TeamPerson) -> ft.Control:
        _, known = self._, self.known
        name = known.name_of(person) or _("Somebody of your clinic")
        detail = "\n".join(
            part
            for part in (
                role_text(_, known.role_of(person)) if person.standing != "guest" else "",
                standing_text(self.s, person) if person.standing != "here" or person.is_new else "",
                sees_text(self.s, known, person),
            )
            if part
        )
        return parts.list_row(
            name,
            detail,
            self.guard(partial(self.s.go, person_route(person.reference))),
            initial=name,
            picture=known.portraits.get(person.reference),
            badge=parts.chip(_("New"), tone="integrate") if person.is_new else None,
            has_arrow=True,
        )

    def _ways(self) -> ft.Control:
        _ = self._
        return parts.card(
            parts.list_row(
                _("What I share"),
                _("What each can see, and the way to take it back"),
                self.guard(partial(self.s.go, "/sharing")),
                icon=parts.icons.THERAPIST,
                has_arrow=True,
            ),
            parts.hairline(),
            parts.list_row(
                _("Messages"),
                _("To your clinic’s team"),
                self.guard(partial(self.s.go, "/messages")),
                icon=parts.icons.MESSAGES,
                has_arrow=True,
            ),
            spacing=0,
            padding=EDGE,
        )

    def _nobody(self) -> ft.Control:
        return parts.empty_state(
            self._("Your clinic has not listed anybody yet"),
            self._("Who looks after you appears here, with what each can see of yours."),
            icon=parts.icons.PERSON,
        )
