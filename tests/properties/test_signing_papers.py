"""Whatever is done in whatever order to an agreement that is a PDF (other files, other versions, pages, clocks, sessions, a no, taking it back,
guardians who come and go, withdrawals): only a file of which every page was shown is signed, by all who have to, and nothing twice.
Over the real store, PDFium and the models that the pages use."""

from __future__ import annotations

import asyncio
import tempfile
from base64 import b64encode
from collections.abc import Coroutine
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mobile.care.consent.consent_record import Signatures
from mobile.care.consent.guardian import ROLE_CODE
from mobile.care.consent.hindrance import CLOCKS_APART
from mobile.care.consent.paper_reading import PaperReading
from mobile.care.consent.signature import Signature
from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.withdrawal import AgreementWithdrawal, not_withdrawn
from mobile.records import Store
from mobile.records.secrets import MemorySecrets
from mobile.screens.agreements.paper_model import PaperModel
from mobile.screens.agreements.paper_signing import PaperSigning
from mobile.screens.agreements.signed_model import SignedModel
from mobile.screens.agreements.signing import Shown
from tests.pdfs import a_pdf
from tests.properties.test_signing import TWO_WEEKS, WORDS
from tests.screens.clinic_of import NOW, receive_all
from tests.unit.care.consent.samples import CARE, mark

ME, ZONE, ID = "Patient/ines", ZoneInfo("America/Chicago"), "DocumentReference/p1"
OWN = Signature("drawn", "Ines Sample", b"a picture")
THEIRS = Signature("typed", "Wren Sample", b"another picture")
PAGES = 2


@cache
def file(number: int) -> bytes:
    return a_pdf(*(f"File {number}, page {page}." for page in range(1, PAGES + 1)))


