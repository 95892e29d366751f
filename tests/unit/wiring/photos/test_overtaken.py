"""A photo that was taken out and is chosen again in the very moment it is to go stays. Over the real store."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mobile.care.forms.documents import AnswerPhoto, TakenOut
from mobile.care.forms.not_apart import NoPhotosApart
from mobile.care.forms.response import Response
from mobile.care.questionnaire.values import Attachment
from mobile.records.ports import SendState, Standing
from mobile.wiring.photos import PhotosFollow
from tests.screens.harness import opened_store
from tests.unit.care.samples import NOW
from tests.unit.device.test_pictures import photo
from tests.unit.wiring.photos.conftest import until

PHOTO = AnswerPhoto.of(
    "p1",
    Attachment(content_type="image/jpeg", data=b64encode(photo(60, 40)).decode(), title="Photo 1"),
    "Patient/rowan",
    NOW,
)


def response(id: str, *urls: str) -> Response:
    return Response.from_json(
        json.dumps(
            {
                "resourceType": "QuestionnaireResponse",
                "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{id}"},
                "questionnaire": "https://clinic.test/Questionnaire/f|1",
                "status": "in-progress",
                "authored": "2026-11-20T10:00:00Z",
                "subject": {"reference": "Patient/rowan"},
                "item": [
                    {
                        "linkId": "p",
                        "answer": [{"valueAttachment": {"contentType": "image/jpeg", "url": url}}],
                    }
                    for url in urls
                ],
            }
        )
    )


class Between:
    """A store in which somebody writes between a look and what follows from it."""

    def __init__(self, records: Any, written: Response) -> None:
        self._records, self._written = records, written

    def __getattr__(self, name: str) -> Any:
        return getattr(self._records, name)

    async def unsent(self, kind: Any) -> Any:
        found = await self._records.unsent(kind)
        if kind is Response and self._written is not None:
            written, self._written = self._written, None
            await self._records.save(written)
        return found


@pytest.mark.parametrize("id", ["r1", "r2"], ids=["in an answer that was there", "in another answer"])
async def test_a_photo_that_is_chosen_again_meanwhile_stays(id: str, tmp_path: Path) -> None:
    records = await opened_store(tmp_path)
    await records.save_all([PHOTO, response("r1"), TakenOut("p1", "long-gone")])
    follow = PhotosFollow(Between(records, response(id, PHOTO.url)))  # type: ignore[arg-type]

    async def is_decided() -> bool:
        return not await records.count(TakenOut)

    await until(is_decided, "the look after the commit")
    assert await records.get(AnswerPhoto, "p1") == PHOTO
    follow.end()


class NotTaken:
    """A store with a photo that the clinic refused, in which what is noted of the clinic changes before that is acted upon."""

    def __init__(self, records: Any, noted: NoPhotosApart) -> None:
        self._records, self._noted = records, noted

    def __getattr__(self, name: str) -> Any:
        return getattr(self._records, name)

    async def unsent(self, kind: Any) -> Any:
        if kind is not AnswerPhoto:
            return await self._records.unsent(kind)
        noted, self._noted = self._noted, None
        if noted is not None:
            await self._records.save(noted)
        is_there = await self._records.get(AnswerPhoto, "p1") is not None
        return {"p1": Standing(SendState.NEEDS_ATTENTION, reason="rejected")} if is_there else {}


async def test_a_photo_goes_inside_though_what_is_noted_of_the_clinic_changed_meanwhile(
    tmp_path: Path,
) -> None:
    records = await opened_store(tmp_path)
    note = NoPhotosApart(since=NOW)
    await records.save_all([PHOTO, response("r1", PHOTO.url), note])
    stored: Any = NotTaken(records, replace(note, statement="other"))
    follow = PhotosFollow(stored, lambda: NOW)

    async def is_inside() -> bool:
        return await records.count(AnswerPhoto) == 0

    await until(is_inside, "the photo inside its answer")
    follow.end()
