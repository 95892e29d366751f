"""Two devices with words everywhere: a patient's, with one of all that is theirs alone and of all that they share, and the
desk of who reads it. Every word holds `CANARY`, so that it is known wherever it stands.

`routes` says, by the pattern of the route table, which addresses lead to those words. A place that draws some and is not opened
with them is found by tests/screens/test_lock_leaves_nothing.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from mobile.care.catalog import Who
from mobile.care.forms.response import Response
from mobile.care.grant import ShareGrant
from mobile.care.invitation import Invitation
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.slept_on import SleptOn
from mobile.care.shared_kinds import SHAREABLE
from mobile.care.sharing import Reader, new_id, share
from mobile.care.summary import SummaryLine, Whose
from mobile.care.talk.correspondence import Between
from mobile.care.talk.draft import (
    BEGINS,
    TalkDraft,
    line_thread,
    question_thread,
    suggestion_thread,
    team_thread,
)
from mobile.care.talk.message import Message
from mobile.care.talk.reply import Reply
from mobile.care.talk.suggestion import Suggestion
from mobile.screens.frame import Person
from mobile.screens.settings.part import PARTS as SETTINGS
from mobile.screens.shareable_words import of_kind
from mobile.shell.routes import PLACES, Place
from tests.private_things import MADE, blank
from tests.screens.clinic_of import NOW, documents_of, person, receive_all, seeded
from tests.screens.form.samples import a_form, an_item
from tests.screens.harness import opened_store
from tests.screens.test_shell_places import route_of
from tests.unit.care.samples import receive, sent

CANARY = "zqcanary"
ME, SAM = "Patient/rowan", "Practitioner/sam"
SAM_READS = Person(f"http://clinic.test/fhir|{SAM}", "practitioner", "Sam Fixture", SAM)
Document = dict[str, Any]


class Words:
    """One after the other, each another."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> str:
        self.count += 1
        return f"{CANARY}{self.count}q"


@dataclass(frozen=True)
class Filled:
    """`ids`: by the part of a pattern before its first variable, what stands in its place."""

    records: Any
    who: Person
    ids: Mapping[str, str]

    def routes(self) -> dict[str, Place]:
        """Every address of this person's, with the place that it leads to."""
        found: dict[str, Place] = {}
        for place in PLACES:
            if place.lies == "before_the_door" or place.role not in (None, self.who.role):
                continue
            if place.pattern == "/settings/<part>":
                found |= {f"/settings/{part}": place for part in SETTINGS}
                continue
            found[self._route(place)] = place
        return found

    def _route(self, place: Place) -> str:
        before, variable, rest = place.pattern.partition("<")
        if not variable or before not in self.ids:
            return route_of(place)
        after = rest.partition(">")[2]
        route = before + self.ids[before] + after
        before, variable, rest = route.partition("<")
        return before + self.ids.get(f"{place.pattern.partition('<')[0]}<{rest}", "") if variable else route


# --- the patient ---


async def patients(folder: Path) -> Filled:
    """Rowan's, between the second session and the third."""
    word = Words()
    records = await seeded(folder, "rowan", change=lambda document: _worded(document, word))
    ids = await _own(records, word)
    await _heard(records, word, ids)
    return Filled(records, person("rowan"), ids)


def _worded(document: Document, word: Words) -> Document:
    """With a word in what is the patient's, or is written to them."""
    if document["resourceType"] == "CarePlan":
        for activity in document.get("activity", []):
            if "description" in activity.get("detail", {}):
                activity["detail"]["description"] += f" {word()}"
    for part in document.get("payload", []) if document["resourceType"] == "Communication" else []:
        if "contentString" in part:
            part["contentString"] += f" {word()}"
    return document


