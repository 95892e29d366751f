"""What is asked of the patient: the photo to add, those that were added with where they are, and how one is taken out again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import flet as ft

from mobile.care.approval import ApprovalPaper, Standing
from mobile.care.approval.paper import PaperSeen
from mobile.care.decision_guard import Waits
from mobile.design import parts
from mobile.design import tokens as t
from mobile.device.files import Chosen, FileChoice
from mobile.device.pictures import MOST_BYTES
from mobile.device.taking import PICTURES
from mobile.records.errors import NotSaved
from mobile.records.ports import Keeping, SendState
from mobile.records.ports import Standing as Sent
from mobile.screens.approval.model import Added, Papers
from mobile.screens.frame import Surroundings
from mobile.screens.panels import approval_words as w
from mobile.screens.panels.put_off import ask_again_button
from mobile.screens.picture_words import NOT_A_PICTURE_HERE, size_text
from mobile.screens.reads.approval_papers import PaperPictures
from mobile.screens.status_text import standing_text

ROUTE = "/approval"


class AskedOfThem:
    """One for as long as the place lives: a choice of a photo that is under way is answered here."""

    def __init__(self, s: Surroundings, records: Keeping, again: Callable[[], Awaitable[None]]) -> None:
        self._s, self._records, self._again = s, records, again
        self.papers = Papers(records, s.now)
        self.pictures = PaperPictures(records)
        self._choices: dict[str, FileChoice] = {}
        self._said: dict[str, str] = {}  # of an approval, why its last photo was not taken
        self._making = ""

    async def read(self, standings: tuple[Standing, ...]) -> None:
        """The small photos of those that are shown."""
        self._shown = {
            paper.id: await self.pictures.small(paper.id)
            for one in standings
            for paper in (*one.papers, *one.earlier)
        }

    def cards(
        self, standings: tuple[Standing, ...], sending: dict[str, Sent], waits: Waits | None, who: str
    ) -> list[ft.Control]:
        """What is asked, first of all. `waits`: nothing is asked on this day; `who`: who sees a photo."""
        return [self._card(one, sending, waits, who) for one in standings if one.is_asked]

    def _card(self, one: Standing, sending: dict[str, Sent], waits: Waits | None, who: str) -> ft.Control:
        _, s = self._s._, self._s
        since = w.since_text(s, one.approval.step)
        since = _("since {date}").format(date=since) if since else ""
        is_yours = one.turn == "you"
        chip = parts.chip(
            w.whose_turn_text(s, one.turn),
            tone="prepare" if is_yours else "quiet",
            icon=parts.icons.PERSON if is_yours else parts.icons.WAITING,
            is_on_tone=True,
        )
        line = ft.Row(
            [chip, *([parts.small(since, color=t.INK)] if since else [])],
            wrap=True,
            spacing=t.S8,
            alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        )
        from_insurer = one.state == "info-requested"
        asks = _("Your insurer asks for:") if from_insurer else _("Your clinic asks for:")
        rows: list[ft.Control] = [
            line,
            parts.small(f"{w.title_text(s, one.approval)} · {asks}", color=t.INK),
            parts.heading(w.asked_text(s, one.approval.step)),
            *(self._paper(paper, one, sending) for paper in reversed(one.papers)),
        ]
        rows += self._acts(one, waits, who)
        return parts.card(*rows, tone="prepare", spacing=t.S8)

    def _when_it_can(self, waits: Waits) -> str:
        if waits.until is None:
            return self._s._("You can add it after your session.")
        when = self._s.moments.near(waits.until, self._s.now())
        return self._s._("You can add it {when}.").format(when=when)

    def _acts(self, one: Standing, waits: Waits | None, who: str) -> list[ft.Control]:
        _, s, id = self._s._, self._s, one.approval.id
        if waits is not None:
            later = _("This can wait. Nothing is asked of you on the day of a session.")
            again = ask_again_button(s, self._records, "share", ROUTE, waits)
            return [parts.small(f"{later} {self._when_it_can(waits)}", color=t.INK), again]
        choice = self._choices.setdefault(id, self._choice(id))
        text = _("Add a photo") if not one.papers else _("Add another photo")
        draw = parts.primary_button if not one.papers else parts.outline_button
        button = draw(text, None, icon=ft.Icons.ADD_A_PHOTO_OUTLINED)
        button.action = choice.action(PICTURES, s.guard)
        how = _("A photo is made smaller here, and the place, time and device it carries are taken out.")
        said = self._said.get(id, "")
        if self._making == id:
            said = _("One moment")
        return [
            button,
            *([parts.spoken(parts.small(said, color=t.INK))] if said else []),
            parts.small(f"{how} {who}", color=t.INK),
        ]

    def _paper(self, paper: PaperSeen, one: Standing, sending: dict[str, Sent]) -> ft.Control:
        _, s = self._s._, self._s
        standing = sending.get(paper.id)
        name = w.photo_name(s, one, paper)
        state = (
            _("At the clinic")
            if standing is None or standing.state is SendState.SENT
            else standing_text(s, standing).text
        )
        see = parts.thumbnail(
            self._shown.get(paper.id),
            _("See {what} large").format(what=name),
            s.guard(partial(self.see, paper.id, name)),
        )
        remove = parts.icon_button(
            ft.Icons.DELETE_OUTLINE_ROUNDED,
            _("Remove {name}").format(name=name),
            s.guard(partial(self._on_remove, paper.id, is_there=standing is None)),
        )
        words = ft.Column(
            [parts.strong(name), parts.small(state, color=t.INK)], spacing=0, tight=True, expand=True
        )
        return ft.Row([see, words, remove], spacing=t.S12, vertical_alignment=ft.CrossAxisAlignment.CENTER)

    def earlier(self, one: Standing, sending: dict[str, Sent]) -> list[ft.Control]:
        """What was added to what was asked before, in the approval's own card."""
        if not one.earlier:
            return []
        rows = [self._paper(paper, one, sending) for paper in reversed(one.earlier)]
        return [parts.small(self._s._("Added before"), is_strong=True), *rows]

    # --- acts ---

    def _choice(self, id: str) -> FileChoice:
        return FileChoice(partial(self._on_chosen, id), MOST_BYTES, is_browser=self._s.page.web)

    async def _on_chosen(self, id: str, chosen: Chosen) -> None:
        _, s = self._s._, self._s
        if s.door() != "open":
            s.say(_("Lantern was locked before your choice arrived. Choose it again."))
            return
        self._making, self._said[id] = id, ""
        await self._again()
        try:
            added = await self.papers.add(id, chosen, _("Photo"))
        finally:
            self._making = ""
        self._said[id] = self._refused(added, chosen)
        await self._again()
        if added.paper is not None:
            undo = s.guard(partial(self._undo, added.paper.id))
            parts.snack(s.page, _("Photo added."), action=_("Undo"), on_action=undo)

    def _refused(self, added: Added, chosen: Chosen) -> str:
        """ "" where it was taken."""
        _, name = self._s._, chosen.name or self._s._("This file")
        if added.why is not None and added.why in NOT_A_PICTURE_HERE:
            return _(NOT_A_PICTURE_HERE[added.why]).format(name=name)
        if added.why == "too_large":
            text = _("{name} is too large ({size}). Choose a smaller one, or a screenshot of it.")
            return text.format(name=name, size=size_text(chosen.size))
        if added.why is not None:
            return _("{name} is no picture that can be kept here. Choose a photo.").format(name=name)
        return {
            None: "",
            "added": "",
            "locked": _("Lantern was locked before your choice arrived. Choose it again."),
            "not_saved": _("It could not be saved, so it was not added. Choose it again."),
            "full": _("There is no space left here, so it was not added. Make some, and choose it again."),
            "closed": _("Nothing is asked of you here any more. Your photo was not added."),
        }[added.outcome]

    async def _undo(self, id: str, _e: Any = None) -> None:
        _ = self._s._
        try:
            taken = await self.papers.take_out(id)
            is_out = taken is not None or await self._records.get(ApprovalPaper, id) is None
            late = _("It is on its way already. You can remove it from the clinic below.")
            text = _("Photo taken out.") if is_out else late
        except NotSaved:
            text = _("It could not be removed now. It is still here.")
        self._s.say(text)
        await self._again()

    async def _put_back(self, paper: ApprovalPaper, _e: Any = None) -> None:
        """One that was taken out just now, while it is still asked for."""
        _ = self._s._
        try:
            is_back = await self.papers.put_back(paper)
            text = "" if is_back else _("Nothing is asked of you here any more. Your photo was not added.")
        except NotSaved:
            text = _("It could not be saved, so it was not added. Choose it again.")
        if text:
            self._s.say(text)
        await self._again()

    def _on_remove(self, id: str, _e: Any = None, *, is_there: bool = False) -> None:
        self._s.run(self._remove(id, is_there=is_there))

    async def _remove(self, id: str, *, is_there: bool) -> None:
        """While it is only here at once; from the clinic once it was asked."""
        _, s = self._s._, self._s
        try:
            paper = None if is_there else await self.papers.take_out(id)
            if paper is not None:
                back = s.guard(partial(self._put_back, paper))
                parts.snack(s.page, _("Photo taken out."), action=_("Undo"), on_action=back)
                await self._again()
                return
            text = _("It is removed here and at your clinic. Somebody there may have seen it already.")
            if not await s.ask(_("Remove this photo?"), text, yes=_("Remove"), no=_("Keep it"), danger=True):
                return
            await self.papers.take_back(id)
        except NotSaved:
            s.say(_("It could not be removed now. It is still here."))
        await self._again()

    async def see(self, id: str, name: str, _e: Any = None) -> None:
        """Of the large photo no more is read than the one that was tapped."""
        data = await self.pictures.whole(id)
        if data is None:
            self._s.say(self._s._("This picture cannot be shown here."))
        elif self._s.may_show():  # not locked or covered while it was read
            parts.see_large(self._s.page, data, name, "", self._s._("Close"))
