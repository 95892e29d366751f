"""The rules of a course's sessions, taken together from every protocol the course names, and set against each other.

Where two say otherwise about the same thing, neither is believed and the clinic is to be asked. Only of how long not to
drive or decide the longest holds, once each of them is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from mobile.care.course import Course
from mobile.care.prompts import Protocol
from mobile.care.protocol_actions import actions_asked_for
from mobile.care.session_rules.reading import rule_of
from mobile.care.session_rules.rule import RuleKind, SessionRule

_ONCE: frozenset[RuleKind] = frozenset({"fasting", "arrive", "stay", "self-check", "symptoms"})
_LIGHTER = ("fatty", "solid", "light", "milk", "clear")
"""From what must be left off longest to what may be taken latest. A clinic that says otherwise made a slip."""

_ALWAYS_ASKED: tuple[RuleKind, ...] = ("fasting", "driving")
"""What nobody should have to find out in the chair: where the clinic says nothing of it, it is asked."""


@dataclass(frozen=True)
class SessionRules:
    """`rules` in the clinic's order; `sources`: what the protocols are called that they come from."""

    rules: tuple[SessionRule, ...] = ()
    sources: tuple[str, ...] = ()

    def of(self, *kinds: RuleKind) -> tuple[SessionRule, ...]:
        """Those of these kinds."""
        return tuple(one for one in self.rules if one.kind in kinds)

    @property
    def unsaid(self) -> tuple[RuleKind, ...]:
        """What the clinic says nothing about, and is to be asked."""
        return tuple(kind for kind in _ALWAYS_ASKED if not self.of(kind))


def session_rules(protocols: Iterable[Protocol], course: Course | None) -> SessionRules:
    """What the protocols that this course names ask for. Without a course, or one that names none, nothing."""
    found: dict[str, SessionRule] = {}
    sources: dict[str, None] = {}
    for protocol, action in actions_asked_for(protocols, course):
        rule = rule_of(protocol.url or "", action)
        if rule is None:
            continue
        sources.setdefault(protocol.name)
        other = found.get(rule.key)  # one id twice in one protocol
        found[rule.key] = rule if other is None else _agreed(other, [other, rule])
    return SessionRules(_in_order_of_food(_once(tuple(found.values()))), tuple(one for one in sources if one))


def _once(rules: Sequence[SessionRule]) -> tuple[SessionRule, ...]:
    """One rule for each thing: the first, with its number only where all that are about it agree."""
    kept: dict[object, SessionRule] = {}
    for rule in rules:
        thing: object = (rule.kind, rule.about) if rule.kind in _ONCE else rule.key
        kept[thing] = rule if thing not in kept else _agreed(kept[thing], [kept[thing], rule])
    return tuple(kept.values())


def _agreed(first: SessionRule, rules: Sequence[SessionRule]) -> SessionRule:
    same = {(one.kind, one.side, _length(one)) for one in rules}
    return first if len(same) == 1 else replace(first, span=None)


def _in_order_of_food(rules: tuple[SessionRule, ...]) -> tuple[SessionRule, ...]:
    """Fasting rules whose times cannot all be meant lose them: what is lighter may never have to be left off longer."""
    known = [one for one in rules if one.about in _LIGHTER and _length(one) is not None]
    wrong = {
        one.key
        for heavy in known
        for light in known
        if _LIGHTER.index(heavy.about) < _LIGHTER.index(light.about)
        and (_length(heavy) or 0) < (_length(light) or 0)
        for one in (heavy, light)
    }
    return tuple(replace(one, span=None) if one.key in wrong else one for one in rules)


def _length(rule: SessionRule) -> Decimal | None:
    return rule.span.minutes if rule.span is not None else None
