"""The clinic's part of a patient's invitation to somebody from outside: it answers with a code, and opens an account for it.

A code is random (128 bits), good once and for seven days. It stands in the patient's own Task and nowhere else: called off
there, it opens nothing any more, and redeemed it is gone from it. A guest's name never takes the place of somebody who has
an account already.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import uuid
from typing import Any, cast

from api_client.sandbox import dates
from api_client.sandbox.exact import Json, parse
from api_client.sandbox.given import CARE
from api_client.sandbox.guests import GUEST, LONGEST_NAME
from api_client.sandbox.handed_on import secret_in
from api_client.sandbox.people import Account, People
from api_client.sandbox.relations import INVITATION, JOINED
from api_client.sandbox.store import COLUMNS, Row, Store, as_row

CODE = "invitation-code"
LINK = "invitation-link"
OUTSIDE = "https://lantern.example/fhir/StructureDefinition/outside-of-clinic"
LASTS_MS = 7 * 86_400_000
SHORTEST_PASSWORD = 12
_USER = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}", re.ASCII)


class NotRedeemed(Exception):
    """`says`: why, in one plain sentence that tells nothing of the patient."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


NOT_OPEN = "This invitation is not open. It may have been used, ended or run out, or not be whole. Ask whoever gave it to you for a new one."


class Invitations:
    """All of one clinic's. `answer` and `redeem` are called with its lock held."""

    def __init__(self, store: Store, people: People, *, is_demo: bool) -> None:
        self._store = store
        self._people = people
        self._is_demo = is_demo
        self.are_answered = True
        """False: an invitation stays asked for, as at a clinic whose system does not answer any."""

    def answer(self) -> None:
        """Gives every invitation that was asked for its code, by the clinic's own hand."""
        for row in self._in_state("requested") if self.are_answered else ():
            code = secrets.token_urlsafe(16)
            link = f"{self._store.base.removesuffix('/fhir')}/auth/invited/{code}"
            now = self._store.now()
            outputs = [
                {"type": _coded(CODE), "valueString": code},
                {"type": _coded(LINK), "valueUri": link},
            ]
            ends = {"period": {"end": dates.instant(now + LASTS_MS)}}
            with self._store.writing():
                self._write(row, status="accepted", output=outputs, restriction=ends)

    def is_open(self, code: str) -> bool:
        """Whether this code would be taken now. Looking at it changes nothing."""
        return self._open(code) is not None

    def redeem(self, code: str, name: str, user: str = "", password: str = "") -> Account:
        """Makes the guest's account and uses the code up. Raises NotRedeemed; then nothing was changed.

        `user` and `password` are asked for where people sign in with one; in demo nobody has any.
        """
        row = self._open(code)
        if row is None:
            raise NotRedeemed(NOT_OPEN)
        called = " ".join("".join(one if one.isprintable() else " " for one in name).split())
        if not 0 < len(called) <= LONGEST_NAME:
            raise NotRedeemed(f"Write your name, in {LONGEST_NAME} letters at most.")
        hint = f"guest-{secrets.token_hex(4)}" if self._is_demo else user.strip().lower()
        if not _USER.fullmatch(hint):
            raise NotRedeemed("A user name has 3 to 40 small letters, digits, dots or hyphens.")
        if self._people.named(hint) is not None:
            raise NotRedeemed("This user name is taken. Choose another.")
        if not self._is_demo and len(password) < SHORTEST_PASSWORD:
            raise NotRedeemed(f"A password has {SHORTEST_PASSWORD} letters or more.")
        who = f"Practitioner/{uuid.uuid4()}"
        account = Account(hint, GUEST, who, called, "From outside of the clinic, invited by a patient")
        with self._store.writing():
            self._store.create(_practitioner(called), who.removeprefix("Practitioner/"))
            self._people.add(account, None if self._is_demo else password)
            named: Json = {"reference": who, "display": called}
            joined = {"type": _coded(JOINED), "valueReference": named}
            at = dates.instant(self._store.now())
            self._write(row, status="completed", owner=named, output=[joined], executionPeriod={"end": at})
        return account

    def _open(self, code: str) -> Row | None:
        """The invitation that waits for this code. Takes equally long for one that is nearly right."""
        asked = hashlib.sha256(secret_in(code).encode("utf-8", "replace")).digest()
        found: Row | None = None
        for row in self._in_state("accepted"):
            task = parse(row.text).value
            kept = hashlib.sha256(_code_in(task).encode()).digest()
            if hmac.compare_digest(asked, kept) and _code_in(task) and self._store.now() <= _until(task):
                found = row
        return found

    def _in_state(self, status: str) -> list[Row]:
        rows = self._store.rows(
            f"SELECT {COLUMNS} FROM current c JOIN version v ON v.seq = c.seq WHERE c.gone = 0 AND c.pk IN"  # noqa: S608
            " (SELECT k.pk FROM term k JOIN term s ON s.pk = k.pk AND s.key = 'Task.status' AND s.code = ?"
            " WHERE k.key = 'Task.code' AND k.system = ? AND k.code = ?)",
            (status, CARE, INVITATION),
        )
        return [as_row(row) for row in rows]

    def _write(self, row: Row, **elements: Any) -> None:
        task = {**parse(row.text).value, **elements, "lastModified": dates.instant(self._store.now())}
        self._store.update(row, parse(json.dumps(task, ensure_ascii=False)))


def _practitioner(name: str) -> Any:
    marked = [{"url": OUTSIDE, "valueBoolean": True}]
    person = {"resourceType": "Practitioner", "extension": marked, "active": True, "name": [{"text": name}]}
    return parse(json.dumps(person, ensure_ascii=False))


def _coded(code: str) -> Json:
    return {"coding": [{"system": CARE, "code": code}]}


def _code_in(task: Json) -> str:
    """ "" where there is none."""
    outputs: Any = task.get("output")
    for one in cast("list[Any]", outputs) if isinstance(outputs, list) else []:
        if cast("Json", one).get("type") == _coded(CODE):
            return str(cast("Json", one).get("valueString") or "")
    return ""


def _until(task: Json) -> int:
    """The last ms it is good; 0 where it does not say."""
    restriction: Any = task.get("restriction")
    try:
        return dates.span(str(restriction["period"]["end"]))[1]
    except (KeyError, TypeError, ValueError):
        return 0
