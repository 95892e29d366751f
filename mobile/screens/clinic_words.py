"""Words the clinic made (what somebody does there, what a number is for, when it is answered), in the person's language.

Only where it is a word we know; any other is shown exactly as the clinic wrote it. Nothing is ever guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from mobile.i18n import N_

Translate = Callable[[str], str]


def _known(*words: str) -> Mapping[str, str]:
    return {_plain(word): word for word in words}


def _plain(words: str) -> str:
    """As it is compared: `On-call nurse` and `on call nurse` are the same."""
    return " ".join(words.replace("-", " ").casefold().split())


BY_INVITATION = N_("From outside, by your invitation")
"""In the place of a role, of somebody who has none at the clinic."""
ROLES = _known(
    BY_INVITATION,
    N_("Therapist"),
    N_("Integration therapist"),
    N_("Prescriber"),
    N_("Coordinator"),
    N_("Nurse"),
    N_("Psychiatrist"),
)
PHONES = _known(
    N_("After hours"),
    N_("Front desk"),
    N_("Reception"),
    N_("Main number"),
    N_("On call"),
    N_("On-call nurse"),
    N_("On call, any hour"),
    N_("Nurse line"),
    N_("Emergency"),
    N_("Appointments"),
    N_("Billing"),
)
HOURS = _known(
    N_("Any hour"),
    N_("24 hours"),
    N_("After hours"),
    N_("Weekdays"),
    N_("Weekends"),
    N_("Nights and weekends"),
    N_("Business hours"),
)


def role_text(_: Translate, role: str) -> str:
    """`Prescriber` as `Quien receta` in Spanish; "" stays ""."""
    return _named(_, role, (ROLES,))


def phone_text(_: Translate, label: str) -> str:
    """What a number is for, or whose it is: `After hours` as `Fuera de horario`."""
    return _named(_, label, (PHONES, ROLES))


def hours_text(_: Translate, hours: str) -> str:
    """When a number is answered: a known period; opening hours in figures stay as the clinic wrote them."""
    return _named(_, hours, (HOURS,))


def _named(_: Translate, words: str, kinds: Iterable[Mapping[str, str]]) -> str:
    plain = _plain(words)
    known = next((kind[plain] for kind in kinds if plain in kind), None)
    text = _(known) if known is not None else words
    return text if text != known else words  # in their own language the clinic's spelling stays
