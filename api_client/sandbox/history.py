"""What happened, newest first: every version of one resource or of a type, deletions included.

Shows what the person may see now; of what was shared with a practitioner, only the version they see now.
"""

from __future__ import annotations

import json
import re
import uuid
from typing import Any
from urllib.parse import urlencode

from api_client.sandbox import access, dates
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.person import check_scope
from api_client.sandbox.store import VERSION_COLUMNS, Row, as_row
from api_client.sandbox.visit import Answer, Call, Visit

DEFAULT_COUNT = 50
MAX_COUNT = 1000
_STATUS = {"POST": "201", "PUT": "200", "DELETE": "204"}


def history(visit: Visit, type_: str, id_: str | None, call: Call) -> Answer:
    """A history Bundle. Raises Refusal: 404 for what is not there or may not be seen."""
    check_scope(visit.person, type_, "r" if id_ is not None else "s")
    if id_ is not None and access.find(visit.store, visit.person, type_, id_) is None:
        raise Refusal(404, "There is no such resource.")
    count, conditions, values, used, is_later_page = _asked(call, visit.is_strict)
    seen, seen_values = access.sees(visit.person, type_, visit.store.now())
    parts = ["v.type = ?", f"({seen})", *conditions]
    bound: list[Any] = [type_, *seen_values, *values]
    if id_ is not None:
        parts.append("v.id = ?")
        bound.append(id_)
    if access.sees_only_the_present(visit.person, type_):
        parts.append("v.seq = c.seq")
    joined = "FROM version v JOIN current c ON c.type = v.type AND c.id = v.id WHERE " + " AND ".join(parts)
    total = None
    if not is_later_page:
        total = int(visit.store.rows(f"SELECT count(*) {joined}", bound)[0][0])
    sql = f"SELECT {VERSION_COLUMNS} {joined} ORDER BY v.seq DESC LIMIT ?"
    rows = [as_row(row) for row in visit.store.rows(sql, (*bound, count + 1))]
    page = rows[:count]
    visit.show(*page)
    address = f"{visit.base}/{type_}" + (f"/{id_}" if id_ is not None else "") + "/_history"
    links = [("self", _with(address, used))]
    if len(rows) > count and page:
        links.append(("next", _with(address, [*used, ("_before", str(page[-1].seq))])))
    return Answer(200, _bundle(visit.base, page, links, total))


def _asked(call: Call, is_strict: bool) -> tuple[int, list[str], list[Any], list[tuple[str, str]], bool]:
    """Count, conditions and their values, what was understood, and whether this follows a link of ours."""
    count, is_later_page = DEFAULT_COUNT, False
    conditions: list[str] = []
    values: list[Any] = []
    used: list[tuple[str, str]] = []
    for name, text in call.pairs:
        if name == "_count":
            count = max(1, min(_number(text, name), MAX_COUNT))
        elif name == "_since":
            conditions.append("v.updated >= ?")
            values.append(_instant(text))
        elif name == "_before":
            is_later_page = True
            conditions.append("v.seq < ?")
            values.append(_number(text, name))
            continue
        elif name in ("_format", "_pretty"):
            continue
        elif is_strict:
            raise Refusal(400, "Unknown parameter.", code="not-supported")
        else:
            continue
        used.append((name, text))
    return count, conditions, values, used, is_later_page


def _instant(text: str) -> int:
    try:
        return dates.span(re.sub(r"(T.*) (\d\d:\d\d)$", r"\1+\2", text))[0]
    except ValueError:
        raise Refusal(400, "Not an instant.", code="value", where=("_since",)) from None


def _number(text: str, name: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Refusal(400, "Not a whole number.", where=(name,))
    return int(text)


def _with(address: str, pairs: list[tuple[str, str]]) -> str:
    return f"{address}?{urlencode(pairs)}" if pairs else address


def _bundle(base: str, rows: list[Row], links: list[tuple[str, str]], total: int | None) -> str:
    parts = ['"resourceType":"Bundle"', f'"id":"{uuid.uuid4()}"', '"type":"history"']
    if total is not None:
        parts.append(f'"total":{total}')
    parts.append(f'"link":{json.dumps([{"relation": r, "url": u} for r, u in links])}')
    if rows:
        parts.append(f'"entry":[{",".join(_entry(base, row) for row in rows)}]')
    return "{" + ",".join(parts) + "}"


def _entry(base: str, row: Row) -> str:
    url = row.type if row.method == "POST" else row.name
    request = f'"request":{{"method":"{row.method}","url":"{url}"}}'
    response = (
        f'"response":{{"status":"{_STATUS[row.method]}","etag":"W/\\"{row.n}\\"",'
        f'"lastModified":"{dates.instant(row.updated)}"}}'
    )
    resource = f'"resource":{row.text},' if row.text else ""
    return f'{{"fullUrl":"{base}/{row.name}",{resource}{request},{response}}}'
