"""Where a person's own words are now."""

from __future__ import annotations

from abc import ABC, abstractmethod

from mobile.design.parts import SavedState
from mobile.screens.wording.spoken import Spoken


class SavingWords(Spoken, ABC):
    """What stands beside words while they are written, and after."""

    kept_drawing: SavedState
    """The drawing beside words that are only here."""
    waiting_drawing: SavedState
    """The drawing beside words that are about to be sent."""

    @abstractmethod
    def kept(self) -> str:
        """That they are here."""

    @abstractmethod
    def unshared(self) -> str:
        """That they are here, of words nobody else has."""

    @abstractmethod
    def kept_and_sent(self, sent: str) -> str:
        """`sent`: when that was."""

    @abstractmethod
    def changed_since_shared(self) -> str:
        """That others still have the earlier words."""

    @abstractmethod
    def before_the_first_word(self) -> str:
        """What becomes of words that are not written yet; "" where that is not said."""

    @abstractmethod
    def words_not_saved(self, *, is_full: bool) -> str:
        """Why not, and where they stay. `is_full`: there is no space left."""

    @abstractmethod
    def went_wrong(self) -> str:
        """What of what was written is safe, after something else failed."""

    @abstractmethod
    def deleted_at_the_clinic(self) -> str:
        """Where words are that the clinic deleted."""

    @abstractmethod
    def earlier_words(self) -> str:
        """Where words that were replaced are."""

    @abstractmethod
    def on_this_side(self) -> str:
        """Over what was written here, where another device has written too."""

    @abstractmethod
    def voice_kept(self) -> str:
        """What becomes of what is being spoken."""

    @abstractmethod
    def voice_not_saved(self, *, is_full: bool) -> str:
        """Why seconds that were spoken are not saved."""

    @abstractmethod
    def picture_not_saved(self, *, is_full: bool) -> str:
        """Why a picture that was chosen is not saved yet."""


class SavingOnDevice(SavingWords):
    kept_drawing = "saved"
    waiting_drawing = "saved"

    def went_wrong(self) -> str:
        return self._("Something went wrong here. What you wrote is safe.")

    def deleted_at_the_clinic(self) -> str:
        return self._("Deleted at your clinic; kept here.")

    def kept(self) -> str:
        return self._("Saved on this phone")

    def unshared(self) -> str:
        return self.kept()

    def kept_and_sent(self, sent: str) -> str:
        return f"{self.kept()} · {sent}"

    def changed_since_shared(self) -> str:
        return self._("Saved on this phone · Change not shared yet")

    def before_the_first_word(self) -> str:
        return self._("Saved as you write")

    def words_not_saved(self, *, is_full: bool) -> str:
        if is_full:
            return self._("Not saved: this phone has no space left. Your text stays here.")
        return self._("Not saved: this phone cannot write now. Your text stays here.")

    def earlier_words(self) -> str:
        return self._("Kept here, and never shared.")

    def on_this_side(self) -> str:
        return self._("On this phone")

    def voice_kept(self) -> str:
        return self._(
            "It is kept on this phone every few seconds, sealed. If a call or an alarm breaks in, it stops, tells you, and "
            "keeps what it has."
        )

    def voice_not_saved(self, *, is_full: bool) -> str:
        if is_full:
            return self._("This phone has no space left.")
        return self._("This phone cannot write now.")

    def picture_not_saved(self, *, is_full: bool) -> str:
        if is_full:
            return self._("This phone has no space left. The picture is not saved yet.")
        return self._("This phone cannot write now. The picture is not saved yet.")


class SavingOnPage(SavingWords):
    kept_drawing = "page"
    waiting_drawing = "sending"

    def went_wrong(self) -> str:
        return self._("Something went wrong here. What you wrote stays on this page.")

    def deleted_at_the_clinic(self) -> str:
        return self._("Deleted at your clinic; here only while this page is open.")

    def kept(self) -> str:
        return self._("Kept while this page is open")

    def unshared(self) -> str:
        return self._("Kept only while this page is open. Share it to keep it at your clinic.")

    def kept_and_sent(self, sent: str) -> str:
        return sent

    def changed_since_shared(self) -> str:
        return self._("Kept only while this page is open · Change not shared yet")

    def before_the_first_word(self) -> str:
        return ""

    def words_not_saved(self, *, is_full: bool) -> str:
        return self._("Not kept: something went wrong. Your text stays on this page.")

    def earlier_words(self) -> str:
        return self._("Only on this page, and never shared.")

    def on_this_side(self) -> str:
        return self._("On this page")

    def voice_kept(self) -> str:
        return self._(
            "It is kept every few seconds, only while this page is open. If something breaks in, it stops, tells you, and keeps "
            "what it has."
        )

    def voice_not_saved(self, *, is_full: bool) -> str:
        return self._("Something went wrong here.")

    def picture_not_saved(self, *, is_full: bool) -> str:
        return self._("Something went wrong here. The picture is not added yet.")
