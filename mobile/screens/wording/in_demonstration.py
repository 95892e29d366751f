"""A demonstration: people who are invented, on the computer that runs it."""

from __future__ import annotations

from mobile.screens.wording.on_device import OnDevice


class InDemonstration(OnDevice):
    """As on a device, and it says that nobody in it is real."""

    def where_words_live(self) -> str:
        return self._(
            "These people are invented, and so is their clinic. What you write here stays on the computer that runs "
            "this demonstration. Please write nothing of your own."
        )

    def what_is_here(self, *, is_staff: bool, has_clinic_copy: bool = False) -> str:
        return self._(
            "This is a demonstration with invented people. What is written here stays on the computer that runs it."
        )
