"""A clinic that checks references, as HAPI does: 409 for deleting what something refers to, or, with that off, 400 for
whatever names a record that is not there any more.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from tests.faults.sync.odd_clinic import OddClinic, outcome

_NAME = re.compile(r'"reference": "((?:Goal|Consent|Communication)/[^"]+)"')


@dataclass
class CheckingClinic(OddClinic):
    guards_deletion: bool = True

    def _one(
        self, method: str, path: str, query: dict[str, list[str]], body: Any, headers: dict[str, str]
    ) -> tuple[int, Any, dict[str, str]]:
        if method == "DELETE" and self.guards_deletion and self._is_named(path):
            return 409, outcome("conflict"), {}
        if method in ("POST", "PUT") and not all(self._is_there(name) for name in _names(body)):
            return 400, outcome("processing"), {}
        return super()._one(method, path, query, body, headers)

    def _is_there(self, name: str) -> bool:
        resource_type, _, id = name.partition("/")
        kept = self.kept.get((resource_type, id))
        return kept is not None and not kept.is_gone

    def _is_named(self, name: str) -> bool:
        return any(name in _names(kept.document) for kept in self.kept.values() if not kept.is_gone)


def _names(document: Any) -> list[str]:
    return _NAME.findall(json.dumps(document))
