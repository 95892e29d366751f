"""Photos and files. A photo is made upright, small and silent before it is kept. Says plainly what cannot be taken and what
to do instead; removes on request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import flet as ft

from mobile.design import parts
from mobile.device.files import Chosen, FileChoice
from mobile.device.taking import NotTaken, Why, most_read, taken
from mobile.i18n import N_
from mobile.screens.form.fields.port import Acts, LateField
from mobile.screens.form.question import KeptFile, Question
from mobile.screens.panels.answers.values import file_text
from mobile.screens.picture_words import MEGABYTE, NOT_A_PICTURE_HERE, size_text

SMALL = 72  # how high a photo stands beside its name
NOT_TAKEN: Mapping[Why, str] = {
    **NOT_A_PICTURE_HERE,
    "other_kind": N_("{name} is of a kind this question does not take."),
    "too_large": N_(
        "{name} is too large ({size}). A file may have up to {most} here. Bring it with you instead, or a photo of it."
    ),
    "no_room": N_("There is no room for another photo in this form. Remove one, or bring this one with you."),
}


class FileField:
    """What is attached, with a way to take it off, and a button for one more."""

    def __init__(self, question: Question, acts: Acts) -> None:
        self._id, self._acts, self._question = question.id, acts, question
        most = most_read(question.file_types, question.most_bytes or 20 * MEGABYTE)
        self._choice = FileChoice(self._on_chosen, most, is_browser=acts.s.page.web)
        self._kept = parts.stack()
        self._trouble = parts.small("")
        self._spoken_trouble = parts.spoken(self._trouble)
        self._spoken_trouble.visible = False
        _ = acts.s._
        is_photo = bool(question.file_types) and all(one.startswith("image/") for one in question.file_types)
        button = parts.soft_button(
            _("Take or choose a photo") if is_photo else _("Choose a file"),
            None,
            icon=ft.Icons.PHOTO_CAMERA_OUTLINED if is_photo else ft.Icons.ATTACH_FILE_ROUNDED,
        )
        if not question.is_read_only:
            button.action = self._choice.action(question.file_types, acts.guard)
        how = _("A photo is made smaller here, and the place, time and device it carries are taken out.")
        self.control: ft.Control = parts.stack(self._kept, button, parts.small(how), self._spoken_trouble)
        self.show(question)

    def show(self, question: Question) -> None:
        self._question = question
        self._kept.controls[:] = [self._row(index, one) for index, one in enumerate(question.files)]
        self._kept.visible = bool(question.files)
        parts.redraw(self.control)

    def _row(self, index: int, one: KeptFile) -> ft.Control:
        name = one.name or self._acts.s._("A file")
        remove = self._acts.s._("Remove {name}").format(name=name)
        text = file_text(self._acts.s._, name, one.where)
        words = ft.Column(
            [parts.strong(text), parts.small(size_text(one.size))], spacing=0, tight=True, expand=True
        )
        shown = self._acts.photos.of(one, f"{self._id} field {index}", height=SMALL)
        row: list[ft.Control] = [
            *([shown] if shown is not None else []),
            ft.MergeSemantics(words, expand=True),
        ]
        if not self._question.is_read_only:
            row.append(
                parts.icon_button(
                    parts.icons.CLOSE, remove, self._acts.guard(partial(self._on_remove, index))
                )
            )
        return parts.card(ft.Row(row, vertical_alignment=ft.CrossAxisAlignment.CENTER))

    def _on_remove(self, index: int, _: object = None) -> None:
        self._acts.answers.detach(self._id, index)

    async def _on_chosen(self, one: Chosen) -> None:
        """Nothing of it is kept before it is as it may be kept."""
        _, question = self._acts.s._, self._question
        most = self._most(is_photo=False)
        self._say(_("One moment"))
        try:
            made = await taken(one, question.file_types, most, self._most(is_photo=True))
            if not made.name and len(made.data) > self._most(is_photo=True):  # there is less room by now
                made = await taken(one, question.file_types, most, self._most(is_photo=True))
        except NotTaken as error:
            name = one.name or _("A file")
            words = _(NOT_TAKEN[error.why])
            self._say(words.format(name=name, size=size_text(one.size), most=size_text(most)))
            return
        self._say("")
        self._acts.answers.attach(self._id, made.name or self._photo_name(), made.data, made.content_type)

    def _most(self, *, is_photo: bool) -> int:
        room = self._acts.answers.room(self._id, is_photo=is_photo)
        return min(self._question.most_bytes or room, room)

    def _photo_name(self) -> str:
        """ "Photo 2": the first that none of them has."""
        names = {one.name for one in self._question.files}
        words = self._acts.s._("Photo {n}")
        return next(name for n in range(1, len(names) + 2) if (name := words.format(n=n)) not in names)

    def _say(self, words: str) -> None:
        self._trouble.value, self._spoken_trouble.visible = words, bool(words)
        parts.redraw(self.control)

    def late(self) -> Sequence[LateField]:
        return ()

    def say_flaw(self, words: str) -> bool:
        return False
