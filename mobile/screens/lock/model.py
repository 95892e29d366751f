"""What the lock says after a try, and how long it waits. Knows no PIN: it is handed on and forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from mobile.i18n import Moments
from mobile.screens.app_services import Trouble


class LockWords:
    """From a trouble to the one sentence under the title."""

    def __init__(
        self, gettext: Callable[[str], str], ngettext: Callable[[str, str, int], str], moments: Moments
    ) -> None:
        self._ = gettext
        self.ngettext = ngettext
        self._moments = moments

    def sentence(self, trouble: Trouble, now: datetime) -> str:
        """The plain sentence."""
        _ = self._
        if trouble.code == "pin_wait" and trouble.until is not None:
            return self.waiting(trouble.until, now)
        if trouble.code == "no_more_tries":
            return _("Too many tries: no PIN is looked at any more. Your records stay sealed and safe.")
        if trouble.code == "no_secret_store":
            return _(
                "This device does not give Lantern its key now. Unlock the device once more and try again."
            )
        if trouble.code == "biometrics_refused":
            return _("The phone did not open it. Enter your PIN.")
        if trouble.code == "biometrics_gone":
            return _("This phone has no key for that any more. Enter your PIN.")
        if trouble.code == "wrong_pin" and trouble.left is not None and trouble.left <= 3:
            text = self.ngettext(
                "That is not the PIN. {n} try is left.",
                "That is not the PIN. {n} tries are left.",
                trouble.left,
            )
            return text.format(n=trouble.left)
        if trouble.code != "wrong_pin":
            return _("It could not be opened just now. Nothing was changed.")
        return _("That is not the PIN. Nothing was changed.")

    def waiting(self, until: datetime, now: datetime) -> str:
        """How long until the next try."""
        wait = self._moments.span(until - now)
        return self._("Too many PINs were tried in a short time. You can try again in {wait}.").format(
            wait=wait
        )
