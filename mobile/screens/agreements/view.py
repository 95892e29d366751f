"""`/agreements`: what there is to read, what was read and can be signed, what was signed and is in force, until when, and what was."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from urllib.parse import quote

import flet as ft

from mobile.care.agenda import Session
from mobile.care.consent.document import Agreement
from mobile.care.consent.listing import Listed, State, in_force
from mobile.care.consent.papers import ListedPaper
from mobile.care.consent.profile import IN_APP, WITH_GUARDIAN
from mobile.care.consent.reading import agreement_of
from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.talking_point import TalkingPoint
from mobile.care.consent.unreadable import Unreadable
from mobile.care.decision_guard import decisions_wait
from mobile.care.forms.definition import FormDefinition
from mobile.care.people import Patient
from mobile.care.prompts import Protocol
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.agreed_words import lets_text, of_rules, points_text
from mobile.screens.agreements.signing_words import waits_text
from mobile.screens.agreements.words import (
    again_text,
    period_text,
    signing_text,
    state_of_signed,
    state_text,
    stays_text,
    version_line,
)
from mobile.screens.live_screen import LiveScreen
from mobile.screens.reads import team as teams
from mobile.screens.reads.agreements import (
    KINDS,
    PAPERS,
    agreements_asked_for,
    listed_papers,
    standing_agreements,
)
from mobile.screens.reads.guardians import guardians
from mobile.screens.reads.scopes import agreed_reading
from mobile.screens.reads.team import team
from mobile.screens.status_text import begun

EDGE = ft.Padding(0, t.S4, 0, t.S4)


class Agreements(LiveScreen):
    """The list. Reading it changes nothing."""

    follows = tuple(dict.fromkeys((*KINDS, *PAPERS, *teams.KINDS, TalkingPoint, Session, Protocol, Patient)))

    def title(self) -> str:
        return self._("Agreements")

    async def load(self) -> None:
        now = self.s.now()
        self.listed = await agreements_asked_for(self.records, now)
        self.papers = await listed_papers(self.records, now)
        papers = {name for one in self.papers for name in (one.paper.address, *one.paper.replaces)}
        self.others = in_force(await standing_agreements(self.records), self.listed, now, papers)
        self.ended = await self._ended()
        points = await self.records.every(TalkingPoint)
        self.points = sorted(
            (one for one in points if one.is_open or one.is_talked_about),
            key=lambda one: (not one.is_open, one.agreement, one.question),
        )
        self.forms = {one.canonical: one for one in await self.records.every(FormDefinition)}
        self.team = await team(self.records, now)
        self.speaking = {one.signed.id for one in (await agreed_reading(self.records, now)).here.openings}
        sessions, protocols = await self.records.every(Session), await self.records.every(Protocol)
        self.waits = decisions_wait(sessions, protocols, now, self.s.zone)
        self.guardians = await guardians(self.records, self.me, now)

    async def _ended(self) -> list[SignedAgreement]:
        """What was in force once, and is no more: withdrawn, over, or ended by the clinic."""
        standing = {one.id for one in await standing_agreements(self.records)}
        every, now = await self.records.every(SignedAgreement), self.s.now()
        return [one for one in every if one.id not in standing or not one.holds(now)]

    def drawn(self) -> list[ft.Control]:
        _ = self._
        if not (self.listed or self.others or self.papers or self.ended or self.points):
            if not self.has_all:
                return []
            return [
                parts.empty_state(
                    _("No agreements yet"),
                    _("What your clinic asks you to agree to appears here, to read before you decide."),
                    icon=parts.icons.NOTES,
                )
            ]
        to_read, read, here, current, later = (
            [one for one in self.listed if one.state == state]
            for state in ("to_read", "read", "signed_here", "in_force", "later")
        )
        return [
            *self._new_versions([*to_read, *read]),
            *self._group(
                _("To read"), [one for one in to_read if not one.is_new_version], self._papers("to_read")
            ),
            *self._group(_("Read"), [one for one in read if not one.is_new_version]),
            *self._group(_("Signed here"), here, self._papers("signed_here")),
            *self._group(
                _("In force"),
                current,
                [*self._papers("in_force"), *(self._other(one) for one in self.others)],
            ),
            *self._group(_("In force later"), later, self._papers("later")),
            *self._group(_("In force no more"), [], [self._other(one) for one in self.ended]),
            *self._group(_("To talk about"), [], [self._point(one) for one in self.points]),
            *([parts.small(points_text(self.s, self.team.members))] if self.points else []),
            parts.small(self._signing()),
        ]

    def _new_versions(self, to_read: Sequence[Listed]) -> list[ft.Control]:
        """First of all, each a card of its own."""
        found: list[ft.Control] = []
        for one in to_read:
            if one.is_new_version:
                texts = (f"{self._named(one)}.", state_text(self.s, one), self._when(one))
                found.append(self._new(texts, self._way(one), is_read=one.state == "read"))
        for paper in self.papers:
            if paper.is_new_version and paper.signed is not None:
                named = [self._paper_title(paper), version_line(self.s, paper.paper.version)]
                texts = (
                    f"{', '.join(one for one in named if one)}.",
                    stays_text(self.s, paper.signed),
                    self._shown(paper),
                )
                found.append(self._new(texts, self._to_paper(paper)))
        return found

    def _new(self, texts: Sequence[str], go: parts.Handler, *, is_read: bool = False) -> ft.Control:
        row = parts.list_row(
            self._("New version to sign") if is_read else self._("New version to read"),
            " ".join(text for text in texts if text),
            go,
            icon=parts.icons.NOTES,
            icon_tone="prepare",
            has_arrow=True,
        )
        return parts.card(row, tone="prepare", padding=EDGE)

    def _group(
        self, name: str, listed: Sequence[Listed], more: Sequence[ft.Control] = ()
    ) -> list[ft.Control]:
        rows: list[ft.Control] = []
        for row in [*(self._row(one) for one in listed), *more]:
            rows += [parts.hairline()] if rows else []
            rows.append(row)
        if not rows:
            return []
        return [parts.section(name), parts.card(*rows, spacing=0, padding=EDGE)]

    def _row(self, one: Listed) -> ft.Control:
        is_signed = one.state in ("signed_here", "in_force", "later")
        detail = [" ".join(text for text in (state_text(self.s, one), self._when(one)) if text)]
        detail += self._lets(one.signed) if is_signed else []
        if one.agreement is not None and not is_signed:
            detail.append(self._("Needed for treatment") if one.agreement.is_needed else self._("Optional"))
        return parts.list_row(
            self._named(one),
            " · ".join(detail).replace(". · ", ". "),  # a sentence that has ended needs no dot more
            self._way(one),
            icon=parts.icons.KEPT if is_signed else parts.icons.NOTES,
            has_arrow=True,
        )

    def _when(self, one: Listed) -> str:
        """When what was read can be signed; "" where it is not signed here."""
        if one.state != "read" or one.agreement is None or not self._is_signed_here(one.agreement):
            return ""
        return waits_text(self.s, self.waits) if self.waits is not None else self._("You can sign it.")

    def _is_signed_here(self, one: Agreement) -> bool:
        return one.signing == IN_APP or (one.signing == WITH_GUARDIAN and bool(one.assent and self.guardians))

    def _other(self, one: SignedAgreement) -> ft.Control:
        """In force, and asked for no more; or in force no more."""
        name = one.title or self._("An agreement of your clinic")
        texts = (version_line(self.s, one.version), period_text(self.s, one), *self._lets(one))
        detail = " · ".join(text for text in texts if text)
        return parts.list_row(
            name, begun(detail), self._to_signed(one), icon=parts.icons.KEPT, has_arrow=True
        )

    def _lets(self, one: SignedAgreement | None) -> list[str]:
        """Whom it lets see what, where it does so now."""
        lets = of_rules(one.permits()) if one is not None and one.id in self.speaking else []
        return [lets_text(self.s, lets, self.team.members)] if lets else []

    def _point(self, one: TalkingPoint) -> ft.Control:
        """What was not clear, and whether it was talked about, as the clinic's record has it."""
        _, m = self._, self.s.moments
        state = _("Not talked about yet")
        if one.is_talked_about:
            who = self.team.name_of(one.owner) or one.owner_name or _("somebody of your clinic")
            day = m.full_date(one.changed_at) if one.changed_at is not None else ""
            state = _("Talked about {day}, by {name}").format(day=day, name=who)
        form = self.forms.get(one.agreement)
        named = form.title.in_language(self.s.language) if form is not None else ""
        detail = " · ".join(text for text in (named, state) if text)
        return parts.list_row(self._idea(one), detail, None, icon=parts.icons.MESSAGES)

    def _idea(self, one: TalkingPoint) -> str:
        form = self.forms.get(one.agreement)
        try:
            questions = agreement_of(form).questions() if form is not None else ()
            found = next((each for _part, each in questions if each.link_id == one.question), None)
        except Unreadable:
            found = None
        if found is None:
            return self._("Something in an agreement that is not here")
        return found.point.in_language(self.s.language) or found.text.in_language(self.s.language)

    def _papers(self, state: State) -> list[ft.Control]:
        return [self._paper(one) for one in self.papers if one.state == state and not one.is_new_version]

    def _paper(self, one: ListedPaper) -> ft.Control:
        is_signed = one.signed is not None and not one.is_again
        detail = [self._("PDF"), version_line(self.s, one.paper.version)]
        if one.signed is not None and one.is_again:
            detail += [again_text(self.s, one.signed), self._shown(one)]
        elif one.signed is not None:
            detail.append(state_of_signed(self.s, one.signed, is_here=one.state == "signed_here"))
        else:
            detail += [self._shown(one), self._("Needed for treatment") if one.paper.is_needed else ""]
        return parts.list_row(
            self._paper_title(one),
            " · ".join(text for text in detail if text),
            self._to_signed(one.signed) if one.signed is not None and is_signed else self._to_paper(one),
            icon=parts.icons.KEPT if is_signed else parts.icons.NOTES,
            has_arrow=True,
        )

    def _paper_title(self, one: ListedPaper) -> str:
        return one.paper.title.in_language(self.s.language) or self._("A paper of your clinic")

    def _shown(self, one: ListedPaper) -> str:
        """How many pages were shown on this device."""
        n = one.shown
        return self.s.ngettext("{n} page read", "{n} pages read", n).format(n=n) if n else ""

    def _to_paper(self, one: ListedPaper) -> parts.Handler:
        return self.guard(partial(self.s.go, f"/agreements/paper/{quote(one.paper.id, safe='')}"))

    def _named(self, one: Listed) -> str:
        title = one.form.title.in_language(self.s.language) or self._("An agreement of your clinic")
        is_old_known = one.is_new_version and one.form.version
        return f"{title}, {version_line(self.s, one.form.version)}" if is_old_known else title

    def _way(self, one: Listed) -> parts.Handler:
        if one.signed is not None and one.state in ("signed_here", "in_force", "later"):
            return self._to_signed(one.signed)
        id = one.form.server_id or one.form.id
        return self.guard(partial(self.s.go, f"/agreements/{quote(id, safe='')}"))

    def _to_signed(self, one: SignedAgreement) -> parts.Handler:
        return self.guard(partial(self.s.go, f"/agreements/signed/{quote(one.id, safe='')}"))

    def _signing(self) -> str:
        """One sentence where all say the same; else each page says its own."""
        stated = {one.agreement.signing for one in self.listed if one.agreement is not None}
        stated |= {one.paper.signing for one in self.papers}
        if len(stated) == 1 and WITH_GUARDIAN not in stated:
            return signing_text(self.s, stated.pop())
        return self._("Each agreement says where it is signed.") if stated else ""
