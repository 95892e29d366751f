"""What stands wherever somebody might think they are heard: nobody reads along, whom to call instead, and how a line is reached."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from mobile.care.safety import Line
from mobile.device.links import call_link, text_link


def nobody_watches(_: Callable[[str], str], region: str | None) -> str:
    """`region`: "US", or None where these numbers are not known to work."""
    if region is None:
        return _(
            "Nobody reads this app in real time. If you are in danger now, call the emergency number of the place where you are."
        )
    return _("Nobody reads this app in real time. If you are in danger now, call 988 or 911.")


def line_link(line: Line) -> str:
    """A call, or a text that begins with the word the line asks for."""
    return call_link(line.number) if line.kind == "call" else text_link(line.number, line.body)


def unbroken(phone: str) -> str:
    """A number that stays on one line: its spaces and hyphens are of the kind where no line breaks."""
    return phone.translate(_UNBROKEN)


def parted(phone: str) -> str:
    """A number within a sentence, which goes on in the next line between its groups where it must, never within one."""
    return phone.translate(_PARTED)


def behind(name: str, number: str) -> str:
    """A number in one line with whose it is. Behind letters from the right its groups would be drawn turned around."""
    runs_from_right = any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in name)
    return f"{name} · {_FROM_THE_LEFT if runs_from_right else ''}{number}"


_FROM_THE_LEFT = "\u200e"
_PARTED = str.maketrans({" ": "\u00a0\u200b", "-": "-\u200b"})
_UNBROKEN = str.maketrans({" ": "\u00a0", "-": "\u2011"})
