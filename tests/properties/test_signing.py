"""Whatever is done in whatever order (new versions, reading, choosing, clocks, sessions, withdrawals): nothing is signed that was not
shown and read, nothing in the clinic's quiet hours, and nothing twice. Over the real store and the models that the pages use."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine
from datetime import datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mobile.care.consent.consent_record import Signatures
from mobile.care.consent.hindrance import CLOCKS_APART
from mobile.care.consent.signature import Signature
from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.signed_text import SignedText, SigningWords
from mobile.care.consent.withdrawal import AgreementWithdrawal, not_withdrawn
from mobile.care.measures.spans import span_of
from mobile.records import Store
from mobile.records.secrets import MemorySecrets
from mobile.screens.agreements.agreement_signing import AgreementSigning
from mobile.screens.agreements.model import END, Reading
from mobile.screens.agreements.signed_model import SignedModel
from mobile.screens.agreements.signing import Shown
from tests.screens.clinic_of import NOW, receive_all
from tests.unit.care.consent.samples import a_choice, a_form, a_part, a_question, mark

ME, ZONE = "Patient/ines", ZoneInfo("America/Chicago")
IN_APP = mark("agreement-signing", valueCode="in-app")
TERM = mark("in-force-for", valueDuration={"value": 2, "unit": "wk", "code": "wk"})
WORDS = SigningWords(
    *("About", "Plain", "Full", "Choices", "Chosen.", "Not chosen. {meaning}", "Needed", "Optional"),
    *("Asked", "No answer"),
    {"open": "-", "right": "as it says", "read_again": "read again", "to_talk_about": "to talk about"},
    *("Signature", "I mean it."),
)
TWO_WEEKS = span_of(TERM["valueDuration"])
BY_HAND = Signatures(Signature("drawn", "Ines Sample", b"a picture"))


def version(number: int) -> dict[str, Any]:
    return a_form(
        a_part("a", f"One, version {number}.", item=[a_question()]),
        a_part("b", "Two.", item=[a_choice(needed=True), a_choice("c2")]),
        version=str(number),
        extension=[IN_APP, TERM],
    )


class Signatures(RuleBasedStateMachine):
    """One patient, one clinic, one agreement."""

    @initialize()
    def begin(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.now, self.number, self.received = NOW, 0, 0
        self.quiet: tuple[datetime, datetime] | None = (
            None  # from two weeks before who is here, to the end of that day
        )
        self.shown: set[str] = set()
        self.kept: dict[str, str] = {}
        self.held: tuple[int, SignedText] | None = None  # a page that stands open, with what it shows
        self.store = Store(Path(self.folder.name), MemorySecrets())
        self.records = self.run(self.store.create(None))
        self.publish()

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

    def signing(self) -> AgreementSigning:
        return AgreementSigning(self.records, lambda: self.now, ME, "en", ZONE)

    # --- what happens ---

    @rule()
    def publish(self) -> None:
        """The clinic replaces its text."""
        if self.number < 3:
            old = [{**version(self.number), "status": "retired"}] if self.number else []
            self.number += 1
            self.receive(*old, version(self.number))

    @rule(parts=st.sampled_from([1, 3, 3]))
    def read(self, parts: int) -> None:
        async def reading() -> None:
            one = Reading(self.records, lambda: self.now, ME, "en")
            await one.load(f"sample-{self.number}")
            for _ in range(parts):
                if one.page != END:
                    await one.next()

        self.run(reading())

    @rule()
    def prepare(self) -> None:
        """All that has to be done before, and the page that shows it."""
        self.read(3)
        self.choose(True, "c1")
        self.open_the_page()

    @rule(is_on=st.sampled_from([True, True, False]), which=st.sampled_from(["c1", "c1", "c2"]))
    def choose(self, is_on: bool, which: str) -> None:
        async def choosing() -> None:
            one = Reading(self.records, lambda: self.now, ME, "en")
            await one.load(f"sample-{self.number}")
            assert one.agreement is not None
            (choice,) = [one for one in one.agreement.choices() if one.link_id == which]
            await one.choose(choice, is_on=is_on)

        self.run(choosing())

    @rule(hours=st.sampled_from([1, 20, 24 * 15, -3]))
    def move_the_clock(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(is_on=st.sampled_from([True, False, False]))
    def session(self, is_on: bool) -> None:
        """Somebody is at the clinic for a session, or it is over and its day is. Where the clinic never says that it is over, nobody
        waits beyond its day."""
        status, at = ("arrived", self.now) if is_on else ("fulfilled", self.now - timedelta(days=9))
        day = (at + timedelta(hours=1)).astimezone(ZONE).date() + timedelta(days=1)
        over = datetime.combine(day, time(), ZONE)
        self.quiet = (at - timedelta(weeks=2) if is_on else at, over)
        self.receive(
            {
                "resourceType": "Appointment",
                "id": "s1",
                "status": status,
                "start": at.isoformat(),
                "end": (at + timedelta(hours=1)).isoformat(),
                "participant": [{"actor": {"reference": ME}, "status": "accepted"}],
            }
        )

    @rule()
    def open_the_page(self) -> None:
        """A page that shows the text, and stays open whatever happens then."""
        model = self.signing()
        self.run(model.load(f"sample-{self.number}"))
        text = model.text(WORDS)
        if text is not None:
            self.shown.add(text.sha256)
            self.held = (self.number, text)

    @rule(taps=st.integers(1, 2))
    def tap_sign(self, taps: int) -> None:
        if self.held is None:
            return
        number, text = self.held
        for _ in range(taps):
            before = len(self.all_signed())
            outcome = self.run(
                self.signing().sign(f"sample-{number}", Shown.of(text, TWO_WEEKS), WORDS, BY_HAND)
            )
            assert (len(self.all_signed()) > before) == (outcome == "signed")
            if outcome == "signed":
                self.check_the_newest(text, number)
                self.kept |= {one.id: one.text for one in self.all_signed()}

    @rule()
    def withdraw(self) -> None:
        """Never waits, whatever the day."""
        standing = [one for one in self.standing() if one.holds(self.now)]
        for one in standing[:1]:
            model = SignedModel(self.records, lambda: self.now, ME)
            assert self.run(model.withdraw(one.id))
            assert not self.run(model.withdraw(one.id))
            assert one.id not in {left.id for left in self.standing()}

    # --- what is always so ---

    def all_signed(self) -> list[SignedAgreement]:
        return self.run(self.records.every(SignedAgreement))

    def standing(self) -> list[SignedAgreement]:
        return not_withdrawn(self.all_signed(), self.run(self.records.every(AgreementWithdrawal)))

    def check_the_newest(self, text: SignedText, number: int) -> None:
        new = next(one for one in self.all_signed() if one.id not in self.kept)
        assert new.what_was_signed() == text
        assert text.sha256 in self.shown
        assert new.signed.endswith(f"|{number}")
        assert number == self.number
        assert self.quiet is None or not (self.quiet[0] <= self.now < self.quiet[1])
        assert new.signed_at == self.now.replace(microsecond=0)
        assert new.choice_codes()["c1"]
        reading = Reading(self.records, lambda: self.now, ME, "en")
        self.run(reading.load(f"sample-{number}"))
        assert reading.agreement is not None
        assert reading.progress.is_all_read(reading.agreement)
        assert max(reading.progress.read.values()) <= self.now + CLOCKS_APART

    @invariant()
    def nothing_holds_twice_and_nothing_signed_ever_changes(self) -> None:
        if not hasattr(self, "records"):
            return
        holding = [one.signed for one in self.standing() if one.holds(self.now)]
        # A clock that is set back lets what was over hold again: then one of them was signed after the other's end.
        ends = [one for one in self.standing() if one.holds(self.now)]
        begun = sorted(ends, key=lambda one: one.signed_at or datetime.max)
        for first, then in pairwise(begun):
            if first.signed == then.signed:
                assert first.ends_at is not None
                assert then.signed_at is not None
                assert then.signed_at >= first.ends_at
        assert len(holding) == len(ends)
        now = {one.id: one.text for one in self.all_signed()}
        for id, text in self.kept.items():
            assert now[id] == text
        self.kept = now


TestSignatures = Signatures.TestCase
TestSignatures.settings = settings(
    max_examples=15, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
