"""Where the answers are kept while a form is filled in, and who may read them there: said before the first letter.

Computed from what the clinic says of itself and from the care team; where it says nothing, the less comfortable is said.
The person may keep the draft on their phone until they send it, where there is a phone to keep it on.
"""

from __future__ import annotations

import flet as ft

from mobile.care.forms.definition import FormDefinition
from mobile.care.ledger.kept import Ledger
from mobile.care.ledger.rules import What, part_of_answers
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.clinic_copy import standing_of
from mobile.screens.form import sentences
from mobile.screens.form.fields.port import Acts
from mobile.screens.form.model import FormModel
from mobile.screens.frame import Surroundings
from mobile.screens.ledger_words import drafts_text, sent_read_by


def kept_sentence(s: Surroundings, who: Ledger, what: What, *, is_only_here: bool) -> str:
    """Where the answers are kept, who may read them before they are sent, and who reads them then."""
    _, clinic = s._, sentences.clinic(s)
    sent = sent_read_by(s, who, what)
    if is_only_here:
        kept = _("Your answers stay on this phone until you send them. Nobody at {clinic} sees them before.")
        copy = standing_of(s)
        if copy is not None and (copy.is_on or copy.has_some_there):
            kept = _(
                "Your answers stay on this phone until you send them. They may also be in your sealed copy, which nobody at "
                "{clinic} can open."
            )
        return f"{kept.format(clinic=clinic)} {sent}"
    kept = _("Your answers are kept at {clinic} as you go, before you send them.").format(clinic=clinic)
    return f"{kept} {drafts_text(s, who)} {sent}"


def part_of(form: FormDefinition | None) -> What:
    """Which part of the record its answers are, once sent."""
    return part_of_answers(form.uses if form is not None else frozenset())


class KeptWhere:
    """The card on the first page of a form. `show` after the choice was made, here or elsewhere."""

    def __init__(self, acts: Acts, model: FormModel, who: Ledger) -> None:
        self._acts, self._model, self._who = acts, model, who
        self._words = parts.small("", color=t.INK)
        rows: list[ft.Control] = [parts.spoken(self._words)]
        self._toggle: parts.ToggleRow | None = None
        _ = acts.s._
        if not acts.s.services.keeps_after_closing:
            rows.append(
                parts.small(
                    _(
                        "In a browser they cannot be kept on your own device instead. "
                        "In the app on your own phone they can."
                    )
                )
            )
        else:
            detail = _("If this phone is lost before you send it, so are your answers.")
            if model.form.help_links:
                late_warning = _(
                    "Your clinic is not told of any answer before, even of one that may need help."
                )
                detail = f"{late_warning} {detail}"
            self._toggle = parts.toggle_row(
                _("Keep it on this phone until I send it"),
                detail=detail,
                is_on=model.keeping.is_only_here,
                on_change=acts.guard(acts.keep_here),
            )
            rows.append(self._toggle)
        self.control: ft.Control = parts.card(*rows, spacing=t.S8)
        self.show()

    def show(self) -> None:
        """Brings it up to what was chosen."""
        is_only_here = self._model.keeping.is_only_here
        words = kept_sentence(
            self._acts.s,
            self._who,
            part_of(self._model.opened.form if self._model.opened else None),
            is_only_here=is_only_here,
        )
        if self._words.value != words:
            self._words.value = words
            parts.redraw(self._words)
        if self._toggle is not None and self._toggle.is_on != is_only_here:
            self._toggle.set(is_only_here)
