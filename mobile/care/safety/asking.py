"""Whether a form may be asked at all: its questions about harm need a table of who is told, some instruments need leave.

A form without one of its questions is another form and has no name, so it is not offered in part: it waits, with the
reason. Nothing here looks at an answer.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

from mobile.care.codes import extension
from mobile.care.forms.definition import FormDefinition, codes_of
from mobile.care.forms.items import Placed, options, weight
from mobile.care.resource import extension_of, text_at
from mobile.care.safety.routing import RoutingTable

HELP_NOW = extension("help-now")

Refusal = Literal["no_routing", "no_rule", "unclear_rule", "no_permission", "no_questions", "not_active"]


@dataclass(frozen=True)
class May:
    """`reason` None: it may be asked. `link_id`: the question it fails on."""

    reason: Refusal | None = None
    link_id: str | None = None

    def __bool__(self) -> bool:
        return self.reason is None


def may_ask(form: FormDefinition, routing: RoutingTable | None) -> May:
    """Whether this clinic may put this form to a patient now."""
    if not is_permitted(form):
        return May("no_permission")
    if form.status not in ("active", ""):
        return May("not_active")
    if not any(place.is_question for place in form.placed()):
        return May("no_questions")
    for place in help_questions(form):
        refusal = _refusal(form, place, routing)
        if refusal is not None:
            return May(refusal, place.link_id)
    return May()


def is_permitted(form: FormDefinition) -> bool:
    """Whether the instrument is free, or the clinic has recorded what allows it to use it."""
    needs = form.needs_permission or bool(form.codes & _listed("needs_permission"))
    return not needs or bool(form.permission and form.permission.strip())


def is_never_summed(form: FormDefinition) -> bool:
    """Whether its answers make no total, whatever a form says: a fixed triage is read by a clinician."""
    return bool(form.codes & _listed("never_summed"))


def help_questions(form: FormDefinition) -> list[Placed]:
    """The questions whose answer may open help at once: marked so, or known by their code, in any clinic's form."""
    known = _listed("help_questions")
    return [
        place
        for place in form.placed()
        if place.link_id
        and (extension_of(place.item, HELP_NOW) is not None or (codes_of(place.item) & known))
    ]


def _refusal(form: FormDefinition, place: Placed, routing: RoutingTable | None) -> Refusal | None:
    if routing is None or not routing.is_in_force:
        return "no_routing"
    rules = routing.rules_for(form.canonical, place.link_id)
    wanted = text_at(extension_of(place.item, HELP_NOW), "valueCode")
    if wanted is not None:
        rules = tuple(rule for rule in rules if rule.id == wanted)
    if "" in routing.unread or place.link_id in routing.unread:
        return "unclear_rule"
    if not rules:
        return "no_rule"
    offered = options(place.item)
    for rule in rules:
        can_count = all(weight(option, value) is not None for _, value, option in offered)
        if rule.at_least is not None and offered and not can_count:
            return "unclear_rule"
    return None


def _listed(name: str) -> frozenset[tuple[str, str]]:
    return frozenset((row["system"], row["code"]) for row in _data()[name])


@lru_cache(maxsize=1)
def _data() -> dict[str, list[dict[str, Any]]]:
    return json.loads(resources.files("mobile.care.safety").joinpath("questions.json").read_text("utf-8"))
