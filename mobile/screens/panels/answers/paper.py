"""Own answers as a page to print or keep: the sheet's words, laid out by `mobile.printing`. Made on this device.

It holds what is on the sheet and who and when, nothing else, and is kept nowhere once it was handed over.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime

from mobile.printing import FONTS, Line, Paper, Part, pdf_of
from mobile.screens.file_export import Made
from mobile.screens.panels.answers.drawing import withheld_text
from mobile.screens.panels.answers.sheet import Sheet
from mobile.screens.panels.answers.values import Words


def paper_of(sheet: Sheet, about: Sequence[str], words: Words, now: datetime) -> Paper:
    """`about`: the lines below the title."""
    _ = words.translate
    return Paper(
        title=sheet.title or _("Answers"),
        about=tuple(line for line in about if line),
        parts=tuple(
            Part(
                section.title,
                tuple(
                    Line(
                        answered.question,
                        answered.answers,
                        withheld_text(_, answered.withheld),
                        pictures=tuple(one.data for one in answered.pictures),
                    )
                    for answered in section.answered
                ),
            )
            for section in sheet.sections
        ),
        language=words.language,
        made_at=now,
        unanswered=_("No answer"),
        page_words=_("Page {page} of {pages}"),
        undrawn=_("Some letters cannot be printed here and are shown as [?]. On the screen they are whole."),
    )


async def printed(paper: Paper, day: str, words: Words) -> Made:
    """The PDF, made beside the page so that nothing waits for it. Its name stands in lists of files that others see, and does not say
    which form it is of. Raises OSError where the fonts are gone."""
    content = await asyncio.to_thread(pdf_of, paper, FONTS)
    _ = words.translate
    name = re.sub(r"[^\w]+", "-", _("Answers").lower()).strip("-")
    return Made(f"{name}-{day}.pdf", content)
