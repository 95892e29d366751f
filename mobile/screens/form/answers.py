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
from mobile.screens.form.question import Withheld
from mobile.screens.form.reading import line_of
from mobile.screens.form.state import FormState
from mobile.screens.panels.answers.values import signed_said


class FormAnswers(FormState):
    """Ids are those of `Question.id`."""

    def choose(self, id: str, keys: Sequence[str]) -> None:
        """These of the offered answers, all of them; none clears it."""
        answering.choose(self.filling, self.nodes[id], keys)
        self._answered(id)

    def type(self, id: str, words: str) -> None:
        """Every keystroke."""
        words = carried(words)
        node, position = line_of(id)
        unit = self._unit_of(node)
        self._fill_blank(node, words, position)
        answering.write(self.filling, node, words, position)
        self._signs_other()
        if unit:
            answering.choose_unit(self.filling, self.filling.node(node), unit)
        self.keeping.fields[id] = words
        self.look()
        self.keeping.typed(id, words)

    def _fill_blank(self, node: str, words: str, position: int) -> None:
        """Words in the empty line that was asked for: it is none any more."""
        if (
            words
            and node in self._blanks
            and position >= len(self.nodes[node].values) + len(self.nodes[node].raw)
        ):
            del self._blanks[node]

    def catch(self, id: str, words: str) -> None:
        """Letters that arrived after the lock: kept in memory, neither saved nor drawn."""
        words = carried(words)
        node, position = line_of(id)
        answering.write(self.filling, node, words, position)
        self._signs_other()
        self.keeping.fields[id] = words
        self.keeping.catch(id, words)

    def _unit_of(self, node: str) -> str:
        """Which unit the number had before it is typed anew."""
        found = next((one for question in self.questions for one in question.every() if one.id == node), None)
        return self._units.get(node, found.unit if found is not None and found.units else "")

    def type_other(self, id: str, words: str) -> None:
        """An answer of one's own, at every keystroke."""
        words = carried(words)
        answering.type_other(self.filling, self.nodes[id], words)
        self._signs_other()
        self.keeping.fields[id] = words
        self.look()
        self.keeping.typed(id, words)

    def retype(self, id: str, words: str) -> None:
        """Letters that were typed before, into the same field."""
        node = self.nodes.get(id)
        if node is not None and node.item.is_open:
            self.type_other(id, words)
        elif self.filling.has(line_of(id)[0]):
            self.type(id, words)

    def choose_unit(self, id: str, key: str) -> None:
        """What the number is counted in. Kept for a number still to come."""
        self._units[id] = key
        answering.choose_unit(self.filling, self.nodes[id], key)
        self._answered(id)

    def withhold(self, id: str, how: Withheld | None) -> None:
        """Kept back on purpose, or not any more."""
        self.keeping.fields.pop(id, None)
        self.filling.withhold(id, how)
        self._answered(id)

    def attach(self, id: str, name: str, data: bytes, content_type: str | None) -> None:
        """A file. It may have taken a while to be made: where the question is not asked any more nothing is attached."""
        if id in self.nodes:
            answering.attach(self.filling, self.nodes[id], name, data, content_type)
            self.keeping.put_apart()
            self._answered(id)

    def room(self, id: str, *, is_photo: bool) -> int:
        """How many bytes one more file of this question may have. A photo has a record to itself, where the clinic takes such;
        any other has half of what the form's record still takes, so that there is room for another; where that is little,
        all of it."""
        if is_photo and self.keeping.apart.is_offered:
            return APART
        node = self.nodes[id]
        replaced = [one for one in node.values if isinstance(one, Attachment) and not node.item.repeats]
        used = len(self.keeping.snapshot().text) - sum(len(one.data or "") for one in replaced)
        room = max(0, (MOST_BYTES - KEPT_FREE - used) * 3 // 4)
        return min(room, max(room // 2, INSIDE))

    def detach(self, id: str, position: int) -> None:
        answering.detach(self.filling, self.nodes[id], position)
        self._answered(id)

    def sign(self, id: str, name: str) -> None:
        """With a typed name, now. `id` "": the whole form, which holds the name itself and no picture of it. Raises
        CannotDraw, and then nothing was signed."""
        name = carried(name)
        picture = signature.typed(name) if id else None
        self._sign(id, name, picture, self._signed_told(name, self._now(), is_drawn=False))

    def sign_drawn(self, id: str, name: str, picture: bytes) -> None:
        """By hand, now: `picture` is a PNG, `name` whose hand it is."""
        self._sign(id, name, picture, self._signed_told(name, self._now(), is_drawn=True))

    def _sign(self, id: str, name: str, picture: bytes | None, told: str) -> None:
        if id and picture is not None:
            answering.attach(self.filling, self.nodes[id], told, picture, "image/png")
        drawing = picture if not id else None
        answering.sign(self.filling, id, name, self._who.patient, self._now(), drawing)
        self._answered(id)

    def unsign(self) -> None:
        """The whole form is not signed any more."""
        self.filling.sign("", None)
        self._answered("")

    @property
    def wants_signature(self) -> bool:
        """Whether the form as a whole is to be signed."""
        return self.filling.form.signature

    @property
    def signed_as(self) -> str:
        """How the whole form is signed, in words; "" while it is not."""
        if not self.filling.is_signed:
            return ""
        given = at(extension_of(self.filling.draft(), RESPONSE_SIGNATURE), "valueSignature")
        when = moment(at(given, "when")) or self._now()
        is_drawn = text_at(given, "data") is not None
        return self._signed_told(text_at(given, "who", "display") or "", when, is_drawn=is_drawn)

    def _signed_told(self, name: str, when: datetime, *, is_drawn: bool) -> str:
        _, day = self._who.speech.gettext, self._who.moments.full_date(when)
        return signed_said(_, name, day, is_drawn=is_drawn)

    def add_row(self, id: str) -> None:
        """One more of what repeats."""
        found = next(one for question in self.questions for one in question.every() if one.id == id)
        if not found.inside:
            return
        node = line_of(found.inside[0].id)[0]
        if "//" in found.inside[0].id and not self.nodes[node].item.items:
            self._blanks[node] = 1
        else:
            self.filling.add(node)
        self._answered(node)

    def remove_row(self, id: str) -> Callable[[], None]:
        """One less. A typed line goes with the words in it. Returns what brings it back."""
        node, position = line_of(id)
        undo = self._bringing_back()
        if "//" in id:
            filled = len(self.nodes[node].values) + len(self.nodes[node].raw)
            if position < filled:
                self.filling.write(node, "", position)
            self._blanks.pop(node, None)
            for typed in [one for one in self.keeping.fields if line_of(one)[0] == node]:
                del self.keeping.fields[typed]
        else:
            self.filling.remove(id)
        self._answered(node)
        return undo

    def _bringing_back(self) -> Callable[[], None]:
        """The answers as they stand now, to be gone back to."""
        before, typed = self.keeping.snapshot(), dict(self.keeping.fields)

        def undo() -> None:
            self.keeping.filling = Filling.resume(self.filling.form, before.to_json(), self._launch)
            self.keeping.fields = typed
            self._answered("")

        return undo

    def left(self, id: str) -> None:
        """The field lost the cursor."""
        node, _ = line_of(id)
        self._left.add(node)
        if self.keeping.typing:
            self._blanks.pop(node, None)
            self.look()
        self.keeping.settle()
        self._call_for_help(node)

    def _signs_other(self) -> None:
        """What was signed was signed as it stood: an answer given afterwards takes the signature of the whole away."""
        if self.filling.is_signed:
            self.filling.sign("", None)

    def _answered(self, id: str) -> None:
        if id:
            self._signs_other()
        self.look()
        self.keeping.changed()
        self._call_for_help(id)

    def _call_for_help(self, id: str) -> None:
        """On the answer itself, before anything else is asked; told once for the same answer."""
        node = self.nodes.get(id)
        if node is None or node.item.link_id not in self.help_links:
            return
        answer = (node.id, node.values)
        try:
            opens = self.desk.opens(self.keeping.snapshot(), self.keeping.form, node.item.link_id)
        except CannotSend:
            opens = True  # it cannot be looked at: help too many, never one too few
        if not opens:
            self._helped = None  # changed back: the next such answer opens it anew
        elif answer != self._helped:
            self._helped = answer
            self.state = "help"
            self._on_change()
