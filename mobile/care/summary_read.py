"""That somebody read a line of the shared summary: a Communication from its reader to its writer, without a word of what it said.

A line stands as it was written and has several readers, so each reader's mark is a record of its own beside it. The mark of a
reader at the clinic names no patient: nothing in a patient's record tells of a line that is not theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import NAMESPACE_URL, uuid5

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.codes import CARE, URN
from mobile.care.elements import coded, own_identifier, pointing_to, to
from mobile.care.resource import Json, Resource, each, has_code, instant, moment, text_at
from mobile.care.summary import Entry, SummaryLine
from mobile.noun import Kind

LINE_READ = "summary-line-read"


@dataclass(frozen=True, kw_only=True)
class LineRead(Resource):
    """A Communication of category summary-line-read. `read_at` is aware UTC."""

    TYPE: ClassVar[str] = "Communication"
    KIND: ClassVar[Kind] = Kind("summary_line_read", "Communication")

    line: str | None = None  # the id of the line
    reader: str | None = None  # "Practitioner/t1", or the patient
    read_at: datetime | None = None

    @classmethod
    def read(cls, resource: Json) -> Json:
        about = next(iter(each(resource, "about")), None)
        name = text_at(about, "identifier", "value") or text_at(about, "reference")
        return {
            "line": name.removeprefix(URN) if name else None,
            "reader": text_at(resource, "sender", "reference"),
            "read_at": moment(resource.get("sent")),
        }

    @classmethod
    def of(cls, line: SummaryLine, reader: str, now: datetime) -> Self:
        """`reader` was shown this line now. Of one reader and one line there is one, on every device."""
        is_patient = reader == line.patient
        return cls.from_made(
            made(
                fhir.Communication,
                identifier=[own_identifier(read_id(line.id, reader))],
                status="in-progress",
                category=[coded(CARE, LINE_READ)],
                subject=to(reader) if is_patient else None,
                about=[pointing_to(line)],
                sent=instant(now),
                recipient=[to(line.author)] if line.author else None,
                sender=to(reader),
            )
        )

    def head(self) -> Mapping[str, Any]:
        return {"line": self.line, "reader": self.reader}


def read_id(line: str, reader: str) -> str:
    """Of the mark of one reader for one line, by the line's id."""
    return str(uuid5(NAMESPACE_URL, f"summary line {line} read by {reader}"))


def is_line_read(resource: Json) -> bool:
    """Whether a Communication is one of these."""
    return has_code(resource.get("category"), CARE, LINE_READ)


def unread(found: Iterable[Entry], me: str, marks: Iterable[LineRead]) -> tuple[SummaryLine, ...]:
    """The lines that stand, are another's, and were not shown to `me` yet, in the order given."""
    read = {one.line for one in marks if one.reader == me}
    lines = (entry.line for entry in found)
    return tuple(one for one in lines if one.author != me and not one.is_struck and one.id not in read)
