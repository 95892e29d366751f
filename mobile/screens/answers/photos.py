"""The photos that an answer names as records of their own, read beside it. Only what is on this device: nothing is fetched."""

from __future__ import annotations

from mobile.care.forms.documents import AnswerPhoto, photo_id, with_photos
from mobile.care.forms.response import Response
from mobile.pointers import pointing_urls
from mobile.records.ports import Keeping


async def photos_named(records: Keeping, response: Response) -> dict[str, AnswerPhoto]:
    """By the `url` that names each. Raises what the store raises."""
    urls = pointing_urls(response.text)
    known_as = await records.known_as(AnswerPhoto) if urls else {}
    found: dict[str, AnswerPhoto] = {}
    for url in urls:
        id = photo_id(url, known_as)
        photo = await records.get(AnswerPhoto, id) if id is not None else None
        if photo is not None and photo.patient == response.patient:
            found[url] = photo
    return found


async def with_its_photos(records: Keeping, response: Response) -> Response:
    """The response as it is to be read: with the photos in its answers. Raises what the store raises."""
    found = await photos_named(records, response)
    return with_photos(response, {url: one.data for url, one in found.items() if one.data is not None})
