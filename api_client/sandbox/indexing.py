"""What the index holds of a resource: its tokens, references, words and spans of time, as the parameters ask.

Pure. It must never change a resource, and refuses what it could not find again: a date that is none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from api_client.sandbox import dates
from api_client.sandbox.exact import Json
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.searchparams import PARAMS, Param

MAX_INDEXED = 400  # characters of a word that are searchable


@dataclass(frozen=True, slots=True)
class Entries:
    """`terms` are (key, code, system), `spans` (key, first ms, last ms); each once."""

    terms: list[tuple[str, str, str]]
    spans: list[tuple[str, int, int]]


def entries(resource: Json, base: str) -> Entries:
    """Everything searchable of a resource. `base` is stripped from absolute references. Raises Refusal(422)."""
    terms: dict[tuple[str, str, str], None] = {}
    spans: dict[tuple[str, int, int], None] = {}
    for param in PARAMS[resource["resourceType"]].values():
        if param.paths[0][0] not in resource and len(param.paths) == 1:
            continue
        for value in values_at(resource, param):
            if param.kind == "date":
                if (found := _span(value, param)) is not None:
                    spans[(param.key, *found)] = None
            else:
                for code, system in _terms(value, param, base):
                    terms[(param.key, code, system)] = None
    return Entries(list(terms), list(spans))


def values_at(resource: Json, param: Param) -> Iterator[Any]:
    """Every value the parameter looks at, arrays opened."""
    for path in param.paths:
        yield from _down(resource, path, 0)


def _down(value: Any, path: tuple[str, ...], at: int) -> Iterator[Any]:
    if isinstance(value, list):
        for item in cast("list[Any]", value):
            yield from _down(item, path, at)
    elif at == len(path):
        yield value
    elif isinstance(value, dict):
        inner = cast("Json", value).get(path[at])
        if inner is not None:
            yield from _down(inner, path, at + 1)


def _terms(value: Any, param: Param, base: str) -> Iterator[tuple[str, str]]:
    if param.kind == "token":
        yield from _tokens(value)
    elif param.kind == "string":
        for word in _words(value):
            yield folded(word), ""
    elif param.kind == "uri":
        if isinstance(value, str):
            yield value, ""
    else:
        yield from _references(value, param, base)


def _references(value: Any, param: Param, base: str) -> Iterator[tuple[str, str]]:
    """A canonical is a plain text; a reference names what it points to and, where it says so, that one's identifier."""
    if isinstance(value, str):
        yield value, ""
        if "|" in value:
            yield value.split("|")[0], ""
    elif isinstance(value, dict):
        link = cast("Json", value)
        target = link.get("reference")
        if isinstance(target, str):
            target = target.removeprefix(base + "/").split("/_history/")[0]
            if not param.targets or "/" not in target or target.split("/")[-2] in param.targets:
                yield target, ""


def _tokens(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, bool):
        yield ("true" if value else "false"), ""
    elif isinstance(value, str):
        yield value, ""
    elif isinstance(value, dict):
        token = cast("Json", value)
        if isinstance(token.get("coding"), list):
            for coding in cast("list[Any]", token["coding"]):
                yield from _tokens(coding)
        code = token.get("code", token.get("value"))
        system = token.get("system", "")
        if isinstance(code, str) and isinstance(system, str):
            yield code, system


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in cast("Json", value).items():
            if name in ("text", "family"):
                yield from _words(inner)
            elif name in ("given", "prefix", "suffix"):
                for part in cast("list[Any]", inner if isinstance(inner, list) else [inner]):
                    yield from _words(part)


def folded(word: str) -> str:
    """Lower case without accents: how words are compared."""
    plain = unicodedata.normalize("NFKD", word[:MAX_INDEXED]).casefold()
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _span(value: Any, param: Param) -> tuple[int, int] | None:
    where = (f"{param.type}.{'.'.join(param.paths[0])}",)
    try:
        if isinstance(value, str):
            return dates.span(value)
        if isinstance(value, dict):
            period = cast("Json", value)
            start, end = period.get("start"), period.get("end")
            if start is None and end is None:
                return None
            lo = dates.span(str(start))[0] if start is not None else -dates.FOREVER
            hi = dates.span(str(end))[1] if end is not None else dates.FOREVER
            return lo, hi
    except ValueError:
        raise Refusal(422, "Not a FHIR date.", code="value", where=where) from None
    raise Refusal(422, "Not a FHIR date.", code="value", where=where)
