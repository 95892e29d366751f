"""The sync line by its facts: the most urgent true thing, in plain words, and never "Sent" while something is unsent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import flet as ft
import pytest

from mobile.i18n import Moments, Speech
from mobile.screens.frame import Screen
from mobile.screens.sync_line import SyncSentences, SyncWords, sync_line
from mobile.wiring.wordings import WORDINGS
from tests.screens.harness import THERAPIST, Phone, PretendWiring

NOW = datetime(2026, 3, 3, 16, 42, tzinfo=UTC)
PHASES = ("idle", "sending", "offline", "signed_out", "attention", "held")
REASONS = (
    None,
    "timed_out",
    "server_broken",
    "parked",
    "conflict",
    "mass_deletion",
    "fault:KeyError",
    "new_code",
)


@dataclass
class Status:
    phase: str = "idle"
    waiting: int = 0
    parked: int = 0
    lost: int = 0
    asked: int = 0
    conflicts: int = 0
    last_sent_at: datetime | None = None
    last_received_at: datetime | None = None
    reason: str | None = None


def words_for(language: str = "en", mode: Any = "app", **status: Any) -> SyncWords:
    speech = Speech(language)
    moments = Moments(language, ZoneInfo("America/Chicago"))
    teller = SyncSentences(speech, moments, WORDINGS[mode](speech))
    return teller.words(Status(**status), NOW)


def test_sent_is_said_with_its_time_only_when_nothing_is_unsent() -> None:
    assert words_for(last_sent_at=NOW).text == "Sent 10:42\u00a0AM"
    assert words_for(last_sent_at=NOW - timedelta(days=1)).text == "Sent yesterday, 10:42\u00a0AM"
    assert words_for(last_sent_at=NOW).state == "sent"


def test_whatever_the_phase_says_unsent_is_never_called_sent() -> None:
    for phase, waiting, parked, conflicts, reason in product(PHASES, (0, 2), (0, 1), (0, 1), REASONS):
        words = words_for(
            phase=phase, waiting=waiting, parked=parked, conflicts=conflicts, reason=reason, last_sent_at=NOW
        )
        if waiting or parked or conflicts or phase not in ("idle", "sending"):
            assert words.state != "sent", (phase, waiting, parked, conflicts, reason)
            assert not words.text.startswith("Sent")


def test_no_sentence_shows_a_code_or_an_exclamation() -> None:
    for phase, waiting, parked, reason in product(PHASES, (0, 2), (0, 1), REASONS):
        words = words_for(phase=phase, waiting=waiting, parked=parked, reason=reason)
        said = f"{words.text} {words.detail}"
        assert "_" not in said
        assert "fault" not in said
        assert "!" not in said


def test_what_waits_is_saved_on_this_phone_with_its_count() -> None:
    assert words_for(waiting=2).text == "Saved on this phone · 2 waiting to send"
    assert (
        words_for(phase="sending", waiting=1, reason="timed_out").text
        == "Saved on this phone · 1 waiting to send"
    )
    assert words_for(phase="sending", waiting=2).text == "Sending"


def test_offline_says_that_everything_is_saved_here() -> None:
    assert words_for(phase="offline").text == "Offline. Everything you write is saved here."
    assert (
        words_for(phase="offline", waiting=2).text
        == "Offline. Everything you write is saved here. 2 waiting to send."
    )
    assert words_for(phase="offline").state == "offline"


def test_a_clinic_that_answers_badly_is_not_called_offline() -> None:
    assert words_for(phase="offline", reason="server_broken").text.startswith(
        "Your clinic cannot take it right now."
    )


def test_an_expired_sign_in_asks_to_sign_in_again_and_says_nothing_is_lost() -> None:
    words = words_for(phase="signed_out", waiting=3)
    assert words.text == "Sign in again to send. Nothing is lost."
    assert words.detail == "3 waiting to send"
    assert words.must_sign_in
    assert words_for(phase="signed_out").text == "Sign in again to hear from your clinic. Nothing is lost."


def test_needs_attention_says_why_and_that_it_is_kept() -> None:
    words = words_for(phase="attention", parked=1, reason="parked")
    assert words.text == "Needs attention"
    assert words.detail == "1 could not be sent. It is kept here."


@pytest.mark.parametrize(
    ("parked", "lost", "said"),
    [
        (1, 1, "Your clinic's server lost 1 thing you sent. It is kept here, and you can send it again."),
        (
            3,
            2,
            "1 could not be sent. It is kept here. "
            "Your clinic's server lost 2 things you sent. They are kept here, and you can send them again.",
        ),
    ],
)
def test_what_the_clinic_lost_is_not_called_unsent(parked: int, lost: int, said: str) -> None:
    assert words_for(phase="attention", parked=parked, lost=lost, reason="parked").detail == said
    hosted = words_for(mode="serve", phase="attention", parked=lost, lost=lost, reason="parked").detail
    assert "could not be sent" not in hosted
    assert "kept here" not in hosted
    assert "Both are kept" in words_for(phase="attention", conflicts=1, reason="conflict").detail
    assert "tries again by itself" in words_for(phase="attention", reason="fault:KeyError").detail


def test_a_clinic_that_says_much_is_gone_is_not_believed_without_the_person() -> None:
    words = words_for(phase="held", reason="mass_deletion")
    assert words.text == "Needs attention"
    assert "Nothing here was removed." in words.detail


def test_a_hosted_page_never_says_saved() -> None:
    for phase, waiting in product(PHASES, (0, 2)):
        words = words_for(mode="serve", phase=phase, waiting=waiting)
        assert "phone" not in words.text
        assert "saved here" not in f"{words.text} {words.detail}"
        assert words.state != "saved"
    assert "Keep this page open" in words_for(mode="serve", phase="offline").text


def test_a_hosted_page_says_and_draws_that_what_is_here_lasts_as_long_as_the_page() -> None:
    assert (words_for(mode="serve").text, words_for(mode="serve").state) == (
        "Kept only while this page is open",
        "page",
    )
    assert words_for(mode="serve", waiting=2).state == "page"


def test_nothing_sent_yet_says_so() -> None:
    assert words_for().text == "Saved on this phone"
    assert words_for().detail == "Nothing is waiting to be sent."


@pytest.mark.parametrize("phase", PHASES)
def test_every_phase_is_said_in_spanish(phase: str) -> None:
    english, spanish = (
        words_for(phase=phase, waiting=2, parked=1),
        words_for("es", phase=phase, waiting=2, parked=1),
    )
    assert english.text != spanish.text
    assert not english.detail or english.detail != spanish.detail


class Header(Screen):
    """A place with the small line."""

    def title(self) -> str:
        return "Sample"

    def body(self) -> list[ft.Control]:
        self.line = sync_line(self.s)
        return [self.line]

    async def shown(self) -> None:
        self.keep(self.line.follow())


async def test_the_small_line_follows_the_status_until_the_place_is_left() -> None:
    wiring = PretendWiring(at=NOW)
    async with Phone(wiring) as phone:
        await phone.show(Header)
        await phone.sees("Saved on this phone")
        wiring.pretended.says(phase="offline", waiting=2)
        await phone.sees("Offline. Everything you write is saved here. 2 waiting to send.")
        wiring.pretended.says(phase="idle", waiting=0, last_sent_at=NOW)
        await phone.sees("Sent 10:42\u00a0AM")
        header: Any = phone.shell._top
        header.end_watches()
        wiring.pretended.says(phase="offline")
        assert header.line.text == "Sent 10:42\u00a0AM"


async def test_a_therapist_is_not_told_of_a_phone() -> None:
    async with Phone(PretendWiring(person=THERAPIST)) as phone:
        await phone.show(Header)
        await phone.sees("Saved here")
