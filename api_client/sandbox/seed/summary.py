"""Lines of the summary that the invented patients' prescriber and therapist keep together. All words are made up."""

from __future__ import annotations

from html import escape

from api_client.sandbox.seed.records import CARE, NAMES, Chart, own_identifier


def rowan(chart: Chart) -> None:
    """Both write; half of it is for Rowan."""
    text = "Two sessions a week, as planned. We look at it again together after the fourth."
    _line(chart, -13, "16:20", "dr-ash", text, is_for_patient=True)
    text = "I call the evening after a session and ask little. The longer talk is two days later."
    _line(chart, -6, "12:05", "sam", text, is_for_patient=False)
    _line(chart, -2, "13:40", "sam", "Shorter talks on session days.", is_for_patient=True)
    text = "Good. Please write here how the talk after the third session goes, before I confirm the fourth."
    _line(chart, -1, "17:15", "dr-ash", text, is_for_patient=False)


def marlow(chart: Chart) -> None:
    text = "Single sessions, agreed one by one. Before another is booked we talk."
    _line(chart, -37, "10:10", "dr-ash", text, is_for_patient=True)
    text = "We meet every two weeks for now. I write here when that changes."
    _line(chart, -20, "15:30", "sam", text, is_for_patient=False)


def tova(chart: Chart) -> None:
    """The prescriber alone: nobody else is on the team who keeps one."""
    text = "The office calls you when the insurance has answered. Until then nothing changes."
    _line(chart, -9, "09:45", "dr-ash", text, is_for_patient=True)


def _line(
    chart: Chart,
    offset: int,
    clock: str,
    author: str,
    words: str,
    *,
    is_for_patient: bool,
) -> None:
    """One line of the summary that the prescriber and the therapist keep together."""
    number = sum(one["resourceType"] == "Composition" for *_, one in chart.made) + 1
    id_ = f"{chart.id}-summary-{number}"
    div = f'<div xmlns="http://www.w3.org/1999/xhtml">{escape(words, quote=False)}</div>'
    chart.add(
        offset,
        clock,
        {
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
        },
    )
