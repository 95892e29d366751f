"""What this person has to read and sign now, of what treatment needs, and why it is asked for: for the first time, again after it ended
or was taken back, or in a new version. Draws nothing.

What is up to the person is never brought up, nor what their clinic has signed at its own place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

from mobile.care.consent.listing import Listed
from mobile.care.consent.papers import ListedPaper
from mobile.care.consent.profile import IN_APP, WITH_GUARDIAN
from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.withdrawal import AgreementWithdrawal, withdrawal_of
from mobile.care.people import Patient
from mobile.care.translated import Wording
from mobile.records.ports import Keeping
from mobile.screens.reads.agreements import KINDS as ASKED
from mobile.screens.reads.agreements import PAPERS, agreements_asked_for, listed_papers
from mobile.screens.reads.guarded import waits_now
from mobile.screens.reads.guardians import guardians
from mobile.screens.reads.phases import begun_phases

KINDS = tuple(dict.fromkeys((*ASKED, *PAPERS, Patient)))
Why = Literal["first", "new_version", "phase", "withdrawn", "over"]


@dataclass(frozen=True)
class ToSign:
    """`is_read`: all that is left is to sign. `before`: what was signed of it last."""

    title: Wording
    route: str
    why: Why
    is_read: bool
    before: SignedAgreement | None = None


async def to_sign_now(records: Keeping, patient: str, now: datetime, zone: ZoneInfo) -> tuple[ToSign, ...]:
    """None while what binds a person waits, as on the day of a session. Raises what the store raises."""
    waits = await waits_now(records, now, zone)
    return () if waits is not None else await to_sign(records, patient, now)


async def to_sign(records: Keeping, patient: str, now: datetime) -> tuple[ToSign, ...]:
    """In the order of the list of agreements. Raises what the store raises."""
    every = await records.every(SignedAgreement)
    withdrawals = await records.every(AgreementWithdrawal)
    taken_back = {one.id for one in every if withdrawal_of(one, withdrawals) is not None}
    is_stood_for = bool(await guardians(records, patient, now))
    found: list[ToSign] = []
    begun = await begun_phases(records, now)
    for one in await agreements_asked_for(records, now, begun):
        agreement = one.agreement
        if agreement is None or not agreement.is_needed or one.state not in ("to_read", "read"):
            continue
        if _is_signed_here(agreement.signing, can_assent=bool(agreement.assent) and is_stood_for):
            before = _last(signed for signed in every if signed.address == one.form.address)
            found.append(_of_agreement(one, before, taken_back))
    for paper in await listed_papers(records, now, begun):
        said = paper.paper
        if not said.is_needed or paper.state != "to_read":
            continue
        if _is_signed_here(said.signing, can_assent=bool(said.assent) and is_stood_for):
            before = _last(signed for signed in every if said.is_earlier(signed.address))
            found.append(_of_paper(paper, before, taken_back))
    return tuple(found)


def _is_signed_here(signing: str | None, *, can_assent: bool) -> bool:
    return signing == IN_APP or (signing == WITH_GUARDIAN and can_assent)


def _of_agreement(one: Listed, before: SignedAgreement | None, taken_back: set[str]) -> ToSign:
    way = f"/agreements/{quote(one.form.server_id or one.form.id, safe='')}"
    is_read = one.state == "read"
    why = _why(one, before, taken_back)
    return ToSign(one.form.title, f"{way}/sign" if is_read else way, why, is_read, before)


def _of_paper(one: ListedPaper, before: SignedAgreement | None, taken_back: set[str]) -> ToSign:
    way = f"/agreements/paper/{quote(one.paper.id, safe='')}"
    return ToSign(one.paper.title, way, _why(one, before, taken_back), False, before)


def _why(one: Listed | ListedPaper, before: SignedAgreement | None, taken_back: set[str]) -> Why:
    if one.is_new_version or one.is_again:
        return "phase" if one.is_again else "new_version"
    if before is None:
        return "first"
    return "withdrawn" if before.id in taken_back else "over"


def _last(every: Iterable[SignedAgreement]) -> SignedAgreement | None:
    return max(every, key=lambda one: (one.signed_at is not None, one.signed_at, one.id), default=None)
