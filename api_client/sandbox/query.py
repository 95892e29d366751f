"""A search as text turned into SQL: what each parameter means, and which of them were understood.

Unknown parameters are refused or left out as the client prefers; an unknown modifier or value is always refused,
because leaving it out would answer another question. Values only ever travel as bound variables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from api_client.sandbox import dates
from api_client.sandbox.indexing import folded
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.searchparams import PARAMS, Param

MAX_PARAMS = 100
MAX_VALUES = 100  # of one parameter
MAX_IDS = 1000
MAX_LENGTH = 2000

_PREFIX = re.compile(r"(eq|ne|gt|lt|ge|le|sa|eb|ap)?(.+)", re.DOTALL)
_SUBJECT_IS_OWNER = frozenset({"Goal", "Consent", "CarePlan", "AuditEvent"})
Clause = tuple[str, list[Any]]


@dataclass
class Where:
    """Conditions over `c`, all of which must hold. `is_narrow`: a clause names few rows, so begin from it."""

    clauses: list[Clause] = field(default_factory=list[Clause])
    used: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    ignored: list[str] = field(default_factory=list[str])
    is_narrow: bool = False

    def sql(self) -> tuple[str, list[Any]]:
        """The conditions as one, and its values."""
        parts = [f"({sql})" for sql, _ in self.clauses] or ["1"]
        return " AND ".join(parts), [value for _, values in self.clauses for value in values]


def where(type_: str, pairs: Sequence[tuple[str, str]], base: str, *, is_strict: bool) -> Where:
    """Reads the filters of a search. Control parameters are the caller's. Raises Refusal(400)."""
    if len(pairs) > MAX_PARAMS or sum(text.count(",") + 1 for _, text in pairs) > MAX_IDS:
        raise Refusal(400, "Too many parameters.", code="too-costly")
    found = Where()
    for name, text in pairs:
        plain, _, modifier = name.partition(":")
        if len(text) > MAX_LENGTH * 20 or (len(text) > MAX_LENGTH and plain != "_id"):
            raise Refusal(400, "A parameter's value is too long.", code="too-long", where=(_shown(plain),))
        clause = _clause(type_, plain, modifier, text, base, found)
        if clause is None:
            if is_strict:
                raise Refusal(400, "Unknown search parameter.", code="not-supported", where=(_shown(plain),))
            found.ignored.append(_shown(plain))
            continue
        found.used.append((name, text))
        found.clauses.append(clause)
    return found


def _shown(name: str) -> str:
    """A parameter's name may be repeated only if it looks like one."""
    return name if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_\-.]{0,40}", name, re.ASCII) else "parameter"


def _clause(type_: str, name: str, modifier: str, text: str, base: str, found: Where) -> Clause | None:
    if name == "_id" and not modifier:
        found.is_narrow = True
        ids = split(text, MAX_IDS)
        return f"c.id IN ({','.join('?' * len(ids))})", list(ids)
    if name == "_lastUpdated" and not modifier:
        return _any([_updated(value) for value in split(text)])
    param = PARAMS[type_].get(name)
    if param is None:
        if name in ("_id", "_lastUpdated"):
            raise _no_modifier(name)
        return None
    if modifier == "missing":
        return _missing(param, text)
    if param.kind == "date":
        if modifier:
            raise _no_modifier(name)
        return _any([_date(param, value) for value in split(text)])
    return _term_clause(param, modifier, text, base, found)


def _term_clause(param: Param, modifier: str, text: str, base: str, found: Where) -> Clause:
    if param.kind == "reference":
        values = [code for value in split(text) for code in _targets(param, modifier, value, base)]
        if param.name in ("patient", "subject") and param.type in _SUBJECT_IS_OWNER and len(values) == 1:
            return "c.patient = ?", values
        narrow = param.name not in ("patient", "subject", "actor", "recipient", "sender", "participant")
        found.is_narrow |= narrow
        return _terms(param, [_one_of(values)], narrow)
    if param.kind == "string":
        if modifier not in ("", "contains"):
            raise _no_modifier(param.name)
        return _terms(param, [_word(value, modifier) for value in split(text)], False)
    if param.kind == "uri":
        if modifier:
            raise _no_modifier(param.name)
        found.is_narrow = True
        return _terms(param, [_one_of(split(text))], True)
    if modifier not in ("", "not"):
        raise _no_modifier(param.name)
    narrow = param.name == "identifier" and not modifier
    found.is_narrow |= narrow
    sql, values = _terms(param, [_token(value, param.name) for value in _pieces(text)], narrow)
    return (f"NOT ({sql})" if modifier else sql), values


def _no_modifier(name: str) -> Refusal:
    return Refusal(400, "This modifier is not supported here.", code="not-supported", where=(_shown(name),))


def _any(clauses: list[Clause]) -> Clause:
    return " OR ".join(f"({sql})" for sql, _ in clauses), [v for _, values in clauses for v in values]


def _terms(param: Param, options: list[Clause], narrow: bool) -> Clause:
    """Rows one of whose indexed terms fits one of the options."""
    if narrow:
        parts = [f"SELECT pk FROM term t WHERE t.key = ? AND {sql}" for sql, _ in options]  # noqa: S608
        joined = f"c.pk IN ({' UNION '.join(parts)})"
    else:
        joined = " OR ".join(
            f"EXISTS (SELECT 1 FROM term t WHERE t.key = ? AND t.pk = c.pk AND {sql})"  # noqa: S608
            for sql, _ in options
        )
    return joined, [value for _, values in options for value in (param.key, *values)]


