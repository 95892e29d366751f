"""`/agreements/signed/<id>`: one thing that was signed: whether the clinic has it, since when and until when it is in force, whom it
lets see what, what was chosen, its text, and the copy to keep. What is said of it is computed from the record.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from urllib.parse import quote

import flet as ft

from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.unreadable import Unreadable
from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.ports import SendState, Standing
from mobile.screens.agreed_words import lets_lines, of_rules
from mobile.screens.agreements.copy import copy_of
from mobile.screens.agreements.signed_model import KINDS, SignedModel, is_there
from mobile.screens.agreements.whole_text import whole_text
from mobile.screens.agreements.words import period_text, refusal_text, version_line
from mobile.screens.file_export import CannotSave, Made, PickerSaver, Saver
from mobile.screens.live_screen import LiveScreen
from mobile.screens.status_text import begun


class OneSigned(LiveScreen):
    """The patient's own. Reading it changes nothing."""

    follows = KINDS
    _outcome = ""
    _is_open = False  # whether the text is shown

    def title(self) -> str:
        return self._("Signed")

    def body(self) -> list[ft.Control]:
        self.model = SignedModel(self.records, self.s.now, self.me)
        self.saver: Saver = PickerSaver(self.page)
        return super().body()

    async def load(self) -> None:
        await self.model.load(self.params["id"])

    # --- drawing ---

    def drawn(self) -> list[ft.Control]:
        signed, as_signed = self.model.signed, self.model.as_signed
        if signed is None or as_signed is None:
            return [parts.notice(self._("This agreement is not here."))] if self.has_all else []
        named = as_signed.title or self._("An agreement of your clinic")
        head = parts.stack(
            parts.title(named, level=2),
            parts.small(begun(version_line(self.s, as_signed.version))),
            spacing=t.S4,
        )
        return [
            head,
            *self._where(),
            *self._other_there(),
            self._facts(signed, as_signed),
            *self._copy(as_signed),
            *self._text(as_signed),
            *self._ways(),
        ]

    def _where(self) -> list[ft.Control]:
        """What the clinic does not have yet, or does not take."""
        _, withdrawal = self._, self.model.withdrawal
        standing = self.model.withdrawal_standing if withdrawal is not None else self.model.standing
        if is_there(standing):
            return []
        if _is_refused(standing):
            again = parts.text_button(_("Try again"), self.guard(self.on_try_again))
            text = (
                _(
                    "Your clinic’s system did not take your withdrawal. Here it is in force no more. Tell your clinic."
                )
                if withdrawal is not None
                else _("Your clinic’s system did not take your signature. It is kept here. Tell your clinic.")
            )
            return [parts.notice(text, tone="prepare", action=again, is_live=True)]
        text = (
            _("Withdrawn here. Your clinic does not know it yet.")
            if withdrawal is not None
            else _("Signed here, not yet at your clinic.")
        )
        return [parts.notice(text, tone="prepare", is_live=True)]

    def _other_there(self) -> list[ft.Control]:
        """That the clinic's record is another by now."""
        if not self.model.is_other_there:
            return []
        text = self._(
            "Your clinic’s record of this says something else than what you signed on this device. What you chose, the text and the "
            "copy here are as you signed them. Who it lets see something is as your clinic has it now. Ask your clinic about it."
        )
        return [parts.notice(text, tone="danger", is_live=True)]

    def _facts(self, signed: SignedAgreement, as_signed: SignedAgreement) -> ft.Control:
        _, rows = self._, list[ft.Control]()
        for name, words in self._known(signed, as_signed):
            rows += [parts.hairline()] if rows else []
            rows.append(ft.MergeSemantics(parts.stack(parts.small(name), parts.body(words), spacing=0)))
        return parts.card(*rows, spacing=t.S8)

    def _known(self, signed: SignedAgreement, as_signed: SignedAgreement) -> list[tuple[str, str]]:
        """`signed`: as the clinic has it, by which it is in force and lets see; `as_signed`: by what was signed."""
        _, m, withdrawal = self._, self.s.moments, self.model.withdrawal
        found: list[tuple[str, str]] = []
        if as_signed.signed_at is not None:
            found.append((_("Signed"), f"{m.full_date(as_signed.signed_at)}, {m.time(as_signed.signed_at)}"))
        if as_signed.guardian:
            theirs = (as_signed.guardian, as_signed.guardian_is)
            found.append((_("Signed for you by"), ", ".join(one for one in theirs if one)))
        if withdrawal is not None:
            when = (
                f"{m.full_date(withdrawal.at)}, {m.time(withdrawal.at)}" if withdrawal.at is not None else ""
            )
            found.append((_("Withdrawn"), when or _("In force no more")))
        elif not signed.holds(self.s.now()):
            over = (
                _("Until {day}").format(day=m.full_date(signed.ends_at)) if signed.ends_at is not None else ""
            )
            found.append((_("In force no more"), over or _("Your clinic ended it.")))
        else:
            found.append((_("In force"), period_text(self.s, signed)))
        found.append((_("Who it lets see something"), self._readers(signed)))
        for words, is_on in as_signed.chosen():
            found.append((_("Chosen") if is_on else _("Not chosen"), words))
        return found

    def _readers(self, signed: SignedAgreement) -> str:
        """By the record alone, while it is in force and nothing was signed after it to the same agreement."""
        lets = of_rules(signed.permits())
        if not lets:
            return self._("Nobody more. Who can see what of yours stands in Care, What I share.")
        if not self.model.is_speaking:
            return self._("Nobody: it is in force no more.")
        members = self.model.team.members if self.model.team is not None else []
        lines = "\n".join(lets_lines(self.s, lets, members))
        if not is_there(self.model.standing):
            return f"{lines}\n{self._('It begins once your clinic has what you signed.')}"
        return lines

    def _copy(self, signed: SignedAgreement) -> list[ft.Control]:
        if not signed.is_signed_here:
            return [
                parts.small(
                    self._(
                        "It was not signed in Lantern, so its text is not in it. Ask your clinic for a copy."
                    )
                )
            ]
        rows: list[ft.Control] = [
            parts.soft_button(self._("Save a copy as PDF"), self.guard(self.on_copy), icon=parts.icons.NOTES)
        ]
        if signed.is_of_a_file:
            rows.append(
                parts.text_button(
                    self._("Save the file you signed"), self.guard(self.on_file), icon=parts.icons.NOTES
                )
            )
            rows.append(
                parts.small(
                    self._(
                        "The copy has your signature, with the file inside it. The file alone is as it was shown to you."
                    )
                )
            )
        if self._outcome:
            rows.append(parts.notice(self._outcome, is_live=True))
        return rows

    def _text(self, signed: SignedAgreement) -> list[ft.Control]:
        if not signed.is_signed_here:
            return []
        if not self._is_open:
            return [parts.text_button(self._("The text you signed"), self.guard(self.on_open))]
        try:
            return whole_text(signed.what_was_signed())
        except Unreadable as error:
            return [parts.notice(refusal_text(self.s, error.code), tone="prepare")]

    def _ways(self) -> list[ft.Control]:
        if not self.model.may_be_withdrawn:
            return []
        way = f"/agreements/signed/{quote(self.params['id'], safe='')}/withdraw"
        return [
            parts.outline_button(self._("Withdraw"), self.guard(partial(self.s.go, way))),
            parts.small(self._("You see what stops before you decide.")),
        ]

    # --- acts ---

    async def on_open(self) -> None:
        self._is_open = True
        await self.redraw()

    async def on_copy(self) -> None:
        """Made beside the page, from what is kept here by now. It needs no connection."""
        await self._hand_over(lambda signed: copy_of(signed, self.model.kept_file))

    async def on_file(self) -> None:
        """The PDF itself, byte for byte."""
        await self._hand_over(lambda signed: signed.signed_file(self.model.kept_file))

    async def _hand_over(self, made: Callable[[SignedAgreement], bytes]) -> None:
        await self.load()
        signed = self.model.as_signed
        if signed is None:
            return
        try:
            content = await asyncio.to_thread(made, signed)
            name = f"{self._('agreement')}.pdf"  # nothing of the clinic's words is a file's name
            is_saved = await self.saver.save(Made(name, content), self.title())
            saved = self._("Saved. It is a copy that anybody with this device can open.")
            self._outcome = saved if is_saved else ""
        except (CannotSave, OSError):
            self._outcome = self._("The file could not be saved there.")
        except Unreadable:
            self._outcome = self._(
                "What was signed is not whole on this device, so no copy is made here. Ask your clinic for one."
            )
        await self.redraw()

    async def on_try_again(self) -> None:
        await self.model.try_again()
        await self.redraw()


def _is_refused(standing: Standing | None) -> bool:
    return standing is not None and standing.state is SendState.NEEDS_ATTENTION
