"""What is drawn of one invitation, by its state. Nothing is said of it that the record, the ledger or its way there does not say."""

from __future__ import annotations

from functools import partial
from typing import Protocol

import flet as ft

from mobile.care.invitation import Invitation, State
from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.ports import SendState
from mobile.screens.first_fetch import has_all
from mobile.screens.frame import Surroundings
from mobile.screens.ledger_words import part_named
from mobile.screens.sharing.invitation_words import day, joined_text
from mobile.screens.sharing.inviting import NEW, Inviting
from mobile.screens.status_text import standing_text


class Acts(Protocol):
    """What the taps do."""

    def on_end(self) -> None: ...
    async def on_copy(self, link: str) -> None: ...
    async def on_try_again(self) -> None: ...


class InvitationCards:
    """`acts`: the place they stand in."""

    is_copy_refused = False

    def __init__(self, s: Surroundings, model: Inviting, acts: Acts) -> None:
        self.s, self.model, self._acts = s, model, acts
        self._ = s._

    def drawn(self, one: Invitation, state: State) -> list[ft.Control]:
        rows = {
            "asked": self._asked,
            "ready": self._ready,
            "run_out": self._run_out,
            "joined": self._joined,
            "ended": self._over,
            "called_off": self._over,
            "refused": self._over,
        }[state](one)
        return [rows[0], *self._unsent(), *rows[1:]]

    def limits(self) -> ft.Control:
        """What they see, and what they never see."""
        _ = self._
        lines = (
            _(
                "They see your name, your clinic and what you called them here, and nothing else until you share something."
            ),
            _(
                "They are not part of your clinic. Lantern sends them no scores, forms or alerts. What you share says which "
                "session it belongs to."
            ),
            _("They can reply to what you share and suggest something to do. They may read it days later."),
            _("You can end it any time. What was already read cannot be unread."),
        )
        return parts.card(parts.subheading(_("What they see")), *map(parts.body, lines), spacing=t.S8)

    def _asked(self, one: Invitation) -> list[ft.Control]:
        _ = self._
        if not self.model.is_at_clinic:
            return [self._head(one, ""), self.limits(), self._call_off()]
        waiting = parts.notice(
            _(
                "When it does, a link to hand over appears here. Not every clinic’s system answers "
                "an invitation: you can ask your clinic."
            ),
            title=_("Your clinic has not answered yet"),
        )
        return [self._head(one, ""), waiting, self.limits(), self._call_off()]

    def _ready(self, one: Invitation) -> list[ft.Control]:
        _ = self._
        link = one.link or one.code
        rows: list[ft.Control] = [
            self._head(one, _("Ready to hand over")),
            parts.outlined_card(
                parts.small(_("Hand this to them yourself"), is_strong=True),
                parts.strong(link),
                *self._code(one.link),
                parts.primary_button(
                    _("Copy"),
                    self.s.guard(partial(self._acts.on_copy, link)),
                    icon=ft.Icons.CONTENT_COPY_ROUNDED,
                ),
                parts.small(self._good(one)),
            ),
        ]
        if self.is_copy_refused:
            rows.append(parts.notice(_("It could not be copied. You can write it down."), is_live=True))
        return [*rows, self.limits(), self._call_off()]

    def _code(self, link: str | None) -> list[ft.Control]:
        """The link for the camera of their device, where they sit beside you."""
        drawn = parts.qr_code(link, self._("The same link as a QR code, for a camera")) if link else None
        if drawn is None:
            return []
        return [drawn, parts.small(self._("They can also read it from this screen with their camera."))]

    def _good(self, one: Invitation) -> str:
        _ = self._
        whoever = _("Whoever has it can join in their place, so give it to nobody else. It works once.")
        if one.good_until is None:
            return whoever
        good = _("Good until {when}.").format(when=self.s.moments.near(one.good_until, self.s.now()))
        return f"{whoever} {good}"

    def _run_out(self, one: Invitation) -> list[ft.Control]:
        _ = self._
        again = parts.soft_button(
            _("Ask for another"), self.s.guard(partial(self.s.go, f"/sharing/invitation/{NEW}"))
        )
        until = day(self.s, one.good_until) if one.good_until is not None else ""
        text = _("It was good until {day}. Nobody joined by it.").format(day=until)
        remove = parts.outline_button(_("Remove"), self.s.guard(self._acts.on_end), tone="support")
        return [self._head(one, ""), parts.notice(text), again, remove]

    def _joined(self, one: Invitation) -> list[ft.Control]:
        _, name = self._, self.model.name
        rows: list[ft.Control] = [self._head(one, joined_text(self.s, one))]
        if one.invited and one.invited != name:
            rows.append(
                parts.notice(
                    _(
                        "You called them “{invited}”. They joined as {name}. If that is somebody else, end it."
                    ).format(invited=one.invited, name=name),
                    action=parts.text_button(_("End it"), self.s.guard(self._acts.on_end), tone="support"),
                )
            )
        reads = (
            [part_named(self.s, entry) for entry in self.model.reader.entries] if self.model.reader else []
        )
        if has_all(self.s):
            seen = [parts.body(text) for text in reads] or [parts.body(_("Nothing of yours."))]
            nothing = [] if self.model.shared else [parts.small(_("You have shared nothing with them yet."))]
            rows.append(
                parts.card(parts.subheading(_("What they can read now")), *seen, *nothing, spacing=t.S4)
            )
        rows.append(parts.outline_button(_("Your words"), self.s.guard(partial(self.s.go, "/journal"))))
        end = parts.outline_button(_("End it"), self.s.guard(self._acts.on_end), tone="support")
        return [*rows, self.limits(), end]

    def _over(self, one: Invitation) -> list[ft.Control]:
        _, name, state = self._, self.model.name or self._("Somebody"), self.model.state
        if state == "refused":
            return [
                self._head(one, ""),
                parts.notice(_("Your clinic declined this invitation. Nobody joined by it.")),
            ]
        if state == "called_off":
            text = _("It was called off. Nobody joined by it, and nobody can.")
        else:
            text = _(
                "It is ended. {name} can no longer open what you shared with them. What was already read cannot be unread."
            ).format(name=name)
        if not self.model.is_at_clinic:
            text = _("It is ended here. Your clinic does not know yet: until it does, it may still be used.")
            return [self._head(one, ""), parts.notice(text, tone="prepare")]
        if state == "ended" and self.model.shared is not None:  # shared on another device meanwhile
            text = _("It is ended, and something is still shared with {name}.").format(name=name)
            back = parts.text_button(_("Take back"), self.s.guard(self._acts.on_end), tone="support")
            return [self._head(one, ""), parts.notice(text, tone="prepare", action=back)]
        return [self._head(one, ""), parts.notice(text)]

    def _head(self, one: Invitation, state: str) -> ft.Control:
        name = self.model.name or self._("Somebody from outside")
        lines: list[ft.Control] = [parts.subheading(name)]
        lines.append(parts.small(state or self._("From outside of your clinic")))
        if one.asked_at is not None:
            lines.append(parts.small(self._("Asked for on {day}").format(day=day(self.s, one.asked_at))))
        column = ft.Column(lines, spacing=0, tight=True, expand=True)
        return parts.card(ft.Row([parts.avatar(name), column], spacing=t.S12))

    def _unsent(self) -> list[ft.Control]:
        """How far it is on its way, where the clinic does not have it as it stands here."""
        if self.model.is_at_clinic:
            return []
        status = standing_text(self.s, self.model.standing)
        standing = self.model.standing
        can_retry = standing is not None and standing.state is SendState.NEEDS_ATTENTION
        again = (
            parts.text_button(self._("Try again"), self.s.guard(self._acts.on_try_again))
            if can_retry
            else None
        )
        return [parts.notice(status.text, tone="danger" if can_retry else "quiet", action=again)]

    def _call_off(self) -> ft.Control:
        return parts.outline_button(self._("Call it off"), self.s.guard(self._acts.on_end), tone="support")
