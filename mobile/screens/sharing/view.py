"""What I share: the whole ledger (picture 31). By person, staff included: what, by which right, since when, last opened, and
the way back, or why there is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Any

import flet as ft

from mobile.care.ledger.kept import Entry
from mobile.care.shares import Share
from mobile.care.words import excerpt, is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.ports import SendState
from mobile.screens.agreed_words import held_route, held_text
from mobile.screens.clinic_words import role_text
from mobile.screens.ledger_words import (
    not_listed_text,
    opened_text,
    part_named,
    people_text,
    right_text,
    stays_text,
)
from mobile.screens.live_screen import LiveScreen
from mobile.screens.pages import Pages
from mobile.screens.panels.given_times import TIMES_ROUTE, holder_name
from mobile.screens.panels.held_rows import held_rows
from mobile.screens.reads import open_addresses as addresses
from mobile.screens.reads.open_addresses import open_addresses
from mobile.screens.revocation import taken_back_text
from mobile.screens.shareable_words import About, of_copy, of_kind
from mobile.screens.sharing.addresses_card import addresses_card
from mobile.screens.sharing.invited_card import invited_card
from mobile.screens.sharing.model import KINDS, SharedWith, SharingModel
from mobile.screens.status_text import read_at_text, standing_text

FEW = 3
"""So many shared things stand listed each at once; more stand behind one tap."""


class Sharing(LiveScreen):
    """Reached from Care."""

    follows = tuple(dict.fromkeys((*KINDS, *addresses.KINDS)))

    def title(self) -> str:
        return self._("What I share")

    def body(self) -> list[ft.Control]:
        self.model = SharingModel(self.records, self.s.now)
        self.pages = Pages(self.s, self.redraw)
        self._opened = set[str]()
        return super().body()

    async def load(self) -> None:
        await self.model.load()
        sessions = self.model.visits.sessions
        self.addresses = await open_addresses(self.records, sessions, self.s.now(), self.s.zone)

    def drawn(self) -> list[ft.Control]:
        _, model = self._, self.model
        is_sure = self.has_all and bool(model.ledger.readers or not (model.holders or self.addresses))
        phrase = [people_text(self.s, model.ledger)] if is_sure else []
        if model.alone and self.has_all:
            kinds = Counter(type(one) for one in model.alone)
            phrase += [of_kind(kind).alone(self.s, n) for kind, n in kinds.items()]
        rows: list[ft.Control] = [parts.body(" ".join(phrase))] if phrase else []
        not_listed = not_listed_text(self.s, model.ledger) if is_sure else ""
        rows += [parts.small(not_listed)] if not_listed else []
        rows += [self._leaving(share) for share in model.leaving]
        if not model.shares.active and self.has_all:
            rows.append(self._nothing_chosen())
        rows += [self._person(one) for one in model.people]
        rows.append(invited_card(self.s, model))
        if model.people and self.has_all and not model.ledger.is_reading_recorded:
            rows.append(parts.small(_("Your clinic’s system has not said who opened what.")))
        rows += addresses_card(self.s, self.addresses)
        rows.append(self._times())
        rows.append(self._take_out())
        return rows

    def _times(self) -> ft.Control:
        """Who was handed times, by the patient themselves."""
        _, holders = self._, self.model.holders
        who = _("Someone you trust can have your session times, and nothing else.")
        if holders:
            names = ", ".join(dict.fromkeys(holder_name(self.s, one.given) for one in holders))
            who = _("Copied or saved for: {names}").format(names=names)
        return parts.card(
            parts.list_row(
                _("Session times for someone"),
                who,
                self.guard(partial(self.s.go, TIMES_ROUTE)),
                icon=parts.icons.SESSIONS,
                has_arrow=True,
            ),
            padding=ft.Padding(0, t.S4, 0, t.S4),
        )

    def _nothing_chosen(self) -> ft.Control:
        """Nothing is shared by choice; what the clinic's own rules open stands below all the same."""
        _ = self._
        return parts.empty_state(
            _("Nothing is shared by your own choice"),
            _(
                "When you share something you wrote, the person who can read it is listed here, "
                "with when they last did. You can take it back any time."
            ),
            icon=parts.icons.ONLY_ME,
            action=parts.outline_button(_("Your words"), self.guard(partial(self.s.go, "/journal"))),
        )

    def _take_out(self) -> ft.Control:
        _ = self._
        return parts.card(
            parts.list_row(
                _("Take everything with me"),
                self.s.wording.whole_copy(),
                self.guard(partial(self.s.go, "/settings/take")),
                icon=ft.Icons.FILE_DOWNLOAD_OUTLINED,
                has_arrow=True,
            ),
            padding=ft.Padding(0, t.S4, 0, t.S4),
        )

    def _person(self, one: SharedWith) -> ft.Control:
        """Whoever reads answers stands open; whoever sees times alone is one line until it is tapped."""
        _, name = self._, one.name or self._("Somebody of your clinic")
        role = role_text(_, one.role)
        key = one.practitioner
        if one.reader.has_answers:
            return parts.card(self._head(name, role), *self._entries(one, name), spacing=t.S8)
        is_open = key in self._opened
        sees = _("Session times and steps, no answers") if one.reader.entry("care") else _("No answers")
        detail = ". ".join(part for part in (role, sees) if part)
        head = parts.pressable(
            ft.Row(
                [
                    self._head(name, detail, expand=True),
                    parts.icons.icon(
                        ft.Icons.KEYBOARD_ARROW_UP_ROUNDED
                        if is_open
                        else ft.Icons.KEYBOARD_ARROW_DOWN_ROUNDED
                    ),
                ],
                spacing=t.S12,
            ),
            self.guard(partial(self._turn, key)),
        )
        return parts.card(head, *(self._entries(one, name) if is_open else []), spacing=t.S8)

    def _head(self, name: str, detail: str, *, expand: bool = False) -> ft.Control:
        words: list[ft.Control] = [parts.subheading(name)]
        if detail:
            words.append(parts.small(detail))
        column = ft.Column(words, spacing=0, tight=True, expand=True)
        return ft.Row([parts.avatar(name), column], spacing=t.S12, expand=expand)

    def _entries(self, one: SharedWith, name: str) -> list[ft.Control]:
        rows: list[ft.Control] = []
        if one.shares and one.reader.entry("shared") is None:  # another device took the copy away
            rows += [parts.hairline(), *self._each(one, name)]
        for entry in one.reader.entries:
            rows += [parts.hairline(), self._entry(one, entry, name)]
            key = f"{one.practitioner} {entry.what}"
            if entry.what == "shared" and (len(one.shares) <= FEW or key in self._opened):
                rows += self._each(one, name)
            elif key in self._opened:
                rows.append(parts.body(stays_text(self.s, entry, name)))
        return rows

    def _entry(self, one: SharedWith, entry: Entry, name: str) -> ft.Control:
        """One part of the record: what, by which right, since when, last opened; and the way back, or why there is none."""
        lines = [part_named(self.s, entry), right_text(self.s, entry), opened_text(self.s, entry)]
        texts: list[ft.Control] = [parts.strong(lines[0]), *(parts.small(line) for line in lines[1:] if line)]
        words = ft.MergeSemantics(ft.Column(texts, spacing=0, tight=True))
        way = self._way(one, entry, name)
        return parts.Beside(words, way) if way is not None else words

    def _way(self, one: SharedWith, entry: Entry, name: str) -> ft.Control | None:
        _, key = self._, f"{one.practitioner} {entry.what}"
        what = part_named(self.s, entry)
        if entry.what == "shared":
            if len(one.shares) < 2:
                return None
            back = parts.text_button(
                _("Take back"),
                self.guard(partial(self.on_take_back, one.shares, name)),
                tone="support",
                label=_("Take everything back from {name}").format(name=name),
            )
            if len(one.shares) <= FEW:
                return back
            each = parts.text_button(
                _("Hide") if key in self._opened else _("Each"),
                self.guard(partial(self._turn, key)),
                label=_("Each thing shared with {name}").format(name=name),
            )
            return ft.Column(
                [back, each], spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.END
            )
        if entry.what == "invitation" and (invitation := self.model.invitation_of(one.practitioner)):
            go = self.guard(partial(self.s.go, f"/sharing/invitation/{invitation.id}"))
            label = _("Invitation for {name}").format(name=name)
            return parts.text_button(_("Invitation"), go, label=label)
        if entry.why == "agreed":
            go = self.guard(partial(self.s.go, "/measures"))
            return parts.text_button(_("Agreement"), go, label=_("Agreement: {what}").format(what=what))
        return parts.text_button(
            _("Hide") if key in self._opened else _("Why it stays"),
            self.guard(partial(self._turn, key)),
            label=_("Why it stays: {what}, {name}").format(what=what, name=name),
        )

    async def _turn(self, key: str) -> None:
        """Opens or closes one part of the page."""
        self._opened ^= {key}
        await self.redraw()

    def _each(self, one: SharedWith, name: str) -> list[ft.Control]:
        rows: list[ft.Control] = []
        for share in self.pages.shown(one.practitioner, one.shares):
            rows += [parts.hairline(), self._share(share, name)]
        return [*rows[1:], *self.pages.more(one.practitioner, one.shares)]

    def _share(self, share: Share, name: str) -> ft.Control:
        _, s = self._, self.s
        words = excerpt(share.copy.words, 90) if share.copy else _("Something you shared")
        phrase = parts.own_words(words, size=t.SIZE_BODY + 2) if share.copy else parts.strong(words)
        phrase.rtl = is_right_to_left(words)
        lines: list[ft.Control] = [phrase]
        about = self._about(share)
        since = share.grant.given_at
        if since is not None:
            shared = _("Shared {when}").format(when=s.moments.near(since, s.now()))
            lines.append(parts.small(" · ".join(part for part in (about, shared) if part)))
        lines.append(parts.small(read_at_text(s, name, share.read_at)))
        held = self.model.held(share)
        if held is not None:
            lines += held_rows(s, held_text(s, held, name), held_route(held) or "")
        standing = self.model.standing(share)
        if standing is not None and standing.state is not SendState.SENT:
            status = standing_text(s, standing)
            lines.append(
                parts.small(status.text, color=t.SUPPORT if status.state == "attention" else t.MUTED)
            )
            if status.can_try_again:
                lines.append(parts.text_button(_("Try again"), self.guard(self.model.try_again)))
        back = parts.text_button(
            _("Take back"),
            self.guard(partial(self.on_take_back, (share,), name)),
            tone="support",
            label=_("Take back from {name}: {what}").format(name=name, what=excerpt(words, 40)),
        )
        lines.append(ft.Row([back], alignment=ft.MainAxisAlignment.END))
        return ft.Column(lines, spacing=2, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)

    def _about(self, share: Share) -> str:
        """`Session 3`: what it is about, where its copy is here to say so."""
        if share.copy is None:
            return ""
        session = self.model.visits.session(share.copy.session)
        about = About(share.copy.head(), session, self.model.visits.place(session))
        return of_copy(share.copy).shared_as(self.s, about)

    def _leaving(self, share: Share) -> ft.Control:
        """Taken back here, not known there yet: until it is sent, they may still be able to read it."""
        _ = self._
        name = self.model.team.name_of(share.grant.practitioner) or _("your therapist")
        standing = self.model.standing(share)
        needs_help = standing is not None and standing.state is SendState.NEEDS_ATTENTION
        return parts.notice(
            _(
                "You took something back from {name}. The clinic does not know yet: until it does, it may still be read."
            ).format(name=name),
            tone="danger" if needs_help else "prepare",
            action=parts.text_button(_("Try again"), self.guard(self.model.try_again))
            if needs_help
            else None,
        )

    def on_take_back(self, shares: Sequence[Share], name: str, _event: Any = None) -> None:
        """Asks once; never waits for anything."""
        self.s.run(self._take_back(shares, name))

    async def _take_back(self, shares: Sequence[Share], name: str) -> None:
        _ = self._
        if not await self.s.ask(
            _("Take it back?"),
            _(
                "{name} will no longer be able to open it. They will see that it was withdrawn, not what it said. "
                "What was already read cannot be unread."
            ).format(name=name),
            yes=_("Take back"),
            no=_("Keep sharing"),
        ):
            return
        result = await self.model.take_back(shares)
        other = self.model.team.name_of(result.still) if result.still else ""
        self.s.say(taken_back_text(self.s, result, name, other))
        await self.redraw()
