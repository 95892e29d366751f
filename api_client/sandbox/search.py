"""Searching a type: which rows fit, in which order, page by page, and what travels with them.

Two kinds of pages. By time of change, a page begins after the last row of the one before: whatever changes meanwhile
moves to the end and is met there, so nothing is lost. In every other order the first page fixes the list. A page
never shows what may not be seen at the moment it is asked for.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import urlencode

from api_client.sandbox import access
from api_client.sandbox.controls import CONTROL, Controls, cursor
from api_client.sandbox.controls import controls as read_controls
from api_client.sandbox.exact import subset
from api_client.sandbox.including import included
from api_client.sandbox.naming import counted, named
from api_client.sandbox.outcome import Refusal, outcome_text
from api_client.sandbox.person import check_scope
from api_client.sandbox.query import Where, where
from api_client.sandbox.searchparams import PARAMS
from api_client.sandbox.store import COLUMNS, Row, as_row
from api_client.sandbox.visit import Answer, Call, Visit

COUNTED = 20_000  # beyond so many a total is given only when asked for
SNAPSHOT_ROWS = 100_000
SNAPSHOT_MS = 3_600_000
MAX_SNAPSHOTS = 500

_FROM = "FROM current c JOIN version v ON v.seq = c.seq"


def search(visit: Visit, type_: str, call: Call) -> Answer:
    """A searchset Bundle. Raises Refusal."""
    check_scope(visit.person, type_, "s")
    pairs = list(call.pairs)
    controls = read_controls(type_, [(n, t) for n, t in pairs if n in CONTROL], visit.is_strict)
    snapshot = controls.cursor.get("s")
    if snapshot is not None:
        return _from_snapshot(visit, type_, str(snapshot), controls)
    found = where(
        type_, [(n, t) for n, t in pairs if n not in CONTROL], visit.base, is_strict=visit.is_strict
    )
    condition, values = _condition(visit, type_, found)
    if visit.person.is_practitioner and found.used:
        visit.tell_of(named(visit, type_, found.used))
        if controls.is_count_only:  # a number about few people says something of each
            visit.tell_of(counted(visit, condition, values))
    if controls.is_count_only:
        total = _count(visit, condition, values, None)
        return Answer(200, _bundle(visit, type_, [], controls, found, total=total))
    is_by_time = controls.sort in ([], [("_lastUpdated", False)]) and not call.is_post_search
    if is_by_time:
        return _by_time(visit, type_, controls, found, condition, values)
    return _fixed(visit, type_, controls, found, condition, values)


def matches(visit: Visit, type_: str, pairs: Sequence[tuple[str, str]], limit: int = 2) -> list[Row]:
    """Up to `limit` resources that fit criteria, for conditional interactions: every parameter must be understood.

    Finding is searching, under whatever name: who was not granted it is refused before anything is looked up, and what
    was found by somebody at the clinic is audited even if the interaction then comes to nothing.
    """
    check_scope(visit.person, type_, "s")
    found = where(type_, pairs, visit.base, is_strict=True)
    if not found.used:
        raise Refusal(412, "A condition needs a search parameter.", code="invalid")
    condition, values = _condition(visit, type_, found)
    rows = visit.store.rows(f"SELECT {COLUMNS} {_FROM} WHERE {condition} LIMIT ?", (*values, limit))
    there = [as_row(row) for row in rows]
    visit.tell_of([*named(visit, type_, found.used), *(row.patient or "" for row in there)])
    return there


def _condition(visit: Visit, type_: str, found: Where) -> tuple[str, list[Any]]:
    seen, seen_values = access.sees(visit.person, type_, visit.store.now())
    sql, values = found.sql()
    kind = (
        "+c.type = ?" if found.is_narrow else "c.type = ?"
    )  # the plus keeps SQLite from beginning with the type
    if found.is_narrow and seen == "c.patient = ?":
        seen = "+c.patient = ?"
    return f"{kind} AND c.gone = 0 AND ({seen}) AND {sql}", [type_, *seen_values, *values]


# --- pages by time of change ---


def _by_time(
    visit: Visit, type_: str, controls: Controls, found: Where, condition: str, values: list[Any]
) -> Answer:
    after = controls.cursor
    total = after.get("t")
    if not after and controls.total != "none":
        total = _count(visit, condition, values, None if controls.total == "accurate" else COUNTED)
    if after:
        condition, values = f"{condition} AND (c.updated, c.pk) > (?, ?)", [*values, after["u"], after["k"]]
    rows = visit.store.rows(
        f"SELECT {COLUMNS} {_FROM} WHERE {condition} ORDER BY c.updated, c.pk LIMIT ?",
        (*values, controls.count + 1),
    )
    page = [as_row(row) for row in rows[: controls.count]]
    onward = None
    if len(rows) > controls.count:
        onward = {"u": page[-1].updated, "k": page[-1].pk, "t": total}
    text = _bundle(visit, type_, page, controls, found, total=cast("int | None", total), onward=onward)
    return Answer(200, text)


def _count(visit: Visit, condition: str, values: list[Any], most: int | None) -> int | None:
    """How many fit; None where there are more than `most`."""
    if most is None:
        return visit.store.rows(f"SELECT count(*) FROM current c WHERE {condition}", values)[0][0]  # noqa: S608
    sql = f"SELECT count(*) FROM (SELECT 1 FROM current c WHERE {condition} LIMIT ?)"  # noqa: S608
    counted = visit.store.rows(sql, (*values, most + 1))[0][0]
    return counted if counted <= most else None


# --- pages of a fixed list ---


def _fixed(
    visit: Visit, type_: str, controls: Controls, found: Where, condition: str, values: list[Any]
) -> Answer:
    joins, order, sorted_by = _order(type_, controls.sort)
    pks = [
        row[0]
        for row in visit.store.rows(
            f"SELECT c.pk FROM current c {joins} WHERE {condition} ORDER BY {order} LIMIT ?",  # noqa: S608
            (*sorted_by, *values, SNAPSHOT_ROWS),
        )
    ]
    page = _visible(visit, type_, pks[: controls.count])
    onward = None
    if len(pks) > controls.count:
        kept = {
            "type": type_,
            "pks": pks,
            "count": controls.count,
            "includes": controls.includes,
            "elements": sorted(controls.elements) if controls.elements is not None else None,
            "drop": sorted(controls.drop),
        }
        onward = {"s": _keep_snapshot(visit, kept), "o": controls.count}
    return Answer(200, _bundle(visit, type_, page, controls, found, total=len(pks), onward=onward))


def _order(type_: str, sort: list[tuple[str, bool]]) -> tuple[str, str, list[str]]:
    """Joins, ORDER BY and the joins' values. What has no value comes last."""
    joins: list[str] = []
    order: list[str] = []
    values: list[str] = []
    for at, (name, is_descending) in enumerate(sort):
        direction = "DESC" if is_descending else "ASC"
        if name in ("_id", "_lastUpdated"):
            order.append(f"c.{'id' if name == '_id' else 'updated'} {direction}")
            continue
        param = PARAMS[type_][name]
        pick = "max" if is_descending else "min"
        table, column = (
            ("span", "hi" if is_descending else "lo") if param.kind == "date" else ("term", "code")
        )
        joins.append(
            f"LEFT JOIN (SELECT pk, {pick}({column}) AS k FROM {table} WHERE key = ? GROUP BY pk) s{at}"  # noqa: S608
            f" ON s{at}.pk = c.pk"
        )
        values.append(param.key)
        order.append(f"s{at}.k IS NULL, s{at}.k {direction}")
    return " ".join(joins), ", ".join([*order, "c.updated, c.pk"]), values


