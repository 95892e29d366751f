"""Whether a PDF is the copy of what was signed: the record inside it is read, and the copy is made anew from it.

Yes is said only where both files are the same to the last byte, so no letter of the text, of the choices or of the signature can
differ. Where the clinic's own record is given too, the copy must be of that one. It prints no word of the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.signed_here import what_was_agreed
from mobile.care.consent.unreadable import Unreadable
from mobile.care.resource import NotAResource
from mobile.printing.record import document_in, record_in
from mobile.screens.agreements.copy import copy_of, signed_in

MOST_BYTES = 50_000_000

Found = Literal["copy", "no_record", "text_changed", "not_the_copy", "another_record", "record_unreadable"]


@dataclass(frozen=True)
class Verdict:
    """`signed`: what the copy says of itself, where it says so."""

    found: Found
    signed: SignedAgreement | None = None

    @property
    def is_copy(self) -> bool:
        return self.found == "copy"


def verified(pdf: bytes, clinics: bytes | None = None) -> Verdict:
    """`clinics`: the Consent as the clinic keeps it, as JSON. Raises OSError where the fonts are not there."""
    record = record_in(pdf) if len(pdf) <= MOST_BYTES else None
    if record is None:
        return Verdict("no_record")
    try:
        signed = signed_in(record)
    except (ValueError, RecursionError):
        return Verdict("no_record")
    try:
        made = copy_of(signed, document_in(pdf) if signed.is_of_a_file else None)
    except Unreadable as error:
        return Verdict("text_changed" if error.code == "changed" else "no_record")
    if made != pdf:
        return Verdict("not_the_copy", signed)
    if clinics is None:
        return Verdict("copy", signed)
    try:
        theirs = signed_in(clinics)
        is_same = theirs.patient == signed.patient and what_was_agreed(theirs) == what_was_agreed(signed)
    except (ValueError, NotAResource, Unreadable, RecursionError):
        return Verdict("record_unreadable", signed)
    return Verdict("copy" if is_same else "another_record", signed)


def sentence(verdict: Verdict, *, is_compared: bool) -> str:
    """What the command prints."""
    if verdict.found == "copy" and is_compared:
        return "Yes: this is exactly the copy of what the clinic's record says was signed."
    return {
        "copy": (
            "Yes: this file is, to the last byte, the copy of the record inside it. Whether that is the record your clinic has, its "
            "fingerprint says, or --record FILE.json."
        ),
        "no_record": "No: there is no record of a signature in this file that could be read.",
        "text_changed": "No: the text in this file is not the text whose fingerprint it bears.",
        "not_the_copy": (
            "No: this file is not what Lantern makes of the record inside it. It was changed, or another version of Lantern made it."
        ),
        "another_record": "No: the clinic's record says something else was signed.",
        "record_unreadable": "No: the clinic's record could not be read, or does not hold the text that was signed.",
    }[verdict.found]