class Papers(RuleBasedStateMachine):
    """One patient, one clinic, one paper that is signed alone or with somebody."""

    @initialize(with_guardian=st.booleans())
    def begin(self, with_guardian: bool) -> None:
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.with_guardian = with_guardian
        self.now, self.received, self.file, self.version = NOW, 0, 1, 1
        self.is_named, self.is_refused = with_guardian, False
        self.quiet: tuple[datetime, datetime] | None = None
        self.shown: dict[tuple[int, int], datetime] = {}  # of a file, a page, and when it was
        self.kept: dict[str, str] = {}
        self.store = Store(Path(self.folder.name), MemorySecrets())
        self.records = self.run(self.store.create(None))
        self.name_guardian(with_guardian)
        self.send()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)

    def teardown(self) -> None:
        if hasattr(self, "records"):
            self.store.lock()
            self.loop.close()
            self.folder.cleanup()

    def receive(self, *documents: dict[str, Any]) -> None:
        self.received += 1
        self.run(receive_all(self.records, "ines", list(documents), self.received))

    def send(self) -> None:
        marks = [
            mark("agreement-signing", valueCode="with-guardian" if self.with_guardian else "in-app"),
            mark("agreement-version", valueCanonical=f"https://clinic.test/rules|{self.version}"),
            mark("assent", valueString="I agree."),
            mark("in-force-for", valueDuration={"value": 2, "unit": "wk", "code": "wk"}),
        ]
        attachment = {"contentType": "application/pdf", "data": b64encode(file(self.file)).decode()}
        self.receive(
            {
                "resourceType": "DocumentReference",
                "id": "p1",
                "status": "current",
                "extension": marks,
                "category": [{"coding": [{"system": CARE, "code": "agreement"}]}],
                "subject": {"reference": ME},
                "description": "House rules",
                "content": [{"attachment": attachment}],
            }
        )

    def signing(self) -> PaperSigning:
        return PaperSigning(self.records, lambda: self.now, ME, "en", ZONE)

    def model(self) -> PaperModel:
        one = PaperModel(self.records, lambda: self.now)
        self.run(one.load(ID))
        return one

    # --- what happens ---

    @rule(is_another_version=st.booleans())
    def replace_the_file(self, is_another_version: bool) -> None:
        """Also without another version, as no clinic should."""
        if self.file < 3:
            self.file += 1
            self.version += is_another_version
            self.send()

    @rule(steps=st.integers(1, 3), is_drawn=st.sampled_from([True, True, False]))
    def page_on(self, steps: int, is_drawn: bool) -> None:
        """`is_drawn` False: somebody goes on before the page is there."""
        one = self.model()
        for _ in range(steps):
            page = one.page
            if is_drawn:
                self.run(one.draw())
            self.run(one.next())
            if is_drawn:
                self.shown[self.file, page] = self.now

    @rule()
    def page_back(self) -> None:
        self.run(self.model().back())

    @rule(is_named=st.booleans())
    def name_guardian(self, is_named: bool) -> None:
        """The clinic's record names somebody, or nobody any more."""
        self.is_named = is_named
        role = {"coding": [{"system": ROLE_CODE, "code": "GUARD"}], "text": "mother"}
        contact = [{"relationship": [role], "name": {"text": "Wren Sample"}}] if is_named else []
        self.receive({"resourceType": "Patient", "id": "ines", **({"contact": contact} if contact else {})})

    @rule(is_no=st.sampled_from([True, False, False]))
    def say(self, is_no: bool) -> None:
        one = self.signing()
        self.run(one.refuse(ID) if is_no else one.take_back_refusal(ID))
        self.is_refused = is_no

    @rule(hours=st.sampled_from([1, 20, 24 * 15, -3]))
    def move_the_clock(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(is_on=st.sampled_from([True, False, False]))
    def session(self, is_on: bool) -> None:
        status, at = ("arrived", self.now) if is_on else ("fulfilled", self.now - timedelta(days=9))
        end = at + timedelta(hours=1)
        over = datetime.combine(end.astimezone(ZONE).date() + timedelta(days=1), time(), ZONE)
        self.quiet = (at - timedelta(weeks=2) if is_on else at, over)
        self.receive(
            {
                "resourceType": "Appointment",
                "id": "s1",
                "status": status,
                "start": at.isoformat(),
                "end": end.isoformat(),
                "participant": [{"actor": {"reference": ME}, "status": "accepted"}],
            }
        )

    @rule()
    def read_all_of_it(self) -> None:
        one = self.model()
        for _ in range(PAGES):
            self.run(one.back())
        for page in range(1, PAGES + 1):
            self.run(one.draw())
            self.run(one.next())
            self.shown[self.file, page] = self.now

    @rule(by=st.sampled_from(["all", "patient", "both"]), is_no=st.booleans())
    def bring_about_and_sign(self, by: str, is_no: bool) -> None:
        """All that has to be done before; then perhaps a no, and a try."""
        self.withdraw()
        self.name_guardian(self.with_guardian)
        self.session(False)
        self.say(False)
        self.read_all_of_it()
        if is_no:
            self.say(True)
        self.sign(by, 1)

    @rule(by=st.sampled_from(["all", "all", "all", "patient", "both"]), taps=st.integers(1, 2))
    def sign(self, by: str, taps: int) -> None:
        """By all who have to, by the patient alone, or by two whoever has to."""
        open_page = self.signing()
        self.run(open_page.load(ID))
        text = open_page.text(WORDS)
        if text is None:
            return
        guardian = next(iter(open_page.guardians), None)
        is_both = by == "both" or (by == "all" and self.with_guardian)
        signatures = Signatures(OWN, guardian, THEIRS) if is_both and guardian else Signatures(OWN)
        for _ in range(taps):
            before = {one.id for one in self.all_signed()}
            outcome = self.run(self.signing().sign(ID, Shown.of(text, TWO_WEEKS), WORDS, signatures))
            new = [one for one in self.all_signed() if one.id not in before]
            assert (len(new) == 1) == (outcome == "signed")
            for one in new:
                self.check(one, signatures)
                self.kept[one.id] = one.text

    @rule()
    def withdraw(self) -> None:
        """Never waits."""
        for one in [one for one in self.standing() if one.holds(self.now)][:1]:
            assert self.run(SignedModel(self.records, lambda: self.now, ME).withdraw(one.id))

    # --- what is always so ---

    def all_signed(self) -> list[SignedAgreement]:
        return self.run(self.records.every(SignedAgreement))

    def standing(self) -> list[SignedAgreement]:
        return not_withdrawn(self.all_signed(), self.run(self.records.every(AgreementWithdrawal)))

    def check(self, one: SignedAgreement, signatures: Signatures) -> None:
        assert one.signed_file() == file(self.file)
        assert one.document_sha256 == sha256(file(self.file)).hexdigest()
        assert one.signed.endswith(f"|{self.version}")
        when = [self.shown.get((self.file, page)) for page in range(1, PAGES + 1)]
        assert all(at is not None and at <= self.now + CLOCKS_APART for at in when)
        assert self.quiet is None or not (self.quiet[0] <= self.now < self.quiet[1])
        if self.with_guardian:
            assert self.is_named
            assert not self.is_refused
            assert one.guardian == THEIRS.name
        else:
            assert one.guardian == ""
        assert (signatures.of_guardian is not None) == self.with_guardian

    @invariant()
    def nothing_of_one_file_holds_twice_and_nothing_signed_ever_changes(self) -> None:
        if not hasattr(self, "records"):
            return
        holding = [one for one in self.standing() if one.holds(self.now)]
        for one in holding:
            for other in holding:
                is_same = (one.signed, one.document_sha256) == (other.signed, other.document_sha256)
                if one.id < other.id and is_same:
                    first, then = sorted((one, other), key=lambda each: each.signed_at or datetime.max)
                    # A clock that is set back lets what was over hold again.
                    assert first.ends_at is not None
                    assert then.signed_at is not None
                    assert then.signed_at >= first.ends_at
        now = {one.id: one.text for one in self.all_signed()}
        for id, text in self.kept.items():
            assert now[id] == text


TestPapers = Papers.TestCase
TestPapers.settings = settings(
    max_examples=10, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_a_no_stands_when_the_clinic_replaces_the_file() -> None:
    one = Papers()
    one.begin(with_guardian=True)
    one.say(is_no=True)
    one.replace_the_file(is_another_version=False)
    one.page_on(steps=2, is_drawn=True)
    one.sign(by="all", taps=1)
    assert one.all_signed() == []
    one.say(is_no=False)
    one.sign(by="all", taps=1)
    assert len(one.all_signed()) == 1
    one.teardown()


def test_what_was_read_before_its_agreement_was_noted_is_signed() -> None:
    one = Papers()
    one.begin(with_guardian=False)
    one.read_all_of_it()
    (reading,) = one.run(one.records.every(PaperReading))
    one.run(one.records.save(replace(reading, paper="")))
    one.sign(by="patient", taps=1)
    assert len(one.all_signed()) == 1
    one.teardown()


def test_a_no_said_on_another_page_to_the_file_before_is_seen_while_this_one_is_signed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = Papers()
    one.begin(with_guardian=True)
    other = one.model()
    one.replace_the_file(is_another_version=False)
    one.page_on(steps=2, is_drawn=True)
    save_all = one.records.save_all

    async def saved_late(*nouns: Any, **seen: Any) -> Any:
        monkeypatch.setattr(one.records, "save_all", save_all)
        await other.refuse()
        return await save_all(*nouns, **seen)

    monkeypatch.setattr(one.records, "save_all", saved_late)
    one.sign(by="all", taps=1)
    assert one.all_signed() == []
    one.teardown()
