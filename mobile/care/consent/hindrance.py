"""What keeps an agreement from being signed here and now: one rule for every kind of it, and for whoever signs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from mobile.care.consent import profile as p
from mobile.care.decision_guard import Waits

Hindrance = Literal[
    "replaced",  # the clinic asks for another version by now
    "at_clinic",
    "with_guardian",  # it is signed with somebody who stands for the patient, and nobody is named or no words are given
    "not_said",  # the clinic does not say how it is signed
    "signed_already",
    "refused",  # the patient said that they do not agree
    "not_drawn",  # this device cannot show the pages of a PDF
    "too_many_pages",
    "not_read",
    "not_shown",  # the same of a PDF's pages
    "needed_left",
    "clock",  # this device's clock stands before something was read
    "waits",  # on the day of a session
]
CLOCKS_APART = timedelta(minutes=5)


@dataclass(frozen=True)
class Standing:
    """What is known of one agreement and one person. `signing`: as the clinic says; `read_at`: when something of it was read last."""

    signing: str | None
    is_asked_for: bool
    is_signed: bool
    is_all_read: bool
    read_at: datetime | None
    has_guardian: bool = (
        False  # somebody is named who may stand for the patient, and what the patient says is written
    )
    is_refused: bool = False
    is_all_needed: bool = True
    is_paged: bool = False  # whether it is read by its pages
    cannot_show: Literal["not_drawn", "too_many_pages"] | None = None


def hindrance(one: Standing, waits: Waits | None, now: datetime) -> Hindrance | None:
    """Why it cannot be signed now; None: it can."""
    if not one.is_asked_for:
        return "replaced"
    if one.is_signed:
        return "signed_already"
    if one.signing == p.WITH_GUARDIAN:
        if not one.has_guardian:
            return "with_guardian"
        if one.is_refused:
            return "refused"
    elif one.signing != p.IN_APP:
        return "at_clinic" if one.signing == p.AT_CLINIC else "not_said"
    if one.cannot_show is not None:
        return one.cannot_show
    return _not_ready(one, waits, now)


def _not_ready(one: Standing, waits: Waits | None, now: datetime) -> Hindrance | None:
    """What can be different in an hour."""
    if not one.is_all_read:
        return "not_shown" if one.is_paged else "not_read"
    if not one.is_all_needed:
        return "needed_left"
    if one.read_at is not None and one.read_at > now + CLOCKS_APART:
        return "clock"
    return "waits" if waits is not None else None
