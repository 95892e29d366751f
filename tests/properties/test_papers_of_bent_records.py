"""Whatever a clinic's server sends in the place of any value: the summary and the receipt are made, valid, and add up."""

from __future__ import annotations

import asyncio
import copy
import json
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from fhir.resources.R4B import get_fhir_model_class
from hypothesis import given, settings
from hypothesis import strategies as st

from mobile.care.receipts import EVERYTHING
from mobile.noun import Noun
from mobile.printing import FONTS, pdf_of_summary
from mobile.screens.portable_summary.page import Chosen
from mobile.screens.reads.receipts import paid
from mobile.screens.receipts.page import receipt_page
from mobile.wiring.known_nouns import known_nouns
from tests.properties.test_portable import CODES, Holds, put_together, references, surroundings
from tests.screens.clinic_of import NOW, documents_of
from tests.screens.clinic_of import _received as received

DOCUMENTS = documents_of("rowan")
BENT = [
    number
    for number, one in enumerate(DOCUMENTS)
    if one["resourceType"]
    in ("Condition", "AllergyIntolerance", "Flag", "ChargeItem", "Invoice", "Appointment", "Organization", "Patient", "Observation")
    or one["id"] in ("medicines-and-allergies", "rowan-medicines-and-allergies-1")
]  # fmt: skip
ODD = st.sampled_from(
    (None, "", "\ud800", "x" * 3000, -1, 0, True, [], {}, [[]], [None], {"value": "a"}, "9999-99-99", "2026-02-30", "0001-01-01T00:00:00Z",
     {"coding": "no"}, {"reference": 5}, [{"coding": [{"code": 5}]}], "رות\n王", 1e300)
)  # fmt: skip


def paths(value: Any, so_far: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items: Any = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in items:
        yield (*so_far, key)
        yield from paths(inner, (*so_far, key))


def nouns_of(documents: list[dict[str, Any]]) -> list[Noun]:
    kinds, found = known_nouns().nouns, list[Noun]()
    for document in documents:
        try:
            filed = received("rowan", json.dumps(document), 1)
        except (TypeError, ValueError, KeyError):
            continue  # what is no resource with an id is not filed at all
        if filed is not None:
            found.append(kinds[filed.filing.kind.name].from_json(filed.copy.text))
    return found


KEPT = {number: nouns_of([one]) for number, one in enumerate(DOCUMENTS)}


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_both_papers_are_made_and_the_document_holds_together(data: st.DataObject) -> None:
    kept = dict(KEPT)
    for number in data.draw(st.lists(st.sampled_from(BENT), min_size=1, max_size=3, unique=True)):
        document = copy.deepcopy(DOCUMENTS[number])
        every = [one for one in paths(document) if one[0] not in ("resourceType", "id", "subject", "patient")]
        for path in data.draw(st.lists(st.sampled_from(every), min_size=1, max_size=2)):
            holder: Any = document
            for step in path[:-1]:
                holder = holder[step] if isinstance(holder, (dict, list)) and _has(holder, step) else None
            if isinstance(holder, (dict, list)) and _has(holder, path[-1]):
                holder[path[-1]] = data.draw(ODD)
        kept[number] = nouns_of([document])
    nouns = [one for listed in kept.values() for one in listed]
    made = put_together(nouns, Chosen(frozenset(CODES), "Lakeside"))
    bundle = json.loads(made.document)
    for entry in bundle["entry"]:
        get_fhir_model_class(entry["resource"]["resourceType"]).model_validate(entry["resource"])
    addresses = {entry["fullUrl"] for entry in bundle["entry"]}
    assert set(references(bundle["entry"])) <= addresses
    known = asyncio.run(paid(Holds(nouns), "Patient/rowan", ZoneInfo("America/Chicago")))  # type: ignore[arg-type]
    page = receipt_page(surroundings(), known, EVERYTHING, NOW)
    assert page.rows
    for totals in known.receipts.totals().values():
        assert totals.paid + totals.let_go + totals.left == totals.charge
    if data.draw(st.integers(0, 9)) == 0:  # drawing takes half a second
        assert pdf_of_summary(made.page, FONTS).startswith(b"%PDF")
        assert pdf_of_summary(page, FONTS).startswith(b"%PDF")


def _has(holder: Any, step: Any) -> bool:
    return step in holder if isinstance(holder, dict) else isinstance(step, int) and step < len(holder)
