"""Reading a clinic's layers from its protocols (PlanDefinition). What cannot be read is left out: better no layer than one at a
time, or with words, that nobody meant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import TypeVar, get_args

from mobile.care.codes import LAYER
from mobile.care.course import Course
from mobile.care.journal.layers import Answer, Layer, LayerKind, LayerPrompt, NothingComesBack, Question
from mobile.care.measures.spans import Span, span_of
from mobile.care.prompts import Protocol
from mobile.care.protocol_actions import actions_asked_for, after_session, kind_of
from mobile.care.resource import Json, at, each, text_at, texts
from mobile.care.translated import wording

_K = TypeVar("_K", Question, Answer, LayerPrompt)
_KINDS: dict[str, LayerKind] = {kind: kind for kind in get_args(LayerKind)}


def layers_asked_for(protocols: Iterable[Protocol], course: Course | None) -> tuple[Layer, ...]:
    """What the protocols that this course names ask for. Where two name the same layer, that of the one named last stands: a
    track may ask otherwise than the route does. Without a course, or one that names none, nothing."""
    found: dict[str, Layer] = {}
    for protocol, action in actions_asked_for(protocols, course):
        layer = _layer(protocol, action)
        if layer is not None:
            found[layer.name] = layer
    return tuple(found.values())


def _layer(protocol: Protocol, action: Json) -> Layer | None:
    kind, id, title = (
        _KINDS.get(kind_of(action, LAYER) or ""),
        text_at(action, "id"),
        wording(action, "title"),
    )
    follows = after_session(action)
    if kind is None or not id or not title or follows is None:
        return None
    own = list(each(action, "action"))
    questions = _once(_question(one) for one in own if kind_of(one, LAYER) == "question")
    prompts = _prompts(own)
    has_words = any(one.answers for one in questions) if kind == "taps" else bool(prompts)
    clock, is_clock_known = _clock(action)
    after, until, are_spans_known = _spans(follows)
    if not (has_words and is_clock_known and are_spans_known):
        return None
    return Layer(
        f"{protocol.url}#{id}",
        id,
        kind,
        title,
        wording(action, "description"),
        tuple(one for one in questions if one.answers) if kind == "taps" else (),
        prompts if kind != "taps" else (),
        next(
            (
                _nothing(one, prompts)
                for one in own
                if kind_of(one, LAYER) == "nothing" and wording(one, "title")
            ),
            None,
        ),
        after,
        clock,
        until,
    )


def _question(action: Json) -> Question:
    answers = (
        Answer(id, name)
        for one in each(action, "action")
        if (id := text_at(one, "id")) and (name := wording(one, "title"))
    )
    return Question(text_at(action, "id") or "", wording(action, "title"), _once(answers))


def _once(found: Iterable[_K]) -> tuple[_K, ...]:
    """The first under each key, and none without one: a tap on one must never be kept as another."""
    by_key: dict[str, _K] = {}
    for one in found:
        by_key.setdefault(one.key, one)
    return tuple(one for key, one in by_key.items() if key)


def _prompts(actions: Iterable[Json]) -> tuple[LayerPrompt, ...]:
    return _once(
        LayerPrompt(id, text)
        for one in actions
        if kind_of(one, LAYER) == "prompt" and (id := text_at(one, "id")) and (text := wording(one, "title"))
    )


def _nothing(action: Json, others: Iterable[LayerPrompt]) -> NothingComesBack:
    """Without a prompt whose id is one of the `others`: what is written for the one would be kept as the other."""
    taken = {one.key for one in others}
    prompts = tuple(one for one in _prompts(each(action, "action")) if one.key not in taken)
    return NothingComesBack(wording(action, "title"), prompts)


def _clock(action: Json) -> tuple[time | None, bool]:
    """The time of day, and whether what is stated of it can be read."""
    stated = texts(action, "timingTiming", "repeat", "timeOfDay")
    if not stated:
        return None, "timingTiming" not in action
    try:
        read = time.fromisoformat(stated[0])
    except ValueError:
        return None, False
    return read.replace(tzinfo=None), True


def _spans(follows: Json) -> tuple[Span | None, Span | None, bool]:
    """From when on, until when, and whether what is stated of both can be read. Nothing, or a low of 0: from the end on."""
    if "offsetDuration" in follows:
        after = span_of(follows.get("offsetDuration"))
        return after, None, after is not None
    low, high = at(follows, "offsetRange", "low"), at(follows, "offsetRange", "high")
    after, until = span_of(low), span_of(high)
    is_low_known = after is not None or low is None or at(low, "value") == 0
    return after, until, is_low_known and (high is None or until is not None)
