"""Whatever a person wrote, shared, was written or planned: none of it is in a summary they hand over, but the room card where they chose it.

And whatever the clinic recorded and whoever it is about, the page and the data say the same, and every reference leads to an entry.
"""

from __future__ import annotations

import asyncio
import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, get_args
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from mobile.care.narrative import words_of
from mobile.care.people import Patient
from mobile.care.room_card import RoomCard
from mobile.care.sharing import Reader, new_id, share
from mobile.i18n import Moments, Speech
from mobile.noun import Noun
from mobile.printing import Summary
from mobile.screens.portable_summary.page import Chosen, Made, made_of
from mobile.screens.portable_summary.piece import Code
from mobile.screens.reads.portable import portable
from mobile.wiring.known_nouns import known_nouns
from tests.private_things import MADE
from tests.screens.clinic_of import NOW, documents_of
from tests.screens.clinic_of import _received as received

ZONE = ZoneInfo("America/Chicago")
CODES: tuple[Code, ...] = get_args(Code)
KINDS = sorted(MADE, key=lambda kind: kind.__name__)
NAMES = (
    "Rowan Sample", "Casey", "C", "Łukasz", "Ελένη", "Анна", "רות", "مريم", "王芳", "はな", "อรุณ", "अनिता", "한별", "e\u0301lodie", "",
)  # fmt: skip


class Holds:
    """The store's port, over nouns in memory."""

    hiding = SimpleNamespace(is_open=False, family=0)

    def __init__(self, nouns: list[Noun]) -> None:
        self._nouns = nouns

    async def every(self, kind: type[Any]) -> list[Any]:
        return [one for one in self._nouns if type(one) is kind]

    async def unsent(self, kind: type[Any]) -> dict[str, Any]:
        return {}


def surroundings(language: str = "en") -> Any:
    speech = Speech(language)  # type: ignore[arg-type]
    return SimpleNamespace(
        _=speech.gettext, ngettext=speech.ngettext, language=language, moments=Moments(language, ZONE), now=lambda: NOW,
        zone=ZONE, status=None, person=None, speech=speech, support_card=dict,
        services=SimpleNamespace(clinic_name=""),
    )  # fmt: skip


def clinics_own(marker: str) -> Iterator[Noun]:
    """Rowan's record, with a marker in all that a person wrote or was written to in confidence."""
    kinds = known_nouns().nouns
    for document in documents_of("rowan"):
        text = json.dumps(_marked(document, marker))
        found = received("rowan", text, 1)
        if found is not None:
            yield kinds[found.filing.kind.name].from_json(text)


def _marked(document: Any, marker: str) -> Any:
    if document["resourceType"] == "Communication":
        return document | {"payload": [{"contentString": f"Said {marker}."}]}
    if document["resourceType"] == "Goal":
        return document | {"description": {"text": f"Meant {marker}."}}
    if document["resourceType"] == "Composition":
        div = f'<div xmlns="http://www.w3.org/1999/xhtml">Noted {marker}</div>'
        return document | {"section": [{"text": {"status": "additional", "div": div}}]}
    if document["resourceType"] == "CarePlan" and "safety-plan" in document["id"]:
        steps = json.loads(json.dumps(document["activity"]))
        for step in steps:
            step["detail"]["description"] = f"Planned {marker}"
        return document | {"activity": steps}
    return document


def texts_of(page: Summary) -> list[str]:
    blocks = [block for row in page.rows for block in row]
    return [
        page.title,
        *page.about,
        *page.head,
        page.foot,
        *(text for block in blocks for text in block.texts),
    ]


def narratives(document: str) -> str:
    (composition, *_) = [entry["resource"] for entry in json.loads(document)["entry"]]
    return "\n".join(words_of(section["text"]) for section in composition["section"])


def put_together(nouns: list[Noun], chosen: Chosen, language: str = "en") -> Made:
    s = surroundings(language)
    held = asyncio.run(portable(Holds(nouns), "Patient/rowan", NOW, ZONE))  # type: ignore[arg-type]
    return made_of(s, held, chosen, NOW, new_id())


CLINICS = list(clinics_own("secretword"))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(KINDS), max_size=12),
    st.sets(st.sampled_from(CODES)),
    st.sampled_from(("en", "es")),
)
def test_nothing_private_is_in_it_but_the_room_card_that_was_chosen(
    kinds: list[type[Noun]], codes: set[Code], language: str
) -> None:
    said = list[str]()

    def word() -> str:
        said.append(f"zq{len(said)}q")
        return said[-1]

    own = [MADE[kind](word) for kind in kinds]
    shared: list[Noun] = []
    for one in own:
        if type(one) is RoomCard:
            shared += share(one, "Patient/rowan", Reader("Practitioner/sam", "Sam"), NOW)
    cards = [one for one in own if isinstance(one, RoomCard)]
    made = put_together([*CLINICS, *own, *shared], Chosen(frozenset(codes)), language)
    whole = made.document + "\n".join(texts_of(made.page))
    assert "secretword" not in whole
    found = {marker for marker in said if marker in whole}
    card = max(cards, key=lambda one: one.changed_at, default=None)
    allowed = {marker for marker in said if card is not None and "room" in codes and marker in card.words}
    assert found == allowed


def references(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name == "reference" and isinstance(inner, str):
                yield inner
            else:
                yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(NAMES),
    st.sets(st.sampled_from(CODES)),
    st.text(max_size=60),
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)),
)
def test_the_page_and_the_data_say_the_same_at_one_hour_and_every_reference_leads_to_an_entry(
    name: str, codes: set[Code], whom: str, at: datetime
) -> None:
    named = [replace(one, name=name) if isinstance(one, Patient) else one for one in CLINICS]
    s = surroundings()
    held = asyncio.run(portable(Holds(named), "Patient/rowan", NOW, ZONE))  # type: ignore[arg-type]
    made_at = at.replace(tzinfo=UTC)
    made = made_of(s, held, Chosen(frozenset(codes), whom), made_at, new_id())
    bundle = json.loads(made.document)
    first = bundle["entry"][0]["resource"]
    assert (bundle["type"], first["resourceType"]) == ("document", "Composition")
    assert bundle["timestamp"] == first["date"]
    assert datetime.fromisoformat(bundle["timestamp"]) == made.page.made_at.replace(
        microsecond=made.page.made_at.microsecond // 1000 * 1000
    )
    addresses = [one["fullUrl"] for one in bundle["entry"]]
    assert len(addresses) == len(set(addresses))
    assert set(references(bundle["entry"])) <= set(addresses)
    plain = _letters(narratives(made.document))
    for text in texts_of(made.page):
        assert _letters(text) in plain, text
    marks = {
        item.mark.letters for row in made.page.rows for block in row for item in block.items if item.mark
    }
    assert len(marks) == 2, "the clinic and the person are never marked alike"


def _letters(text: str) -> str:
    """Without what no record can carry, and however white space is folded."""
    kept = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cc", "Cs", "Cf", "Cn", "Co"))
    return "".join(kept.split())
