"""Every read of a patient's record by somebody at the clinic leaves an AuditEvent in that patient's own record.

One event a request and patient, naming what was shown; where only a number was told, or that something is there, or what is
not open to the patient themselves was read, it names the patient alone. A listing asked again and again that shows exactly what it
showed before extends the event it left: nothing new was learned, and the patient sees from when until when. It must
never hold a word of what was read.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable

from api_client.sandbox import dates
from api_client.sandbox.exact import Json, parse
from api_client.sandbox.store import Row, Store
from api_client.sandbox.summary import is_closed_to_patient
from api_client.sandbox.visit import Visit

SAME_MS = 3_600_000
REMEMBERED = 5000
_TYPE = {
    "system": "http://terminology.hl7.org/CodeSystem/audit-event-type",
    "code": "rest",
    "display": "RESTful Operation",
}
_ROLE = "http://terminology.hl7.org/CodeSystem/object-role"

Shown = tuple[str, str, str, tuple[str, ...]]


class Audit:
    """Writes the events. Remembers recent listings in memory only."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._listings: OrderedDict[Shown, tuple[str, int]] = OrderedDict()

    def note(self, visit: Visit, interaction: str) -> None:
        """After an interaction ("read", "search-type", ...): what was shown to a practitioner is written down."""
        if not visit.person.is_practitioner:
            return
        by_patient: dict[str, dict[str, Row]] = {patient: {} for patient in visit.asked_about}
        for row in visit.disclosed:
            if row.patient:
                by_patient.setdefault(row.patient, {})[f"{row.name}/_history/{row.n}"] = row
        if not by_patient:
            return
        with self._store.writing():
            for patient, rows in by_patient.items():
                self._write(visit.person.reference, patient, rows, interaction)

    def _write(self, who: str, patient: str, rows: dict[str, Row], interaction: str) -> None:
        now = self._store.now()
        key: Shown = (who, patient, interaction, tuple(sorted(rows)))
        if (
            interaction != "read"
            and (kept := self._listings.get(key)) is not None
            and now - kept[1] < SAME_MS
        ):
            self._extend(kept[0], kept[1], now)
            return
        names = (row.name for row in rows.values() if not is_closed_to_patient(row))
        event = _event(who, patient, names, interaction, now)
        row = self._store.create(parse(json.dumps(event)))
        if interaction != "read":
            self._listings[key] = (row.id, now)
            if len(self._listings) > REMEMBERED:
                self._listings.popitem(last=False)

    def _extend(self, id_: str, since: int, now: int) -> None:
        row = self._store.read("AuditEvent", id_)
        if row is not None:
            event: Json = {**parse(row.text).value}
            event["period"] = {"start": dates.instant(since), "end": dates.instant(now)}
            self._store.update(row, parse(json.dumps(event)))


def _event(who: str, patient: str, names: Iterable[str], interaction: str, now: int) -> Json:
    others = [name for name in dict.fromkeys(names) if name != patient]
    role = {"system": _ROLE, "code": "1", "display": "Patient"}
    entities: list[Json] = [{"what": {"reference": patient}, "role": role}]
    entities += [
        {"what": {"reference": name}, "role": {"system": _ROLE, "code": "4", "display": "Domain Resource"}}
        for name in others
    ]
    return {
        "resourceType": "AuditEvent",
        "type": _TYPE,
        "subtype": [{"system": "http://hl7.org/fhir/restful-interaction", "code": interaction}],
        "action": "R" if interaction in ("read", "vread") else "E",
        "period": {"start": dates.instant(now), "end": dates.instant(now)},
        "recorded": dates.instant(now),
        "outcome": "0",
        "agent": [{"who": {"reference": who}, "requestor": True}],
        "source": {"observer": {"display": "Lantern sandbox clinic"}},
        "entity": entities,
    }
