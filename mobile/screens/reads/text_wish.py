"""Reminders by text message as the patient asked for them, what the clinic offers, and how far the wish is on its way. Flet-free."""

from __future__ import annotations

from dataclasses import dataclass

from mobile.care.clinic import Clinic
from mobile.care.clinic_service import ClinicService
from mobile.care.people import CareTeam, Patient
from mobile.care.text_offer import TextOffer, text_offer
from mobile.care.text_wish import TextTimes, TextWish
from mobile.records.ports import Keeping, SendState, Standing
from mobile.reminders.choices import ReminderChoices
from mobile.screens.reads.own_clinic import read_own_clinic
from mobile.screens.reads.reminders import kept_choices

KINDS = (TextWish, Clinic, ClinicService, CareTeam, Patient, ReminderChoices)
"""What to watch."""


@dataclass(frozen=True)
class Texting:
    """`wish`: the newest that was not turned off. `is_leaving`: of one that was, the clinic does not know yet. `times`: as reminders are
    chosen here now."""

    times: TextTimes
    offer: TextOffer | None = None
    wish: TextWish | None = None
    standing: Standing | None = None
    is_leaving: bool = False


async def read_texting(records: Keeping) -> Texting:
    """Raises what the store raises."""
    clinic = await read_own_clinic(records)
    found = await records.every(TextWish)
    found = sorted(found, key=lambda one: (one.asked_at is not None, one.asked_at), reverse=True)
    wish = next((one for one in found if one.status != "cancelled"), None)
    over = [await records.standing(TextWish, one.id) for one in found if one.status == "cancelled"]
    return Texting(
        times_of(await kept_choices(records)),
        text_offer(clinic, await records.every(ClinicService)),
        wish,
        await records.standing(TextWish, wish.id) if wish is not None else None,
        any(one is not None and one.state is not SendState.SENT for one in over),
    )


def times_of(choices: ReminderChoices) -> TextTimes:
    """Of what has a time on the clock: sessions, and food before them. Where the patient switched off both, none."""
    about = tuple(one for one in ("session", "food") if one not in choices.off)
    return TextTimes((choices.quiet.begins, choices.quiet.ends), choices.evening, choices.lead, about)
