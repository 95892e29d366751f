"""Answers that were given in two places since they were last the same: question by question, so that neither loses the other's."""

from __future__ import annotations

from collections.abc import Iterable

from mobile.care.resource import Json, each, text_at


def with_theirs(was: Iterable[Json], ours: Iterable[Json], theirs: Iterable[Json]) -> list[Json]:
    """`ours` with what `theirs` changed since `was`: the items of a response each. Where both changed one question, ours stands;
    what repeats is one question."""
    before, mine, others = _by_link(was), _by_link(ours), _by_link(theirs)
    found: list[Json] = []
    for link in dict.fromkeys([*mine, *others]):
        found += _one(before.get(link, []), mine.get(link, []), others.get(link, []))
    return found


def _one(was: list[Json], ours: list[Json], theirs: list[Json]) -> list[Json]:
    if theirs == was or ours == theirs:
        return ours
    if ours == was:
        return theirs
    if len(ours) == len(theirs) == 1 and not (ours[0].get("answer") or theirs[0].get("answer")):
        inside = with_theirs(_inside(was), _inside(ours), _inside(theirs))
        return [{**ours[0], "item": inside}] if inside else ours
    return ours or theirs  # what was cleared here and answered anew there is an answer


def _inside(items: list[Json]) -> list[Json]:
    return list(each(items[0], "item")) if len(items) == 1 else []


def _by_link(items: Iterable[Json]) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for one in items:
        found.setdefault(text_at(one, "linkId") or "", []).append(one)
    return found