def _visible(visit: Visit, type_: str, pks: list[int]) -> list[Row]:
    """Rows of a fixed list as they are now, those that may be seen now, in the list's order."""
    seen, seen_values = access.sees(visit.person, type_, visit.store.now())
    rows = visit.store.rows(
        f"SELECT {COLUMNS} {_FROM} WHERE c.pk IN ({','.join('?' * len(pks))})"
        f" AND c.type = ? AND c.gone = 0 AND ({seen})",
        (*pks, type_, *seen_values),
    )
    by_pk = {row[0]: as_row(row) for row in rows}
    return [by_pk[pk] for pk in pks if pk in by_pk]


def _keep_snapshot(visit: Visit, kept: dict[str, Any]) -> str:
    store, id_ = visit.store, uuid.uuid4().hex
    with store.writing():
        store.run("DELETE FROM snapshot WHERE made < ?", (store.now() - SNAPSHOT_MS,))
        store.run(
            "DELETE FROM snapshot WHERE id IN (SELECT id FROM snapshot ORDER BY made DESC LIMIT -1 OFFSET ?)",
            (MAX_SNAPSHOTS,),
        )
        store.run(
            "INSERT INTO snapshot VALUES (?, ?, ?, ?)",
            (id_, store.now(), visit.person.reference, json.dumps(kept)),
        )
    return id_


