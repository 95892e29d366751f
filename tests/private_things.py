"""One of every private noun that is kept on a patient's device, each field of their words filled in: for tests of what never leaves it.

`MADE` has a row for each. tests/unit/test_private_things.py fails when a noun is added without one, or when a field that is
kept out of logs stays empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from mobile.care.agenda.prepared import Prepared
from mobile.care.approval.draft import ApprovalDraft
from mobile.care.commitment import Commitment
from mobile.care.consent.paper_reading import PaperReading
from mobile.care.consent.signed_file import SignedFile
from mobile.care.consent.signed_here import SignedHere
from mobile.care.cost.paying import WentToPay
from mobile.care.daily_word import DailyWord
from mobile.care.date_change import DateDraft
from mobile.care.forms.documents import TakenOut
from mobile.care.forms.here import DraftHere, PlaceChoice
from mobile.care.forms.kept import KeptForm
from mobile.care.forms.not_apart import NoPhotosApart
from mobile.care.forms.response import Response
from mobile.care.given_times import GivenTime, GivenTimes
from mobile.care.intention import Intention
from mobile.care.journal.caught import Caught, words_of
from mobile.care.journal.chosen import Chosen, Mark
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.offered import Offered
from mobile.care.journal.picture import EntryPicture
from mobile.care.journal.slept_on import SleptOn
from mobile.care.journal.steps import Step
from mobile.care.journal.voice import VoiceNote, VoicePiece
from mobile.care.not_to_bring_up import NotToBringUp
from mobile.care.own_words import EarlierWords
from mobile.care.put_off import PutOff
from mobile.care.ride_plan import RidePlan
from mobile.care.room_card import RoomCard
from mobile.care.safety.plan import PlanPast
from mobile.care.safety.put_away import PutAway
from mobile.care.session_day import SessionDay
from mobile.care.shareable import Shareable
from mobile.care.sharing import new_id
from mobile.care.talk.draft import BEGINS, TalkDraft
from mobile.noun import Noun
from mobile.reminders.choices import ReminderChoices
from mobile.screens.form.scratch import Scratch

Word = Callable[[], str]
"""A word that stands nowhere else."""
AT = datetime(2026, 6, 9, 13, 0, tzinfo=UTC)
DAY = date(2026, 6, 9)
PATIENT = "Patient/rowan"


_NEEDS: Mapping[type[Shareable[Any]], Mapping[str, Any]] = {
    Commitment: {"day": DAY, "set_on": DAY},
    DailyWord: {"day": DAY},
    NotToBringUp: {"day": DAY},
    RoomCard: {"day": DAY},
}


def blank(kind: type[Shareable[Any]], at: datetime = AT) -> Any:
    """New own words of a kind, with no words yet."""
    return kind(id=new_id(), words="", made_at=at, changed_at=at, **_NEEDS.get(kind, {}))


def _own(of: type[Shareable[Any]], word: Word, **beside: Any) -> Any:
    """Own words with an earlier version of them."""
    earlier = EarlierWords(f"Before {word()}.", AT - timedelta(days=1))
    bare = replace(blank(of), versions=(earlier,), **beside)
    return bare.revise(f"Now {word()}.", AT)


def _entry(word: Word) -> JournalEntry:
    """With all that can stand beside its words; what was caught by tap is in it as well."""
    caught = (Caught("word", word(), word()),)
    pictures = (new_id(), new_id())
    made: JournalEntry = _own(
        JournalEntry,
        word,
        title=f"Called {word()}",
        prompt=f"Asked {word()}",
        mood=Step(2, f"Mood {word()}", word()),
        connection=Step(4, f"Connection {word()}", word()),
        tags=(word(), word()),
        is_starred=True,
        voice=(new_id(),),
        pictures=pictures,
        described=tuple(sorted((id, f"Shows {word()}") for id in pictures)),
        chosen=Chosen("part", (Mark(0, word()),), voice=word(), picture_word=word()),
    )
    return replace(made, caught=caught, words=f"{made.words} {words_of(caught)}")


def _draft_here(word: Word) -> DraftHere:
    answer = {"linkId": "q1", "answer": [{"valueString": f"Answered {word()}"}]}
    return DraftHere(
        Response.from_resource(
            {
                "resourceType": "QuestionnaireResponse",
                "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{new_id()}"},
                "status": "in-progress",
                "subject": {"reference": PATIENT},
                "questionnaire": "https://clinic.test/Questionnaire/invented|1",
                "item": [answer],
            }
        ),
        is_only_here=True,
    )


MADE: Mapping[type[Noun], Callable[[Word], Noun]] = {
    Commitment: lambda word: _own(Commitment, word, practice="walk", kind="outside"),
    DailyWord: lambda word: _own(DailyWord, word),
    ApprovalDraft: lambda word: ApprovalDraft(
        new_id(), new_id(), AT, "approved", words=f"Recorded {word()}", fields={"number": f"No {word()}"}
    ),
    DateDraft: lambda word: DateDraft(new_id(), new_id(), new_id(), AT, (), f"Asked {word()}"),
    DraftHere: _draft_here,
    EntryPicture: lambda word: EntryPicture(new_id(), data=word().encode(), small=word().encode()),
    GivenTimes: lambda word: GivenTimes(
        new_id(), AT, (GivenTime("Appointment/a1", AT),), name=f"Given to {word()}"
    ),
    Intention: lambda word: _own(Intention, word, prompt=f"Held {word()}"),
    JournalEntry: _entry,
    KeptForm: lambda word: KeptForm(new_id(), "https://clinic.test/Questionnaire/kept|1", "d", AT, word()),
    NoPhotosApart: lambda word: NoPhotosApart(AT, "statement", (new_id(),)),
    NotToBringUp: lambda word: _own(NotToBringUp, word),
    Offered: lambda word: Offered(new_id(), DAY),
    PaperReading: lambda word: PaperReading(new_id(), 2, {1: AT}),
    PlaceChoice: lambda word: PlaceChoice(f"https://clinic.test/Questionnaire/{new_id()}", True),
    PlanPast: lambda word: PlanPast(
        new_id(), {"warning-signs": (EarlierWords(f"Planned {word()}", AT),)}, True, AT
    ),
    ReminderChoices: lambda word: ReminderChoices(is_on=True, has_detail=True, off=frozenset({"food"})),
    WentToPay: lambda word: WentToPay(f"Invoice/{new_id()}", AT, "900.00 USD"),
    PutOff: lambda word: PutOff("delete", f"/entry/{new_id()}", AT),
    SignedFile: lambda word: SignedFile.of(word().encode()),
    SignedHere: lambda word: SignedHere(new_id(), word()),
    SessionDay: lambda word: SessionDay(f"session {new_id()}", AT),
    Prepared: lambda word: Prepared(f"item {new_id()}"),
    PutAway: lambda word: PutAway.of(new_id(), AT),
    RidePlan: lambda word: RidePlan(
        id=new_id(),
        words=f"Driven by {word()}",
        number=f"Number {word()}",
        call=f"Own {word()}",
        made_at=AT,
        changed_at=AT,
    ),
    RoomCard: lambda word: _own(RoomCard, word),
    Scratch: lambda word: Scratch(new_id(), {"q1": f"Half typed {word()}"}),
    SleptOn: lambda word: SleptOn(new_id(), AT),
    TakenOut: lambda word: TakenOut(new_id(), new_id()),
    TalkDraft: lambda word: TalkDraft(BEGINS + new_id(), new_id(), PATIENT, AT, f"Not sent {word()}"),
    VoiceNote: lambda word: VoiceNote(new_id(), AT, 1, 4, "kept"),
    VoicePiece: lambda word: VoicePiece(new_id(), 0, word().encode()),
}
"""By the noun, what makes one of it with words of its own."""
