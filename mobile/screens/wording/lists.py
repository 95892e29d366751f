"""What a list says of the words in it, and of those that are not there yet."""

from __future__ import annotations

from abc import ABC, abstractmethod

from mobile.screens.wording.spoken import Spoken


class ListWords(Spoken, ABC):
    """Lists that are empty, and the way to take all of it along."""

    @abstractmethod
    def no_intentions_yet(self) -> str:
        """What will be listed, and who sees it."""

    @abstractmethod
    def nothing_written_yet(self) -> str:
        """The same of every kind of own words."""

    @abstractmethod
    def kept_in_trash(self) -> str:
        """How long a deleted entry can be brought back."""

    @abstractmethod
    def whole_copy(self) -> str:
        """What is in the copy that a person can take with them."""


class ListsOnDevice(ListWords):
    def no_intentions_yet(self) -> str:
        return self._("What you write for a session is listed here. Only you see it, unless you share it.")

    def nothing_written_yet(self) -> str:
        return self._("Here are the words you keep, by kind. Only you can read them, unless you share one.")

    def kept_in_trash(self) -> str:
        return self._("An entry you delete stays here for 30 days. You can bring it back until then.")

    def whole_copy(self) -> str:
        return self._("A copy of all that is kept here")


class ListsOnPage(ListWords):
    def no_intentions_yet(self) -> str:
        return self._("What you write for a session is listed here while this page is open.")

    def nothing_written_yet(self) -> str:
        return self._(
            "Here are the words you write while this page is open. "
            "Share one to keep it at your clinic: what is not shared is gone with the page."
        )

    def kept_in_trash(self) -> str:
        return self._("An entry you delete can be brought back while this page is open.")

    def whole_copy(self) -> str:
        return self._("A copy of what this page holds")
