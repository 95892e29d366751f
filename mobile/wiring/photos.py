"""Photos that are records of their own stay in step with the answers that name them, with no screen open.

Three things are put right: a photo that the clinic does not take goes inside the answer, made smaller; one that was taken out
of an answer goes from the clinic once no answer there names it; one that another device took away, while an answer written
here names it, is sent again. It must never leave an answer that names nothing, nor a photo that no answer names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import uuid4

from mobile.care.forms.documents import (
    INSIDE,
    KEPT_FREE,
    AnswerPhoto,
    NoPhotosApart,
    TakenOut,
    attachment_of,
    named_in,
    photo_id,
    with_files,
)
from mobile.care.forms.here import DraftHere
from mobile.care.forms.response import MOST_BYTES, Response
from mobile.care.questionnaire.values import Attachment
from mobile.device.taking import LEAST_ROOM, NotTaken, smaller
from mobile.noun import Noun
from mobile.pointers import pointing_urls
from mobile.records.ports import Keeping, SendState, Standing
from mobile.screens.answers.photos import photo_ids
from mobile.wiring.after_commits import AfterCommits

KINDS = (AnswerPhoto, Response, DraftHere, TakenOut)
NOT_TAKEN = frozenset({"rejected", "forbidden", "too_large"})
NOT_OFFERED = frozenset({"not_found", "gone"})
"""What a clinic answers that has no place for such records. Nothing of them is there."""
ON_ITS_WAY = (SendState.WAITING, SendState.SENDING, SendState.CONFLICT, SendState.NEEDS_ATTENTION)


def photos_follow(records: Keeping) -> Callable[[], None]:
    """Begins it. Returns the end of it."""
    return AfterCommits(records, KINDS, put_right).end


async def put_right(records: Keeping) -> None:
    """All three, once. Raises StoreError."""
    if not await records.count(AnswerPhoto):
        return
    unsent = await records.unsent(AnswerPhoto)
    refused = frozenset(id for id, one in unsent.items() if is_refused(one))
    if refused:
        await bring_inside(records, refused)
    gone = frozenset(id for id, one in unsent.items() if one.state is SendState.ONLY_HERE)
    if gone:
        await _send_again(records, gone)
    if await records.count(TakenOut):
        await take_away(records)


def is_refused(one: Standing) -> bool:
    """Whether this clinic takes no such record."""
    if one.state is SendState.NEEDS_ATTENTION:
        return one.reason in NOT_TAKEN
    return one.state is SendState.WAITING and one.sent_at is None and one.reason in NOT_OFFERED


# --- a clinic that takes none ---


async def bring_inside(records: Keeping, refused: frozenset[str]) -> None:
    """These photos go inside the answers that name them. What cannot be made small enough stays as it is, unsent."""
    responses = await _all(records)
    ids = await photo_ids(records, (one.text for one in responses))
    found: dict[tuple[str, str], Attachment] = {}  # by response and url
    for response in responses:
        urls = {url: id for url in pointing_urls(response.text) if (id := photo_id(url, ids)) in refused}
        room = (MOST_BYTES - KEPT_FREE - len(response.text)) * 3 // 4 // max(1, len(urls))
        for url, id in urls.items():
            photo = await records.get(AnswerPhoto, id or "")
            file = await _smaller(photo, min(room, INSIDE)) if photo is not None else None
            if file is not None:
                found[response.id, url] = file
    save: list[Noun] = [NoPhotosApart()]
    changes = await _changed(records, lambda one: {url: f for (id, url), f in found.items() if id == one.id})
    texts = [text for text, _, _ in changes]
    save += [noun for _, noun, _ in changes if noun is not None]
    left = refused - named_in(texts, ids)
    remove = [one for id in left if (one := await records.get(AnswerPhoto, id))]
    await records.save_all(save, remove, [was for _, noun, was in changes if noun is not None])


async def _smaller(photo: AnswerPhoto, most_bytes: int) -> Attachment | None:
    file = attachment_of(photo)
    if most_bytes < LEAST_ROOM or file.data is None:
        return None
    try:
        kind, data, size = await smaller(file.data, file.content_type or "", most_bytes)
    except NotTaken:
        return None
    return replace(file, content_type=kind, data=data, size=size)


async def _all(records: Keeping) -> list[Response]:
    """Every response, and those kept on this device alone."""
    return [*await records.every(Response), *(one.response for one in await records.every(DraftHere))]


async def _changed(
    records: Keeping, files: Callable[[Response], Mapping[str, Attachment]]
) -> list[tuple[str, Noun | None, Noun]]:
    """Each response's text with these files in it, what is to be saved where that is another, and what it is read from."""
    found: list[tuple[str, Noun | None, Noun]] = []
    for response in await records.every(Response):
        made = with_files(response, own) if (own := files(response)) else response
        found.append((made.text, made if made is not response else None, response))
    for draft in await records.every(DraftHere):
        own = files(draft.response)
        made = replace(draft, response=with_files(draft.response, own)) if own else draft
        found.append((made.response.text, made if made is not draft else None, draft))
    return found


async def _named(records: Keeping) -> frozenset[str]:
    """The ids of all photos that any answer names, kept on this device alone or not."""
    texts = [one.text for one in await _all(records)]
    return named_in(texts, await photo_ids(records, texts))


# --- what was taken out ---


async def take_away(records: Keeping) -> None:
    """Photos that were taken out of answers go from the clinic, once it has the answers without them."""
    named = await _named(records)
    unsent = await records.unsent(Response)
    for one in await records.every(TakenOut):
        standing = unsent.get(one.response)
        if one.photo in named:
            await records.remove(one)  # it was chosen again
        elif standing is None or standing.state not in ON_ITS_WAY:
            photo = await records.get(AnswerPhoto, one.photo)
            await records.save_all([], [one, *([photo] if photo is not None else [])])


# --- what another device took away ---


async def _send_again(records: Keeping, gone: frozenset[str]) -> None:
    """The clinic has these no more. An answer on its way there, or still being given, takes its photo along; what no answer
    names goes from here. What was handed in is the clinic's to change."""
    unsent, named = await records.unsent(Response), await _named(records)
    responses = await records.every(Response)
    ids = await photo_ids(records, (one.text for one in responses))
    again: dict[str, AnswerPhoto] = {}
    for response in responses:
        standing = unsent.get(response.id)
        is_held = standing is not None and standing.state is SendState.CONFLICT
        is_going = standing is not None and standing.state in ON_ITS_WAY
        if is_held or not (is_going or (response.is_open and response.is_mine)):
            continue  # of two versions the person chooses first
        for url in pointing_urls(response.text):
            photo = await records.get(AnswerPhoto, id) if (id := photo_id(url, ids)) in gone else None
            if photo is not None:
                again[url] = photo.under(str(uuid4()))
    remove: list[Noun] = []
    for id in gone - named:
        photo = await records.get(AnswerPhoto, id)
        remove += [photo] if photo is not None else []
    if not again and not remove:
        return

    def files(response: Response) -> Mapping[str, Attachment]:
        return {
            url: replace(attachment_of(photo), data=None, size=attachment_of(photo).bytes_long, url=photo.url)
            for url, photo in again.items()
            if url in pointing_urls(response.text)
        }

    changes = await _changed(records, files) if again else []
    changed = [(noun, was) for _, noun, was in changes if noun is not None]
    await records.save_all(
        [*again.values(), *(noun for noun, _ in changed)], remove, [was for _, was in changed]
    )
