"""An address that a patient asked for and hands on themselves: it is random (128 bits), stands in their own Task alone, and opens
something only while that Task stands. Whatever does not open is found out equally slowly."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Callable, Iterable
from typing import Any, cast

from api_client.sandbox.exact import Json, parse
from api_client.sandbox.given import CARE
from api_client.sandbox.store import Row


def new_address(origin: str, path: str) -> str:
    """`path` as "/coming/"."""
    return f"{origin}{path}{secrets.token_urlsafe(16)}"


_AROUND = re.compile(r"\A[^A-Za-z0-9_-]+|[^A-Za-z0-9_-]+\Z", re.ASCII)


def secret_in(written: str) -> str:
    """Without what a sentence around it left at its ends, as a dot or a bracket: no secret has such signs."""
    return _AROUND.sub("", written)


def opened(rows: Iterable[Row], secret: str, is_open: Callable[[Json], bool]) -> tuple[Row, Json] | None:
    """The Task whose address ends in this secret, where it is open. Takes equally long for one that is nearly right."""
    asked = hashlib.sha256(secret_in(secret).encode("utf-8", "replace")).digest()
    found: tuple[Row, Json] | None = None
    for row in rows:
        task = parse(row.text).value
        link = address_in(task)
        kept = hashlib.sha256(link.rpartition("/")[2].encode()).digest()
        is_it = hmac.compare_digest(asked, kept)
        if is_it and link and task.get("status") == "accepted" and is_open(task):
            found = row, task
    return found


def address_in(task: Json) -> str:
    """The one that the clinic answered with; "" where it has not."""
    return next((str(one.get("valueUri")) for one in outputs(task) if "valueUri" in one), "")


def outputs(task: Json) -> list[Json]:
    """What the clinic answered in it."""
    return _objects(task.get("output"))


def inputs(task: Json) -> list[Json]:
    """What the patient said in it, whatever it is."""
    return _objects(task.get("input"))


def said(task: Json, code: str, name: str) -> str:
    """Of what the clinic answered, the value of one code of ours."""
    found = (str(one.get(name)) for one in outputs(task) if one.get("type") == coded(code))
    return next(found, "")


def asked_in(task: Json, codes: Iterable[str]) -> dict[str, str]:
    """What the patient said in it, by these codes of ours. Of anything else nothing."""
    found: dict[str, str] = {}
    for one in inputs(task):
        text = one.get("valueString")
        for code in codes:
            if one.get("type") == coded(code) and isinstance(text, str) and text:
                found[code] = text
    return found


def coded(code: str) -> Json:
    """A concept of ours."""
    return {"coding": [{"system": CARE, "code": code}]}


def document(resource: Json) -> Any:
    """As the store keeps it."""
    return parse(json.dumps(resource, ensure_ascii=False))


def _objects(given: Any) -> list[Json]:
    listed = cast("list[Any]", given) if isinstance(given, list) else []
    return [cast("Json", one) for one in listed if isinstance(one, dict)]