def _one_of(values: list[str]) -> Clause:
    return f"t.code IN ({','.join('?' * len(values))})", list(values)


def _missing(param: Param, text: str) -> Clause:
    if text not in ("true", "false"):
        raise Refusal(400, ":missing is true or false.", where=(param.name,))
    table = "span" if param.kind == "date" else "term"
    has = "NOT IN" if text == "true" else "IN"
    return f"c.pk {has} (SELECT pk FROM {table} WHERE key = ?)", [param.key]  # noqa: S608


def _token(value: str, name: str) -> Clause:
    """`code`, `system|code`, `|code` (no system) or `system|` (any code)."""
    bar = re.search(r"(?<!\\)\|", value)
    if bar is None:
        return "t.code = ?", [unescaped(value)]
    system, code = unescaped(value[: bar.start()]), unescaped(value[bar.end() :])
    if not code and not system:
        raise Refusal(400, "A token needs a system or a code.", where=(name,))
    if not code:
        return "t.system = ?", [system]
    return "t.code = ? AND t.system = ?", [code, system]


def _word(value: str, modifier: str) -> Clause:
    word = folded(value)
    if modifier == "contains":
        return "instr(t.code, ?) > 0", [word]
    return "t.code >= ? AND t.code < ?", [word, word + "\U0010ffff"]


def _targets(param: Param, modifier: str, value: str, base: str) -> list[str]:
    """The ways the index may hold this reference: a bare id can be of any type the parameter may point to."""
    value = value.removeprefix(base + "/")
    if modifier:
        if modifier not in PARAMS:
            raise _no_modifier(param.name)
        return [value if value.startswith(f"{modifier}/") else f"{modifier}/{value}"]
    if "/" in value or ":" in value or not param.targets:
        return [value]
    return [value, *(f"{target}/{value}" for target in param.targets)]


def _range(text: str, name: str) -> tuple[str, int, int]:
    found = _PREFIX.fullmatch(text)
    try:
        if found is None:
            raise ValueError("date")
        # a plus sign in a query string is a blank once decoded; in a zone it can only have been a plus
        lo, hi = dates.span(re.sub(r"(T.*) (\d\d:\d\d)$", r"\1+\2", found[2]))
    except ValueError:
        raise Refusal(400, "Not a date.", code="value", where=(name,)) from None
    return found[1] or "eq", lo, hi


def _updated(text: str) -> Clause:
    prefix, lo, hi = _range(text, "_lastUpdated")
    around = max(hi - lo, 86_400_000) // 10
    sql, values = {
        "eq": ("c.updated BETWEEN ? AND ?", [lo, hi]),
        "ne": ("c.updated NOT BETWEEN ? AND ?", [lo, hi]),
        "gt": ("c.updated > ?", [hi]),
        "sa": ("c.updated > ?", [hi]),
        "ge": ("c.updated >= ?", [lo]),
        "lt": ("c.updated < ?", [lo]),
        "eb": ("c.updated < ?", [lo]),
        "le": ("c.updated <= ?", [hi]),
        "ap": ("c.updated BETWEEN ? AND ?", [lo - around, hi + around]),
    }[prefix]
    return sql, list(values)


def _date(param: Param, text: str) -> Clause:
    prefix, lo, hi = _range(text, param.name)
    around = max(hi - lo, 86_400_000) // 10
    within = "(s.lo >= ? AND s.hi <= ?)"
    sql, values = {
        "eq": (within, [lo, hi]),
        "ne": (f"NOT {within}", [lo, hi]),
        "gt": ("s.hi > ?", [hi]),
        "lt": ("s.lo < ?", [lo]),
        "ge": (f"(s.hi > ? OR {within})", [hi, lo, hi]),
        "le": (f"(s.lo < ? OR {within})", [lo, lo, hi]),
        "sa": ("s.lo > ?", [hi]),
        "eb": ("s.hi < ?", [lo]),
        "ap": ("(s.lo <= ? AND s.hi >= ?)", [hi + around, lo - around]),
    }[prefix]
    return f"EXISTS (SELECT 1 FROM span s WHERE s.key = ? AND s.pk = c.pk AND {sql})", [  # noqa: S608
        param.key,
        *values,
    ]


def _pieces(text: str, most: int = MAX_VALUES) -> list[str]:
    """Comma-separated alternatives; `\\,` is a comma that belongs to the value."""
    pieces = [piece for piece in re.split(r"(?<!\\),", text) if piece]
    if not pieces or len(pieces) > most:
        raise Refusal(400, "A parameter has no value, or too many.")
    return pieces


def split(text: str, most: int = MAX_VALUES) -> list[str]:
    """Alternatives as plain values."""
    return [unescaped(piece) for piece in _pieces(text, most)]


def unescaped(text: str) -> str:
    """`\\,` `\\|` `\\$` and `\\\\` as the letters they stand for."""
    return re.sub(r"\\([,|$\\])", r"\1", text) if "\\" in text else text
