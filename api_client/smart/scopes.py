"""SMART scopes: asked for in the second form, rewritten to the first where a server knows no other."""

from __future__ import annotations

import re
from collections.abc import Iterable

_V2 = re.compile(r"(patient|user|system)/([A-Za-z]+|\*)\.(c?r?u?d?s?)(\?.*)?")
_RESOURCE = re.compile(r"(patient|user|system)/")


def for_server(scope: str, capabilities: Iterable[str]) -> str:
    """The scope as this server understands it: v1 when it announces only `permission-v1`."""
    announced = set(capabilities)
    if "permission-v2" in announced or "permission-v1" not in announced:
        return scope
    return " ".join(dict.fromkeys(plain for one in scope.split() for plain in _as_v1(one)))


def _as_v1(scope: str) -> list[str]:
    found = _V2.fullmatch(scope)
    if found is None or not found.group(3):
        return [scope]
    context, kind, letters = found.group(1), found.group(2), set(found.group(3))
    verbs = ["read"] if letters & set("rs") else []
    verbs += ["write"] if letters & set("cud") else []
    return [f"{context}/{kind}.{verb}" for verb in verbs]


def has_resources(scope: str) -> bool:
    """Whether anything was granted that data can be read with."""
    return any(_RESOURCE.match(one) for one in scope.split())


def is_about_a_patient(scope: str) -> bool:
    """Whether the scope means nothing without a patient in context."""
    contexts = {found.group(1) for one in scope.split() if (found := _RESOURCE.match(one))}
    return contexts == {"patient"}
