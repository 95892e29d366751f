"""Who reads, decides and writes never writes over what somebody else wrote in between. Over the real store."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from mobile.care.intention import Intention, begin
from mobile.care.measures.agreement import MeasuresGrant
from mobile.care.own_words import EarlierWords
from mobile.care.safety.alerts import Alert
from mobile.care.safety.plan import PlanPast, SafetyPlan, past_id, past_of
from mobile.records.ports import ServerCopy
from mobile.screens.measures.agreeing import stop
from mobile.screens.safety_plan.model import PlanWriting
from mobile.screens.shared.alerts import mark_seen
from mobile.screens.writing.kept_draft import KeptDraft
from tests.screens.clinic_of import NOW, seeded
from tests.screens.harness import opened_store
from tests.screens.test_alert_card import created

ASH, SAM = "Practitioner/dr-ash", "Practitioner/sam"


class Between:
    """A store in which somebody else writes right after `kind` was first read by this name."""

    def __init__(self, records: Any, kind: type[Any], written: Any, reads: str = "get") -> None:
        self._records, self._kind, self._written, self._reads = records, kind, written, reads

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._records, name)
        if name != self._reads:
            return found

        async def read(kind: type[Any], *more: Any) -> Any:
            answer = await found(kind, *more)
            if kind is self._kind and self._written is not None:
                written, self._written = self._written, None
                await self._records.save(written)
            return answer

        return read


async def test_an_alert_that_another_has_seen_meanwhile_stays_seen_by_them(tmp_path: Path) -> None:
    records, alert = await created(tmp_path)
    other = alert.acknowledge(SAM, NOW, "Sam Sample")
    await mark_seen(Between(records, Alert, other), alert.id, ASH, "Dr. Ash", NOW)  # type: ignore[arg-type]
    assert await records.get(Alert, alert.id) == other


def draft_of(records: Any, noun: Intention, saved: Intention | None) -> KeptDraft[Intention]:
    draft = KeptDraft(records, lambda: NOW, noun, start=lambda work: work.close(), on_change=lambda: None)
    draft.saved = saved
    return draft


async def test_words_that_another_page_wrote_meanwhile_are_kept_as_a_version(tmp_path: Path) -> None:
    records = await opened_store(tmp_path)
    first = begin("i1", None, NOW).revise("first", NOW)
    await records.save(first)
    between: Any = Between(records, Intention, first.revise("of the other page", NOW))
    draft = draft_of(between, first.revise("of this page", NOW), first)
    assert await draft.flush()
    kept = await records.get(Intention, "i1")
    assert kept is not None
    assert kept.words == "of this page"
    assert "of the other page" in [one.words for one in kept.versions]


async def test_of_an_intention_begun_on_two_pages_neither_text_is_lost(tmp_path: Path) -> None:
    records = await opened_store(tmp_path)
    new = begin("i1", None, NOW)
    between: Any = Between(records, Intention, new.revise("of the other page", NOW))
    draft = draft_of(between, new.revise("of this page", NOW), None)
    assert await draft.flush()
    kept = await records.get(Intention, "i1")
    assert kept is not None
    assert kept.words == "of this page"
    assert [one.words for one in kept.versions] == ["of the other page"]


async def test_leaving_an_intention_without_a_word_takes_no_words_of_another_page_away(
    tmp_path: Path,
) -> None:
    records = await opened_store(tmp_path)
    blank = begin("i1", None, NOW)
    await records.save(blank)
    draft = draft_of(records, blank, blank)
    other = blank.revise("of the other page", NOW)
    await records.save(other)
    await draft.leave()
    assert await records.get(Intention, "i1") == other


async def test_an_agreement_that_changed_meanwhile_is_ended_as_it_is_now(tmp_path: Path) -> None:
    records = await opened_store(tmp_path)
    grant = MeasuresGrant.make("g1", patient="Patient/rowan", practitioner=ASH, name=None, now=NOW)
    await records.save(grant)
    changed = MeasuresGrant.from_resource({**grant.to_resource(), "language": "en"})
    await stop(Between(records, MeasuresGrant, changed, "every"), "Patient/rowan", ASH, NOW)  # type: ignore[arg-type]
    kept = await records.get(MeasuresGrant, "g1")
    assert kept is not None
    assert not kept.is_active
    assert json.loads(kept.to_json())["language"] == "en"


async def test_choosing_to_read_the_plan_locked_keeps_what_another_page_wrote(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    plan = (await records.every(SafetyPlan))[0]
    model = PlanWriting(records, lambda: NOW, start=lambda work: work.close(), on_change=lambda: None)
    await model.load()
    stored = past_of(plan, await records.get(PlanPast, past_id(plan)))
    other = replace(stored, earlier={"signs": (EarlierWords("Said before.", NOW),)})
    await records.save(other)
    await model.choose(True)
    kept = await records.get(PlanPast, past_id(plan))
    assert kept is not None
    assert kept.is_readable_locked
    assert kept.earlier == other.earlier


async def test_an_answer_about_the_locked_plan_keeps_the_earlier_words_that_came_meanwhile(
    tmp_path: Path,
) -> None:
    records = await seeded(tmp_path, "rowan")
    plan = (await records.every(SafetyPlan))[0]
    assert await records.get(PlanPast, past_id(plan)) is None
    other = replace(past_of(plan, None), earlier={"signs": (EarlierWords("Said before.", NOW),)})
    between: Any = Between(records, PlanPast, other)
    model = PlanWriting(between, lambda: NOW, start=lambda work: work.close(), on_change=lambda: None)
    await model.choose(False)
    kept = await records.get(PlanPast, past_id(plan))
    assert kept is not None
    assert kept.earlier == other.earlier


async def test_choosing_a_version_of_the_plan_keeps_what_was_chosen_about_the_lock_meanwhile(
    tmp_path: Path,
) -> None:
    records = await seeded(tmp_path, "rowan")
    plan = (await records.every(SafetyPlan))[0]
    await records.save(plan.saying("alone", "Read aloud."))
    document = {**plan.to_resource(), "id": "rowan-safety-plan"}
    document["activity"][1]["detail"]["description"] = "Call Jo first."
    (row,) = await records.due(NOW + timedelta(days=1), 5)
    await records.begin([row.seq])
    await records.conflict(row.seq, ServerCopy(document["id"], 'W/"2"', None, json.dumps(document)))
    between: Any = Between(records, PlanPast, past_of(plan, None).choosing(True, NOW))
    model = PlanWriting(between, lambda: NOW, start=lambda work: work.close(), on_change=lambda: None)
    await model.settle(is_mine=True)
    kept = await records.get(PlanPast, past_id(plan))
    assert kept is not None
    assert kept.is_readable_locked
    assert [one.words for one in kept.earlier["alone"]] == ["Call Jo first."]
    assert await records.conflicts(SafetyPlan) == []
