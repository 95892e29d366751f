"""Reading one action of a protocol as a rule of a session. What is malformed leaves the rule without its number, and a rule
without words is none."""

from __future__ import annotations

from typing import get_args

from mobile.care.codes import NO_DECISIONS, SESSION_RULE
from mobile.care.measures.spans import Span, span_of
from mobile.care.protocol_actions import SESSION_ACTION, kind_of
from mobile.care.resource import Json, each, text_at
from mobile.care.session_rules.rule import SIDES, TO_THE_MINUTE, RuleKind, SessionRule, Side
from mobile.care.translated import wording

_KINDS: dict[str, RuleKind] = {kind: kind for kind in get_args(RuleKind)}
_SIDES: dict[str, Side] = {
    "before": "before",
    "before-start": "before",
    "after-start": "after-start",
    "after": "after-end",
    "after-end": "after-end",
}


def rule_of(url: str, action: Json) -> SessionRule | None:
    """None: the action is no rule of a session, or has no words to show. `url`: of its protocol."""
    stated = "decisions" if kind_of(action, NO_DECISIONS) == "" else kind_of(action, SESSION_RULE)
    id, title = text_at(action, "id"), wording(action, "title")
    if not stated or not id or not title:
        return None
    kind, about = _kind(stated)
    if kind is None:
        return None
    span, side = _time(kind, action)
    form = text_at(action, "definitionCanonical")
    return SessionRule(f"{url}#{id}", kind, title, wording(action, "description"), about, span, side, form)


def _kind(stated: str) -> tuple[RuleKind | None, str]:
    """ "fasting-solid" is a fasting rule about what is solid. Only food is told apart."""
    if stated in _KINDS:
        return _KINDS[stated], ""
    name, _, about = stated.partition("-")
    return ("fasting", about) if name == "fasting" and about else (None, "")


def _time(kind: RuleKind, action: Json) -> tuple[Span | None, Side]:
    """Its number and the side of the session it stands on. One that is stated twice, or on a side where it makes no sense,
    is not known."""
    allowed = SIDES.get(kind, ())
    usual: Side = allowed[0] if allowed else "before"
    stated = [one for one in each(action, "relatedAction") if one.get("actionId") == SESSION_ACTION]
    if len(stated) != 1 or not allowed:
        return None, usual
    side = _SIDES.get(text_at(stated[0], "relationship") or "")
    span = span_of(stated[0].get("offsetDuration"))
    if side not in allowed or span is None or "offsetRange" in stated[0]:
        return None, usual
    if kind in TO_THE_MINUTE and span.unit not in ("min", "h"):
        return None, usual
    return span, side
