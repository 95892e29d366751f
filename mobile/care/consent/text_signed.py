"""The text of an agreement as it was signed, found among the clinic's own and what was kept with the answers to it.

A clinic may change a text without another version: what is compared, and what is said of it, is the one that was signed or none.
"""

from __future__ import annotations

from collections.abc import Iterable

from mobile.care.consent.document import Agreement
from mobile.care.consent.fingerprint import is_of_this_text
from mobile.care.consent.reading import agreement_of
from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.unreadable import Unreadable
from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.kept import KeptForm


def text_that_was_signed(
    signed: SignedAgreement, forms: Iterable[FormDefinition], kept: Iterable[KeptForm]
) -> Agreement | None:
    """`forms`: the clinic's; `kept`: of this version, as they were read. None: it is not here, or cannot be read."""
    for one in (*forms, *(each.definition() for each in kept)):
        if one.canonical == signed.signed:
            try:
                agreement = agreement_of(one)
            except Unreadable:
                continue
            if is_of_this_text(agreement, signed):
                return agreement
    return None
