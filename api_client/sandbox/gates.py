"""Whether agreements let somebody at the clinic read a part of a patient's record now.

A part that no published agreement governs for a role is open as far as they go. One that is governed is open while the patient's
last signature to some agreement permits it to that role, to somebody who is on that patient's team now, and nobody withdrew it.
Calls for help are never asked about here, and what one is about is open to whoever is called.
"""

from __future__ import annotations

from api_client.sandbox.conditions import EVERYTHING, either
from api_client.sandbox.given import Condition
from api_client.sandbox.store import Store

ROLES = {"therapist": "integration-therapist", "prescriber": "prescriber", "coordinator": "coordinator"}
"""Of an account, the role on a care team that agreements name."""
SHARED, MEASURES, INTAKE = "shared", "measures", "intake"

_GOVERNED = (
    "EXISTS (SELECT 1 FROM relation g WHERE g.tie = 'governs' AND g.what = ? AND g.lo <= ? AND g.hi >= ?)"
)
_PERMITTED = """c.patient IN (
 SELECT l.patient FROM relation l JOIN relation s ON s.pk = l.pk AND s.tie = 'signed'
 WHERE l.tie = 'lets' AND l.what = ? AND l.lo <= ? AND l.hi >= ?
 AND EXISTS (SELECT 1 FROM relation t WHERE t.tie = 'team' AND t.who = ? AND t.patient = l.patient
  AND t.lo <= ? AND t.hi >= ? AND l.who IN ('', t.who, t.what))
 AND NOT EXISTS (SELECT 1 FROM relation w WHERE w.tie = 'withdrawn' AND w.who = s.what AND w.patient = l.patient)
 AND NOT EXISTS (SELECT 1 FROM relation n WHERE n.tie = 'signed' AND n.who = s.who AND n.patient = l.patient
  AND n.lo <= ? AND (n.lo > s.lo OR (n.lo = s.lo AND n.pk > s.pk))))"""
_CALLED = "c.type || '/' || c.id IN (SELECT what FROM relation a WHERE a.tie = 'called' AND a.who = ? AND a.patient = c.patient)"


def gate(role: str, who: str, part: str, now: int) -> Condition:
    """Which records of this part somebody may read, as far as agreements go. `who`: "Practitioner/sam"."""
    code = ROLES.get(role)
    if code is None:
        return EVERYTHING
    what = f"{code}/{part}"
    return (
        f"(NOT {_GOVERNED} OR {_PERMITTED})",
        (what, now, now, what, now, now, who, now, now, now),
    )


def gate_or_called(role: str, who: str, part: str, now: int) -> Condition:
    """The same, and what a call for help to them is about."""
    return either(gate(role, who, part, now), (_CALLED, (who,)))


def is_open(store: Store, role: str, who: str, part: str, patient: str) -> bool:
    """Whether agreements let them read this part of this patient's record now."""
    condition, values = gate(role, who, part, store.now())
    return bool(store.rows(f"SELECT 1 FROM (SELECT ? AS patient) c WHERE {condition}", (patient, *values)))  # noqa: S608
