"""Every refusal of the sandbox clinic, as a FHIR OperationOutcome.

A refusal says what was wrong and where, in words a developer can act on. It must never repeat a value somebody sent:
an element's path and a parameter's name are enough.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

CODE_OF_STATUS = {
    304: "informational",
    400: "invalid",
    401: "login",
    403: "forbidden",
    404: "not-found",
    405: "not-supported",
    406: "not-supported",
    409: "conflict",
    410: "deleted",
    412: "conflict",
    413: "too-long",
    415: "not-supported",
    422: "invalid",
    429: "throttled",
    500: "exception",
    503: "transient",
}


class Refusal(Exception):
    """An answer other than success. `status` is HTTP's; `code` is from FHIR's issue-type; `where` FHIRPath-like paths."""

    def __init__(
        self,
        status: int,
        says: str,
        *,
        code: str | None = None,
        where: tuple[str, ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {says}")
        self.status = status
        self.says = says
        self.code = code or CODE_OF_STATUS.get(status, "processing")
        self.where = where
        self.headers = dict(headers or {})

    def outcome(self) -> str:
        """The OperationOutcome's JSON text."""
        return outcome_text("error", self.code, self.says, self.where)


def outcome_text(severity: str, code: str, says: str, where: tuple[str, ...] = ()) -> str:
    """One issue as an OperationOutcome's JSON text."""
    issue: dict[str, object] = {"severity": severity, "code": code, "diagnostics": says}
    if where:
        issue["expression"] = list(where)
    return json.dumps({"resourceType": "OperationOutcome", "issue": [issue]}, separators=(",", ":"))
