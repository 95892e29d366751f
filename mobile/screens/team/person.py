"""`/team/<who>`: one person: since when they are there, what the clinic says of them, what they can see of the patient's, and how to
reach them. Every line is computed; nothing is said of somebody that nobody stated."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.ledger.kept import Entry
from mobile.care.summary import keeps
from mobile.care.who import TeamPerson
from mobile.care.who.credentials import Learned
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.clinic_words import role_text
from mobile.screens.language_words import languages_text
from mobile.screens.ledger_words import not_listed_text, opened_text, part_named, right_text
from mobile.screens.live_screen import LiveScreen
from mobile.screens.opening_hours import days_text
from mobile.screens.panels.number_buttons import number_buttons
from mobile.screens.reads.who import KINDS, WhoIsWho, who_is_who
from mobile.screens.team.words import reach_text, standing_text

PORTRAIT = 88


class OnePersonOfTheTeam(LiveScreen):
    """Reached from Who is who, and from Care."""

    follows = KINDS

    def title(self) -> str:
        return self._("Who is who")

    async def load(self) -> None:
        self.known: WhoIsWho = await who_is_who(self.records, self.me, self.s.now())
        self.one: TeamPerson | None = self.known.person(self.params["who"])

    def drawn(self) -> list[ft.Control]:
        if self.one is None:
            gone = self._("This person is not on your team, and can see nothing of yours.")
            return [parts.notice(gone)] if self.has_all else []
        one = self.one
        return [self._head(one), *self._stated(one), *self._sees(one), *self._reach(one)]

    def _name(self, one: TeamPerson) -> str:
        return self.known.name_of(one) or self._("Somebody of your clinic")

    def _head(self, one: TeamPerson) -> ft.Control:
        name = self._name(one)
        lines = [role_text(self._, self.known.role_of(one)), standing_text(self.s, one)]
        if one.standing in ("guest", "guest_left"):
            lines.append(self._("Not one of your clinic’s people."))
        words = [parts.heading(name), *(parts.body(line) for line in lines if line)]
        picture = self.known.portraits.get(one.reference)
        return ft.Row(
            [
                parts.avatar(name, picture, size=PORTRAIT),
                ft.Column(words, spacing=2, tight=True, expand=True),
            ],
            spacing=t.S16,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        )

    # --- what the clinic says of them ---

    def _stated(self, one: TeamPerson) -> list[ft.Control]:
        _, s, language = self._, self.s, self.s.language
        known = self.known.credentials(one, s.zone)
        roles = self.known.roles_of(one) if one.standing == "here" else ()
        lines: list[ft.Control] = [
            parts.body(role.about.in_language(language)) for role in roles if role.about
        ]
        lines += [parts.body(what.in_language(language)) for role in roles for what in role.works_on]
        lines += [parts.body(self._learned(each)) for each in known.learned]
        if spoken := languages_text(_, known.languages):
            lines.append(parts.body(spoken))
        days = {day for role in roles for window in role.windows for day in window.days}
        if days:
            lines.append(parts.body(_("There on: {days}").format(days=days_text(s, days))))
        if not lines:
            return []
        return [parts.section(_("What your clinic says of them")), parts.card(*lines, spacing=t.S4)]

    def _learned(self, one: Learned) -> str:
        what = one.what.in_language(self.s.language)
        since = self._("since {year}").format(year=one.since) if one.since is not None else ""
        return ", ".join(part for part in (what, since, one.by) if part)

    # --- what they can see ---

    def _sees(self, one: TeamPerson) -> list[ft.Control]:
        _, reader = self._, self.known.reads(one)
        rows: list[ft.Control] = []
        for entry in reader.entries if reader is not None else ():
            rows += [*([parts.hairline()] if rows else []), self._entry(entry)]
        if not rows:
            if not one.member.is_practitioner:
                rows.append(parts.body(_("Your clinic’s system does not say here what they can see.")))
            elif self.has_all:
                rows.append(parts.body(_("Nothing of yours.")))
        if not rows:
            return []
        found = [parts.section(_("What they can see of yours")), parts.card(*rows)]
        if self.has_all and reader is not None and keeps_notes(one):
            found.append(parts.small(not_listed_text(self.s, self.known.ledger)))
        change = _("Change what I share") if reader is not None else _("What I share")
        way = parts.text_button(change, self.guard(partial(self.s.go, "/sharing")))
        return [*found, ft.Row([way], wrap=True)]

    def _entry(self, entry: Entry) -> ft.Control:
        s = self.s
        lines = [line for line in (right_text(s, entry), opened_text(s, entry)) if line]
        words = [parts.strong(part_named(s, entry)), *(parts.small(line) for line in lines)]
        return ft.MergeSemantics(parts.stack(*words, spacing=0))

    # --- how to reach them ---

    def _reach(self, one: TeamPerson) -> list[ft.Control]:
        _ = self._
        text = reach_text(self.s, self.known.ledger, one)
        numbers = self._numbers(one)
        if not text and not numbers:
            return []
        rows: list[ft.Control] = [parts.section(_("How to reach them"))]
        rows += [parts.body(text)] if text else []
        if self.known.ledger.lets.get((one.reference, "messages")) == "yes" and one.standing == "here":
            write = self.guard(partial(self.s.go, "/messages"))
            rows.append(parts.outline_button(_("Write to your team"), write, icon=parts.icons.MESSAGES))
        return [*rows, *numbers]

    def _numbers(self, one: TeamPerson) -> list[ft.Control]:
        """By which the clinic says they are reached there."""
        roles = self.known.roles_of(one) if one.standing == "here" else ()
        return number_buttons(self.s, (phone for role in roles for phone in role.phones), self._name(one))


def keeps_notes(one: TeamPerson) -> bool:
    """Whether they may keep notes that the patient's list does not have."""
    return one.standing == "here" and keeps(one.member)
