"""Who can see own words, and what sharing them or taking them back came to."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Literal

from mobile.screens.wording.spoken import Spoken

Unshared = Literal["kept", "too_long", "not_saved", "waits", "nobody"]
"""Why Done shared nothing: nobody was to have it, it is too long, it could not be saved, the session is not over, there
is no therapist."""


class SharingWords(Spoken, ABC):
    """What nobody else sees, and why."""

    @abstractmethod
    def nobody(self) -> str:
        """That nobody else can see it, in a word or two."""

    @abstractmethod
    def nobody_sees(self) -> str:
        """The same, with what it means."""

    @abstractmethod
    def no_therapist_yet(self) -> str:
        """That there is nobody to share it with yet."""

    @abstractmethod
    def after_the_session(self) -> str:
        """That it is shared later."""

    @abstractmethod
    def too_long(self) -> str:
        """That it is longer than can be shared, in full."""

    @abstractmethod
    def not_shared(self, why: Unshared) -> str:
        """What happened when Done was tapped and nothing was shared."""

    @abstractmethod
    def readers_not_known(self) -> str:
        """The same, while the clinic has not said yet who there is."""

    @abstractmethod
    def taken_back(self) -> str:
        """Where the words are that nobody else has any more."""

    @abstractmethod
    def sent_once_connected(self) -> str:
        """That the clinic hears later of what was taken back."""


class SharingOnDevice(SharingWords):
    def nobody(self) -> str:
        return self._("Only me")

    def nobody_sees(self) -> str:
        return self._("Only you. Nobody else can read it unless you share it.")

    def no_therapist_yet(self) -> str:
        return self._(
            "Your clinic has not named a therapist for you yet. Until it does, only you can see this."
        )

    def after_the_session(self) -> str:
        return self._("It is kept here. You can share it after your session.")

    def too_long(self) -> str:
        return self._(
            "This is longer than a clinic's record takes (about 250,000 letters). All of it is kept here. "
            "It cannot be shared until it is shorter."
        )

    def not_shared(self, why: Unshared) -> str:
        _ = self._
        return {
            "kept": _("Saved on this phone"),
            "too_long": _("Too long to share. All of it is kept here."),
            "not_saved": _("Not saved: this phone has no space left. Your text stays here."),
            "waits": _("Saved. You can share it after your session."),
            "nobody": _("Saved. Your clinic has not named a therapist to share it with yet."),
        }[why]

    def readers_not_known(self) -> str:
        return self._("Saved. Who it can be shared with is not here yet.")

    def taken_back(self) -> str:
        return self._("Taken back. It stays here, only for you.")

    def sent_once_connected(self) -> str:
        return self._("It is saved on this phone, and your clinic is told when the connection is back.")


class SharingOnPage(SharingWords):
    def nobody(self) -> str:
        return self._("Not shared")

    def nobody_sees(self) -> str:
        return self._(
            "Nobody else sees it. This page runs on a server for many people and keeps nothing private: "
            "what is not shared is gone when the page is closed."
        )

    def no_therapist_yet(self) -> str:
        return f"{self._('Your clinic has not named a therapist for you yet.')} {self.nobody_sees()}"

    def after_the_session(self) -> str:
        return f"{self._('You can share it after your session.')} {self.nobody_sees()}"

    def too_long(self) -> str:
        return self._(
            "This is longer than a clinic's record takes (about 250,000 letters). It cannot be shared until it is "
            "shorter, and what is not shared is gone when this page is closed."
        )

    def not_shared(self, why: Unshared) -> str:
        _ = self._
        return {
            "kept": _("Kept only while this page is open. Share it to keep it at your clinic."),
            "too_long": _("Too long to share. It is gone when this page is closed."),
            "not_saved": _("Not kept: something went wrong. Your text stays on this page."),
            "waits": _("Not shared yet. You can share it after your session, while this page is open."),
            "nobody": _("Not shared: your clinic has not named a therapist yet."),
        }[why]

    def readers_not_known(self) -> str:
        return self._("Not shared: who it can be shared with is not here yet.")

    def taken_back(self) -> str:
        return self._("Taken back. It is only on this page now, and gone when the page is closed.")

    def sent_once_connected(self) -> str:
        return self._("Keep this page open: your clinic is told when the connection is back.")
