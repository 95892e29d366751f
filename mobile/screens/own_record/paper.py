"""All of a person's own record as one paper: what is inside with its page, then each part in the order of time.

It holds what the places show, in the person's language, and nothing that they do not. Nothing is capped, and nothing is sent
anywhere to make it.
"""

from __future__ import annotations

import asyncio

from mobile.i18n import ended
from mobile.i18n.moments import zone_text
from mobile.printing import FONTS, Paper, Part, pdf_of
from mobile.records.ports import Keeping
from mobile.screens.first_fetch import has_all
from mobile.screens.frame import Surroundings
from mobile.screens.own_record.answered import forms, totals
from mobile.screens.own_record.care import calls_for_help, readers, sessions
from mobile.screens.own_record.talk import messages, notes, suggestions, unsent
from mobile.screens.own_record.written import own_words, safety_plan
from mobile.screens.reads.team import team
from mobile.screens.reads.visits import visits


async def own_paper(s: Surroundings, records: Keeping, name: str) -> Paper:
    """`name`: whose it is. Raises what the store raises."""
    seen, people = await visits(records, s.now()), await team(records, s.now())
    me = s.person.fhir_user if s.person is not None else ""
    groups = [
        await own_words(s, records, me, seen, people),
        await messages(s, records, me, people),
        await suggestions(s, records, me, people),
        await notes(s, records, me, people),
        await unsent(s, records),
        await safety_plan(s, records),
        await forms(s, records),
        await totals(s, records),
        sessions(s, seen),
        await calls_for_help(s, records),
        await readers(s, records, people),
    ]
    return _paper(s, name, tuple(part for group in groups for part in group))


def _paper(s: Surroundings, name: str, parts: tuple[Part, ...]) -> Paper:
    _, now = s._, s.now()
    made = _("Made {when}. Times are your clinic's ({zone}).").format(
        when=f"{s.moments.full_date(now)}, {s.moments.time(now)}", zone=zone_text(s.zone)
    )
    about = [
        name,
        s.services.clinic_name or "",
        made,
        "" if has_all(s) else ended(_("Not everything your clinic has is here yet")),
        _("Your private words are in here too. Keep it where only you can open it."),
        _("Not in here: what your clinic keeps and never sent here, and your therapist's own notes."),
    ]
    return Paper(
        title=_("Everything I have here"),
        about=tuple(line for line in about if line),
        parts=parts or (Part(_("Nothing is kept here yet"), ()),),
        language=s.language,
        made_at=now,
        unanswered=_("No answer"),
        page_words=_("Page {page} of {pages}"),
        undrawn=_(
            "Some letters cannot be printed here and are shown as [?]. In Lantern and in the file to move they are whole."
        ),
        contents=_("What is inside"),
    )


async def own_pdf(s: Surroundings, records: Keeping, name: str) -> bytes:
    """The file, made beside the page so that nothing waits for it. Raises what the store raises; OSError without fonts."""
    return await asyncio.to_thread(pdf_of, await own_paper(s, records, name), FONTS)
