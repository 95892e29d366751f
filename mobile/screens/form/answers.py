"""Every answer a person can give on a form place. Each is captured at once; the save follows by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from mobile.care.forms.documents import APART, INSIDE, KEPT_FREE
from mobile.care.forms.response import MOST_BYTES, CannotSend
from mobile.care.questionnaire import Filling
from mobile.care.questionnaire.addresses import RESPONSE_SIGNATURE
from mobile.care.questionnaire.values import Attachment
from mobile.care.resource import at, extension_of, moment, text_at
from mobile.documents.carriable import carried
from mobile.printing import signature
from mobile.screens.form import answering
from mobile.screens.form.keeping import FormKeeping
from mobile.screens.form.question import Withheld
from mobile.screens.form.reading import line_of
from mobile.screens.form.resuming import Resuming
from mobile.screens.form.state import FormState
from mobile.screens.panels.answers.values import signed_text


class FormAnswers:
    """Ids are those of `Question.id`."""

    def __init__(self, form: FormState, resuming: Resuming, now: Callable[[], datetime]) -> None:
        self._form, self._resuming, self._now = form, resuming, now
        self._units: dict[str, str] = {}
        self._helped: object = None  # the answer that help was opened for last

    @property
    def _keeping(self) -> FormKeeping:
        return self._form.keeping

    @property
    def _filling(self) -> Filling:
        return self._form.filling

    def choose(self, id: str, keys: Sequence[str]) -> None:
        """These of the offered answers, all of them; none clears it."""
        answering.choose(self._filling, self._form.nodes[id], keys)
        self.answered(id)

    def type(self, id: str, words: str) -> None:
        """Every keystroke."""
        words = carried(words)
        node, position = line_of(id)
        unit = self._unit_of(node)
        self._fill_blank(node, words, position)
        answering.write(self._filling, node, words, position)
        self._signs_other()
        if unit:
            answering.choose_unit(self._filling, self._filling.node(node), unit)
        self._keeping.fields[id] = words
        self._form.look()
        self._keeping.typed(id, words)

    def _fill_blank(self, node: str, words: str, position: int) -> None:
        """Words in the empty line that was asked for: it is none any more."""
        if (
            words
            and node in self._form.blanks
            and position >= len(self._form.nodes[node].values) + len(self._form.nodes[node].raw)
        ):
            del self._form.blanks[node]

    def catch(self, id: str, words: str) -> None:
        """Letters that arrived after the lock: kept in memory, neither saved nor drawn."""
        words = carried(words)
        node, position = line_of(id)
        answering.write(self._filling, node, words, position)
        self._signs_other()
        self._keeping.fields[id] = words
        self._keeping.catch(id, words)

    def _unit_of(self, node: str) -> str:
        """Which unit the number had before it is typed anew."""
        found = next(
            (one for question in self._form.questions for one in question.every() if one.id == node), None
        )
        return self._units.get(node, found.unit if found is not None and found.units else "")

    def type_other(self, id: str, words: str) -> None:
        """An answer of one's own, at every keystroke."""
        words = carried(words)
        answering.type_other(self._filling, self._form.nodes[id], words)
        self._signs_other()
        self._keeping.fields[id] = words
        self._form.look()
        self._keeping.typed(id, words)

    def retype(self, id: str, words: str) -> None:
        """Letters that were typed before, into the same field."""
        node = self._form.nodes.get(id)
        if node is not None and node.item.is_open:
            self.type_other(id, words)
        elif self._filling.has(line_of(id)[0]):
            self.type(id, words)

    def choose_unit(self, id: str, key: str) -> None:
        """What the number is counted in. Kept for a number still to come."""
        self._units[id] = key
        answering.choose_unit(self._filling, self._form.nodes[id], key)
        self.answered(id)

    def withhold(self, id: str, how: Withheld | None) -> None:
        """Kept back on purpose, or not any more."""
        self._keeping.fields.pop(id, None)
        self._filling.withhold(id, how)
        self.answered(id)

    def attach(self, id: str, name: str, data: bytes, content_type: str | None) -> None:
        """A file. It may have taken a while to be made: where the question is not asked any more nothing is attached."""
        if id in self._form.nodes:
            answering.attach(self._filling, self._form.nodes[id], name, data, content_type)
            self._keeping.put_apart()
            self.answered(id)

    def room(self, id: str, *, is_photo: bool) -> int:
        """How many bytes one more file of this question may have. A photo has a record to itself, where the clinic takes such;
        any other has half of what the form's record still takes, so that there is room for another; where that is little,
        all of it."""
        if is_photo and self._keeping.apart.is_offered:
            return APART
        node = self._form.nodes[id]
        replaced = [one for one in node.values if isinstance(one, Attachment) and not node.item.repeats]
        used = len(self._keeping.snapshot().text) - sum(len(one.data or "") for one in replaced)
        room = max(0, (MOST_BYTES - KEPT_FREE - used) * 3 // 4)
        return min(room, max(room // 2, INSIDE))

    def detach(self, id: str, position: int) -> None:
        """One file less. `id` "": the signature of the whole form."""
        if not id:
            self.unsign()
            return
        answering.detach(self._filling, self._form.nodes[id], position)
        self.answered(id)

    def sign(self, id: str, name: str) -> None:
        """With a typed name, now. `id` "": the whole form, which holds the name itself and no picture of it. Raises
        NameTooLong or CannotDraw, and then nothing was signed."""
        name = carried(name)
        picture = signature.typed(name) if id else None
        self._sign(id, name, picture, self._signed_text(name, self._now(), is_drawn=False))

    def sign_drawn(self, id: str, name: str, picture: bytes) -> None:
        """By hand, now: `picture` is a PNG, `name` whose hand it is."""
        self._sign(id, name, picture, self._signed_text(name, self._now(), is_drawn=True))

    def _sign(self, id: str, name: str, picture: bytes | None, statement: str) -> None:
        if id and picture is not None:
            answering.attach(self._filling, self._form.nodes[id], statement, picture, "image/png")
        drawing = picture if not id else None
        answering.sign(self._filling, id, name, self._form.who.patient, self._now(), drawing)
        self.answered(id)

    def unsign(self) -> None:
        """The whole form is not signed any more."""
        self._filling.sign("", None)
        self.answered("")

    @property
    def signed_as(self) -> str:
        """How the whole form is signed, in words; "" while it is not."""
        if not self._filling.is_signed:
            return ""
        given = at(extension_of(self._filling.draft(), RESPONSE_SIGNATURE), "valueSignature")
        when = moment(at(given, "when")) or self._now()
        is_drawn = text_at(given, "data") is not None
        return self._signed_text(text_at(given, "who", "display") or "", when, is_drawn=is_drawn)

    def _signed_text(self, name: str, when: datetime, *, is_drawn: bool) -> str:
        _, day = self._form.who.speech.gettext, self._form.who.moments.full_date(when)
        return signed_text(_, name, day, is_drawn=is_drawn)

    def add_row(self, id: str) -> None:
        """One more of what repeats."""
        found = next(one for question in self._form.questions for one in question.every() if one.id == id)
        if not found.inside:
            return
        node = line_of(found.inside[0].id)[0]
        if "//" in found.inside[0].id and not self._form.nodes[node].item.items:
            self._form.blanks[node] = 1
        else:
            self._filling.add(node)
        self.answered(node)

    def remove_row(self, id: str) -> Callable[[], None]:
        """One less. A typed line goes with the words in it. Returns what brings it back."""
        node, position = line_of(id)
        undo = self._bringing_back()
        if "//" in id:
            filled = len(self._form.nodes[node].values) + len(self._form.nodes[node].raw)
            if position < filled:
                self._filling.write(node, "", position)
            self._form.blanks.pop(node, None)
            for typed in [one for one in self._keeping.fields if line_of(one)[0] == node]:
                del self._keeping.fields[typed]
        else:
            self._filling.remove(id)
        self.answered(node)
        return undo

    def _bringing_back(self) -> Callable[[], None]:
        """The answers as they stand now, to be gone back to."""
        before, typed = self._keeping.snapshot(), dict(self._keeping.fields)

        def undo() -> None:
            self._keeping.filling = self._resuming.again(self._filling.form, before)
            self._keeping.fields = typed
            self.answered("")

        return undo

    def left(self, id: str) -> None:
        """The field lost the cursor."""
        node, _ = line_of(id)
        self._form.left.add(node)
        if self._keeping.typing:
            self._form.blanks.pop(node, None)
            self._form.look()
        self._keeping.settle()
        self.call_for_help(node)

    def _signs_other(self) -> None:
        """What was signed was signed as it stood: an answer given afterwards takes the signature of the whole away."""
        if self._filling.is_signed:
            self._filling.sign("", None)

    def answered(self, id: str) -> None:
        """The question was answered, or all of them may have been (""): everything is read again and saved."""
        if id:
            self._signs_other()
        self._form.look()
        self._keeping.changed()
        self.call_for_help(id)

    def call_for_help(self, id: str) -> None:
        """On the answer itself, before anything else is asked; told once for the same answer."""
        node = self._form.nodes.get(id)
        if node is None or node.item.link_id not in self._form.help_links:
            return
        answer = (node.id, node.values)
        try:
            opens = self._form.desk.opens(self._keeping.snapshot(), self._keeping.form, node.item.link_id)
        except CannotSend:
            opens = True  # it cannot be looked at: help too many, never one too few
        if not opens:
            self._helped = None  # changed back: the next such answer opens it anew
        elif answer != self._helped:
            self._helped = answer
            self._form.state = "help"
            self._form.changed()
