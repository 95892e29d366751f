"""Approvals through any run of what coordinators, patients and the clock do: no state the table forbids, a turn in each that the screen
says, an end by the clinic's clock, renewals with what they renew."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from api_client.sandbox.approvals import check_recorded
from api_client.sandbox.outcome import Refusal
from mobile.care.approval import (
    Approval,
    ApprovalPaper,
    Granted,
    Known,
    PaperSeen,
    Step,
    families,
    standing_of,
)
from mobile.care.approval.states import ASKS, BY_THE_CLOCK, FOLLOWS, GRANTED, STATES, TURNS, State
from mobile.care.sharing import new_id
from mobile.i18n.moments import Moments
from mobile.screens.panels import approval_words as w

TOVA, ZONE = "Patient/tova", ZoneInfo("America/Chicago")
BEGAN = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)
SAID = {"you": "You", "clinic": "Clinic", "insurer": "Insurer", "nobody": "Nobody"}
states = st.sampled_from(STATES)
days = st.dates(date(2025, 12, 1), date(2027, 3, 1))
grants = st.builds(
    Granted, st.text(max_size=3), st.none() | st.integers(-2, 8), st.none() | days, st.none() | days
)


def speaking(now: datetime) -> Any:
    """As much of a page as sentences need."""
    return SimpleNamespace(
        _=lambda text: text,
        ngettext=lambda one, many, n: one if n == 1 else many,
        moments=Moments("en", ZONE),
        now=lambda: now,
    )


def is_sound(granted: Granted | None) -> bool:
    if granted is None:
        return True
    is_ordered = not (granted.begins and granted.ends) or granted.begins <= granted.ends
    return is_ordered and (granted.units is None or granted.units > 0)


class Desk(RuleBasedStateMachine):
    """What is recorded is held to the sandbox's own check as well: both refuse the same."""

    approvals = Bundle("approvals")

    def __init__(self) -> None:
        super().__init__()
        self.now = BEGAN
        self.every: dict[str, Approval] = {}
        self.papers: list[PaperSeen] = []

    @initialize(target=approvals)
    def begin(self) -> str:
        return self._kept(Approval.begun(new_id(), TOVA, self.now))

    @rule(target=approvals, of=approvals)
    def renew(self, of: str) -> str:
        return self._kept(Approval.begun(new_id(), TOVA, self.now, renews=self.every[of]))

    @rule(
        of=approvals,
        state=states,
        words=st.text(max_size=4),
        whom=st.sampled_from(["patient", "clinic"]),
        granted=st.none() | grants,
        warn=st.none() | st.integers(1, 400),
    )
    def record(
        self, of: str, state: State, words: str, whom: Any, granted: Granted | None, warn: int | None
    ) -> None:
        before = self.every[of]
        granted = granted if state in GRANTED else None
        may = (
            state in FOLLOWS[cast("State", before.step.state)]
            and state not in BY_THE_CLOCK
            and is_sound(granted)
        )
        try:
            made = before.recorded(Step(state, self.now, words, whom), granted, warn_days=warn)
        except ValueError:
            assert not may
            return
        assert may
        check_recorded("coordinator", before.to_resource(), made.to_resource(), "http://clinic.test/fhir")
        self._kept(made)

    @rule(of=approvals, state=states)
    def record_by_force(self, of: str, state: State) -> None:
        """What another program sends is held to the table by the clinic's own system."""
        before = self.every[of]
        resource = before.to_resource()
        step = {"url": resource["extension"][0]["url"], "extension": [{"url": "state", "valueCode": state}]}
        resource["extension"].append(step)
        resource["businessStatus"]["coding"][0]["code"] = state
        resource.pop("output", None)
        if state not in FOLLOWS[cast("State", before.step.state)]:
            with pytest.raises(Refusal):
                check_recorded("coordinator", before.to_resource(), resource, "http://clinic.test/fhir")

    @rule(of=approvals)
    def step_back(self, of: str) -> None:
        before = self.every[of]
        if len(before.steps) > 1:
            made = before.step_back(self.now)
            check_recorded("coordinator", before.to_resource(), made.to_resource(), "http://clinic.test/fhir")
            self._kept(made)

    @rule(of=approvals)
    def add_a_photo(self, of: str) -> None:
        paper = ApprovalPaper.of(new_id(), self.every[of], b"x", "image/png", "Photo", self.now)
        self.papers.append(PaperSeen.of_head(paper.id, paper.head()))

    @rule(of=consumes(approvals))
    def call_off(self, of: str) -> None:
        self._kept(self.every[of].called_off(self.now))

    @rule(length=st.timedeltas(timedelta(hours=1), timedelta(days=120)))
    def time_goes_on(self, length: timedelta) -> None:
        self.now += length

    def _kept(self, approval: Approval) -> str:
        """As it comes back from the clinic."""
        self.every[approval.id] = Approval.from_json(approval.to_json())
        return approval.id

    @property
    def known(self) -> Known:
        return Known(self.now, ZONE, list(self.every.values()), papers=self.papers)

    @invariant()
    def every_state_follows_the_one_before(self) -> None:
        for one in self.every.values():
            steps = [cast("State", step.state) for step in one.steps]
            assert steps[0] == "benefit-check"
            assert all(after in FOLLOWS[before] for before, after in pairwise(steps))

    @invariant()
    def each_has_a_turn_that_the_screen_says(self) -> None:
        s = speaking(self.now)
        for one in self.every.values():
            found = standing_of(one, self.known)
            assert w.turn_text(s, found.turn) == SAID[found.turn]
            assert w.whose_turn_text(s, found.turn)
            assert w.state_text(s, found.state)
            is_asked = found.state in ASKS and one.step.asked == "patient"
            assert (found.turn == "you") == (is_asked and not found.papers)
            if not is_asked and found.renewed_by is None:
                assert found.turn == TURNS[cast("State", found.state)]

    @invariant()
    def it_ends_by_the_clinics_clock_and_never_by_a_guess(self) -> None:
        today, s = self.now.astimezone(ZONE).date(), speaking(self.now)
        for one in self.every.values():
            found, granted = standing_of(one, self.known), one.granted
            if one.step.state not in GRANTED:
                assert (found.ends, found.warned_from, found.usage) == (None, None, None)
                assert found.state == one.step.state
                continue
            assert found.ends == (granted.ends if is_sound(granted) else None)
            assert (found.state == "expired") == (found.ends is not None and today > found.ends)
            if found.state == "expiring":
                assert found.warned_from is not None
                assert found.warned_from <= today
            assert bool(w.runs_out_text(s, found)) == (found.ends is not None)
            assert found.ends is not None or found.flaws

    @invariant()
    def each_stands_in_one_family_with_what_it_renews(self) -> None:
        found = families(self.every.values())
        shown = {one.id for one in self.every.values() if one.is_shown}
        assert sorted(one.id for family in found for one in family) == sorted(shown)
        for family in found:
            names = {name for one in family for name in one.names}
            others = {name for one in self.every.values() if one.is_shown for name in one.names} - names
            assert not any(one.renewed & others for one in family)


