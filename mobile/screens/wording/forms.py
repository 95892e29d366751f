"""Where the answers of a form are, until they are sent and until the clinic has them."""

from __future__ import annotations

from abc import ABC, abstractmethod

from mobile.screens.wording.spoken import Spoken


class FormWords(Spoken, ABC):
    """What stands beside answers."""

    @abstractmethod
    def before_the_first_answer(self) -> str:
        """What becomes of answers that are not given yet."""

    @abstractmethod
    def answer_being_typed(self) -> str:
        """Where an answer is that is still written on."""

    @abstractmethod
    def answers_not_saved(self, *, is_full: bool) -> str:
        """Why not, and where they stay. `is_full`: there is no space left."""

    @abstractmethod
    def answer_held_back(self) -> str:
        """Where an answer is that does not fit its question yet."""

    @abstractmethod
    def answers_that_wait(self) -> str:
        """Where answers are whose photo no way leads to the clinic."""

    @abstractmethod
    def answers_not_sent(self) -> str:
        """That sending failed before anything left."""

    @abstractmethod
    def answers_on_their_way(self, clinic: str) -> str:
        """Where they are until the clinic has them."""

    @abstractmethod
    def alarming_answer(self) -> str:
        """Where an answer is that calls for help, before the clinic was told."""


class FormsOnDevice(FormWords):
    def before_the_first_answer(self) -> str:
        return self._("Saved as you answer. You can stop at any time.")

    def answer_being_typed(self) -> str:
        return self._("Saved on this phone")

    def answers_not_saved(self, *, is_full: bool) -> str:
        if is_full:
            return self._("Not saved: this phone has no space left. Your answers stay here.")
        return self._("Not saved: this phone cannot write now. Your answers stay here.")

    def answer_held_back(self) -> str:
        return self._(
            "Saved on this phone. An answer that does not fit its question yet goes to your clinic when it does."
        )

    def answers_that_wait(self) -> str:
        return self._("It is all saved on this phone, and these answers wait.")

    def answers_not_sent(self) -> str:
        return self._("Not sent: this phone could not save it. Your answers stay here. Try again.")

    def answers_on_their_way(self, clinic: str) -> str:
        text = self._("Saved on this phone. Your answers go to {clinic} as soon as it can be reached.")
        return text.format(clinic=clinic)

    def alarming_answer(self) -> str:
        return self._("Your answer is saved on this phone.")


class FormsOnPage(FormWords):
    def before_the_first_answer(self) -> str:
        return self._("Each answer goes to your clinic as you give it.")

    def answer_being_typed(self) -> str:
        return self._("Kept while this page is open. It goes to your clinic when you go on.")

    def answers_not_saved(self, *, is_full: bool) -> str:
        return self._("Not kept: something went wrong. Your answers stay on this page.")

    def answer_held_back(self) -> str:
        return self._(
            "One answer does not fit its question yet. It is kept while this page is open, and goes when it fits."
        )

    def answers_that_wait(self) -> str:
        return self._("It is all kept while this page is open, and these answers wait.")

    def answers_not_sent(self) -> str:
        return self._("Not sent: something went wrong. Your answers stay on this page. Try again.")

    def answers_on_their_way(self, clinic: str) -> str:
        text = self._("Your answers go to {clinic} as soon as it can be reached. Keep this page open.")
        return text.format(clinic=clinic)

    def alarming_answer(self) -> str:
        return self._("It is kept only while this page is open.")
