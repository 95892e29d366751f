"""Every answer a person can give on a form place. Each is captured at once; the save follows by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO

from mobile.care.forms.response import CannotSend
from mobile.care.questionnaire import Filling
from mobile.care.questionnaire.addresses import RESPONSE_SIGNATURE
from mobile.care.resource import at, extension_of, moment, text_at
from mobile.carried import carried
from mobile.screens.form import answering
from mobile.screens.form.asked import Withheld
from mobile.screens.form.reading import line_of
from mobile.screens.form.seen import Seen


class Giving(Seen):
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
        answering.write(self.filling, node, words, position)
        self._signs_other()
        if unit:
            answering.choose_unit(self.filling, self.filling.node(node), unit)
        self._typed[id] = words
        self.look()
        self.keeping.typed(id, words)

    def catch(self, id: str, words: str) -> None:
        """Letters that arrived after the lock: kept in memory, neither saved nor drawn."""
        words = carried(words)
        node, position = line_of(id)
        answering.write(self.filling, node, words, position)
        self._signs_other()
        self._typed[id] = words
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
        self._typed[id] = words
        self.look()
        self.keeping.typed(id, words)

    def choose_unit(self, id: str, key: str) -> None:
        """What the number is counted in. Kept for a number still to come."""
        self._units[id] = key
        answering.choose_unit(self.filling, self.nodes[id], key)
        self._answered(id)

    def withhold(self, id: str, how: Withheld | None) -> None:
        """Kept back on purpose, or not any more."""
        self._typed.pop(id, None)
        self.filling.withhold(id, how)
        self._answered(id)

    def attach(self, id: str, name: str, data: bytes) -> None:
        answering.attach(self.filling, self.nodes[id], name, data)
        self._answered(id)

    def detach(self, id: str, position: int) -> None:
        answering.detach(self.filling, self.nodes[id], position)
        self._answered(id)

    def sign(self, id: str, name: str) -> None:
        """With a typed name, now. `id` "": the whole form."""
        name = carried(name)
        now = self._now()
        if id:
            said = self._signed_told(name, now)
            answering.attach(self.filling, self.nodes[id], "signature.png", drawn_name(name), said)
        answering.sign(self.filling, id, name, self._who.patient, now)
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
        signature = at(extension_of(self.filling.draft(), RESPONSE_SIGNATURE), "valueSignature")
        when = moment(at(signature, "when"))
        return self._signed_told(text_at(signature, "who", "display") or "", when or self._now())

    def _signed_told(self, name: str, when: datetime) -> str:
        day = self._who.moments.full_date(when)
        return self._who.speech.gettext("Signed by typing: {name}, {day}").format(name=name, day=day)

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
            for typed in [one for one in self._typed if line_of(one)[0] == node]:
                del self._typed[typed]
        else:
            self.filling.remove(id)
        self._answered(node)
        return undo

    def _bringing_back(self) -> Callable[[], None]:
        """The answers as they stand now, to be gone back to."""
        before, typed = self.keeping.snapshot(), dict(self._typed)

        def undo() -> None:
            self.keeping.filling = Filling.resume(self.filling.form, before.to_json(), self._launch)
            self._typed = typed
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


def drawn_name(name: str) -> bytes:
    """A typed signature as a picture, for systems that show nothing but pictures: the name, and nothing else."""
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.load_default(36)
    width = int(ImageDraw.Draw(Image.new("L", (1, 1))).textlength(name, font=font)) + 48
    picture = Image.new("L", (width, 88), 255)
    ImageDraw.Draw(picture).text((24, 20), name, font=font, fill=0)
    kept = BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()
