"""A photo that was taken out and is chosen again in the very moment it is to go stays. Over the real store."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from mobile.care.forms.documents import AnswerPhoto, TakenOut
from mobile.care.forms.response import Response
from mobile.care.questionnaire.values import Attachment
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
