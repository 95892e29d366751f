"""The clinic's part of a plain page of one day: its address, and the day as it stands whenever somebody looks.

The secret in an address is random (128 bits) and stands in the patient's own Task alone. Ended there, it opens nothing any more, and
nothing after the day. Looking changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from api_client.sandbox import dates
from api_client.sandbox.clinic_papers import ClinicPapers, instant, moment
from api_client.sandbox.day_facts import DayFacts, DayReader
from api_client.sandbox.day_links import LANGUAGE, LANGUAGES
from api_client.sandbox.exact import Json, parse
from api_client.sandbox.handed_on import address_in, asked_in, coded, document, new_address, opened, said
from api_client.sandbox.relations import DAY_PAGE, links
from api_client.sandbox.store import Row, Store

PATH = "/day/"
LINK = "day-page-link"
MADE_FOR = "day-page-made-for"


@dataclass(frozen=True)
class DayPage:
    """What one address shows now, in which language."""

    language: str
    facts: DayFacts


class DayPages:
    """All of one clinic's. Everything here is called with its lock held."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._papers = ClinicPapers(store)
        self.reader = DayReader(self._papers)
        self.are_answered = True
        """False: what was asked stays asked, as at a clinic whose system does not answer any."""

    def attend(self) -> None:
        """Gives every question its address, and ends what was open until a day that is over, by the clinic's own hand."""
        for row in list(self._papers.tasks(DAY_PAGE)) if self.are_answered else ():
            task = parse(row.text).value
            if task.get("status") == "accepted" and self._was_over(row, task):
                self._write(row, {**task, "status": "cancelled"})
            if task.get("status") == "requested":
                start = moment(self._papers.appointment(task).get("start"), self._papers.zone())
                made_for = (
                    [{"type": coded(MADE_FOR), "valueDateTime": instant(start)}] if start is not None else []
                )
                link = {"type": coded(LINK), "valueUri": new_address(self._papers.origin, PATH)}
                self._write(row, {**task, "status": "accepted", "output": [link, *made_for]})

    def _was_over(self, row: Row, task: Json) -> bool:
        """Its day once was: another one that the session is given is nobody's to read by the same address."""
        return self._papers.was_day_over(task, self._papers.came(row))

    def _write(self, row: Row, task: Json) -> None:
        with self._store.writing():
            self._store.update(row, document({**task, "lastModified": dates.instant(self._store.now())}))

    def open(self, secret: str) -> DayPage | None:
        """What stands behind this address now; None: nothing."""
        found = opened(self._papers.tasks(DAY_PAGE), secret, lambda task: not self._papers.is_day_over(task))
        if found is None:
            return None
        row, task = found
        if self._was_over(row, task):
            return None
        asked = asked_in(task, [LANGUAGE]).get(LANGUAGE, "")
        language = asked if asked in LANGUAGES else LANGUAGES[0]
        made_for = said(task, MADE_FOR, "valueDateTime")
        return DayPage(language, self.reader.day(task, str(row.patient), made_for, language))


def address_of_day(papers: ClinicPapers, patient: str, session: str) -> str:
    """The address of this session's day that the patient asked for, while it is open; "" where there is none."""
    for row in papers.tasks(DAY_PAGE):
        task = parse(row.text).value
        is_its = row.patient == patient and links(task, "focus", papers.store.base) == [session]
        if is_its and task.get("status") == "accepted" and not papers.is_day_over(task):
            return address_in(task)
    return ""
