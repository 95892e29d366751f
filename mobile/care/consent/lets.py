"""Whom an agreement lets see what: a role on the care team, and parts of the record. The clinic says it on its form, or on one
choice of it; a signature writes it down as permitted or denied.

Only parts that a clinic's rules can hold back are named. Whatever else a form names makes it unreadable: it would be agreed to unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast, get_args

from mobile.care.codes import CARE, CONSENT_ACTION
from mobile.care.consent import profile as p
from mobile.care.consent.unreadable import Unreadable
from mobile.care.ledger.rules import Gated
from mobile.care.resource import Json, at, each, has_code, text_at

THERAPIST, PRESCRIBER = "integration-therapist", "prescriber"
ROLES = (THERAPIST, PRESCRIBER)
"""As the team names them, in the order they are told."""
PARTS = cast("tuple[Gated, ...]", get_args(Gated))


@dataclass(frozen=True)
class Lets:
    """One role and what it is let see."""

    role: str
    parts: tuple[Gated, ...]


@dataclass(frozen=True)
class Rule:
    """One line of a signed record. `who`: "" for whoever is in that role at the clinic, else a reference."""

    role: str
    part: str
    is_permitted: bool
    who: str = ""


def lets_of(holder: Json) -> tuple[Lets, ...]:
    """What a form, or a choice of it, says. Raises Unreadable."""
    found: list[Lets] = []
    for role, named in _marks(holder):
        parts: tuple[Gated, ...] = tuple(part for part in PARTS if part in named)
        if role not in ROLES or not named or set(parts) != set(named):
            raise Unreadable("unknown_structure")
        found.append(Lets(role, parts))
    return tuple(found)


def named_in(form: Json) -> Iterator[tuple[str, str]]:
    """Every (role, part) that a form names, at any depth, whether or not it can be shown."""
    for role, named in _marks(form):
        yield from ((role, part) for part in named)
    for item in each(form, "item"):
        yield from named_in(item)


def rules_of(consent: Json) -> tuple[Rule, ...]:
    """The rules of a signed record, as they stand."""
    found: list[Rule] = []
    for rule in each(consent, "provision", "provision"):
        is_permitted = text_at(rule, "type") == "permit"
        if is_permitted and not _permits_reading(rule):
            continue
        parts = [code for one in each(rule, "class") if (code := _own_code(one)) is not None]
        for actor in each(rule, "actor"):
            who = text_at(actor, "reference", "reference") or ""
            named = "" if who.startswith("Organization/") else who
            codes = (_own_code(one) for one in each(actor, "role", "coding"))
            found += [Rule(code, part, is_permitted, named) for code in codes if code for part in parts]
    return tuple(found)


_NARROWS = {"data", "dataPeriod", "securityLabel", "provision", "modifierExtension"}


def _permits_reading(rule: Json) -> bool:
    """A permission with conditions that are not read here permits nothing."""
    actions = list(each(rule, "action"))
    return not _NARROWS & set(rule) and any(has_code(one, CONSENT_ACTION, "access") for one in actions)


def _marks(holder: Json) -> Iterator[tuple[str, list[str]]]:
    for mark in each(holder, "extension"):
        if mark.get("url") == p.LETS_SEE:
            inside = list(each(mark, "extension"))
            roles = [text_at(one, "valueCode") or "" for one in inside if one.get("url") == "role"]
            named = [text_at(one, "valueCode") or "" for one in inside if one.get("url") == "what"]
            yield from ((role, named) for role in roles or [""])


def _own_code(coding: Json) -> str | None:
    return text_at(coding, "code") if at(coding, "system") == CARE else None
