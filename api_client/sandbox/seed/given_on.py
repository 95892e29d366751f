"""What an invented patient gave on of their own: a starred entry of the journal, an invitation; and what somebody suggested to them.
All words are made up."""

from __future__ import annotations

from base64 import b64encode

from api_client.sandbox.exact import Json
from api_client.sandbox.seed.records import CARE, EXTENSION, NAMES, Chart, consent, notice, own_identifier


def marlow(chart: Chart, session: str) -> None:
    """`session`: the last one, "Appointment/…"."""
    words = "The second week is quieter. I sat by the water before work, twice, and did not fill the time."
    _entry(chart, -22, "20:40", words, session, read=(-21, "08:20"))
    _suggestion(chart, -4, "15:10", "Ten minutes by the water once more, on a day you choose.")
    _invitation(chart, -3, "18:05", "Robin Dummy, counselor in town")


def _entry(
    chart: Chart,
    offset: int,
    clock: str,
    words: str,
    session: str,
    *,
    read: tuple[int, str],
) -> None:
    """Whole, with its star, begun and shared with Sam that evening, on the sixteenth day after the session."""
    id_, instant, reader = f"{chart.id}-entry", chart.days.utc(offset, clock), "sam"
    data = b64encode(words.encode()).decode()
    attachment = {"contentType": "text/plain; charset=utf-8", "data": data, "creation": instant}
    copy: Json = {
        "resourceType": "DocumentReference",
        "id": id_,
        "identifier": [own_identifier(f"{id_}/copy")],
        "extension": [
            {"url": f"{EXTENSION}/session", "valueReference": {"reference": session}},
            {"url": f"{EXTENSION}/day-after-session", "valueInteger": 16},
            {"url": f"{EXTENSION}/entry-block", "valueCode": "words"},
            {"url": f"{EXTENSION}/entry-star", "valueBoolean": True},
        ],
        "status": "current",
        "type": {"text": "Journal entry"},
        "category": [{"coding": [{"system": CARE, "code": "journal-entry"}]}],
        "subject": {"reference": chart.me},
        "author": [{"reference": chart.me}],
        "content": [{"attachment": attachment}],
    }
    link = {"reference": f"DocumentReference/{id_}", "identifier": copy["identifier"][0]}
    told = notice(chart, f"{id_}-notice", f"{id_}/notice", reader, instant, link, "share-notice")
    told |= {"status": "completed", "received": chart.days.utc(*read)}
    chart.add(offset, clock, copy)
    chart.add(offset, clock, consent(chart, f"{id_}-grant", f"{id_}/grant", reader, instant, link))
    chart.add(*read, told)


def _suggestion(chart: Chart, offset: int, clock: str, words: str, *, sender: str = "sam") -> None:
    """Not read yet."""
    id_ = f"{chart.id}-suggestion"
    made: Json = {
        "resourceType": "Communication",
        "id": id_,
        "identifier": [own_identifier(id_)],
        "status": "in-progress",
        "category": [{"coding": [{"system": CARE, "code": "commitment-suggestion"}]}],
        "subject": {"reference": chart.me},
        "sent": chart.days.utc(offset, clock),
        "recipient": [{"reference": chart.me}],
        "sender": {"reference": f"Practitioner/{sender}", "display": NAMES[sender]},
        "payload": [{"contentString": words}],
    }
    chart.add(offset, clock, made)


def _invitation(chart: Chart, offset: int, clock: str, invited: str) -> None:
    """Asked for: the clinic's own system answers it."""
    id_ = f"{chart.id}-invitation"
    made: Json = {
        "resourceType": "Task",
        "id": id_,
        "identifier": [own_identifier(id_)],
        "status": "requested",
        "intent": "order",
        "code": {"coding": [{"system": CARE, "code": "invite-therapist"}]},
        "for": {"reference": chart.me, "display": "Marlow Placeholder"},
        "requester": {"reference": chart.me},
        "authoredOn": chart.days.utc(offset, clock),
        "input": [
            {
                "type": {"coding": [{"system": CARE, "code": "invited-name"}]},
                "valueString": invited,
            }
        ],
    }
    chart.add(offset, clock, made)
