"""What a value set offers, composed as FHIR composes it from the lists that the form carries or the caller knows.

A value set of which any part is not at hand is not at hand as a whole: half a list would hide answers from the person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from mobile.care.questionnaire.item import Option
from mobile.care.questionnaire.optionlists import concept_option
from mobile.care.resource import Json, each, text_at, texts

MOST_OPTIONS = 20_000
MOST_CONCEPTS = 100_000
"""Concepts gone through for all lists of one form together: a list beyond them is as one that is not at hand."""
DEEPEST = 5

Key = tuple[str | None, str | None]
Concepts = dict[Key, Json]


class _NotAtHand(Exception):
    """A part of the value set cannot be known here."""


class ValueSets:
    """The value sets and code systems at hand, by address: contained ones by "#id"."""

    def __init__(self, form: Json, known: Mapping[str, Json]) -> None:
        self._known: dict[str, Json] = dict(known)
        self._systems: dict[str, _System] = {}
        for resource in each(form, "contained"):
            id, url = text_at(resource, "id"), text_at(resource, "url")
            if resource.get("resourceType") == "ValueSet":
                for name in (f"#{id}" if id else None, url):
                    if name:
                        self._known[name] = resource
            elif resource.get("resourceType") == "CodeSystem" and url:
                self._systems[url] = _System(url, resource)
        self._left = MOST_CONCEPTS
        self._kept: dict[tuple[str, str], tuple[Option, ...] | None] = {}

    def options(self, address: str, language: str) -> tuple[Option, ...] | None:
        """What this value set offers; None when it is not at hand, says nothing or is too much to go through."""
        if (address, language) not in self._kept:
            self._kept[address, language] = self._read(address, language)
        return self._kept[address, language]

    def _read(self, address: str, language: str) -> tuple[Option, ...] | None:
        try:
            concepts = self._named(address, DEEPEST)
        except _NotAtHand:
            return None
        made = (concept_option(system, concept, language) for (system, _), concept in concepts.items())
        found = tuple(option for option in made if option is not None)
        return found[:MOST_OPTIONS] or None

    def _spend(self) -> None:
        self._left -= 1
        if self._left <= 0:
            raise _NotAtHand

    def _named(self, address: str, depth: int) -> Concepts:
        value_set = self._known.get(address) or self._known.get(address.split("|")[0])
        if value_set is None or depth <= 0:
            raise _NotAtHand
        self._spend()
        expansion = value_set.get("expansion")
        if isinstance(expansion, dict) and cast("Json", expansion).get("contains"):
            return self._gathered(_expanded(cast("Json", expansion)))
        found: Concepts = {}
        for include in each(value_set, "compose", "include"):
            for key, concept in self._part(include, depth).items():
                found.setdefault(key, concept)
        for exclude in each(value_set, "compose", "exclude"):
            for key in self._left_out(exclude, found, depth):
                found.pop(key, None)
        return found

    def _gathered(self, concepts: Iterator[tuple[str | None, Json]]) -> Concepts:
        found: Concepts = {}
        for system, concept in concepts:
            self._spend()
            found.setdefault((system, text_at(concept, "code")), concept)
        return found

    def _part(self, part: Json, depth: int) -> Concepts:
        """What one include names: of its system, and in every one of its value sets."""
        lists = [self._named(address, depth - 1) for address in texts(part, "valueSet")]
        if text_at(part, "system") or part.get("concept"):
            lists.insert(0, self._of_system(part))
        if not lists:
            return {}
        first, *others = lists
        return {key: concept for key, concept in first.items() if all(key in other for other in others)}

    def _of_system(self, part: Json) -> Concepts:
        url = text_at(part, "system")
        system = self._systems.get(url or "")
        if part.get("concept"):
            listed = ((url, concept) for concept in each(part, "concept"))
            return self._gathered((name, system.whole(one) if system else one) for name, one in listed)
        if system is None:
            raise _NotAtHand
        chosen = self._gathered((url, concept) for concept in system.concepts())
        for rule in each(part, "filter"):
            kept = system.passing(rule)
            chosen = {key: concept for key, concept in chosen.items() if key[1] in kept}
        return chosen

    def _left_out(self, part: Json, found: Concepts, depth: int) -> list[Key]:
        """A whole system can be left out without being at hand."""
        url = text_at(part, "system")
        if url and not (part.get("concept") or part.get("filter") or part.get("valueSet")):
            return [key for key in found if key[0] == url]
        return list(self._part(part, depth))


class _System:
    """One code system: its concepts, parents before what is below them."""

    def __init__(self, url: str, resource: Json) -> None:
        self.url = url
        self._resource = resource
        self._by_code: dict[str, Json] | None = None

    def concepts(self) -> Iterator[Json]:
        return _below(self._resource, "concept")

    def whole(self, concept: Json) -> Json:
        """A concept that a value set lists, with what only the code system says of it: its words, its score."""
        if self._by_code is None:
            self._by_code = {code: one for one in self.concepts() if (code := text_at(one, "code"))}
        own = self._by_code.get(text_at(concept, "code") or "", {})
        kept = {name: value for name, value in own.items() if name != "concept"}
        if text_at(concept, "display"):
            kept.pop("_display", None)
        return {**kept, **concept}

    def passing(self, rule: Json) -> set[str | None]:
        """The codes that pass a filter over the hierarchy. Raises _NotAtHand for any other filter."""
        value, how = text_at(rule, "value") or "", text_at(rule, "op")
        every = {text_at(concept, "code") for concept in self.concepts()}
        if text_at(rule, "property") not in ("concept", "code"):
            raise _NotAtHand
        if how in ("in", "not-in", "="):
            named = {one.strip() for one in value.split(",")}
            return {code for code in every if (code in named) is (how != "not-in")}
        top = next((one for one in self.concepts() if text_at(one, "code") == value), None)
        if how not in ("is-a", "descendent-of", "is-not-a") or top is None:
            raise _NotAtHand
        under = {text_at(concept, "code") for concept in _below(top, "concept")}
        if how == "is-not-a":
            return every - under - {value}
        return under | {value} if how == "is-a" else under


def _expanded(expansion: Json) -> Iterator[tuple[str | None, Json]]:
    for concept in _below(expansion, "contains"):
        if concept.get("abstract") is not True and concept.get("inactive") is not True:
            yield text_at(concept, "system"), concept


def _below(holder: Json, name: str) -> Iterator[Json]:
    """Every object under `name`, nested ones after their parent, in order."""
    waiting = list(each(holder, name))[::-1]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(list(each(one, name))[::-1])
