"""What came with an open copy waits for the person's word, also where photos are put right by themselves. Over the real store."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mobile.care.forms.documents import AnswerPhoto
from mobile.care.forms.not_apart import NoPhotosApart
from mobile.care.forms.response import Response
from mobile.records.ports import SendState
from mobile.wiring.photos import PhotosFollow, ask_again
from tests.screens.harness import opened_store
from tests.unit.care.samples import NOW
from tests.unit.wiring.photos.conftest import until
from tests.unit.wiring.photos.test_overtaken import PHOTO, response
from tests.unit.wiring.test_open_copy import Values, bring, changed, open_file

LATER = NOW + timedelta(days=9)


def as_it_was(_: Values) -> None:
    """Nobody changed it."""


def says_that_another_device_took_the_photo_away(values: Values) -> None:
    next(one for one in values["records"] if one["kind"] == "answer_photo")["unsent"] = False


async def looked(follow: PhotosFollow) -> None:
    """Until what follows the last commit is over."""
    await asyncio.sleep(0)

    async def is_over() -> bool:
        task = follow.end.__self__._task  # type: ignore[attr-defined]
        return task is None or task.done()

    await until(is_over, "the look after the commit")


async def is_asked(records: Any, kind: Any, id: str) -> bool:
    standing = await records.standing(kind, id)
    return (standing.state, standing.reason) == (SendState.NEEDS_ATTENTION, "asked_first")


async def test_a_photo_that_stayed_there_is_not_sent_when_the_clinic_is_asked_again(tmp_path: Path) -> None:
    stayed = NoPhotosApart(NOW - timedelta(days=30), "", ("p1",))
    here = await opened_store(tmp_path / "b")
    follow = PhotosFollow(here, lambda: NOW)
    await bring(here, await open_file(tmp_path / "a", stayed, PHOTO, response("r1", PHOTO.url)))
    await looked(follow)
    await here.save(NoPhotosApart(NOW, "", ("p1",)))
    await ask_again(here)
    assert await here.due(LATER, 9) == []
    assert await is_asked(here, AnswerPhoto, "p1")
    follow.end()


@pytest.mark.parametrize("change", [as_it_was, says_that_another_device_took_the_photo_away])
async def test_no_photo_takes_an_answer_along_that_waits_for_the_persons_word(
    tmp_path: Path, change: Callable[[Values], None]
) -> None:
    copy = changed(await open_file(tmp_path / "a", PHOTO, response("r1", PHOTO.url)), change)
    here = await opened_store(tmp_path / "b")
    follow = PhotosFollow(here, lambda: NOW)
    await bring(here, copy)
    await looked(follow)
    assert await here.due(LATER, 9) == []
    assert await is_asked(here, Response, "r1")
    (kept,) = await here.every(AnswerPhoto)
    assert kept == PHOTO
    assert json.loads((await here.every(Response))[0].text)["item"]
    await here.try_again(Response, "r1")
    await here.try_again(AnswerPhoto, "p1")
    await looked(follow)
    assert await here.due(LATER, 9)
    follow.end()
