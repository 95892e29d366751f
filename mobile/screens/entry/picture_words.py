"""What is said of the pictures of an entry: which one, what it shows, and why one was not taken."""

from __future__ import annotations

from mobile.care.journal.picture import MOST_PICTURES
from mobile.screens.entry.adding import Refused
from mobile.screens.frame import Surroundings
from mobile.screens.picture_words import NOT_A_PICTURE_HERE, size_text


def name_text(s: Surroundings, number: int, of: int) -> str:
    """`Picture 2`; where there is one, `Picture`."""
    return s._("Picture {n}").format(n=number) if of > 1 else s._("Picture")


def shows_text(s: Surroundings, number: int, of: int) -> str:
    """What the field is called in which somebody may say what it shows: `What 2 shows`, short enough for the largest letters."""
    return s._("What it shows") if of == 1 else s._("What {n} shows").format(n=number)


def refused_text(s: Surroundings, refused: Refused) -> str:
    """Why it was not taken, and what to do instead."""
    _, name = s._, refused.name or s._("This file")
    if refused.why == "no_place":
        return _("An entry has room for {n} pictures. Remove one first.").format(n=MOST_PICTURES)
    if refused.why in NOT_A_PICTURE_HERE:
        return _(NOT_A_PICTURE_HERE[refused.why]).format(name=name)
    if refused.why == "too_large":
        text = _("{name} is too large ({size}). Choose a smaller one, or a screenshot of it.")
        return text.format(name=name, size=size_text(refused.size))
    return _("{name} is no picture that can be kept here. Choose a photo or a drawing.").format(name=name)
