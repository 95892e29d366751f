"""The photos that an answer names as records of their own, read beside it. Only what is on this device: nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterable

from mobile.care.forms.documents import AnswerPhoto, photo_id, with_photos
from mobile.care.forms.response import Response
from mobile.care.resource import tail
from mobile.documents.pointers import pointing_urls
from mobile.records.ports import Keeping


async def photo_ids(records: Keeping, texts: Iterable[str]) -> dict[str, str]:
    """By the clinic's name of each photo that these responses name, its id here, whether the clinic still has it or not."""
    urls = {url for text in texts for url in pointing_urls(text)}
    found: dict[str, str] = {}
    for url in urls:
        id = await records.local_id(url) if url.startswith("DocumentReference/") else None
        if id is not None:
            found[url] = id
    return found


async def photos_named(records: Keeping, response: Response) -> dict[str, AnswerPhoto]:
    """By the `url` that names each. Raises what the store raises."""
    urls = pointing_urls(response.text)
    ids = await photo_ids(records, [response.text])
    found: dict[str, AnswerPhoto] = {}
    for url in urls:
        id = photo_id(url, ids)
        photo = await records.get(AnswerPhoto, id) if id is not None else None
        if photo is not None and tail(photo.patient) == tail(response.patient):
            found[url] = photo
    return found


async def with_its_photos(records: Keeping, response: Response) -> Response:
    """The response as it is to be read: with the photos in its answers. Raises what the store raises."""
    found = await photos_named(records, response)
    return with_photos(response, {url: one.data for url, one in found.items() if one.data is not None})
