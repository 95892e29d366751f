"""`/sharing/invitation/<id>`: inviting a therapist from outside of the clinic, what became of it, and ending it.

It says what they see (nothing until something is shared), and how far the invitation is, from the data alone: where the
clinic's system has not answered, it says so, and promises nothing.
"""

from __future__ import annotations

import flet as ft

from mobile.care.invitation import LONGEST_NAME
from mobile.care.names import one_line
from mobile.design import parts
from mobile.records.errors import NotSaved
from mobile.records.ports import Keeping
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.put_off import ask_again_button
from mobile.screens.revocation import taken_back_text
from mobile.screens.sharing.invitation_cards import InvitationCards
from mobile.screens.sharing.inviting import KINDS, Inviting


class OneInvitation(LiveScreen):
    """A name to begin with; after that, whatever the clinic and the guest made of it."""

    follows = KINDS
    _trouble = ""

    def title(self) -> str:
        return self._("Invitation")

    def body(self) -> list[ft.Control]:
        self.model = Inviting(self.records, self.params["id"], self.s.now, self.s.zone)
        self.cards = InvitationCards(self.s, self.model, self)
        self.field = parts.text_field(
            self._("Their name"),
            on_change=self.guard(self.on_type),
            on_submit=self.guard(self.on_invite),
            helper=self._("As you call them. They can read it, and your clinic’s system keeps it."),
        )
        return super().body()

    async def load(self) -> None:
        if self.recalled is not None:
            self.field.value, self.recalled = str(self.recalled), None
        await self.model.load()

    def unsaved(self) -> str | None:
        """The name that is typed, over a lock."""
        return (self.field.value or None) if self.model.invitation is None else None

    async def seal(self, records: Keeping) -> bool:
        """A name alone is nothing to keep in the store: it goes on in this place."""
        return False

    def on_type(self) -> None:
        ft.context.disable_auto_update()

    # --- drawing ---

    def drawn(self) -> list[ft.Control]:
        one, state = self.model.invitation, self.model.state
        if one is not None and state is not None:
            return self.cards.drawn(one, state)
        return self._ask() if self.model.is_new else self._missing()

    def _missing(self) -> list[ft.Control]:
        return [parts.notice(self._("This invitation is not here."))] if self.has_all else []

    def _ask(self) -> list[ft.Control]:
        _, waits = self._, self.model.waits
        rows: list[ft.Control] = [self.cards.limits()]
        if waits is not None:
            again = ask_again_button(self.s, self.records, "share", "/sharing/invitation/new", waits)
            rows.append(parts.notice(self._waits(), tone="prepare", action=again))
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

    # --- acts ---

    async def on_invite(self) -> None:
        _, name = self._, self.field.value or ""
        if not one_line(name):
            self._trouble = _("Write their name first.")
        elif len(one_line(name)) > LONGEST_NAME:
            self._trouble = _("A name can have {n} letters here. Shorten it.").format(n=LONGEST_NAME)
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
        self.cards.is_copy_refused = not await self.s.copy(link)
        if not self.cards.is_copy_refused:
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
            title, text = _("Call it off?"), _("Once your clinic knows, nobody can join by it.")
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
