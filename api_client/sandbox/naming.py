"""Which patients a search is about, so that the audit can name them where no resource of theirs was shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api_client.sandbox import access
from api_client.sandbox.query import MAX_IDS, split
from api_client.sandbox.searchparams import PARAMS
from api_client.sandbox.visit import Visit


def named(visit: Visit, type_: str, used: Sequence[tuple[str, str]]) -> list[str]:
    """The patients a search names by a reference, or by the id of a Patient, of those whom this person may know of."""
    found: dict[str, None] = {}
    for name, text in used:
        plain, _, modifier = name.partition(":")
        param = PARAMS[type_].get(plain)
        if param is not None and param.kind == "reference" and modifier != "missing":
            found.update((one.removeprefix(f"{visit.base}/"), None) for one in split(text))
        elif plain == "_id" and type_ == "Patient":
            found.update((f"Patient/{one}", None) for one in split(text, MAX_IDS))
    ids = dict.fromkeys(name.removeprefix("Patient/") for name in found)
    seen = (access.find(visit.store, visit.person, "Patient", one) for one in ids if "/" not in one)
    return [row.name for row in seen if row is not None]


def counted(visit: Visit, condition: str, values: list[Any]) -> list[str]:
    """The patients whose records fit a search's condition over `c`."""
    sql = f"SELECT DISTINCT c.patient FROM current c WHERE {condition}"  # noqa: S608
    return [row[0] for row in visit.store.rows(sql, values) if row[0]]
