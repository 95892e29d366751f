"""What the clinic deleted while the person's words stay on this device: every place that shows the words says exactly that,
neither "sent" nor "only here", and the words are whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mobile.care.forms.response import Response
from mobile.care.intention import begin
from mobile.care.safety.plan import SafetyPlan
from mobile.care.shared_intention import SharedIntention
from mobile.care.sharing import Reader, share
from mobile.records.ports import SendState, ServerCopy
from mobile.wiring.setup import Mode
from tests.screens.clinic_of import NOW, person, seeded
from tests.screens.harness import Phone, PretendWiring
from tests.screens.test_own_record import made
from tests.screens.test_own_record import words as words_on

SAYS = {"en": "Deleted at your clinic; kept here.", "es": "Borrado en su clínica; se conserva aquí."}


async def deleted(records: Any, kind: str, server_id: str) -> None:
    """As sync says it after the clinic answered that it is gone."""
    await records.remove_gone(kind, [server_id], keeps_words=True)


async def answers(records: Any) -> tuple[str, str]:
    """Where they are read, and words of them."""
    response = next(one for one in await records.every(Response) if one.server_id == "rowan-phq-9-7")
    await deleted(records, "QuestionnaireResponse", "rowan-phq-9-7")
    return f"/answers/{response.id}", "Little interest or pleasure in doing things"


async def plan(records: Any) -> tuple[str, str]:
    one = (await records.every(SafetyPlan))[0]
    await deleted(records, "CarePlan", str(one.server_id))
    return "/safety-plan", "Walk to the river."


async def intention(records: Any) -> tuple[str, str]:
    """One that was shared from here, and that the clinic had."""
    own = begin("x1", None, NOW).revise("To be kept whatever happens.", NOW).settle()
    await records.save_all(share(own, "Patient/rowan", Reader("Practitioner/sam", "Sam Fixture"), NOW))
    goals: list[str] = []
    while rows := await records.due(NOW.replace(year=2031), 50):
        await records.begin([row.seq for row in rows])
        for row in rows:
            await records.acknowledge([(row.seq, ServerCopy(f"n{row.seq}", 'W/"1"', None, row.payload))])
        goals += [f"n{row.seq}" for row in rows if row.resource_type == "Goal"]
    assert goals
    for id in goals:
        await deleted(records, "Goal", id)
    return "/intention/x1", "To be kept whatever happens."


PLACES = [answers, plan, intention]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("where", PLACES, ids=lambda one: one.__name__)
async def test_the_place_says_that_the_clinic_deleted_it_and_that_it_is_kept(
    where: Any, language: str, tmp_path: Path
) -> None:
    records = await seeded(tmp_path, "rowan")
    route, words = await where(records)
    wiring = PretendWiring(records=records, person=person("rowan"), at=NOW)
    await wiring.change_settings(language=language)
    async with Phone(wiring) as phone:
        await phone.start(route)
        await phone.sees(SAYS[language])
        if language == "en":
            texts = [*phone.texts(), *(str(getattr(n.control, "value", "")) for n in phone.nodes())]
            assert any(words in text for text in texts)
        assert phone.faults() == []


async def test_the_list_and_the_paper_say_the_same(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    await answers(records)
    text = words_on(await made(records, mode="demo"))
    before, _, _ = text.partition(SAYS["en"])
    assert before != text
    assert before.rindex("PHQ-9") > before.rindex("Answered") - 40


@pytest.mark.parametrize("mode", ["app", "serve"])
async def test_nothing_of_it_is_offered_to_be_sent_again_by_itself(mode: Mode, tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    await answers(records)
    response = next(one for one in await records.every(Response) if one.server_id == "rowan-phq-9-7")
    standing = await records.standing(Response, response.id)
    assert (standing.state, standing.reason) == (SendState.ONLY_HERE, "gone")
    assert await records.due(NOW.replace(year=2031), 50) == []
    assert len(await records.every(SharedIntention)) > 0
