"""What the person answered, for their own paper: every form with its questions, sent or not, and the totals they are shown."""

from __future__ import annotations

from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.here import DraftHere, with_drafts_here
from mobile.care.forms.kept import KeptForm
from mobile.care.forms.picking import pick_form
from mobile.care.forms.response import Response
from mobile.printing import Line, Part
from mobile.records.ports import Keeping, SendState, Standing
from mobile.screens.frame import Surroundings
from mobile.screens.own_record.moments import exact
from mobile.screens.panels.answers.drawing import withheld_text
from mobile.screens.panels.answers.sheet import Sheet, sheet_of
from mobile.screens.panels.answers.values import Words
from mobile.screens.panels.measures.sentences import name_text, no_total_text, number
from mobile.screens.reads.measures import Measure, measures
from mobile.screens.reads.photos import with_its_photos
from mobile.screens.status_text import standing_text


async def forms(s: Surroundings, records: Keeping) -> list[Part]:
    """Each under its name and day, the first answered first. What was begun and is not sent is in it too."""
    travelling, kept = await records.every(Response), await records.every(DraftHere)
    definitions, versions = await records.every(FormDefinition), await records.every(KeptForm)
    known = {one.id for one in travelling}
    parts: list[Part] = []
    for response in sorted(with_drafts_here(travelling, kept), key=lambda one: one.answered_at or s.now()):
        if not response.items():
            continue
        read = await with_its_photos(records, response)
        sheet = sheet_of(read, pick_form(response, definitions, versions), Words(s._, s.moments))
        standing = await records.standing(Response, response.id) if response.id in known else None
        parts.append(_form(s, response, sheet, standing))
    if not parts:
        return []
    count = s.ngettext("{n} form", "{n} forms", len(parts)).format(n=len(parts))
    return [Part(s._("Forms I filled in"), (), count=count), *parts]


def _form(s: Surroundings, response: Response, sheet: Sheet, standing: Standing | None) -> Part:
    _ = s._
    about: list[str] = []
    first, last = response.first_answered_at, response.answered_at
    if last is not None:
        about.append(_("Answered {when}").format(when=exact(s, last)))
    if first is not None and first != last:
        about.append(_("First answered {when}, changed since").format(when=exact(s, first)))
    about.append(_how_far(s, response, standing))
    if not sheet.is_exact:
        about.append(
            _("The form as it was answered is not on this device. The questions are shown in short.")
        )
    lines: list[Line] = []
    for section in sheet.sections:
        for place, answered in enumerate(section.answered):
            note = withheld_text(_, answered.withheld)
            heading = section.title if not place else ""
            pictures = tuple(one.data for one in answered.pictures)
            lines.append(Line(answered.question, answered.answers, note, heading, pictures))
    return Part(sheet.title or _("A form from your clinic"), tuple(lines), about=tuple(about), level=1)


def _how_far(s: Surroundings, response: Response, standing: Standing | None) -> str:
    _ = s._
    if response.is_open:
        return _("Begun, not sent")
    if not response.is_mine:
        return _("Written down at your clinic")
    if standing is not None and standing.state is SendState.ONLY_HERE and standing.reason is not None:
        return standing_text(s, standing).text
    if standing is not None and standing.state is SendState.SENT and standing.sent_at is not None:
        return _("Sent {time}").format(time=exact(s, standing.sent_at))
    if standing is None or standing.state in (SendState.SENT, SendState.ONLY_HERE):
        return _("Sent")
    return _("Not sent yet")


async def totals(s: Surroundings, records: Keeping) -> list[Part]:
    """Of each measure whose total the person is shown, every answer with its day."""
    known = [one for one in await measures(records, s.now(), s.zone) if one.shows_totals and one.trend]
    lines = [
        Line(name_text(s, one), tuple(_points(s, one))) for one in known if one.trend and one.trend.points
    ]
    return [Part(s._("Totals of my check-ins"), tuple(lines))] if lines else []


def _points(s: Surroundings, one: Measure) -> list[str]:
    assert one.trend is not None
    return [
        f"{s.moments.full_date(point.at)}: "
        + (number(point.total) if point.total is not None else no_total_text(s, one, point))
        for point in one.trend.points
    ]
