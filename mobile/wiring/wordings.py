"""Which words each way of running says of where things are kept: the only place that chooses."""

from __future__ import annotations

from collections.abc import Mapping

from mobile.screens.wording import InDemonstration, OnDevice, OnPage, Wording
from mobile.wiring.setup import Mode

WORDINGS: Mapping[Mode, type[Wording]] = {"app": OnDevice, "demo": InDemonstration, "serve": OnPage}
