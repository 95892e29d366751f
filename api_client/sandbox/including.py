"""What travels with the resources a search found: `_include` and `_revinclude`, seen only if it may be seen by itself."""

from __future__ import annotations

from api_client.sandbox import access
from api_client.sandbox.exact import parse
from api_client.sandbox.indexing import values_at
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.relations import links
from api_client.sandbox.searchparams import PARAMS, Param
from api_client.sandbox.store import COLUMNS, Row, as_row
from api_client.sandbox.visit import Visit

MAX_INCLUDED = 1000


def parsed_include(type_: str, name: str, text: str) -> tuple[str, str]:
    """("_include", "Goal:subject"). Raises Refusal(400) for what is not known."""
    source, _, param = text.partition(":")
    param = param.split(":")[0]
    kind = "_revinclude" if name == "_revinclude" else "_include"
    is_known = param in PARAMS.get(source, {}) and PARAMS[source][param].kind == "reference"
    if not is_known or (name == "_include" and source != type_):
        raise Refusal(400, "Not something that can be included.", code="not-supported", where=(name,))
    return kind, f"{source}:{param}"


def included(visit: Visit, rows: list[Row], wanted: list[tuple[str, str]]) -> list[Row]:
    """The other resources, each once, none of the matches themselves."""
    found: dict[str, Row] = {}
    has = {row.name for row in rows}
    for kind, text in wanted:
        source, name = text.split(":")
        param = PARAMS[source][name]
        more = (
            _pointing_here(visit, rows, param)
            if kind == "_revinclude"
            else _pointed_at(visit, [*rows, *found.values()], param)
        )
        for row in more:
            if row.name not in has:
                found.setdefault(row.name, row)
            if len(found) > MAX_INCLUDED:
                raise Refusal(400, "Too much would be included. Ask for smaller pages.", code="too-costly")
    return list(found.values())


def _pointed_at(visit: Visit, rows: list[Row], param: Param) -> list[Row]:
    names: dict[str, None] = {}
    for row in rows:
        if row.type == param.type:
            for value in values_at(parse(row.text).value, param):
                names.update((name, None) for name in links(value, "", visit.store.base))
    found: list[Row] = []
    for name in names:
        type_, _, id_ = name.partition("/")
        if type_ in PARAMS and (not param.targets or type_ in param.targets) and _may(visit, type_):
            row = access.find(visit.store, visit.person, type_, id_)
            if row is not None and not row.is_gone:
                found.append(row)
    return found


def _pointing_here(visit: Visit, rows: list[Row], param: Param) -> list[Row]:
    if not rows or not _may(visit, param.type):
        return []
    seen, values = access.sees(visit.person, param.type, visit.store.now())
    sql = (
        f"SELECT {COLUMNS} FROM current c JOIN version v ON v.seq = c.seq WHERE c.pk IN"  # noqa: S608
        f" (SELECT pk FROM term WHERE key = ? AND code IN ({','.join('?' * len(rows))}))"
        f" AND c.gone = 0 AND ({seen}) LIMIT ?"
    )
    names = [row.name for row in rows]
    return [as_row(row) for row in visit.store.rows(sql, (param.key, *names, *values, MAX_INCLUDED + 1))]


def _may(visit: Visit, type_: str) -> bool:
    scopes = visit.person.scopes
    return visit.person.is_clinic or scopes.allow(type_, "r") or scopes.allow(type_, "s")
