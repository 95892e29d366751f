"""What agreements close to a practitioner, from what arrives on their device: forms, teams, how agreements stand, and the patient's own
agreement about measures. Kept up to date by whoever files.

What it closes is removed from the device, and not only hidden. A call for help closes nothing of what it is about.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from mobile.care.consent.standing import AgreementStanding
from mobile.care.consent.with_me import AgreedWithMe, agreed_with
from mobile.care.forms.definition import FormDefinition, bare
from mobile.care.forms.response import Response
from mobile.care.measures.agreement import MeasuresGrant, may_read
from mobile.care.measures.measured import Measured
from mobile.care.people import CareTeam
from mobile.care.safety.alerts import Alert

FRESH = timedelta(seconds=1)
"""So long what was worked out stands, where nothing new came: a listing asks of each of its records."""


class AgreedHere:
    """`me`: "Practitioner/t1"; "": nothing is closed. `now`: the clock by which an agreement is over."""

    def __init__(self, me: str, now: Callable[[], datetime]) -> None:
        self._me, self._now = me, now
        self._forms: dict[str, FormDefinition] = {}
        self._uses: dict[str, frozenset[str]] = {}
        self._teams: dict[str, CareTeam] = {}
        self._standings: dict[str, AgreementStanding] = {}
        self._measures: dict[str, MeasuresGrant] = {}
        self._about: dict[str, frozenset[str]] = {}
        self._given: dict[str, tuple[str | None, str]] = {}  # by server id: whose, and to which form
        self._measured: dict[str, str | None] = {}
        self._found: tuple[datetime, AgreedWithMe] | None = None

    def note_form(self, form: FormDefinition) -> None:
        self._uses[form.address] = form.uses
        if form.lets_see or form.id in self._forms:
            self._forms[form.id] = form
            self._found = None

    def note_team(self, team: CareTeam) -> None:
        self._teams[team.id] = team
        self._found = None

    def note_standing(self, standing: AgreementStanding) -> None:
        self._standings[standing.id] = standing
        self._found = None

    def note_measures(self, grant: MeasuresGrant) -> None:
        self._measures[grant.id] = grant

    def note_alert(self, alert: Alert) -> None:
        self._about[alert.id] = alert.about

    def note_response(self, response: Response) -> None:
        if response.server_id is not None:
            self._given[response.server_id] = response.patient, bare(response.questionnaire)

    def note_measured(self, measured: Measured) -> None:
        if measured.server_id is not None:
            self._measured[measured.server_id] = measured.patient

    def closes_shared(self, patient: str | None) -> bool:
        """Whether what this patient shares is not to be held."""
        return self._agreed().is_closed(patient, "shared")

    def shuts_response(self, server_id: str) -> bool:
        """Whether this id is of answers that were held, and may be no more."""
        known = self._given.get(server_id)
        if known is None or any(f"QuestionnaireResponse/{server_id}" in one for one in self._about.values()):
            return False
        patient, address = known
        uses = self._uses.get(address, frozenset())
        closed = [self._is_closed(patient, part) for use, part in _PARTS if use in uses]
        return bool(closed) and all(closed)

    def shuts_measured(self, server_id: str) -> bool:
        """The same, of a total."""
        return server_id in self._measured and self._is_closed(self._measured[server_id], "measures")

    def _is_closed(self, patient: str | None, part: str) -> bool:
        own = [
            one
            for one in self._measures.values()
            if part == "measures" and (one.practitioner, one.patient) == (self._me, patient)
        ]
        is_over = bool(own) and not may_read(self._me, patient or "", own, self._now())
        return is_over or self._agreed().is_closed(patient, part)

    def _agreed(self) -> AgreedWithMe:
        now = self._now()
        if self._found is None or not timedelta() <= now - self._found[0] < FRESH:
            found = agreed_with(
                self._me, self._forms.values(), self._standings.values(), self._teams.values(), now
            )
            self._found = now, found
        return self._found[1]


_PARTS = (("intake", "intake"), ("measure", "measures"))
