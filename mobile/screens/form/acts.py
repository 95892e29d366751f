"""What a field may ask of its page, handed on to the model. The page itself is drawn in `view`."""

from __future__ import annotations

from collections.abc import Sequence

from mobile.care.forms.response import CannotSend
from mobile.design import parts
from mobile.printing import signature
from mobile.printing.signature import Stroke
from mobile.screens.form.model import FormModel
from mobile.screens.form.photos import Photos
from mobile.screens.form.prefill_offers import Offer
from mobile.screens.form.question import Withheld
from mobile.screens.writing.screen import WritingScreen

UNDO_S = 8


class FormActs(WritingScreen):
    """Every verb is captured at once: nothing is awaited before the model has it."""

    model: FormModel
    photos: Photos

    def choose(self, id: str, keys: Sequence[str]) -> None:
        self.model.choose(id, keys)

    def type(self, id: str, text: str) -> None:
        if self.s.door() == "open":
            self.model.type(id, text)
        else:
            self.model.catch(id, text)

    def type_other(self, id: str, text: str) -> None:
        self.model.type_other(id, text)

    def choose_unit(self, id: str, key: str) -> None:
        self.model.choose_unit(id, key)

    def withhold(self, id: str, how: Withheld | None) -> None:
        self.model.withhold(id, how)

    def left(self, id: str) -> None:
        self.model.left(id)

    def entered(self) -> None:
        """Among several questions only once none of them waits: the next one is read before it is passed by."""
        if not (self.model.is_wide and self.model.waits_here):
            self.model.next()

    def attach(self, id: str, name: str, data: bytes, content_type: str | None) -> None:
        self.model.attach(id, name, data, content_type)

    def room(self, id: str, *, is_photo: bool) -> int:
        return self.model.room(id, is_photo=is_photo)

    def detach(self, id: str, position: int) -> None:
        if id:
            self.model.detach(id, position)
        else:  # the whole form's own signature
            self.model.unsign()

    def sign(self, id: str, name: str) -> None:
        self.model.sign(id, name)

    def sign_drawn(self, id: str, strokes: Sequence[Stroke], width: float, height: float) -> None:
        self.model.sign_drawn(id, self.person.name, signature.drawn(strokes, width, height))

    def offer(self, id: str) -> Offer | None:
        return self.model.offers.get(id)

    def still_true(self, id: str) -> None:
        self.model.still_true(id)

    async def keep_here(self, is_only_here: bool) -> None:
        was_at_clinic = self.model.keeping.saved is not None
        try:
            await self.model.choose_place(is_only_here=is_only_here)
        except CannotSend as error:
            if error.code != "photo_not_here":
                raise
            self.s.say(
                self._("A photo of this form has not reached this phone yet. Try again when you can see it.")
            )
            return
        if is_only_here and was_at_clinic:
            words = self._(
                "It stays on this phone from now on. What your clinic has of it is taken back as soon as it can be reached; "
                "what was already read cannot be unread."
            )
            self.s.say(words)

    def add_row(self, id: str) -> None:
        self.model.add_row(id)

    def remove_row(self, id: str) -> None:
        """Taken away at once, with a way back for a while."""
        undo = self.model.remove_row(id)
        parts.snack(
            self.page,
            self._("Removed."),
            action=self._("Undo"),
            on_action=self.guard(undo),
            seconds=UNDO_S,
        )
