"""Lines of the summary that the invented patients' prescriber and therapist keep together. All words are made up."""

from __future__ import annotations

import uuid
from html import escape

from api_client.sandbox.exact import Json
from api_client.sandbox.seed.records import CARE, NAMES, Chart, own_identifier


def rowan(chart: Chart) -> None:
    """Both write; half of it is for Rowan. The newest for each of the two who read it is not read yet."""
    text = "Two sessions a week, as planned. We look at it again together after the fourth."
    ash = _line(chart, -13, "16:20", "dr-ash", text, is_for_patient=True)
    _read(chart, -13, "17:50", ash, "Practitioner/sam")
    _read(chart, -12, "08:35", ash, chart.me)
    text = "I call the evening after a session and ask little. The longer talk is two days later."
    sam = _line(chart, -6, "12:05", "sam", text, is_for_patient=False)
    _read(chart, -6, "16:40", sam, "Practitioner/dr-ash")
    sam = _line(chart, -2, "13:40", "sam", "Shorter talks on session days.", is_for_patient=True)
    _read(chart, -2, "17:05", sam, "Practitioner/dr-ash")
    text = "Good. Please write here how the talk after the third session goes, before I confirm the fourth."
    _line(chart, -1, "17:15", "dr-ash", text, is_for_patient=False)


def marlow(chart: Chart) -> None:
    """All of it is read."""
    text = "Single sessions, agreed one by one. Before another is booked we talk."
    ash = _line(chart, -37, "10:10", "dr-ash", text, is_for_patient=True)
    _read(chart, -37, "12:30", ash, "Practitioner/sam")
    _read(chart, -36, "19:15", ash, chart.me)
    text = "We meet every two weeks for now. I write here when that changes."
    sam = _line(chart, -20, "15:30", "sam", text, is_for_patient=False)
    _read(chart, -20, "16:10", sam, "Practitioner/dr-ash")


def tova(chart: Chart) -> None:
    """The prescriber alone: nobody else is on the team who keeps one."""
    text = "The office calls you when the insurance has answered. Until then nothing changes."
    ash = _line(chart, -9, "09:45", "dr-ash", text, is_for_patient=True)
    _read(chart, -9, "11:20", ash, chart.me)


def _line(
    chart: Chart,
    offset: int,
    clock: str,
    author: str,
    words: str,
    *,
    is_for_patient: bool,
) -> Json:
    """One line of the summary that the prescriber and the therapist keep together. Answers with it."""
    number = sum(one["resourceType"] == "Composition" for *_, one in chart.made) + 1
    id_ = f"{chart.id}-summary-{number}"
    div = f'<div xmlns="http://www.w3.org/1999/xhtml">{escape(words, quote=False)}</div>'
    made: Json = {
        "resourceType": "Composition",
        "id": id_,
        "identifier": own_identifier(id_),
        "status": "final",
        "type": {"coding": [{"system": CARE, "code": "summary-line"}]},
        "subject": {"reference": chart.me},
        "date": chart.days.utc(offset, clock),
        "author": [{"reference": f"Practitioner/{author}", "display": NAMES[author]}],
        "title": "Shared summary",
        "confidentiality": "N" if is_for_patient else "R",
        "section": [{"text": {"status": "additional", "div": div}}],
    }
    chart.add(offset, clock, made)
    return made


def _read(chart: Chart, offset: int, clock: str, line: Json, reader: str) -> None:
    """That somebody was shown this line; of a reader at the clinic it is in no patient's record."""
    key = line["identifier"]["value"].removeprefix("urn:uuid:")
    mark = uuid.uuid5(uuid.NAMESPACE_URL, f"summary line {key} read by {reader}")
    made: Json = {
        "resourceType": "Communication",
        "id": f"{line['id']}-read-{reader.partition('/')[2]}",
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{mark}"}],
        "status": "in-progress",
        "category": [{"coding": [{"system": CARE, "code": "summary-line-read"}]}],
        "about": [{"reference": f"Composition/{line['id']}", "identifier": line["identifier"]}],
        "sent": chart.days.utc(offset, clock),
        "recipient": [{"reference": line["author"][0]["reference"]}],
        "sender": {"reference": reader},
    }
    chart.add(offset, clock, made | ({"subject": {"reference": reader}} if reader == chart.me else {}))
