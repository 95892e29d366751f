"""Reminders by text message as the patient asked for them, what the clinic offers, and how far the wish is on its way. Flet-free."""

from __future__ import annotations

from dataclasses import dataclass

from mobile.care.clinic import Clinic
from mobile.care.clinic_service import ClinicService
from mobile.care.people import CareTeam, Patient
from mobile.care.text_offer import TextOffer, text_offer
from mobile.care.text_wish import TextTimes, TextWish
from mobile.records.ports import Keeping, Standing
from mobile.reminders.choices import ReminderChoices
from mobile.screens.reads.asked_tasks import standings
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
    found = await standings(records, TextWish, await records.every(TextWish))
    return Texting(
        times_of(await kept_choices(records)),
        text_offer(clinic, await records.every(ClinicService)),
        found.newest,
        found.standing,
        found.is_leaving,
    )


def times_of(choices: ReminderChoices) -> TextTimes:
    """Of what has a time on the clock: sessions, and food before them. Where the patient switched off both, none."""
    about = tuple(one for one in ("session", "food") if one not in choices.off)
    return TextTimes((choices.quiet.begins, choices.quiet.ends), choices.evening, choices.lead, about)
