"""Which PDFs a person is asked for, how far each is, and which are in force: as `listing` says it of the agreements with parts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from mobile.care.consent.listing import State
from mobile.care.consent.paper import PaperAgreement
from mobile.care.consent.paper_reading import PaperReading
from mobile.care.consent.paper_signing import is_signed_in
from mobile.care.consent.renewal import Begun, again_since, covers
from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.unreadable import Unreadable


@dataclass(frozen=True)
class ListedPaper:
    """`signed`: in this version or, where `is_new_version`, in another; `shown`: how many pages were shown here."""

    paper: PaperAgreement
    state: State
    signed: SignedAgreement | None = None
    shown: int = 0
    is_again: bool = False  # this very version is in force, and is signed again because a phase has begun

    @property
    def is_new_version(self) -> bool:
        """Whether another version of it is in force."""
        return self.signed is not None and self.state == "to_read" and not self.is_again


def papers_asked_for(
    papers: Iterable[PaperAgreement],
    signed: Iterable[SignedAgreement],
    readings: Mapping[str, PaperReading],
    now: datetime,
    unsent: Collection[str] = (),
    begun: Begun | None = None,
) -> list[ListedPaper]:
    """What treatment depends on first. `signed`: what was not withdrawn; `readings`: by the file's SHA-256; `unsent`: the ids of those
    that the clinic does not have yet; `begun`: the phases they are in or were."""
    given = list(signed)
    found = [_listed(one, given, readings, now, unsent, begun or {}) for one in papers if one.is_current]
    return sorted(found, key=lambda one: (not one.paper.is_needed, one.paper.title.text, one.paper.id))


def file_of(paper: PaperAgreement) -> str | None:
    """The SHA-256 of its file; None where there is none that could be shown."""
    try:
        return sha256(paper.pdf()).hexdigest()
    except Unreadable:
        return None


def _listed(
    paper: PaperAgreement,
    signed: list[SignedAgreement],
    readings: Mapping[str, PaperReading],
    now: datetime,
    unsent: Collection[str],
    begun: Begun,
) -> ListedPaper:
    own = [one for one in signed if paper.is_earlier(one.address) and one.holds(now)]
    if not own and not readings:
        return ListedPaper(paper, "to_read")  # then its file need not be looked at
    file = file_of(paper)
    same = [one for one in own if is_signed_in(paper, one, file)]
    here = max(same, key=_when, default=None)
    reading = readings.get(file or "")
    shown = len(reading.shown) if reading is not None else 0
    if here is not None and not covers(here, again_since(paper.again_in, begun)):
        return ListedPaper(paper, "to_read", here, shown, is_again=True)
    if here is not None:
        held: State = "signed_here" if here.id in unsent else "in_force"
        return ListedPaper(paper, held if here.is_in_force(now) else "later", here, shown)
    before = max((one for one in own if one.is_in_force(now)), key=_when, default=None)
    return ListedPaper(paper, "to_read", before, shown)


def _when(one: SignedAgreement) -> tuple[bool, datetime | None, str]:
    return (one.signed_at is not None, one.signed_at, one.id)
