"""What a page says of itself when its connection is gone: the words and the numbers, sent to it while there is one.

The page itself knows no number and no sentence. Before anybody is known there it has those of its browser's language
and country; afterwards those of the person, with the clinic's own numbers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from mobile.design import tokens as t
from mobile.from_page.messages import WHOM_TO_CALL
from mobile.i18n import Speech
from mobile.screens.panels.calls import Call, calls_for
from mobile.screens.panels.numbers import nobody_watches, unbroken

CLINIC_MOST = 2
UTC_ZONE = ZoneInfo("UTC")


def as_script(words: Mapping[str, Any]) -> str:
    """The words before anybody is known, as they stand in the page itself: there before anything else is."""
    return "window.lanternSays = " + json.dumps(words).replace("<", "\\u003c") + ";"


def layer_of(session: Any) -> dict[str, Any] | None:
    """The same for the person of this page. None: nobody has said yet."""
    tell = session.store.get(WHOM_TO_CALL) if session is not None else None
    return layer_words(*tell()) if tell is not None else None


def layer_words(
    speech: Speech, card: Mapping[str, object], country: str | None, zone: ZoneInfo = UTC_ZONE
) -> dict[str, Any]:
    """`card`: the clinic's public numbers. `country`: the device's, ISO 3166. `zone`: the clinic's."""
    _ = speech.gettext
    calls, region = calls_for(speech, card, country, datetime.now(UTC), zone)
    clinic = [one for one in calls if one.spot == "clinic"][:CLINIC_MOST]
    return {
        "language": speech.language,
        "title": _("Not connected"),
        "trying": _("Trying again"),
        "arrived": _("What you wrote until {time} has arrived."),
        "kept": _("Not sent yet, kept on this page and sent first:"),
        "chosen": _("What you chose is not sent yet. It is kept on this page and sent first."),
        "stay": _("Leave this page open. You can go on writing; all else waits for the connection."),
        "tapped": _("That needs the connection. Nothing was changed."),
        "now": _("Try now"),
        "smaller": _("Make this smaller"),
        "larger": _("Show more"),
        "calls": _("Calls work without this page"),
        "lost": _("These words did not arrive"),
        "lost_text": _("This page had to begin anew. Copy your words before you go on."),
        "copy": _("Copy"),
        "copied": _("Copied"),
        "close": _("Close"),
        "nobody": nobody_watches(_, region),
        "numbers": [_number(one) for one in calls if one.spot in ("first", "emergency")],
        "clinic": [_number(one) for one in clinic],
        "light": _colours(t.LIGHT),
        "dark": _colours(t.DARK),
    }


def _number(one: Call) -> dict[str, Any]:
    return {
        "name": one.name,
        "detail": one.detail,
        "number": unbroken(one.number),
        "link": one.link,
        "is_now": bool(one.answers_now),
        "until": int(one.holds_until.timestamp() * 1000) if one.holds_until is not None else None,  # ms
    }


def _colours(palette: t.Palette) -> dict[str, str]:
    return {
        "surface": palette.surface,
        "line": palette.line,
        "ink": palette.ink,
        "muted": palette.muted,
        "soft": palette.primary_soft,
        "primary": palette.primary,
        "danger": palette.danger,
        "on-danger": palette.on_danger,
        "session": palette.session,
        "prepare": palette.prepare,
    }
