"""What sync says, in the patient's words: where their words are now, and what to do if anything.

Never claims more than is true: nothing is called sent while anything waits, is held back or is written in two places,
whatever the phase says. Knows counts, codes and times, never a word of the patient's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from mobile.design import parts
from mobile.i18n import N_, Moments, Speech, ended
from mobile.screens.frame import SendingNow, Surroundings
from mobile.screens.wording import Wording

WHY: Mapping[str, str] = {
    "tls_refused": N_("The connection was not safe, so Lantern did not use it."),
    "server_broken": N_("Your clinic's server has trouble of its own."),
    "too_many": N_("Your clinic's server asks for a pause."),
    "timed_out": N_("Your clinic's server took too long to answer."),
    "bad_reply": N_("Your clinic's server gave an answer that could not be understood."),
    "not_fhir": N_("What answered was not your clinic's server."),
}
"""Why the clinic could not be reached, by the code of the round that ended early."""

ANSWERED = ("server_broken", "too_many", "bad_reply", "not_fhir")
"""Codes of something that did answer: to call that offline would send a person to look at their own network."""


@dataclass(frozen=True)
class SyncWords:
    """`text` stands in a header or a list, `detail` beside it where there is room: why, what is safe, what to do."""

    text: str
    state: parts.SavedState
    detail: str = ""
    can_try: bool = False
    must_sign_in: bool = False


class SyncSentences:
    """Says a status in one language. `is_staff`: they sit at a desk, and what waits is seldom their own words."""

    def __init__(self, speech: Speech, moments: Moments, wording: Wording, *, is_staff: bool = False) -> None:
        self._ = speech.gettext
        self.ngettext = speech.ngettext
        self._moments = moments
        self._wording = wording
        self._is_staff = is_staff

    def words(self, status: SendingNow | None, now: datetime) -> SyncWords:
        """The most urgent true thing to say."""
        _ = self._
        if status is None:
            return SyncWords(self._wording.all_here(is_staff=self._is_staff), self._wording.kept_drawing)
        if status.phase == "signed_out":
            return self._signed_out(status)
        if status.phase == "held":
            return SyncWords(
                _("Needs attention"),
                "attention",
                _(
                    "Your clinic's list is suddenly much shorter. Nothing here was removed. "
                    "Ask your clinic what happened."
                ),
                can_try=True,
            )
        if status.phase == "attention" or status.parked or status.conflicts:
            return self._attention(status)
        if status.phase == "offline":
            return self._offline(status)
        if status.phase == "sending" and status.waiting and status.reason is None:
            return SyncWords(_("Sending"), "sending", self.queue(status))
        if status.waiting:
            why = self._why(status)
            return SyncWords(
                f"{self._wording.all_here(is_staff=self._is_staff)} · {self.queue(status)}",
                self._wording.kept_drawing,
                why,
                can_try=True,
            )
        if status.last_sent_at is None:
            return SyncWords(
                self._wording.all_here(is_staff=self._is_staff),
                self._wording.kept_drawing,
                _("Nothing is waiting to be sent."),
                can_try=True,
            )
        when = self._moments.near(status.last_sent_at, now)
        return SyncWords(_("Sent {time}").format(time=when), "sent", can_try=True)

    def queue(self, status: SendingNow) -> str:
        """`2 waiting to send`; "" when nothing waits."""
        if not status.waiting:
            return ""
        line = self.ngettext("{n} waiting to send", "{n} waiting to send", status.waiting)
        return line.format(n=status.waiting)

    def _why(self, status: SendingNow) -> str:
        sentence = WHY.get(status.reason or "")
        return self._(sentence) if sentence else ""

    def _signed_out(self, status: SendingNow) -> SyncWords:
        _ = self._
        text = (
            _("Sign in again to send. Nothing is lost.")
            if status.waiting or status.parked or status.conflicts
            else _("Sign in again to hear from your clinic. Nothing is lost.")
        )
        return SyncWords(text, "attention", self.queue(status), must_sign_in=True)

    def _offline(self, status: SendingNow) -> SyncWords:
        _ = self._
        first = _("Your clinic cannot take it right now.") if status.reason in ANSWERED else _("Offline.")
        line = f"{first} {self._wording.safe_meanwhile()}"
        queue = self.queue(status)
        why = self._why(status)
        return SyncWords(f"{line} {ended(queue)}" if queue else line, "offline", why, can_try=True)

    def _attention(self, status: SendingNow) -> SyncWords:
        _ = self._
        if status.parked:
            unsent = status.parked - status.lost - status.asked
            sentences = [self._wording.could_not_be_sent(unsent)] if unsent else []
            if status.lost:  # the clinic had it once, so it is not called unsent
                sentences.append(self._wording.lost_at_the_clinic(status.lost))
            if status.asked:  # nothing was tried yet
                text = self.ngettext(
                    "{n} thing from the copy you brought back is sent when you say so.",
                    "{n} things from the copy you brought back are sent when you say so.",
                    status.asked,
                )
                sentences.append(text.format(n=status.asked))
            line = " ".join(sentences)
        elif status.conflicts:
            line = _("Something was written in two places. Both are kept until you choose.")
        else:
            line = (
                _("Something went wrong while sending. Lantern tries again by itself.")
                + " "
                + self._wording.safe_meanwhile()
            )
        return SyncWords(_("Needs attention"), "attention", line, can_try=True)


def sync_sentences(s: Surroundings) -> SyncSentences:
    """The teller for a place's language, zone and way of keeping words."""
    is_staff = s.person is not None and s.person.role == "practitioner"
    return SyncSentences(s.speech, s.moments, s.wording, is_staff=is_staff)


class SyncLine(parts.SavedLine):
    """The small part for headers and lists. In `shown`: `self.keep(line.follow())`."""

    def __init__(self, s: Surroundings) -> None:
        self._s = s
        words = self._words()
        super().__init__(words.text, words.state)

    def follow(self) -> Callable[[], None]:
        """Says what is true now and at every change. Returns the end of it."""
        self.tell()
        if self._s.status is None:
            return lambda: None
        return self._s.status.watch(lambda _: self.tell())

    def tell(self) -> None:
        words = self._words()
        self.say(words.text, words.state)

    def _words(self) -> SyncWords:
        status = self._s.status.now if self._s.status is not None else None
        return sync_sentences(self._s).words(status, self._s.now())


def sync_line(s: Surroundings) -> SyncLine:
    """Where the person's words are now, in one line that follows sync once `follow` is called."""
    return SyncLine(s)
