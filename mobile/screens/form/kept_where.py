"""Where the answers are kept while a form is filled in, and who may read them there: said before the first letter.

Computed from what the clinic says of itself and from the care team; where it says nothing, the less comfortable is said.
The person may keep the draft on their phone until they send it, where there is a phone to keep it on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import flet as ft

from mobile.care.clinic import Clinic, own_clinic
from mobile.care.people import CareTeam, Patient, readers
from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.ports import Keeping
from mobile.screens.form import sentences
from mobile.screens.form.fields.port import Acts
from mobile.screens.form.model import FormModel
from mobile.screens.frame import Surroundings


@dataclass(frozen=True)
class DraftReaders:
    """Who at the clinic may read a draft. `names`: of the care team's practitioners, all of them."""

    rule: Literal["nobody", "staff"] | None = None
    names: tuple[str, ...] = ()


async def draft_readers(records: Keeping, s: Surroundings) -> DraftReaders:
    """As this device knows it now."""
    teams = await records.every(CareTeam)
    named = {one.clinic for one in await records.every(Patient) if one.clinic}
    named |= {one.reference for team in teams for one in team.members if one.reference.startswith("Organiz")}
    clinic = own_clinic(await records.every(Clinic), named)
    names = tuple(one.name for one in readers(teams, s.now()) if one.name)
    return DraftReaders(clinic.draft_readers if clinic is not None else None, names)


def told(s: Surroundings, who: DraftReaders, *, is_only_here: bool) -> str:
    """Where the answers are kept and who may read them, before they are sent."""
    _, clinic = s._, sentences.clinic(s)
    if is_only_here:
        return _(
            "Your answers stay on this phone until you send them. Nobody at {clinic} sees them before."
        ).format(clinic=clinic)
    kept = _("Your answers are kept at {clinic} as you go, before you send them.").format(clinic=clinic)
    return f"{kept} {_readers(s, who)}"


def _readers(s: Surroundings, who: DraftReaders) -> str:
    _ = s._
    if who.rule == "nobody":
        return _("Your clinic says that nobody there reads them until you send them.")
    if not who.names:
        return _("People who work there may be able to read them.")
    names = ", ".join(who.names)
    if who.rule == "staff":
        return _("Your care team there can read them: {names}.").format(names=names)
    return _("People who work there may be able to read them, such as your care team: {names}.").format(
        names=names
    )


class KeptWhere:
    """The card on the first page of a form. `show` after the choice was made, here or elsewhere."""

    def __init__(self, acts: Acts, model: FormModel, who: DraftReaders) -> None:
        self._acts, self._model, self._who = acts, model, who
        self._said = parts.small("", color=t.INK)
        rows: list[ft.Control] = [parts.spoken(self._said)]
        self._toggle: parts.ToggleRow | None = None
        _ = acts.s._
        if acts.s.is_hosted:
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
            if model.help_links:
                told_late = _("Your clinic is not told of any answer before, even of one that may need help.")
                detail = f"{told_late} {detail}"
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
        words = told(self._acts.s, self._who, is_only_here=is_only_here)
        if self._said.value != words:
            self._said.value = words
            parts.redraw(self._said)
        if self._toggle is not None and self._toggle.is_on != is_only_here:
            self._toggle.set(is_only_here)
