"""A page of a server for many people, which keeps nothing."""

from __future__ import annotations

from mobile.screens.wording.clocks import ClockOnPage
from mobile.screens.wording.forms import FormsOnPage
from mobile.screens.wording.leaving import LeavingOnPage
from mobile.screens.wording.lists import ListsOnPage
from mobile.screens.wording.saving import SavingOnPage
from mobile.screens.wording.sending import SendingOnPage
from mobile.screens.wording.sharing import SharingOnPage
from mobile.screens.wording.wording import Wording


class OnPage(
    SavingOnPage,
    SharingOnPage,
    ListsOnPage,
    FormsOnPage,
    SendingOnPage,
    LeavingOnPage,
    ClockOnPage,
    Wording,
):
    """What was neither shared nor sent is gone with the page: nothing here may call it saved or kept."""
