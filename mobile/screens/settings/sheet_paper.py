"""The recovery sheet as paper: the words in their order and what they are for. It names no person, no clinic and no care."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from mobile.printing import FONTS, Line, Paper, Part, pdf_of
from mobile.screens.frame import Surroundings

A_LINE = 4
"""So many words stand on a line."""


def sheet_paper(s: Surroundings, words: Sequence[str]) -> Paper:
    """Whoever finds it learns only that something is opened with it."""
    _, now = s._, s.now()
    lines = tuple(
        Line(
            _("Words {first} to {last}").format(
                first=start + 1, last=start + len(words[start : start + A_LINE])
            ),
            ("     ".join(words[start : start + A_LINE]),),
        )
        for start in range(0, len(words), A_LINE)
    )
    return Paper(
        title=_("Recovery sheet"),
        about=(
            _("Made {when}. A newer sheet ends this one.").format(when=s.moments.full_date(now)),
            _("Lantern asks for these words when the PIN is lost: choose “Use your recovery sheet” there."),
            _("Whoever has this sheet and the device can read everything. Keep the two apart."),
        ),
        parts=(Part("", lines),),
        language=s.language,
        made_at=now,
        unanswered="",
        page_words=_("Page {page} of {pages}"),
        undrawn="",
    )


async def sheet_pdf(s: Surroundings, words: Sequence[str]) -> bytes:
    """Made beside the page. Raises OSError without fonts."""
    return await asyncio.to_thread(pdf_of, sheet_paper(s, words), FONTS)
