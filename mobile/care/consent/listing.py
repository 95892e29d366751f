"""Which agreements a person is asked for, how far each is, and which are in force: computed at one hour from what the clinic has.

An agreement in force stays so while a newer version is read: nothing here ends one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from mobile.care.consent.document import Agreement
from mobile.care.consent.fingerprint import is_of_this_text, text_of
from mobile.care.consent.progress import Progress
from mobile.care.consent.reading import agreement_of, is_agreement
from mobile.care.consent.renewal import Begun, again_since, covers
from mobile.care.consent.signed import SignedAgreement, last_signed
from mobile.care.consent.unreadable import Unreadable, Why
from mobile.care.forms.definition import FormDefinition, bare
from mobile.care.forms.picking import current
from mobile.care.forms.response import Response, drafts

State = Literal["to_read", "read", "signed_here", "in_force", "later"]
"""`signed_here`: by the person, and the clinic does not have it yet; `later`: signed, and it begins on a coming day."""


@dataclass(frozen=True)
class Listed:
    """One agreement that is asked for. `agreement` None: it cannot be shown, and `why` says so."""

    form: FormDefinition
    state: State
    agreement: Agreement | None = None
    why: Why | None = None
    signed: SignedAgreement | None = None
    progress: Progress = field(default_factory=Progress)
    is_again: bool = False  # this very version is in force, and is signed again because a phase has begun

    @property
    def is_new_version(self) -> bool:
        """Whether an earlier version of it is in force."""
        return self.signed is not None and self.state in ("to_read", "read") and not self.is_again


def asked_for(
    forms: Iterable[FormDefinition],
    responses: Iterable[Response],
    signed: Iterable[SignedAgreement],
    protocols: Iterable[str],
    now: datetime,
    unsent: Collection[str] = (),
    begun: Begun | None = None,
) -> list[Listed]:
    """Those of this person, what treatment depends on first. `protocols`: addresses of the plans they follow; `signed`: what
    was not withdrawn; `unsent`: the ids of those that the clinic does not have yet; `begun`: the phases they are in
    or were."""
    published = [one for one in forms if is_agreement(one)]
    own, given, followed = list(responses), list(signed), {bare(one) for one in protocols} | set(begun or {})
    found: list[Listed] = []
    for address in dict.fromkeys(one.address for one in published):
        form = current([one for one in published if one.address == address])
        if form is not None and form.is_active:
            listed = _listed(form, own, given, now, unsent, begun or {})
            is_theirs = listed.agreement is None or not listed.agreement.protocols
            if is_theirs or (listed.agreement is not None and listed.agreement.protocols & followed):
                found.append(listed)
    return sorted(found, key=lambda one: (not _is_needed(one), one.form.title.text, one.form.id))


def in_force(
    signed: Iterable[SignedAgreement],
    listed: Sequence[Listed],
    now: datetime,
    also: Collection[str] = (),
) -> list[SignedAgreement]:
    """What is in force of agreements that are asked for no more, so that none in force is left out. `also`: addresses of others that
    are asked for."""
    asked = {one.form.address for one in listed} | set(also)
    return [one for one in signed if one.address not in asked and one.is_in_force(now)]


def readings_of(agreement: Agreement, responses: Iterable[Response]) -> list[Response]:
    """The readings of exactly this version and this text that go on, the last touched first. Two: begun on two devices."""
    here = text_of(agreement).sha256
    return [one for one in of_version(agreement, responses) if Progress.of(one).document in (None, here)]


def progress_of(agreement: Agreement, responses: Iterable[Response]) -> Progress:
    """All readings of it together; where two say something of the same, the last touched stands. Of a text that was changed without
    another version nothing is read, answered or chosen yet; the patient's no to it stands until they take it back."""
    every = of_version(agreement, responses)
    here = text_of(agreement).sha256
    found = Progress()
    for one in reversed(every):
        said = Progress.of(one)
        found = found.under(said if said.document in (None, here) else Progress(refusal=said.refusal))
    return found


def of_version(agreement: Agreement, responses: Iterable[Response]) -> list[Response]:
    """The readings of this version, of whatever text: a no in any of them stands."""
    return [one for one in drafts(agreement.address, responses) if one.questionnaire == agreement.canonical]


def version_text(version: str | None) -> str:
    """A version as a person says it: "4" for "4.0.0"."""
    text = version or ""
    while text.endswith(".0"):
        text = text[:-2]
    return text


def _listed(
    form: FormDefinition,
    responses: Sequence[Response],
    signed: Sequence[SignedAgreement],
    now: datetime,
    unsent: Collection[str],
    begun: Begun,
) -> Listed:
    last = last_signed(form.address, signed, now)
    try:
        agreement = agreement_of(form)
    except Unreadable as error:
        state: State = (
            _held(last, unsent) if last is not None and last.signed == form.canonical else "to_read"
        )
        return Listed(form, state, None, error.code, last)
    progress = progress_of(agreement, responses)
    is_same = last is not None and is_of_this_text(agreement, last)
    is_again = is_same and last is not None and not covers(last, again_since(agreement.again_in, begun))
    if last is not None and is_same and not is_again:
        return Listed(form, _held(last, unsent), agreement, None, last, progress)
    coming = [
        one
        for one in signed
        if one.status == "active"
        and one.begins_at is not None
        and one.begins_at > now
        and is_of_this_text(agreement, one)
    ]
    if coming:
        return Listed(form, "later", agreement, None, coming[0], progress)
    is_read = progress.is_all_read(agreement)
    return Listed(form, "read" if is_read else "to_read", agreement, None, last, progress, is_again)


def _held(signed: SignedAgreement, unsent: Collection[str]) -> State:
    return "signed_here" if signed.id in unsent else "in_force"


def _is_needed(one: Listed) -> bool:
    return one.agreement is None or one.agreement.is_needed
