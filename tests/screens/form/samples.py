"""Forms and a store for the tests of the form place: the sandbox's own content, and small invented forms."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.response import Response
from mobile.care.safety.routing import RoutingTable
from tests.screens.harness import opened_store

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
CONTENT = resources.files("api_client.sandbox").joinpath("content")
LANTERN = "https://lantern.example/fhir/StructureDefinition/"


def content(kind: str, name: str) -> FormDefinition:
    """A form of the made-up clinic: `content("measures", "phq-9")`."""
    return FormDefinition.from_json(CONTENT.joinpath(kind, f"{name}.json").read_text("utf-8"))


def routing() -> RoutingTable:
    """Its signed table of who is told."""
    return RoutingTable.from_json(CONTENT.joinpath("plans", "safety-routing.json").read_text("utf-8"))


def a_form(*items: dict[str, Any], title: str = "A form", **more: Any) -> FormDefinition:
    """An invented form `Questionnaire/f`."""
    return FormDefinition.from_json(
        json.dumps(
            {
                "resourceType": "Questionnaire",
                "id": "f",
                "url": "https://clinic.test/Questionnaire/f",
                "version": "1",
                "status": "active",
                "title": title,
                "item": list(items),
                **more,
            }
        )
    )


def an_item(id: str, type: str, text: str, **more: Any) -> dict[str, Any]:
    return {"linkId": id, "type": type, "text": text, **more}


def marked(**marks: Any) -> list[dict[str, Any]]:
    """Extensions of our own: `marked(valueString=("gentle-warning", "..."))`."""
    return [{"url": LANTERN + name, element: value} for element, (name, value) in marks.items()]


async def store_with(folder: Path, *nouns: Any) -> Any:
    opened = await opened_store(folder)
    for noun in nouns:
        await opened.save(noun)
    return opened


async def responses(records: Any) -> list[Response]:
    return await records.newest(Response, 50)


async def the_response(records: Any) -> Response:
    (found,) = await responses(records)
    return found


def answer_of(response: Response, link_id: str) -> list[Any]:
    """The answers kept for a linkId, wherever it stands."""

    def walk(items: list[dict[str, Any]]) -> list[Any]:
        found: list[Any] = []
        for item in items:
            if item.get("linkId") == link_id:
                found += item.get("answer", [])
            found += walk(item.get("item", []))
            for answer in item.get("answer", []):
                found += walk(answer.get("item", []))
        return found

    return walk(response.items())


async def comes(fact: Any) -> None:
    """Waits until what an async function gives is true: a save runs beside the page."""
    end = asyncio.get_running_loop().time() + 5
    while not await fact():
        assert asyncio.get_running_loop().time() < end, "it did not come"
        await asyncio.sleep(0.01)


async def comes_to(records: Any, link_id: str, answers: list[Any]) -> None:
    """Waits until these are the kept answers."""

    async def is_so() -> bool:
        found = await responses(records)
        return bool(found) and answer_of(found[0], link_id) == answers

    await comes(is_so)
