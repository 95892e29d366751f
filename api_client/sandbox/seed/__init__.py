"""Fills a new sandbox clinic with invented people, what the clinic publishes, and their past and coming days.

Content is data: the protocols are marked as examples, and no clinical number stands in code.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

from api_client.sandbox.exact import Document, Json, parse
from api_client.sandbox.pay_door import PATH as PAY_PATH
from api_client.sandbox.people import Account, People
from api_client.sandbox.seed.charts import charts
from api_client.sandbox.seed.cost import PAGES
from api_client.sandbox.seed.cost_help import cost_help, regions
from api_client.sandbox.seed.open_times import open_times, rooms
from api_client.sandbox.seed.published import published
from api_client.sandbox.seed.when import Days
from api_client.sandbox.store import Store

ACCOUNTS = (
    Account(
        "rowan",
        "patient",
        "Patient/rowan",
        "Rowan Sample",
        "Between sessions 2 and 3 of 6; the next is in two days",
    ),
    Account("ines", "patient", "Patient/ines", "Ines Example", "New, and in intake"),
    Account(
        "marlow",
        "patient",
        "Patient/marlow",
        "Marlow Placeholder",
        "In maintenance: a single session now and then",
    ),
    Account("tova", "patient", "Patient/tova", "Tova Specimen", "Nasal esketamine, in the first weeks"),
    Account(
        "sam",
        "therapist",
        "Practitioner/sam",
        "Sam Fixture",
        "Works with Rowan, Ines and Marlow",
    ),
    Account("dr-ash", "prescriber", "Practitioner/dr-ash", "Dr. Ash Prototype", "Sees all four patients"),
    Account(
        "coordinator",
        "coordinator",
        "Practitioner/coordinator",
        "Quinn Template",
        "Books sessions for everybody",
    ),
)
INVITATIONS = (
    ("MEADOW-INES", "Patient/ines", "Ines", False),
    ("MEADOW-ROWAN", "Patient/rowan", "Rowan", True),
)
"""Code, person, name on the page, already used."""


def seed(store: Store, people: People, now: datetime, without: Collection[str] = ()) -> None:
    """Writes everything, oldest first, as if it had been written on its day. The store must be empty.

    `without`: resource types this clinic does not keep.
    """
    for at, document in _dated(Days.at(now)):
        if document.value["resourceType"] not in without:
            document = placed(document, store.base)
            with store.writing(at=at):
                store.create(document, document.value["id"])
    for account in ACCOUNTS:
        people.add(account)


def placed(document: Document, base: str) -> Document:
    """With this clinic's own pages where a bill is paid. `base`: its FHIR address."""
    if document.value["resourceType"] != "Invoice":
        return document
    return parse(document.text.replace(PAGES, pay_pages(base)))


def pay_pages(base: str) -> str:
    """Where its pages for paying begin."""
    return f"{base.removesuffix('/fhir')}{PAY_PATH}"


@lru_cache(maxsize=2)
def _dated(days: Days) -> tuple[tuple[int, Document], ...]:
    """Everything with the ms it is written at, oldest first: the same for every clinic opened on one day."""
    opened = days.ms(-400, "08:00")
    dated = [(opened, _document(one)) for one in _content("clinic.json")]
    dated += [(opened, document) for document in published()]
    dated += [(opened, _document(one)) for one in (*rooms(), *regions(), *_content("practice.json"))]
    dated += [(days.ms(-12, "08:30"), _document(one)) for one in cost_help(days)]
    dated += [(days.ms(-14, "08:00"), _document(one)) for one in open_times(days)]
    for chart in charts(days):
        dated += [(days.ms(offset, clock), _document(one)) for offset, clock, one in chart.made]
    return tuple(sorted(dated, key=lambda pair: pair[0]))


def _document(resource: Json) -> Document:
    return parse(json.dumps(resource, ensure_ascii=False))


def _content(name: str) -> list[Any]:
    return json.loads(files(__package__ or __name__).joinpath(name).read_text("utf-8"))
