"""`/sharing/invitation/<id>`: inviting a therapist from outside of the clinic, what became of it, and ending it.

It says what they see (nothing until something is shared), and how far the invitation is, from the data alone: where the
clinic's system has not answered, it says so, and promises nothing.
"""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.invitation import LONGEST_NAME, Invitation
from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.errors import NotSaved
from mobile.records.ports import SendState
from mobile.screens.ledger_words import part_named
from mobile.screens.live_screen import LiveScreen
from mobile.screens.revocation import taken_back_text
from mobile.screens.sharing.invitation_words import day, joined_text
from mobile.screens.sharing.inviting import KINDS, NEW, Inviting, one_line
from mobile.screens.status_text import standing_text


class OneInvitation(LiveScreen):
    """A name to begin with; after that, whatever the clinic and the guest made of it."""

    follows = KINDS
    _trouble = ""
    _is_copy_refused = False

    def title(self) -> str:
        return self._("Invitation")

    def body(self) -> list[ft.Control]:
        self.model = Inviting(self.records, self.params["id"], self.s.now, self.s.zone)
        self.field = parts.text_field(
            self._("Their name"),
            on_change=self.guard(self.on_type),
            on_submit=self.guard(self.on_invite),
            helper=self._("As you call them. Your clinic’s system keeps it with the invitation."),
        )
        return super().body()

    async def load(self) -> None:
        if self.recalled is not None and not self.field.value:
            self.field.value = str(self.recalled)
        await self.model.load()

    def unsaved(self) -> str | None:
        """The name that is typed, over a lock."""
        return (self.field.value or None) if self.model.invitation is None else None

    def on_type(self) -> None:
        ft.context.disable_auto_update()

    # --- drawing ---

    def drawn(self) -> list[ft.Control]:
        model = self.model
        one, state = model.invitation, model.state
        if one is None or state is None:
            return self._ask() if model.is_new else self._missing()
        rows = {
            "asked": self._asked,
            "ready": self._ready,
            "run_out": self._run_out,
            "joined": self._joined,
            "ended": self._over,
            "called_off": self._over,
            "refused": self._over,
        }[state](one)
        return [*rows, *self._unsent()]

    def _missing(self) -> list[ft.Control]:
        return [parts.notice(self._("This invitation is not here."))] if self.has_all else []

    def _limits(self) -> ft.Control:
        """What they see, and what they never see."""
        _ = self._
        lines = (
            _("They see your name, and nothing else until you share something with them."),
            _(
                "They are not part of your clinic. Lantern sends them no scores, forms, alerts or session times."
            ),
            _("They can reply to what you share and suggest something to do. Nobody watches live."),
            _("You can end it any time. What was already read cannot be unread."),
        )
        return parts.card(parts.subheading(_("What they see")), *map(parts.body, lines), spacing=t.S8)

    def _ask(self) -> list[ft.Control]:
        _, waits = self._, self.model.waits
        rows: list[ft.Control] = [self._limits()]
        if waits is not None:
            rows.append(parts.notice(self._waits(), tone="prepare"))
            return rows
        rows.append(self.field)
        if self._trouble:
            rows.append(parts.notice(self._trouble, tone="danger", is_live=True))
        rows.append(parts.primary_button(_("Ask for an invitation"), self.guard(self.on_invite)))
        rows.append(
            parts.small(
                _(
                    "Your clinic’s system answers with a link for you to hand over. Not every clinic’s does; "
                    "until it has, this page says so."
                )
            )
        )
        return rows

    def _waits(self) -> str:
        until = self.model.waits.until if self.model.waits is not None else None
        if until is None:
            return self._("You can invite somebody after your session.")
        return self._("You can invite somebody {when}.").format(when=self.s.moments.near(until, self.s.now()))

    def _asked(self, one: Invitation) -> list[ft.Control]:
        _ = self._
        if not self.model.is_at_clinic:
            return [self._head(one, ""), self._limits(), self._call_off()]
        told = parts.notice(
            _(
                "When it does, a link to hand over appears here. Not every clinic’s system answers "
                "an invitation: you can ask your clinic."
            ),
            title=_("Your clinic has not answered yet"),
        )
        return [self._head(one, ""), told, self._limits(), self._call_off()]

    def _ready(self, one: Invitation) -> list[ft.Control]:
        _ = self._
        link = one.link or one.code
        rows: list[ft.Control] = [
            self._head(one, _("Ready to hand over")),
            parts.outlined_card(
                parts.small(_("Hand this to them yourself"), is_strong=True),
                parts.strong(link),
                parts.soft_button(
                    _("Copy"), self.guard(partial(self.on_copy, link)), icon=ft.Icons.CONTENT_COPY_ROUNDED
                ),
                parts.small(self._good(one)),
            ),
        ]
        if self._is_copy_refused:
            rows.append(parts.notice(_("It could not be copied. You can write it down."), is_live=True))
        return [*rows, self._limits(), self._call_off()]

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
            _("Ask for another"), self.guard(partial(self.s.go, f"/sharing/invitation/{NEW}"))
        )
        until = day(self.s, one.good_until) if one.good_until is not None else ""
        text = _("It was good until {day}. Nobody joined by it.").format(day=until)
        return [self._head(one, ""), parts.notice(text), again, self._call_off()]

    def _joined(self, one: Invitation) -> list[ft.Control]:
        _, name = self._, self.model.name
        rows: list[ft.Control] = [self._head(one, joined_text(self.s, one))]
        if one.invited and one.invited != name:
            rows.append(
                parts.notice(
                    _(
                        "You invited “{invited}”, and {name} is the name they gave. If this is not who you meant, end it."
                    ).format(invited=one.invited, name=name)
                )
            )
        reads = (
            [part_named(self.s, entry) for entry in self.model.reader.entries] if self.model.reader else []
        )
        if self.has_all:
            seen = [parts.body(text) for text in reads] or [parts.body(_("Nothing of yours."))]
            nothing = [] if self.model.shared else [parts.small(_("You have shared nothing with them yet."))]
            rows.append(
                parts.card(parts.subheading(_("What they can read now")), *seen, *nothing, spacing=t.S4)
            )
        rows.append(parts.outline_button(_("Your words"), self.guard(partial(self.s.go, "/journal"))))
        end = parts.outline_button(_("End it"), self.guard(self.on_end), tone="support")
        return [*rows, self._limits(), end]

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
            back = parts.text_button(_("Take back"), self.guard(self.on_end), tone="support")
            return [self._head(one, ""), parts.notice(text, tone="prepare", action=back)]
        return [self._head(one, ""), parts.notice(text)]

    def _head(self, one: Invitation, state: str) -> ft.Control:
        name = self.model.name or self._("Somebody from outside")
        lines: list[ft.Control] = [parts.subheading(name)]
        lines.append(parts.small(state or self._("From outside of your clinic")))
        if one.asked_at is not None:
            lines.append(parts.small(self._("Asked for on {day}").format(day=day(self.s, one.asked_at))))
        column = ft.Column(lines, spacing=0, tight=True, expand=True)
        return parts.card(ft.Row([parts.avatar(name[:1]), column], spacing=t.S12))

    def _unsent(self) -> list[ft.Control]:
        """How far it is on its way, where the clinic does not have it as it stands here."""
        if self.model.is_at_clinic:
            return []
        status = standing_text(self.s, self.model.standing)
        standing = self.model.standing
        can_retry = standing is not None and standing.state is SendState.NEEDS_ATTENTION
        again = parts.text_button(self._("Try again"), self.guard(self.on_try_again)) if can_retry else None
        return [parts.notice(status.text, tone="danger" if can_retry else "quiet", action=again)]

    def _call_off(self) -> ft.Control:
        return parts.outline_button(self._("Call it off"), self.guard(self.on_end), tone="support")

    # --- acts ---

    async def on_invite(self) -> None:
        _, name = self._, self.field.value or ""
        if not one_line(name):
            self._trouble = _("Write their name first.")
        elif len(" ".join(name.split())) > LONGEST_NAME:
            self._trouble = _("This is longer than a name can be here: {n} letters.").format(n=LONGEST_NAME)
        else:
            self._trouble = await self._invite(name)
            if not self._trouble:
                return
        await self.redraw()

    async def _invite(self, name: str) -> str:
        """What went wrong; "" where it was asked for."""
        patient = self.person.patient or self.person.fhir_user
        try:
            is_asked = await self.model.invite(name, patient, self.person.name)
        except NotSaved as error:
            return self.s.wording.words_not_saved(is_full=error.reason == "full")
        if not is_asked:
            return self._waits()
        self.s.go(f"/sharing/invitation/{self.model.id}")
        return ""

    async def on_copy(self, link: str) -> None:
        self._is_copy_refused = not await self.s.copy(link)
        if not self._is_copy_refused:
            self.s.say(self._("Copied. Nothing was sent."))
        await self.redraw()

    async def on_try_again(self) -> None:
        await self.model.try_again()
        await self.redraw()

    def on_end(self) -> None:
        """Asks once; never waits for anything."""
        self.s.run(self._end())

    async def _end(self) -> None:
        _, one = self._, self.model.invitation
        if one is None:
            return
        if one.guest is None:
            title, text = _("Call it off?"), _("The link then opens nothing any more.")
        else:
            title = _("End it?")
            text = _(
                "Everything you shared with {name} is taken back, and they can no longer write to you here. They see "
                "that it ended, not what it said. What was already read cannot be unread. To share again, you invite them anew."
            ).format(name=self.model.name)
        yes = _("Call it off") if one.guest is None else _("End it")
        if not await self.s.ask(title, text, yes=yes, no=_("Keep it")):
            return
        taken = await self.model.end()
        if taken is not None:
            self.s.say(taken_back_text(self.s, taken, self.model.name))
        await self.redraw()
