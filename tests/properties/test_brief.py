"""Whatever was shared, marked and taken back by whom: a brief says the words that may be read now, of that patient, and no others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, Literal
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from mobile.care.grant import ShareGrant
from mobile.care.journal.begin import begin as begin_entry
from mobile.care.notices import ShareNotice, WithdrawalNotice
from mobile.care.shareable import Shareable, SharedRecord
from mobile.care.shares import by_patient
from mobile.care.sharing import Reader, share, take_back
from mobile.i18n import Moments, Speech
from mobile.screens.shared.brief.held import Brief, brief_of
from mobile.screens.shared.brief.words import summary_of
from mobile.screens.shared.model import PatientRow
from tests.shared_things import a_commitment, a_request, an_intention

NOW = datetime(2026, 6, 7, 19, 0, tzinfo=UTC)
ZONE = ZoneInfo("America/Chicago")
ME, OTHER = "Patient/p1", "Patient/p2"
SAM = Reader("Practitioner/t1", "Sam Sample")
Kind = Literal["entry", "intention", "request", "commitment"]


@dataclass(frozen=True)
class Done:
    """One thing somebody did: what they shared, how it was marked, and whether they took it back."""

    kind: Kind
    patient: str
    is_starred: bool
    with_star: bool
    start_at: int | None  # minutes: when it was chosen to start with
    is_let_go: bool
    is_taken_back: bool


DONE = st.builds(
    Done,
    st.sampled_from(("entry", "intention", "request", "commitment")),
    st.sampled_from((ME, ME, ME, OTHER)),
    st.booleans(),
    st.booleans(),
    st.none() | st.integers(0, 50),
    st.booleans(),
    st.booleans(),
)


def thing(done: Done, words: str) -> Shareable[Any]:
    if done.kind == "intention":
        return an_intention(words)
    if done.kind == "request":
        return a_request(words)
    if done.kind == "commitment":
        return a_commitment(words).became("let_go" if done.is_let_go else "open")
    entry = replace(begin_entry(words, [], NOW, ZONE).revise(words, NOW), is_starred=done.is_starred)
    entry = replace(entry, chosen=replace(entry.chosen, with_star=done.with_star))
    at = NOW + timedelta(minutes=done.start_at) if done.start_at is not None else None
    return entry.starting_here(at)


def is_in_it(done: Done, start: int | None, number: int) -> bool:
    """By what was done alone: whether its words stand in the brief of `ME`."""
    if done.patient != ME or done.is_taken_back:
        return False
    if done.kind == "commitment":
        return not done.is_let_go
    if done.kind == "entry":
        return number == start or (done.is_starred and done.with_star)
    return True


def brief_after(every: list[Done]) -> Brief | None:
    grants, copies, notices = list[ShareGrant](), list[SharedRecord](), list[Any]()
    for number, done in enumerate(every):
        made = thing(done, f"secret{number}.")
        nouns = share(made, done.patient, SAM, NOW + timedelta(seconds=number))
        copy, grant, notice, kept = nouns
        assert isinstance(copy, SharedRecord)
        assert isinstance(grant, ShareGrant)
        notices.append(notice)
        if done.is_taken_back:
            save, gone = take_back([(grant, copy)], kept, NOW)  # type: ignore[arg-type]
            grants += [one for one in save if isinstance(one, ShareGrant)]
            notices += [one for one in save if isinstance(one, WithdrawalNotice)]
            copies += [copy] if number % 2 else []  # a copy may be here a while after its grant ended
            assert gone == [copy]
        else:
            grants.append(grant)
            copies.append(copy)
    assert all(isinstance(one, (ShareNotice, WithdrawalNotice)) for one in notices)
    found = next((one for one in by_patient(grants, copies, notices) if one.patient == ME), None)
    return brief_of(PatientRow(found, "Rowan Sample"), now=NOW) if found is not None else None


def surroundings() -> Any:
    speech = Speech("en")
    return SimpleNamespace(
        _=speech.gettext,
        ngettext=speech.ngettext,
        language="en",
        moments=Moments("en", ZONE),
        now=lambda: NOW,
        zone=ZONE,
        status=None,
        person=None,
        services=SimpleNamespace(clinic_name=""),
    )


def words_of(brief: Brief) -> str:
    summary = summary_of(surroundings(), brief)
    texts = [summary.title, *summary.about, *summary.head, summary.foot]
    for block in (one for row in summary.rows for one in row):
        texts += [block.heading, block.note]
        texts += [text for item in block.items for text in (item.label, item.words, item.detail)]
    return "\n".join(texts)


@settings(max_examples=150, deadline=None)
@given(st.lists(DONE, max_size=12))
def test_only_what_may_be_read_is_in_it_and_all_of_that(every: list[Done]) -> None:
    brief = brief_after(every)
    chosen = [
        (done.start_at, number)
        for number, done in enumerate(every)
        if done.kind == "entry"
        and done.patient == ME
        and not done.is_taken_back
        and done.start_at is not None
    ]
    latest = max((at for at, _ in chosen), default=None)
    if brief is None:
        assert not [done for done in every if done.patient == ME]
        return
    start = next(
        (n for at, n in chosen if at == latest and brief.start and f"secret{n}." in brief.start.copy.words),  # type: ignore[union-attr]
        None,
    )
    assert (start is None) == (latest is None), "what was chosen last"
    text = words_of(brief)
    said = {number for number in range(len(every)) if f"secret{number}." in text}
    assert said == {number for number, done in enumerate(every) if is_in_it(done, start, number)}
    shown = [one.copy.words for one in brief.shown if one.copy is not None]
    assert len(shown) == len(set(shown)) == len(said), "each once, and the receipts are for these"