def _from_snapshot(visit: Visit, type_: str, id_: str, controls: Controls) -> Answer:
    rows = visit.store.rows(
        "SELECT body FROM snapshot WHERE id = ? AND owner = ?", (id_, visit.person.reference)
    )
    kept = json.loads(rows[0][0]) if rows else None
    if kept is None or kept["type"] != type_:
        raise Refusal(410, "This page has expired. Search again.", code="expired")
    controls.count = kept["count"]
    controls.includes = [(a, b) for a, b in kept["includes"]]
    controls.elements = frozenset(kept["elements"]) if kept["elements"] is not None else None
    controls.drop = frozenset(kept["drop"])
    begin, end = controls.cursor["o"], controls.cursor["o"] + controls.count
    page = _visible(visit, type_, kept["pks"][begin:end])
    onward = {"s": id_, "o": end} if end < len(kept["pks"]) else None
    return Answer(200, _bundle(visit, type_, page, controls, Where(), total=len(kept["pks"]), onward=onward))


# --- the answer ---


def _bundle(
    visit: Visit,
    type_: str,
    rows: list[Row],
    controls: Controls,
    found: Where,
    *,
    total: int | None,
    onward: dict[str, Any] | None = None,
) -> str:
    base = visit.base
    entries = [_entry(base, row, _cut(row, controls), "match") for row in rows]
    visit.show(*rows)
    if controls.includes:
        others = included(visit, rows, controls.includes)
        visit.show(*others)
        entries += [_entry(base, row, row.text, "include") for row in others]
    if found.ignored:
        says = "Left out, because it is not known here: " + ", ".join(sorted(set(found.ignored)))
        outcome = outcome_text("warning", "not-supported", says)
        entries.append(f'{{"resource":{outcome},"search":{{"mode":"outcome"}}}}')
    used = [*found.used, *controls.used]
    links = [("self", f"{base}/{type_}?{urlencode(used)}" if used else f"{base}/{type_}")]
    if onward is not None:
        pairs = [] if "s" in onward else used
        links.append(("next", f"{base}/{type_}?{urlencode([*pairs, ('_cursor', cursor(onward))])}"))
    parts = ['"resourceType":"Bundle"', f'"id":"{uuid.uuid4()}"', '"type":"searchset"']
    if total is not None:
        parts.append(f'"total":{total}')
    parts.append(f'"link":{json.dumps([{"relation": r, "url": u} for r, u in links])}')
    if entries:
        parts.append(f'"entry":[{",".join(entries)}]')
    return "{" + ",".join(parts) + "}"


def _cut(row: Row, controls: Controls) -> str:
    if controls.elements is None and not controls.drop:
        return row.text
    return subset(row.text, controls.elements, controls.drop)


def _entry(base: str, row: Row, text: str, mode: str) -> str:
    return f'{{"fullUrl":"{base}/{row.name}","resource":{text},"search":{{"mode":"{mode}"}}}}'
