"""Reading one PDF page by page: which file it is, the page somebody is on as it was drawn, and which were shown, kept at once. Flet-free.

A page counts as shown when it was drawn here and somebody went on from it. A page that could not be saved as shown is shown again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from mobile.care.consent.paper import MOST_PAGES, PaperAgreement
from mobile.care.consent.paper_reading import PaperReading
from mobile.care.consent.renewal import again_since
from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.unreadable import Unreadable, Why
from mobile.care.consent.withdrawal import AgreementWithdrawal
from mobile.device.pdf_pages import CannotDraw, DrawnPage, PdfPages
from mobile.noun import Noun
from mobile.records.errors import Locked, NotSaved
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping
from mobile.screens.reads.phases import KINDS as PHASES
from mobile.screens.reads.phases import begun_phases

KINDS = (PaperAgreement, PaperReading, SignedAgreement, AgreementWithdrawal, *PHASES)
Step = Callable[[PaperReading], PaperReading]


@dataclass(frozen=True)
class Kept:
    """As the store holds them: the reading of one file, those of other files of its agreement, and how many there are of all."""

    stored: PaperReading | None = None
    others: tuple[PaperReading, ...] = ()
    count: int = 0

    @property
    def every(self) -> list[Noun]:
        return [*([self.stored] if self.stored is not None else []), *self.others]

    def reading(self, file: str, paper: str) -> PaperReading:
        """What is so of the file now: the patient's no to the agreement stands in whatever file of it they said it."""
        return (self.stored or PaperReading(file)).of_paper(paper, self.others)


class PaperModel:
    """`paper` None after `load`: it is not here. `why`: why its file cannot be shown at all; `pages` None: not on this device."""

    def __init__(self, records: Keeping, now: Callable[[], datetime]) -> None:
        self._records, self._now, self._draws = records, now, PdfPages()
        self.paper: PaperAgreement | None = None
        self.why: Why | None = None
        self.file, self.sha256 = b"", ""
        self.pages: int | None = None
        self.reading = PaperReading("")
        self.kept = Kept()  # what `reading` was made of
        self.again_since: datetime | None = None  # what was shown and signed before is shown and signed again
        self._turn = asyncio.Lock()
        self._drawn: DrawnPage | None = None
        self.trouble: str | None = None  # "full", "read_only", "io", "locked": the last step is not saved
        self._drawn_for: tuple[str, int] | None = None
        self._why_not: Why | None = None  # of the file that was counted last

    async def load(self, id: str) -> None:
        """`id`: of the DocumentReference. One at a time, so that nobody sees a file that is not counted yet. Raises what the store raises."""
        async with self._turn:
            await self._load(id)

    async def _load(self, id: str) -> None:
        listed = await self._records.every(PaperAgreement)
        self.paper = next((one for one in listed if id in (one.id, one.server_id)), None)
        self.why = None
        if self.paper is None or not self.paper.is_current:
            return
        try:
            file = self.paper.pdf()
        except Unreadable as error:
            self.why, self.file, self.sha256 = error.code, b"", ""
            return
        digest = sha256(file).hexdigest()
        if digest != self.sha256:
            self.file, self.sha256 = file, digest
            await self._count()
        else:
            self.why = self._why_not
        self.kept = await self._look_up(self.sha256, self._paper_id)
        self.reading = self.kept.reading(self.sha256, self._paper_id)
        self.again_since = again_since(self.paper.again_in, await begun_phases(self._records, self._now()))

    async def _count(self) -> None:
        """Once for each file."""
        self.pages = self._why_not = None
        try:
            self.pages = await asyncio.to_thread(self._draws.count, self.file)
        except CannotDraw as error:
            if error.code != "no_program":
                self._why_not = error.code
        self.why = self._why_not

    async def draw(self) -> None:
        """The page somebody is on, if it is not drawn yet. Pages are turned while one is drawn: it ends with the one they are on by then."""
        async with self._turn:
            while self.is_paged and self._here != self._drawn_for:
                here, file = self._here, self.file
                try:
                    drawn = await asyncio.to_thread(self._draws.draw, file, here[1])
                except CannotDraw:
                    drawn = None
                self._drawn, self._drawn_for = drawn, here

    @property
    def drawn(self) -> DrawnPage | None:
        """The page somebody is on; None: it cannot be drawn, or is not yet."""
        return self._drawn if self._drawn_for == self._here else None

    @property
    def _here(self) -> tuple[str, int]:
        return self.sha256, self.page

    # --- pages ---

    @property
    def is_paged(self) -> bool:
        """Whether its pages are shown here, one by one."""
        return self.why is None and self.pages is not None and self.pages <= MOST_PAGES

    @property
    def page(self) -> int:
        """Where the person is, from 1."""
        return min(max(self.reading.at, 1), self.pages or 1)

    @property
    def is_last(self) -> bool:
        return self.page == self.pages

    @property
    def is_all_shown(self) -> bool:
        return self.pages is not None and not self.reading.not_shown(self.pages, self.again_since)

    # --- steps ---

    async def next(self) -> None:
        """On to the next page. One that was drawn counts as shown; the last is not left by it."""
        page, to, now = self.page, min(self.page + 1, self.pages or 1), self._now()
        was_shown = self.drawn is not None
        await self._take(lambda r: (r.after_showing(page, now) if was_shown else r).going_to(to))

    async def back(self) -> None:
        to = max(self.page - 1, 1)
        await self._take(lambda r: r.going_to(to))

    async def go_to_what_was_not_shown(self) -> None:
        """The first page that counts as not shown; the first of all where there is none."""
        to = next(iter(self.reading.not_shown(self.pages or 0, self.again_since)), 1)
        await self._take(lambda r: r.going_to(to))

    async def refuse(self) -> None:
        """The patient does not agree to what somebody would sign with them."""
        now = self._now()
        await self._take(lambda r: r.after_refusal(now))

    async def take_back_refusal(self) -> None:
        now = self._now()
        await self._take(lambda r: r.after_taking_it_back(now))

    async def _take(self, step: Step) -> None:
        file, paper = self.sha256, self._paper_id  # another one may arrive while this is written
        try:
            await until_written(lambda: self._write(file, paper, step))
        except NotSaved as error:
            self.trouble = error.reason
        except Locked:
            self.trouble = "locked"
        else:
            self.trouble = None

    @property
    def _paper_id(self) -> str:
        return self.paper.id if self.paper is not None else ""

    async def _write(self, file: str, paper: str, step: Step) -> None:
        """Of the file that the step was made in, on what the store holds by then, so that two pages lose nothing of one another's."""
        kept = await self._look_up(file, paper)
        after = step(kept.reading(file, paper))
        await self._records.save_all(
            [after], over=kept.every, anew=[] if kept.stored is not None else [after]
        )
        if file == self.sha256:
            self.reading = after

    async def _look_up(self, file: str, paper: str) -> Kept:
        stored = await self._records.get(PaperReading, f"paper-reading-{file}")
        every = await self._records.every(PaperReading)
        others = [one for one in every if one.paper == paper and one.file != file]
        return Kept(stored, tuple(others), len(every))
