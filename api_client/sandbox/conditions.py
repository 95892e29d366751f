"""The smallest parts that a rule of who sees what is put together from: SQL over `c`, a row of `current`, and its values.

They say nothing of who may: `access` and `guests` do.
"""

from __future__ import annotations

from api_client.sandbox.given import Condition

NOTHING: Condition = ("0", ())
EVERYTHING: Condition = ("1", ())


def tied(who: str, type_: str, tie: str, now: int) -> Condition:
    """Named to this person, by the very patient whose record it is (or, of what is in nobody's record, by it), and at this ms."""
    named = "tie = ? AND who = ? AND what > ? AND what < ? AND lo <= ? AND hi >= ?"
    values = (tie, who, f"{type_}/", f"{type_}0", now, now)
    return (
        f"c.id IN (SELECT substr(what, {len(type_) + 2}) FROM relation WHERE {named})"  # noqa: S608
        " AND EXISTS (SELECT 1 FROM relation r WHERE r.tie = ? AND r.who = ? AND r.what = c.type || '/' || c.id"
        " AND r.patient = coalesce(c.patient, '') AND r.lo <= ? AND r.hi >= ?)",
        (*values, tie, who, now, now),
    )


def either(first: Condition, second: Condition) -> Condition:
    return f"({first[0]} OR {second[0]})", (*first[1], *second[1])


def both(first: Condition, second: Condition) -> Condition:
    return f"({first[0]} AND {second[0]})", (*first[1], *second[1])
