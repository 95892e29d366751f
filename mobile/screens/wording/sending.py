"""What sync says of all that is here together: what waits, what failed, what is safe."""

from __future__ import annotations

from abc import ABC, abstractmethod

from mobile.screens.wording.spoken import Spoken


class SendingWords(Spoken, ABC):
    """What is not at the clinic yet."""

    @abstractmethod
    def all_here(self, *, is_staff: bool) -> str:
        """Where everything is. `is_staff`: they sit at a desk, and what waits is seldom their own words."""

    @abstractmethod
    def safe_meanwhile(self) -> str:
        """What becomes of what is written while the clinic cannot be reached."""

    @abstractmethod
    def could_not_be_sent(self, n: int) -> str:
        """That `n` things were not sent, and where they are."""

    @abstractmethod
    def lost_at_the_clinic(self, n: int) -> str:
        """That the clinic lost `n` things it had, and what can be done."""

    @abstractmethod
    def sign_in_to_send(self) -> str:
        """That what was shared waits for a sign-in."""


class SendingOnDevice(SendingWords):
    def all_here(self, *, is_staff: bool) -> str:
        return self._("Saved here") if is_staff else self._("Saved on this phone")

    def safe_meanwhile(self) -> str:
        return self._("Everything you write is saved here.")

    def could_not_be_sent(self, n: int) -> str:
        text = self.ngettext(
            "{n} could not be sent. It is kept here.", "{n} could not be sent. They are kept here.", n
        )
        return text.format(n=n)

    def lost_at_the_clinic(self, n: int) -> str:
        text = self.ngettext(
            "Your clinic's server lost {n} thing you sent. It is kept here, and you can send it again.",
            "Your clinic's server lost {n} things you sent. They are kept here, and you can send them again.",
            n,
        )
        return text.format(n=n)

    def sign_in_to_send(self) -> str:
        return f"{self._('Sign in again to send what you shared.')} {self._('Everything is kept here.')}"


class SendingOnPage(SendingWords):
    def all_here(self, *, is_staff: bool) -> str:
        return self._("Kept only while this page is open")

    def safe_meanwhile(self) -> str:
        return self._("Keep this page open: what you share is sent when your clinic can be reached.")

    def could_not_be_sent(self, n: int) -> str:
        return self._("{n} could not be sent. Keep this page open.").format(n=n)

    def lost_at_the_clinic(self, n: int) -> str:
        text = self.ngettext(
            "Your clinic's server lost {n} thing you sent. Send it again before you close this page.",
            "Your clinic's server lost {n} things you sent. Send them again before you close this page.",
            n,
        )
        return text.format(n=n)

    def sign_in_to_send(self) -> str:
        return self._("Sign in again to send what you shared.")
