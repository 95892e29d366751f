"""A device that keeps what is written on it."""

from __future__ import annotations

from mobile.screens.wording.clocks import ClockOnDevice
from mobile.screens.wording.forms import FormsOnDevice
from mobile.screens.wording.leaving import LeavingOnDevice
from mobile.screens.wording.lists import ListsOnDevice
from mobile.screens.wording.saving import SavingOnDevice
from mobile.screens.wording.sending import SendingOnDevice
from mobile.screens.wording.sharing import SharingOnDevice
from mobile.screens.wording.wording import Wording


class OnDevice(
    SavingOnDevice,
    SharingOnDevice,
    ListsOnDevice,
    FormsOnDevice,
    SendingOnDevice,
    LeavingOnDevice,
    ClockOnDevice,
    Wording,
):
    """Its own sealed store outlives the page."""
