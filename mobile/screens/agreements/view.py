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
from mobile.care.consent.signed import SignedAgreement
from mobile.care.decision_guard import decisions_wait
from mobile.care.people import Patient
from mobile.care.prompts import Protocol
from mobile.design import parts
from mobile.design import tokens as t
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
from mobile.screens.reads.agreements import (
    KINDS,
    PAPERS,
    agreements_asked_for,
    listed_papers,
    standing_agreements,
)
from mobile.screens.reads.guardians import guardians

EDGE = ft.Padding(0, t.S4, 0, t.S4)


class Agreements(LiveScreen):
    """The list. Reading it changes nothing."""

    follows = (*KINDS, *PAPERS, Session, Protocol, Patient)

    def title(self) -> str:
        return self._("Agreements")

    async def load(self) -> None:
        now = self.s.now()
        self.listed = await agreements_asked_for(self.records, now)
        self.papers = await listed_papers(self.records, now)
        papers = {name for one in self.papers for name in (one.paper.address, *one.paper.replaces)}
        self.others = in_force(await standing_agreements(self.records), self.listed, now, papers)
        self.ended = await self._ended()
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
        if not (self.listed or self.others or self.papers or self.ended):
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
        if one.agreement is not None and not is_signed:
            detail.append(self._("Needed for treatment") if one.agreement.is_needed else self._("Optional"))
        return parts.list_row(
            self._named(one),
            " · ".join(detail),
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
        detail = " · ".join(
            text for text in (version_line(self.s, one.version), period_text(self.s, one)) if text
        )
        return parts.list_row(name, detail, self._to_signed(one), icon=parts.icons.KEPT, has_arrow=True)

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
