"""What is not in the summary, computed from what was chosen and what there is: so that nobody takes what is missing for all there is."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from mobile.i18n import ended
from mobile.printing import Block, Item
from mobile.screens.first_fetch import has_all
from mobile.screens.frame import Surroundings
from mobile.screens.portable_summary.piece import Code, Piece, clinic_of, name_of, phones_of
from mobile.screens.reads.portable import Held


def section_name(s: Surroundings, code: Code) -> str:
    """What a section is called where it is chosen or left out."""
    _ = s._
    return {
        "why": _("Why I am treated"),
        "allergies": _("Allergies and alerts"),
        "course": _("My course so far"),
        "scores": _("Scores"),
        "medicines": _("Medicines I listed"),
        "room": _("What helps me in the room"),
        "agreements": _("Agreements in force"),
        "who": _("Who to ask"),
    }[code]


def _left_name(s: Surroundings, code: Code) -> str:
    """The same inside a sentence, for whoever reads the page."""
    _ = s._
    return {
        "why": _("why they are treated"),
        "allergies": _("allergies and alerts"),
        "course": _("sessions"),
        "scores": _("scores"),
        "medicines": _("medicines"),
        "room": _("what helps in the room"),
        "agreements": _("agreements"),
        "who": _("who to ask"),
    }[code]


def left_out(s: Surroundings, held: Held, pieces: Sequence[Piece], chosen: Collection[Code]) -> Block:
    """One sentence for each kind of thing that is not there, with who has it."""
    _, name, clinic = s._, name_of(s, held), clinic_of(s, held)
    lines = [_readings(s, held, clinic)]
    private = _private(s, held)
    if private:
        lines.append(
            _("{what}: {name} keeps them, and can bring them.").format(what=", ".join(private), name=name)
        )
    left = [_left_name(s, one.code) for one in pieces if one.blocks and one.code not in chosen]
    if left:
        lines.append(_("Left out by choice: {what}.").format(what=", ".join(left)))
    empty = [_left_name(s, one.code) for one in pieces if not one.blocks and one.code in chosen]
    if empty and has_all(s):
        text = _("Not written down here, which does not mean that there is none: {what}.")
        lines.append(text.format(what=", ".join(empty)))
    if any(not one.shows_totals and one.answered for one in held.measures):
        lines.append(
            _("Answers whose totals the clinic keeps to itself: ask {clinic}.").format(clinic=clinic)
        )
    if not has_all(s):
        lines.append(ended(_("Not everything the clinic has was here when this was made")))
    return Block(_("Not in this summary"), tuple(Item(line) for line in lines), tone="leave")


def _readings(s: Surroundings, held: Held, clinic: str) -> str:
    """Whom to ask for what was measured and given in the sessions: the clinic, by the number that it gives."""
    _ = s._
    number = next((one.number for one in phones_of(s, held)), "")
    if number:
        text = _(
            "Doses, blood pressure and other readings of each session: {clinic} sends its treatment record, {number}."
        )
        return text.format(clinic=clinic, number=number)
    text = _("Doses, blood pressure and other readings of each session: {clinic} sends its treatment record.")
    return text.format(clinic=clinic)


def _private(s: Surroundings, held: Held) -> list[str]:
    _ = s._
    named = {
        "journal": _("the journal"),
        "own_words": _("other words of their own"),
        "shared": _("what was shared with the therapist"),
        "notes": _("the care team’s notes"),
        "messages": _("messages"),
        "safety_plan": _("the safety plan"),
    }
    found = [text for key, text in named.items() if key in held.private]
    return [found[0][:1].upper() + found[0][1:], *found[1:]] if found else []
