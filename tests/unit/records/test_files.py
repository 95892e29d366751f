"""A file that is a record of its own goes before what names it: after a save, after a copy was brought back, and it is taken
back only from a clinic that may have it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mobile.care.forms.documents import AnswerPhoto
from mobile.care.forms.response import Response
from mobile.care.questionnaire.values import Attachment
from mobile.records.ports import ServerCopy
from tests.screens.harness import opened_store

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
FILE = Attachment(content_type="image/jpeg", data="QUJD", title="Photo 1", size=3)
PHOTO = AnswerPhoto.of("p1", FILE, "Patient/rowan", NOW)


def response(url: str | None) -> Response:
    file = {"contentType": "image/jpeg", "title": "Photo 1", "url": url}
    return Response.from_json(
        json.dumps(
            {
                "resourceType": "QuestionnaireResponse",
                "identifier": {"system": "urn:ietf:rfc:3986", "value": "urn:uuid:r1"},
                "status": "in-progress",
                "subject": {"reference": "Patient/rowan"},
                **({"item": [{"linkId": "p", "answer": [{"valueAttachment": file}]}]} if url else {}),
            }
        )
    )


async def due(records: Any) -> list[tuple[str, str]]:
    return [(row.op, row.local_id) for row in await records.due(NOW, 9)]


async def has_arrived(records: Any, id: str, name: str) -> None:
    (row,) = [one for one in await records.due(NOW, 9) if one.local_id == id]
    await records.begin([row.seq])
    await records.acknowledge([(row.seq, ServerCopy(name, 'W/"1"', NOW.isoformat(), row.payload))])


async def test_the_file_goes_first_and_what_names_it_waits(tmp_path: Path) -> None:
    records = await opened_store(tmp_path)
    await records.save(response(None))
    await records.save_all([PHOTO, response(PHOTO.url)])
    assert await due(records) == [("create", "p1")]
    await has_arrived(records, "p1", "d1")
    assert await due(records) == [("create", "r1")]
    assert await records.local_id("DocumentReference/d1") == "p1"


@pytest.mark.parametrize("url", ["urn:uuid:nobodys", "https://other.example/1.jpg", "DocumentReference/9"])
async def test_a_file_that_is_not_here_is_waited_for_by_nobody(url: str, tmp_path: Path) -> None:
    records = await opened_store(tmp_path)
    await records.save(response(url))
    assert await due(records) == [("create", "r1")]


async def test_after_a_copy_was_brought_back_the_file_goes_first(tmp_path: Path) -> None:
    records = await opened_store(tmp_path / "one")
    await records.save(response(None))
    await records.save_all([PHOTO, response(PHOTO.url)])
    copy = await records.export_sealed("a long passphrase", "rowan")
    other = await opened_store(tmp_path / "two")
    await other.import_sealed(copy, "a long passphrase", "rowan")
    assert await due(other) == [("create", "p1")]


@pytest.mark.parametrize("reason", ["forbidden", "rejected", "too_large"])
async def test_what_a_clinic_never_took_is_not_taken_back_from_it(reason: str, tmp_path: Path) -> None:
    records = await opened_store(tmp_path)
    await records.save(PHOTO)
    (row,) = await records.due(NOW, 9)
    await records.begin([row.seq])
    await records.park(row.seq, reason)
    await records.remove(PHOTO)
    assert await due(records) == []
    assert sum((await records.pending()).values()) == 0


async def test_what_may_have_arrived_is_taken_back(tmp_path: Path) -> None:
    records = await opened_store(tmp_path)
    await records.save(PHOTO)
    (row,) = await records.due(NOW, 9)
    await records.begin([row.seq])
    await records.retry_later(row.seq, NOW, "timed_out")
    await records.remove(PHOTO)
    assert await due(records) == [("delete", "p1")]
