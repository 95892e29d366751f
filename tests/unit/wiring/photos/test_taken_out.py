"""A photo that no answer names any more goes from everywhere, and one that an answer names stays: taken out, put back, on two
devices, at home. Through the screens, over the real store, sync and sandbox."""

from __future__ import annotations

import json
import re
from base64 import b64decode

from api_client.sandbox import Sandbox
from mobile.care.access_log import AccessEntry
from mobile.care.forms.documents import AnswerPhoto
from mobile.wiring.setup import Setup
from tests.screens.harness import Phone
from tests.unit.wiring.conftest import Opened
from tests.unit.wiring.photos.conftest import (
    FORM,
    OTHER,
    SMALLER,
    answers,
    attached,
    no_halves,
    phone_model,
    photos_at,
    records_of,
    saved,
    settled,
    shown,
    signed_in,
    synced,
    to_the_photos,
    until,
    with_a_draft,
)


async def test_a_photo_taken_out_before_or_after_it_was_sent_is_nowhere(
    sandbox: Sandbox, demo: Setup, opened: Opened
) -> None:
    services = await signed_in(opened, demo)
    async with Phone(services) as phone:
        await attached(phone, SMALLER, OTHER)
        await phone.tap("Remove Photo 1")
        await saved(phone)
        await settled(services, sandbox)
        assert await records_of(services).count(AnswerPhoto) == 1
        assert photos_at(sandbox)[0]["content"][0]["attachment"]["title"] == "Photo 2"
        await phone.tap("Remove Photo 2")
        await saved(phone)
        await settled(services, sandbox)
        assert photos_at(sandbox) == []
        assert await records_of(services).count(AnswerPhoto) == 0
        assert answers(sandbox) == []
        assert phone.reported == []


async def test_new_answers_keep_the_photo_they_still_name_and_drop_the_other_only_when_they_are_sent(
    sandbox: Sandbox, demo: Setup, opened: Opened
) -> None:
    services = await signed_in(opened, demo)
    async with Phone(services) as phone:
        await attached(phone, SMALLER, OTHER)
        await phone.tap("Next")
        await phone.tap("Next")
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Thank you", "heading")
        await settled(services, sandbox)
        await phone.tap("Change my answers")
        await phone.tap(re.compile("^Change: Photos"))
        await phone.tap("Remove Photo 1")
        await saved(phone)
        await synced(services)
        assert len(photos_at(sandbox)) == 2  # what was sent names both
        no_halves(sandbox)
        await phone.tap("Back to your answers")
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Thank you", "heading")
        await settled(services, sandbox)
        assert [one["title"] for one in answers(sandbox)] == ["Photo 2"]
        assert len(photos_at(sandbox)) == 1
        assert phone.reported == []


async def test_what_the_answer_names_no_more_goes_from_the_clinics_people_too(
    sandbox: Sandbox, demo: Setup, opened: Opened
) -> None:
    services, ash = await signed_in(opened, demo), await signed_in(opened, demo, "dr-ash")
    async with Phone(services) as phone:
        await attached(phone, SMALLER, OTHER)
        await phone.tap("Next")
        await phone.tap("Next")
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Thank you", "heading")
        await settled(services, sandbox)
        await synced(ash)
        assert await records_of(ash).count(AnswerPhoto) == 2
        opened_by = [
            one
            for one in sandbox.find("AuditEvent")
            if "DocumentReference/" in str(one) and "Practitioner/dr-ash" in str(one)
        ]
        assert opened_by  # that it was fetched is told, and that it was opened is not
        assert all(AccessEntry.from_json(json.dumps(one)).is_list for one in opened_by)
        await phone.tap("Change my answers")
        await phone.tap(re.compile("^Change: Photos"))
        await phone.tap("Remove Photo 1")
        await phone.tap("Back to your answers")
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Thank you", "heading")
        await settled(services, sandbox)

    async def is_gone() -> bool:
        await synced(ash)
        return await records_of(ash).count(AnswerPhoto) == 1

    await until(is_gone, "the photo to go from the clinician's device")
    (left,) = await records_of(ash).every(AnswerPhoto)
    assert left.title == "Photo 2"


async def test_a_photo_that_is_put_back_after_it_went_is_there_again(
    sandbox: Sandbox, demo: Setup, opened: Opened
) -> None:
    services = await signed_in(opened, demo)
    async with Phone(services) as phone:
        await attached(phone, SMALLER)
        (inside,) = shown(phone)
        await settled(services, sandbox)
        undo = phone_model(phone).answers._bringing_back()
        await phone.tap("Remove Photo 1")
        await saved(phone)
        await settled(services, sandbox)
        assert photos_at(sandbox) == []
        undo()
        await saved(phone)
        await settled(services, sandbox)
        (document,) = photos_at(sandbox)
        assert b64decode(document["content"][0]["attachment"]["data"]) == inside
        assert shown(phone) == [inside]
        assert phone.reported == []


async def test_a_draft_that_comes_home_takes_its_photo_from_the_clinic(
    sandbox: Sandbox, demo: Setup, opened: Opened
) -> None:
    services = await signed_in(opened, demo)
    async with Phone(services) as phone:
        await attached(phone, SMALLER)
        (inside,) = shown(phone)
        await settled(services, sandbox)
        model = phone_model(phone)
        await model.pager.choose_place(is_only_here=True)
        await saved(phone)
        await settled(services, sandbox)
        assert photos_at(sandbox) == []
        assert [one for one in sandbox.find("QuestionnaireResponse") if FORM in one["questionnaire"]] == []
        assert shown(phone) == [inside]
        await model.send()
        await settled(services, sandbox)
        (document,) = photos_at(sandbox)
        assert b64decode(document["content"][0]["attachment"]["data"]) == inside
        assert phone.reported == []


async def test_what_one_device_takes_out_goes_from_the_other(sandbox: Sandbox, opened: Opened) -> None:
    one, way, two, other_way = await with_a_draft(opened, sandbox)
    way.is_on = other_way.is_on = True
    async with Phone(one) as phone:
        await to_the_photos(phone)
        await phone.tap("Remove Photo 1")
        await saved(phone)
        await settled(one, sandbox)
    assert photos_at(sandbox) == []

    async def is_gone() -> bool:
        await synced(two)
        return not await records_of(two).count(AnswerPhoto)

    await until(is_gone, "the photo to go from the other device")
