"""What I share (picture 09): by person, what they can read, since when, when they last read it, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import flet as ft

from mobile.care.shares import Share
from mobile.care.words import excerpt, is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.ports import SendState
from mobile.screens.clinic_words import role_told
from mobile.screens.following import FollowingScreen
from mobile.screens.pages import Pages
from mobile.screens.sharing.model import KINDS, SharedWith, SharingModel
from mobile.screens.taken_back import taken_back_told
from mobile.screens.told import read_told, session_name, standing_told


class Sharing(FollowingScreen):
    """Reached from Care."""

    follows = KINDS

    def title(self) -> str:
        return self._("What I share")

    def body(self) -> list[ft.Control]:
        self.model = SharingModel(self.records, self.s.now)
        self.pages = Pages(self.s, self.redraw)
        return super().body()

    async def load(self) -> None:
        await self.model.load()

    def drawn(self) -> list[ft.Control]:
        _ = self._
        rows: list[ft.Control] = [
            parts.small(
                _("Everything here was shared by you. Nobody sees anything else.")
                if self.s.is_hosted
                else _("Everything here was shared by you. Nothing else leaves this phone readable.")
            )
        ]
        rows += [self._leaving(share) for share in self.model.leaving]
        if not self.model.people:
            rows.append(
                parts.empty_state(
                    _("Nothing is shared"),
                    _(
                        "When you share an intention, the person who can read it is listed here, "
                        "with when they last did. You can take it back any time."
                    ),
                    icon=parts.icons.ONLY_ME,
                    action=parts.outline_button(
                        _("Your intentions"), self.guard(partial(self.s.go, "/intentions"))
                    ),
                )
            )
        rows += [self._person(one) for one in self.model.people]
        rows.append(
            parts.card(
                parts.list_row(
                    _("Take everything with me"),
                    _("A copy of what this page holds")
                    if self.s.is_hosted
                    else _("A copy of all that is kept here"),
                    self.guard(partial(self.s.go, "/settings/take")),
                    icon=ft.Icons.FILE_DOWNLOAD_OUTLINED,
                    has_arrow=True,
                ),
                padding=ft.Padding(0, t.S4, 0, t.S4),
            )
        )
        return rows

    def _person(self, one: SharedWith) -> ft.Control:
        _ = self._
        name = one.name or _("Your therapist")
        detail = " · ".join(part for part in (role_told(_, one.role), _("Reads what you share")) if part)
        rows: list[ft.Control] = [
            ft.Row(
                [
                    parts.icons.icon(parts.icons.THERAPIST, size=26, color=t.PRIMARY),
                    ft.Column(
                        [parts.subheading(name), parts.small(detail)], spacing=0, tight=True, expand=True
                    ),
                ],
                spacing=t.S12,
            )
        ]
        for share in self.pages.shown(one.practitioner, one.shares):
            rows += [parts.hairline(), self._share(share, name)]
        rows += self.pages.more(one.practitioner, one.shares)
        if len(one.shares) > 1:
            rows += [
                parts.hairline(),
                parts.outline_button(
                    _("Take everything back from {name}").format(name=name),
                    self.guard(partial(self.on_take_back, one.shares, name)),
                    tone="support",
                ),
            ]
        return parts.card(*rows, spacing=t.S12)

    def _share(self, share: Share, name: str) -> ft.Control:
        _, s = self._, self.s
        session = self.model.visits.session(share.copy.session) if share.copy else None
        words = excerpt(share.copy.words, 90) if share.copy else _("An intention")
        said = parts.own_words(words, size=t.SIZE_BODY + 2) if share.copy else parts.strong(words)
        said.rtl = is_right_to_left(words)
        lines: list[ft.Control] = [said]
        for_session = session_name(s, self.model.visits.place(session)) if session else ""
        since = share.grant.given_at
        if since is not None:
            shared = _("Shared {when}").format(when=s.moments.near(since, s.now()))
            lines.append(parts.small(" · ".join(part for part in (for_session, shared) if part)))
        lines.append(parts.small(read_told(s, name, share.read_at)))
        standing = self.model.standing(share)
        if standing is not None and standing.state is not SendState.SENT:
            told = standing_told(s, standing)
            lines.append(parts.small(told.text, color=t.SUPPORT if told.state == "attention" else t.MUTED))
            if told.can_try_again:
                lines.append(parts.text_button(_("Try again"), self.guard(self.model.try_again)))
        back = parts.text_button(
            _("Take back"),
            self.guard(partial(self.on_take_back, (share,), name)),
            tone="support",
            label=_("Take back from {name}").format(name=name),
        )
        lines.append(ft.Row([back], alignment=ft.MainAxisAlignment.END))
        return ft.Column(lines, spacing=2, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)

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
        self.s.say(taken_back_told(self.s, result, name, other))
        await self.redraw()
