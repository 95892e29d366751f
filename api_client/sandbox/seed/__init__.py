"""Fills a new sandbox clinic with invented people, what the clinic publishes, and their past and coming days.

Content is data: the protocols are marked as examples, and no clinical number stands in code.
"""

from __future__ import annotations

import json
from datetime import datetime
from importlib.resources import files
from typing import Any

from api_client.sandbox.exact import Json, parse
from api_client.sandbox.people import Account, People
from api_client.sandbox.seed.charts import charts
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


def seed(store: Store, people: People, now: datetime) -> None:
    """Writes everything, oldest first, as if it had been written on its day. The store must be empty."""
    days = Days.at(now)
    dated: list[tuple[int, Json]] = []
    for resource in (*_content("clinic.json"), *_content("content/protocols.json")):
        dated.append((days.ms(-400, "08:00"), resource))
    for chart in charts(days):
        dated += [(days.ms(offset, clock), resource) for offset, clock, resource in chart.made]
    for at, resource in sorted(dated, key=lambda pair: pair[0]):
        with store.writing(at=at):
            store.create(parse(json.dumps(resource, ensure_ascii=False)), resource["id"])
    for account in ACCOUNTS:
        people.add(account)


def _content(name: str) -> list[Any]:
    return json.loads(files(__package__ or __name__).joinpath(name).read_text("utf-8"))
