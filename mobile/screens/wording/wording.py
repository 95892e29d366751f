"""All that is said differently by where words are kept."""

from __future__ import annotations

from abc import ABC

from mobile.screens.wording.clocks import ClockWords
from mobile.screens.wording.forms import FormWords
from mobile.screens.wording.leaving import LeavingWords
from mobile.screens.wording.lists import ListWords
from mobile.screens.wording.saving import SavingWords
from mobile.screens.wording.sending import SendingWords
from mobile.screens.wording.sharing import SharingWords


class Wording(SavingWords, SharingWords, ListWords, FormWords, SendingWords, LeavingWords, ClockWords, ABC):
    """One way to say all of it."""
