"""What is here, who could get at it, and what stays of it after signing out."""

from __future__ import annotations

from abc import ABC, abstractmethod

from mobile.screens.wording.spoken import Spoken


class LeavingWords(Spoken, ABC):
    """Said before signing in, in the settings, and before signing out."""

    @abstractmethod
    def where_words_live(self) -> str:
        """Before signing in: where what is written will be."""

    @abstractmethod
    def what_is_here(self, *, is_staff: bool, has_clinic_copy: bool = False) -> str:
        """What is on this side, of all there is. `has_clinic_copy`: a sealed copy of it is at the clinic."""

    @abstractmethod
    def after_wrong_pins(self, n: int, *, is_staff: bool) -> str:
        """What `n` wrong PINs in a row lead to."""

    @abstractmethod
    def stays_after_sign_out(self) -> str:
        """What is forgotten and what is not."""

    @abstractmethod
    def stays_in_short(self) -> str:
        """The same in one line."""

    @abstractmethod
    def unsent_at_sign_out(self, n: int) -> str:
        """What becomes of `n` changes that the clinic has not got."""


class LeavingOnDevice(LeavingWords):
    def where_words_live(self) -> str:
        return self._(
            "What you write is kept sealed on this device. Your clinic gets only what you share or send."
        )

    def what_is_here(self, *, is_staff: bool, has_clinic_copy: bool = False) -> str:
        _ = self._
        if is_staff:
            return _(
                "Copies of what patients share with you, sealed. When a patient takes something back, it goes from here too."
            )
        sealed = _("It is sealed with a key this device keeps, together with your PIN.")
        first = _(
            "Everything you write, and copies of what your clinic sent. What you neither shared nor sent is only here."
        )
        if has_clinic_copy:
            first = _(
                "Everything you write, and copies of what your clinic sent. What you neither shared nor sent can be read here, "
                "and elsewhere only from the sealed copy with the words of its recovery sheet."
            )
        return f"{first} {sealed}"

    def after_wrong_pins(self, n: int, *, is_staff: bool) -> str:
        _ = self._
        text = _(
            "After {n} wrong PINs in a row nothing opens here any more. What is at your clinic stays there."
        )
        if not is_staff:
            text = _(
                "After {n} wrong PINs in a row nothing opens what is kept here any more. What you shared or sent is at your "
                "clinic; the rest comes back only from a recovery sheet or a sealed copy that you made before."
            )
        return text.format(n=n)

    def stays_after_sign_out(self) -> str:
        _ = self._
        stays = _(
            "Lantern forgets your clinic's sign-in. What is kept here stays, sealed, and is there again when you sign in."
        )
        return f"{stays} {_('To remove it from this device, use “Destroy what is kept here” instead.')}"

    def stays_in_short(self) -> str:
        return self._("What is kept here stays, sealed")

    def unsent_at_sign_out(self, n: int) -> str:
        text = self.ngettext(
            "{n} change has not reached your clinic yet. It stays in line and goes out after your next sign-in.",
            "{n} changes have not reached your clinic yet. They stay in line and go out after your next sign-in.",
            n,
        )
        return text.format(n=n)


class LeavingOnPage(LeavingWords):
    def where_words_live(self) -> str:
        return self._(
            "Nothing is kept on this computer: what you send goes to your clinic, and the rest is gone when you "
            "close the page. Private notes are not offered here for that reason."
        )

    def what_is_here(self, *, is_staff: bool, has_clinic_copy: bool = False) -> str:
        return self._(
            "Nothing is kept on this computer. While this page is open the clinic's server holds what you write in "
            "memory; close it, and what was not sent is gone. Private notes are not offered here for that reason."
        )

    def after_wrong_pins(self, n: int, *, is_staff: bool) -> str:
        return self._(
            "After {n} wrong PINs in a row nothing opens here any more. What is at your clinic stays there."
        ).format(n=n)

    def stays_after_sign_out(self) -> str:
        return self._(
            "This page forgets your clinic's sign-in and everything it holds. What was sent is with your clinic."
        )

    def stays_in_short(self) -> str:
        return self._("This page forgets everything")

    def unsent_at_sign_out(self, n: int) -> str:
        text = self.ngettext(
            "{n} change has not reached your clinic yet. It is lost when this page signs out.",
            "{n} changes have not reached your clinic yet. They are lost when this page signs out.",
            n,
        )
        return text.format(n=n)
