"""The summary's lines: what is written is read as it was, what takes whose place, and who keeps one."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fhir.resources.R4B.composition import Composition
from hypothesis import given
from hypothesis import strategies as st

from mobile.care.catalog import Who, filing
from mobile.care.people import CareTeam
from mobile.care.summary import SummaryLine, Whose, entries, keepers, may_keep, standing
from mobile.documents.carriable import carried, is_blank
from tests.unit.care.samples import NOW, PATIENT, SAM, clinic_documents

ASH = "Practitioner/d1"


def line(id: str = "l1", words: str = "Shorter talks.", *, days: float = 0, **more: Any) -> SummaryLine:
    replaces = more.pop("replaces", None)
    whose = Whose(**{"patient": PATIENT, "author": SAM.reference, "name": "Sam Sample", **more})
    return SummaryLine.written(id, words, whose, now=NOW - timedelta(days=days), replaces=replaces)


def shown(*lines: SummaryLine) -> list[tuple[str, list[str]]]:
    return [(one.line.id, [each.id for each in one.earlier]) for one in entries(lines, PATIENT)]


def test_a_line_is_a_composition_of_r4_and_comes_back_as_it_was_written() -> None:
    first = line(words="Two <b>lines</b>\nand an & sign; &lt; too.")
    anew = line("l2", replaces=first).struck(NOW)
    for one in (first, anew):
        Composition.model_validate(json.loads(one.to_json()))
        assert SummaryLine.from_json(one.to_json()) == one
    assert first.words == "Two <b>lines</b>\nand an & sign; &lt; too."
    assert (anew.replaces, anew.is_struck, anew.struck_at) == ("l1", True, NOW)
    assert anew.struck(NOW + timedelta(days=1)) is anew


@given(st.text(min_size=1).map(carried).filter(lambda words: not is_blank(words)))
def test_any_words_come_back_letter_for_letter(words: str) -> None:
    assert line(words=words).words == words


def test_of_what_another_system_wrote_the_text_is_read_and_no_markup() -> None:
    made = json.loads(line().to_json())
    made["section"][0]["text"]["div"] = (
        '<div xmlns="x"><p>One <i onclick="a()">line</i></p><p>and &amp; more</p><script>b()</script></div>'
    )
    read = SummaryLine.from_resource(made)
    assert read.words.split() == ["One", "line", "and", "&", "more", "b()"]
    assert "<" not in read.words


def test_a_patients_device_keeps_no_line_that_does_not_say_it_is_theirs_whatever_a_server_shows() -> None:
    me, other = Who("patient", PATIENT, "p1"), Who("patient", "Patient/p2", "p2")
    theirs = line(is_for_patient=True).to_resource()
    assert filing("Composition", json.dumps(theirs), me) is not None
    assert filing("Composition", json.dumps(theirs), other) is None
    for bent in ("R", "U", "", None, ["N"], "n"):
        assert filing("Composition", json.dumps({**theirs, "confidentiality": bent}), me) is None, bent
    unsaid = {name: value for name, value in theirs.items() if name != "confidentiality"}
    assert filing("Composition", json.dumps(unsaid), me) is None
    assert filing("Composition", json.dumps({**theirs, "type": {"text": "letter"}}), me) is None


def test_the_newest_stands_first_and_a_changed_line_has_its_earlier_words_behind_it() -> None:
    first, other = line("l1", days=5), line("l3", days=3, author=ASH)
    changed = line("l2", days=1, replaces=first)
    last = line("l4", replaces=changed)
    assert shown(first, other, changed, last) == [("l4", ["l2", "l1"]), ("l3", [])]


def test_two_changes_of_one_line_on_two_devices_are_both_kept() -> None:
    first = line("l1", days=5)
    one, two = line("l2", days=1, replaces=first), line("l3", replaces=first)
    assert shown(first, one, two) == [("l3", ["l1"]), ("l2", ["l1"])]


def test_nothing_takes_the_place_of_anothers_line_or_of_one_for_other_people() -> None:
    first = line("l1", days=5)
    strangers = line("l2", days=1, author=ASH, replaces=first)
    opened = line("l3", days=1, is_for_patient=True, replaces=first)
    older = line("l4", days=9, replaces=first)
    assert len(shown(first, strangers)) == len(shown(first, opened)) == len(shown(first, older)) == 2
    round_one, round_two = line("a", replaces=line("b")), line("b", replaces=line("a"))
    assert shown(round_one, round_two) == [("b", ["a"])], "a ring hides nobody's words"


def test_what_was_written_anew_for_the_patient_stands_once_and_names_nothing_of_what_it_was() -> None:
    closed = line("l1", days=2)
    opened = line(closed.opened_as, is_for_patient=True)
    assert shown(closed, opened) == [(opened.id, [])]
    assert "l1" not in opened.to_json()
    assert len(shown(closed, replace(opened, author=ASH))) == 2, "only the same hand opens it"


def test_what_is_struck_stands_and_is_no_news() -> None:
    lines = (line("l1", days=2), line("l2").struck(NOW))
    found = entries(lines, PATIENT)
    assert [one.line.id for one in found] == ["l2", "l1"]
    assert [one.id for one in standing(found)] == ["l1"]
    assert entries(lines, "Patient/p2") == ()


@pytest.mark.parametrize(
    ("role", "is_keeper"),
    [
        ("Integration therapist", True),
        ("Prescriber", True),
        ("Psychiatrist", True),
        ("Coordinator", False),
        ("", False),
    ],
)
def test_the_clinics_team_says_who_keeps_it(role: str, is_keeper: bool) -> None:
    (team,) = (one for one in clinic_documents() if one["resourceType"] == "CareTeam")
    team["participant"][1]["role"] = [{"text": role}]
    known = [CareTeam.from_resource(team)]
    assert may_keep(known, PATIENT, ASH, NOW) is is_keeper
    assert not may_keep(known, "Patient/p2", ASH, NOW)
    assert not may_keep([CareTeam.from_resource({**team, "status": "inactive"})], PATIENT, SAM.reference, NOW)
    team["participant"][0]["period"] = {"end": (NOW - timedelta(days=1)).isoformat()}
    assert [one.reference for one in keepers([CareTeam.from_resource(team)], PATIENT, NOW)] == (
        [ASH] if is_keeper else []
    )
