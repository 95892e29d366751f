"""How one patient's agreements stand for the people who treat them: of each that is asked for, and of each that was signed besides.

By the clinic's own records of signatures alone: nothing of what is being read, chosen or answered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mobile.care.consent.document import Agreement
from mobile.care.consent.fingerprint import is_of_this_text
from mobile.care.consent.reading import agreement_of, is_agreement
from mobile.care.consent.standing import AgreementStanding
from mobile.care.consent.unreadable import Unreadable
from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.picking import current

State = Literal["in_force", "later", "to_sign_again", "not_signed", "withdrawn", "over", "not_chosen"]
"""`to_sign_again`: an earlier version is in force, or an earlier text of this one. `over`: its time is, or the clinic ended it. `not_chosen`: optional, and not signed."""
CURRENT = ("in_force", "not_chosen", "later")


@dataclass(frozen=True)
class Line:
    """One agreement. `form` None: the clinic asks for it no more, or keeps it on paper alone."""

    state: State
    form: FormDefinition | None = None
    signed: AgreementStanding | None = None
    is_needed: bool = False

    @property
    def is_current(self) -> bool:
        """Whether nothing that treatment needs is missing in it."""
        return not self.is_needed or self.state in CURRENT


@dataclass(frozen=True)
class Asked:
    """An agreement that the clinic asks for now, read once for all patients. `agreement` None: it cannot be read."""

    form: FormDefinition
    agreement: Agreement | None

    def is_for(self, followed: Collection[str]) -> bool:
        protocols = self.agreement.protocols if self.agreement is not None else frozenset[str]()
        return not protocols or bool(protocols & set(followed))


def asked_now(forms: Iterable[FormDefinition]) -> list[Asked]:
    """What treatment depends on first, then by title."""
    published = [one for one in forms if is_agreement(one)]
    found: list[Asked] = []
    for address in dict.fromkeys(one.address for one in published):
        form = current([one for one in published if one.address == address])
        if form is not None and form.is_active:
            try:
                found.append(Asked(form, agreement_of(form)))
            except Unreadable:
                found.append(Asked(form, None))
    return sorted(found, key=lambda one: (not _is_needed(one), one.form.title.text, one.form.id))


def lines(
    asked: Sequence[Asked],
    standings: Iterable[AgreementStanding],
    followed: Collection[str],
    now: datetime,
) -> list[Line]:
    """Of one patient: what treatment needs, what else was signed, what was not chosen, what is asked for no more. `followed`: the
    addresses of the plans they follow."""
    last: dict[str, AgreementStanding] = {}
    for one in standings:
        last[one.address] = max(last.get(one.address, one), one, key=_when)
    own = [one for one in asked if one.is_for(followed)]
    found = sorted(
        (_asked_line(one, last.get(one.form.address), now) for one in own),
        key=lambda one: (not one.is_needed, one.signed is None),
    )
    besides = [one for address, one in last.items() if address not in {each.form.address for each in own}]
    return [
        *found,
        *(Line(_signed_state(one, now), None, one) for one in sorted(besides, key=_when, reverse=True)),
    ]


def _asked_line(asked: Asked, signed: AgreementStanding | None, now: datetime) -> Line:
    is_needed = _is_needed(asked)
    if signed is None:
        return Line("not_signed" if is_needed else "not_chosen", asked.form, None, is_needed)
    state = _signed_state(signed, now)
    if state in ("in_force", "later") and not _is_what_is_asked(asked, signed):
        state = "to_sign_again"
    return Line(state, asked.form, signed, is_needed)


def _is_what_is_asked(asked: Asked, signed: AgreementStanding) -> bool:
    if asked.agreement is None:
        return signed.signed == asked.form.canonical
    return is_of_this_text(asked.agreement, signed)


def _signed_state(signed: AgreementStanding, now: datetime) -> State:
    if signed.withdrawn_at is not None:
        return "withdrawn"
    if not signed.holds(now):
        return "over"
    return "in_force" if signed.is_in_force(now) else "later"


def _is_needed(one: Asked) -> bool:
    return one.agreement is None or one.agreement.is_needed


def _when(one: AgreementStanding) -> tuple[bool, float, str]:
    at = one.signed_at
    return at is not None, at.timestamp() if at is not None else 0.0, one.id