Desk.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
test_approvals_through_any_run = Desk.TestCase


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.text(max_size=6)
    | st.sampled_from(["2026-07-31", "x"]),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "url",
                    "extension",
                    "valueCode",
                    "valueDateTime",
                    "coding",
                    "code",
                    "system",
                    "type",
                    "valuePeriod",
                    "start",
                    "end",
                    "reference",
                ]
            ),
            inside,
            max_size=4,
        )
    ),
    max_leaves=12,
)
ELEMENTS = (
    "status",
    "for",
    "extension",
    "businessStatus",
    "input",
    "output",
    "focus",
    "partOf",
    "authoredOn",
    "lastModified",
    "statusReason",
)


@given(st.dictionaries(st.sampled_from(ELEMENTS), json_values))
@settings(max_examples=300, deadline=None)
def test_whatever_a_record_holds_it_is_read_and_said(elements: dict[str, Any]) -> None:
    one = Approval.from_resource({"resourceType": "Task", "id": "t", **elements})
    found, s = standing_of(one, Known(BEGAN, ZONE, [one])), speaking(BEGAN)
    assert families([one]) in ([[one]], [])
    for said in (
        w.title_text(s, one),
        w.next_text(s, found),
        w.chip_of(s, found)[0],
        w.asked_text(s, one.step),
    ):
        assert isinstance(said, str)
    assert found.state is not None or found.flaws
    for step in one.steps:
        w.step_detail(s, step, found, is_last=True)
