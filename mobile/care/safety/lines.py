"""The crisis lines, exactly as the one data file has them. No number is written in code.

Each line says for which region and languages it stands, when it was last verified and where that was read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any, Literal

Kind = Literal["call", "text"]
Spot = Literal["first", "emergency", "more"]


@dataclass(frozen=True)
class Line:
    """One number in one language. `number` is as people write it; `body` is what a text begins with."""

    id: str
    region: str  # ISO 3166, "US"
    kind: Kind
    number: str
    spot: Spot
    name: str
    detail: str
    body: str
    verified_on: date
    source: str


def bundled_lines() -> str:
    """The text of the data file that comes with the app."""
    return resources.files("mobile.care.safety").joinpath("lines.json").read_text("utf-8")


def lines_of(text: str, language: str) -> list[Line]:
    """Every line of the file in a language, English where that is missing. Raises KeyError, ValueError: a broken file."""
    rows: list[Mapping[str, Any]] = json.loads(text)["lines"]
    return [_line(row, language) for row in rows if language in row["languages"]]


def shown_lines(lines: Sequence[Line], region: str | None) -> list[Line]:
    """The lines for where the person's care is. None or elsewhere: none, because a wrong number is worse than none."""
    return [line for line in lines if line.region == region]


def _line(row: Mapping[str, Any], language: str) -> Line:
    def words_of(key: str) -> str:
        words: Mapping[str, str] = row.get(key, {})
        return words.get(language, "" if key == "body" else words.get("en", ""))

    return Line(
        id=row["id"],
        region=row["region"],
        kind=row["kind"],
        number=row["number"],
        spot=row["place"],
        name=words_of("name"),
        detail=words_of("detail"),
        body=words_of("body"),
        verified_on=date.fromisoformat(row["verified_on"]),
        source=row["source"],
    )