async def _own(records: Any, word: Words) -> dict[str, str]:
    """One of every private noun, and one of every kind that is shared."""
    await records.save_all([make(word) for make in MADE.values()])
    ids = dict[str, str]()
    for kind in SHAREABLE:
        own = blank(kind, NOW - timedelta(hours=1)).revise(f"Mine {word()}. And {word()}.", NOW)
        ids[of_kind(kind).path] = own.id
        await records.save_all(share(own, ME, Reader(SAM, "Sam Fixture"), NOW - timedelta(minutes=30)))
    entry = await records.get(JournalEntry, ids["/entry/"])
    far = NOW - timedelta(days=40)
    await records.save_all(
        [
            blank(JournalEntry, far).revise(f"Long ago {word()}", far),
            blank(JournalEntry, NOW).revise(f"Thrown away {word()}", NOW).thrown_away(NOW),
            SleptOn(entry.id, NOW - timedelta(hours=1)),
            Invitation.make(new_id(), patient=ME, patient_name="Rowan Sample", invited=word(), now=NOW),
        ]
    )
    (invitation,) = await records.every(Invitation)
    form = a_form(an_item("q", "text", "How was it?"))
    await records.save(form)
    begun = Response.begin(new_id(), form, ME, NOW)
    answered = begun.draft_of(
        [{"linkId": "q", "text": "How was it?", "answer": [{"valueString": word()}]}], NOW
    )
    await records.save(answered)
    handed = {**answered.to_resource(), "id": "sent1", "status": "completed", "authored": NOW.isoformat()}
    handed["identifier"] = {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{new_id()}"}
    await receive_all(records, "rowan", [handed])
    (done,) = [one for one in await records.every(Response) if one.server_id == "sent1"]
    bill = {"/cost/bill/": "rowan-bill-3", "/cost/estimate/": "rowan-estimate"}
    return {**ids, **bill, "/form/": begun.id, "/answers/": done.id, "/sharing/invitation/": invitation.id}


async def _heard(records: Any, word: Words, ids: Mapping[str, str]) -> None:
    """What others wrote to them, and what they are writing."""
    intention = of_kind(SHAREABLE[0])
    own = await records.get(SHAREABLE[0], ids[intention.path])
    copy = await records.get(SHAREABLE[0].COPY, own.copies[0].copy_id)
    to_me, to_sam = Between(ME, SAM, ME), Between(ME, ME, SAM)
    at = NOW - timedelta(minutes=20)
    team = next(one for one in documents_of("rowan") if one["resourceType"] == "CareTeam")
    to_team = Between(ME, ME, f"CareTeam/{team['id']}")
    shown = Whose(ME, "Practitioner/dr-ash", "Dr Ash", True)
    documents = [
        sent(Reply.written(new_id(), word(), to_me, thread=(), now=at, about=copy), "reply1"),
        sent(Suggestion.written(new_id(), word(), to_me, thread=(), now=at), "suggested1"),
        sent(Message.written(new_id(), word(), to_team, thread=(), now=at), "message1"),
        sent(SummaryLine.written(new_id(), word(), shown, now=at), "line1"),
    ]
    await receive_all(records, "rowan", documents)
    await records.save_all(
        [
            TalkDraft(BEGINS + new_id(), copy.id, to_sam.patient, NOW, word()),
            TalkDraft(BEGINS + new_id(), team_thread(ME), ME, NOW, word()),
            *(TalkDraft(BEGINS + new_id(), question_thread(ME, one), ME, NOW, word()) for one in QUESTIONS),
        ]
    )


QUESTIONS = ("cost", "cost/bill/rowan-bill-3", "cost/estimate/rowan-estimate")


# --- who reads it ---


async def readers(folder: Path) -> Filled:
    """Sam's: everything that Rowan shares, what they write to each other, and what Sam is writing."""
    word = Words()
    records = await opened_store(folder)
    in_ = Who("practitioner", SAM)
    seen = (
        "Patient",
        "CareTeam",
        "Appointment",
        "CarePlan",
        "PlanDefinition",
        "Questionnaire",
        "Organization",
    )
    own = [one for one in documents_of("rowan") if one["resourceType"] in seen]
    documents, copies = list[Document](), list[str]()
    for number, kind in enumerate(SHAREABLE):
        thing = blank(kind, NOW - timedelta(hours=2)).revise(f"Shared {word()}", NOW)
        copy, grant, notice, _ = share(thing, ME, Reader(SAM), NOW - timedelta(hours=1))
        assert isinstance(grant, ShareGrant)
        name = {f"urn:uuid:{copy.id}": f"{copy.KIND.resource_type}/copy{number}"}
        documents += [
            sent(grant, f"grant{number}", name),
            sent(copy, f"copy{number}"),
            sent(notice, f"notice{number}", name),
        ]
        copies.append(copy.id)
    for document in (*own, *documents):
        await _filed(records, in_, document)
    held = await records.get(SHAREABLE[0].COPY, copies[0])
    at = NOW - timedelta(minutes=20)
    to_sam, to_me = Between(ME, ME, SAM), Between(ME, SAM, ME)
    team = next(one for one in own if one["resourceType"] == "CareTeam")
    closed = Whose(ME, "Practitioner/dr-ash", "Dr Ash", False)
    for document in (
        sent(Reply.written(new_id(), word(), to_sam, thread=(), now=at, about=held), "reply1"),
        sent(Suggestion.written(new_id(), word(), to_me, thread=(), now=at), "suggested1"),
        sent(
            Message.written(new_id(), word(), Between(ME, ME, f"CareTeam/{team['id']}"), thread=(), now=at),
            "message1",
        ),
        sent(SummaryLine.written(new_id(), word(), closed, now=at), "line1"),
    ):
        await _filed(records, in_, document)
    await records.save_all(
        [
            TalkDraft(BEGINS + new_id(), thread, ME, NOW, word())
            for thread in (
                held.id,
                team_thread(ME),
                suggestion_thread(ME),
                line_thread(ME, is_for_patient=True),
                line_thread(ME, is_for_patient=False),
            )
        ]
    )
    ids = {"/shared/": "rowan", "/team-messages/": "rowan", "/shared/<copy>": held.id}
    return Filled(records, SAM_READS, ids)


async def _filed(records: Any, who: Who, document: Document) -> None:
    """As a pull files it; what this person is not shown is left out."""
    try:
        await receive(records, who, document)
    except AssertionError:
        if document["resourceType"] in ("Goal", "Consent", "Communication", "Composition"):
            raise


def with_words(texts: list[str]) -> list[str]:
    """Those that hold a word of somebody's."""
    return [one for one in texts if CANARY in one]
