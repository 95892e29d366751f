"""The room card on one sheet: what stands on it, whose it is, and when it was written. Nothing else of theirs."""

from __future__ import annotations

import asyncio

from mobile.care.room_card import OTHER, RoomCard
from mobile.printing import FONTS, Line, Paper, Part, pdf_of
from mobile.screens.frame import Surroundings
from mobile.screens.room_card_words import PARTS, read_parts


def card_paper(s: Surroundings, card: RoomCard, name: str) -> Paper:
    """In the person's language, with their words as they are."""
    _, said = s._, read_parts(card.words)
    names = {one.key: _(one.name) for one in PARTS} | {OTHER: _("Anything else")}
    when = s.moments.full_date(card.changed_at)
    return Paper(
        title=name,
        about=(
            _("Written by {name}, {when}. It is what they wish, not an order.").format(name=name, when=when),
        ),
        parts=(Part("", tuple(Line(names[key], (said[key].strip(),)) for key in names if key in said)),),
        language=s.language,
        made_at=s.now(),
        unanswered="",
        page_words=_("Page {page} of {pages}"),
        undrawn=_(
            "Some letters cannot be printed here and are shown as [?]. In Lantern and in the file to move they are whole."
        ),
    )


async def card_pdf(s: Surroundings, card: RoomCard, name: str) -> bytes:
    """Made beside the page. Raises OSError without fonts."""
    return await asyncio.to_thread(pdf_of, card_paper(s, card, name), FONTS)
