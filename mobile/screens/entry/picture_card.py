"""The pictures of one entry, beside its words: added, looked at, described, and removed with a way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import flet as ft

from mobile.care.journal.picture import EntryPicture
from mobile.care.journal.shown import one_line
from mobile.care.words import is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.device.files import Chosen, FileChoice
from mobile.device.pictures import MOST_BYTES, can_be_shown
from mobile.device.taking import PICTURES
from mobile.records.ports import Keeping
from mobile.screens import reconcile
from mobile.screens.clinic_copy import removed_text
from mobile.screens.entry import picture_words, words
from mobile.screens.entry.adding import Adding
from mobile.screens.entry.attached_draft import RemovedPicture
from mobile.screens.entry.model import EntryDraft
from mobile.screens.frame import Surroundings
from mobile.screens.panels.put_off import waits_for_another_day
from mobile.screens.reads.pictures import pictures_of

UNDO_S = 5


@dataclass
class Piece:
    """One picture as it stands on the page. The field is made once: somebody may be writing in it."""

    control: ft.Control
    above: ft.Column  # the picture, what it is called, the way to remove it
    field: ft.TextField
    small: bytes | None  # None: it cannot be shown
    called: str = ""


class PictureCard:
    """`control` is empty while there is none. `button` opens the device's own choice of a picture, or its camera."""

    def __init__(self, s: Surroundings, model: EntryDraft, records: Keeping, adding: Adding) -> None:
        self._s, self._model, self._records, self._adding = s, model, records, adding
        self._pieces: dict[str, Piece] = {}
        self._choice = FileChoice(self._on_chosen, MOST_BYTES, is_browser=s.page.web)
        self.button = parts.text_button(
            s._("Picture"), None, icon=parts.icons.PICTURE, label=s._("Add a picture")
        )
        self.button.action = self._choice.action(PICTURES, s.guard)
        self._notices_drawn: object = None
        self._notices = parts.stack()
        self._rows = parts.stack()
        self.control = parts.stack(self._rows, self._notices, spacing=t.S12)
        self.control.visible = False

    async def look(self) -> None:
        """Reads those that do not stand here yet, and draws what is there."""
        missing = [id for id in self._model.noun.pictures if id not in self._pieces]
        found = await pictures_of(self._records, missing)
        saved = self._model.saved.pictures if self._model.saved is not None else ()
        known = {one.id for one in found}
        lost = [EntryPicture(id) for id in missing if id not in known and id in saved]
        for one in (*found, *lost):
            self._pieces.setdefault(one.id, self._made(one))
        self.show()

    def show(self) -> None:
        """As the entry has them now; a description that is being written stays."""
        noun = self._model.noun
        there = [(one, self._pieces[one]) for one in noun.pictures if one in self._pieces]
        for number, (one, piece) in enumerate(there, 1):
            self._call(one, piece, number, len(there))
            if one_line(piece.field.value or "") != noun.shows(
                one
            ):  # a space at its end is still being written
                parts.show_words(piece.field, noun.shows(one))
        controls = [piece.control for _, piece in there]
        is_other = [id(one) for one in controls] != [id(one) for one in self._rows.controls]
        self._rows.controls[:] = controls
        has_other_notices = self._show_notices()
        self.control.visible = bool(controls or self._notices.controls)
        self._rows.visible, self._notices.visible = bool(controls), bool(self._notices.controls)
        if is_other or has_other_notices:
            parts.redraw(self.control)

    def late_fields(self) -> Sequence[tuple[ft.TextField, Callable[[str], None]]]:
        return [(piece.field, partial(self._on_late, id)) for id, piece in self._pieces.items()]

    # --- drawing ---

    def _made(self, one: EntryPicture) -> Piece:
        field = parts.text_field(
            picture_words.shows_text(self._s, 1, 1),
            value=self._model.noun.shows(one.id),
            on_change=self._s.guard(partial(self._on_describe, one.id)),
        )
        field.rtl = is_right_to_left(field.value or "")
        above, small = parts.stack(), one.small if can_be_shown(one.small) else None
        return Piece(parts.card(above, field, padding=t.S12, spacing=t.S12), above, field, small)

    def _call(self, id: str, piece: Piece, number: int, of: int) -> None:
        """What it is called depends on how many there are."""
        called = picture_words.name_text(self._s, number, of)
        if piece.called == called:
            return
        piece.called, _, guard = called, self._s._, self._s.guard
        see, remove = _("See {what} large").format(what=called), _("Remove {name}").format(name=called)
        kept = self._s.wording.kept() if piece.small is not None else _("It cannot be shown here.")
        texts: list[ft.Control] = [parts.strong(called), parts.small(kept)]
        row = ft.Row(
            [
                parts.thumbnail(piece.small, see, guard(partial(self._on_see, id))),
                ft.Column(texts, spacing=0, tight=True, expand=True),
                parts.icon_button(
                    ft.Icons.DELETE_OUTLINE_ROUNDED, remove, guard(partial(self._on_remove, id))
                ),
            ],
            spacing=t.S12,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        )
        piece.above.controls[:] = [row]
        piece.field.label = picture_words.shows_text(self._s, number, of)
        parts.redraw(piece.control)

    def _show_notices(self) -> bool:
        """What is being done, and what could not be. Whether that is another than before."""
        adding, _, guard = self._adding, self._s._, self._s.guard
        state = adding.is_making, adding.waiting, adding.trouble, adding.refused
        if state == self._notices_drawn:
            return False
        self._notices_drawn = state
        drawn: list[ft.Control] = []
        if adding.is_making:
            drawn.append(parts.spoken(parts.small(_("Making the picture ready"))))
        if adding.refused is not None:
            text = picture_words.refused_text(self._s, adding.refused)
            drawn.append(parts.notice(text, tone="prepare", is_live=True))
        if adding.waiting and adding.trouble is not None:
            text = self._s.wording.picture_not_saved(is_full=adding.trouble == "full")
            acts = parts.button_row(
                parts.soft_button(_("Try again"), guard(adding.flush)),
                parts.outline_button(_("Leave it out"), guard(adding.leave_out)),
            )
            drawn += [parts.notice(text, tone="danger", is_live=True), acts]
        reconcile.put_rows(self._notices.controls, drawn)
        return True

    # --- acts ---

    async def _on_chosen(self, chosen: Chosen) -> None:
        """What comes after the lock is not kept anywhere; nothing is said of what it was, because anybody may be looking."""
        if self._s.door() == "open":
            await self._adding.take(chosen)
        else:
            self._s.say(self._s._("Lantern was locked before your choice arrived. Choose it again."))

    def _on_describe(self, id: str, e: Any) -> None:
        self._model.describe(id, e.control.value or "")
        ft.context.disable_auto_update()

    def _on_late(self, id: str, text: str) -> None:
        if self._s.door() == "open":
            self._model.describe(id, text)
        else:
            self._model.catch_description(id, text)

    async def _on_see(self, id: str, _: Any = None) -> None:
        """Of the large picture no more is read than the one that was tapped."""
        found = [one for one in await pictures_of(self._records, [id]) if can_be_shown(one.data)]
        if not found:
            self._s.say(self._s._("This picture cannot be shown here."))
            return
        if not self._s.may_show():  # locked or covered while it was read
            return
        shows = self._model.noun.shows(id)
        parts.see_large(self._s.page, found[0].data, shows or self._s._("Picture"), shows, self._s._("Close"))

    def _on_remove(self, id: str, _: Any = None) -> None:
        self._s.run(self._remove(id))

    async def _remove(self, id: str) -> None:
        _ = self._s._
        if await waits_for_another_day(self._s, self._records, "delete", f"/entry/{self._model.noun.id}"):
            return
        text = _("It is gone after a moment and cannot be brought back then. Your words stay.")
        still_copied = removed_text(self._s)
        if still_copied:
            text = f"{_('It is gone from this device after a moment. Your words stay.')} {still_copied}"
        if self._model.is_given(id):
            still = _("{name} can see it until you take it back, or share again without it.")
            text = f"{text} {still.format(name=words.reader_name(self._s, self._model))}"
        if not await self._s.ask(
            _("Remove this picture?"), text, yes=_("Remove"), no=_("Keep it"), danger=True
        ):
            return
        removed = await self._model.remove_picture(id)
        self.show()
        if removed is None:
            self._s.say(_("It could not be removed now. It is still here."))
            return
        self._pieces.pop(id, None)
        if not removed.picture.data:  # it did not open: there is nothing to bring back
            self._s.say(_("Picture removed."))
            return
        parts.snack(
            self._s.page,
            _("Picture removed."),
            action=_("Undo"),
            on_action=self._s.guard(partial(self._undo, removed)),
            seconds=UNDO_S,
        )

    async def _undo(self, removed: RemovedPicture, _: Any = None) -> None:
        if await self._model.put_back(removed) is not None:
            self._s.say(self._s._("The picture could not be put back."))
        await self.look()
