"""Photos that are records of their own stay in step with the answers that name them, with no screen open.

Three things are put right: a photo that the clinic does not take goes inside the answer, made smaller; one that was taken out
of an answer goes from the clinic once no answer there names it; one that another device took away, while an answer written
here names it, is sent again. It must never leave an answer that names nothing, nor a photo that no answer names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from uuid import uuid4

from api_client import Capabilities
from mobile.care.forms.documents import AnswerPhoto, TakenOut, attachment_of, named_in, photo_id
from mobile.care.forms.here import DraftHere
from mobile.care.forms.not_apart import NoPhotosApart
from mobile.care.forms.response import Response
from mobile.care.questionnaire.values import Attachment
from mobile.care.resource import compose
from mobile.documents.pointers import pointing_urls
from mobile.noun import Noun
from mobile.records.outbox import ASKED_FIRST
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping, SendState, Standing
from mobile.screens.reads.kept_answers import KeptAnswers, kept_answers
from mobile.screens.reads.photos import photo_ids
from mobile.wiring.after_commits import AfterCommits
from mobile.wiring.photos_inside import Inside
from mobile.wiring.photos_renamed import renamed

KINDS = (AnswerPhoto, Response, DraftHere, TakenOut, NoPhotosApart)
NOT_TAKEN = frozenset({"rejected", "forbidden", "too_large"})
NOT_OFFERED = frozenset({"not_found", "gone"})
"""What a clinic answers that has no place for such records. Nothing of them is there."""
ON_ITS_WAY = (SendState.WAITING, SendState.SENDING, SendState.CONFLICT, SendState.NEEDS_ATTENTION)


def _now() -> datetime:
    return datetime.now(UTC)


class PhotosFollow:
    """One an open store: begins at once, until `end`."""

    def __init__(self, records: Keeping, now: Callable[[], datetime] = _now) -> None:
        self._records, self._now = records, now
        self._inside = Inside(now)
        self._statement = ""
        self.end = AfterCommits(records, KINDS, self._put_right).end

    async def take_statement(self, capabilities: Capabilities) -> None:
        """What the clinic states of itself. Where that is another word on such records than when it took none, it is asked
        again. Raises StoreError."""
        self._statement = statement_of(capabilities)

        async def write() -> None:
            note = await self._records.get(NoPhotosApart, NoPhotosApart.ID)
            if note is None or not self._statement or note.statement == self._statement:
                return
            if note.statement:
                await ask_again(self._records)
            else:
                await self._records.save_all([replace(note, statement=self._statement)], over=[note])

        await until_written(write)

    async def _put_right(self, records: Keeping) -> None:
        """All three, once. Raises StoreError."""
        note = await records.get(NoPhotosApart, NoPhotosApart.ID)
        if note is not None and not note.is_believed(self._now()):
            await ask_again(records)
            note = None
        is_staying = note is not None and bool(note.staying)
        if not await records.count(AnswerPhoto) and not is_staying:
            return
        unsent = await records.unsent(AnswerPhoto)
        refused = frozenset(id for id, one in unsent.items() if is_refused(one))
        if refused or is_staying:
            await self._inside.bring(records, refused, note, self._statement)
        gone = frozenset(id for id, one in unsent.items() if one.state is SendState.ONLY_HERE)
        if gone:
            await _send_again(records, gone)
        if await records.count(TakenOut):
            await _take_away(records)


async def ask_again(records: Keeping) -> None:
    """From now on large photos are records of their own again, as far as the clinic takes them; those that stayed here are sent
    once more. What is inside an answer stays there. Raises StoreError."""

    async def forget() -> tuple[str, ...]:
        note = await records.get(NoPhotosApart, NoPhotosApart.ID)
        if note is None:
            return ()
        await records.save_all([], [note], over=[note])
        return note.staying

    staying = await until_written(forget)
    unsent = await records.unsent(AnswerPhoto) if staying else {}
    for id in staying:
        # What waits for the person's own word (it came with an open copy) is nobody else's to send.
        if id in unsent and is_refused(unsent[id]):
            await records.try_again(AnswerPhoto, id)


def statement_of(capabilities: Capabilities) -> str:
    """A digest of what a clinic's statement says of documents; "" where it says nothing of any records."""
    if not capabilities.resources:
        return ""
    stated = compose(capabilities.resources.get(AnswerPhoto.TYPE) or {})
    return sha256(stated.encode()).hexdigest()


def is_refused(one: Standing) -> bool:
    """Whether this clinic takes no such record."""
    if one.state is SendState.NEEDS_ATTENTION:
        return one.reason in NOT_TAKEN or (one.sent_at is None and one.reason in NOT_OFFERED)
    return one.state is SendState.WAITING and one.sent_at is None and one.reason in NOT_OFFERED


async def _named(records: Keeping, kept: KeptAnswers) -> frozenset[str]:
    """The ids of all photos that any version of any answer names, kept on this device alone or not."""
    texts = [one.text for one in [*kept.ours, *kept.theirs]]
    return named_in(texts, await photo_ids(records, texts))


# --- what was taken out ---


async def _take_away(records: Keeping) -> None:
    """Photos that were taken out of answers go from the clinic, once it has the answers without them."""
    kept = await kept_answers(records)
    named = await _named(records, kept)
    unsent = await records.unsent(Response)
    for one in await records.every(TakenOut):
        standing = unsent.get(one.response)
        if one.photo in named:
            await records.save_all([], [one], over=[one])  # it was chosen again
        elif standing is None or standing.state not in ON_ITS_WAY:
            photo = await records.get(AnswerPhoto, one.photo)
            gone: list[Noun] = [one, *([photo] if photo is not None else [])]
            await records.save_all([], gone, kept.over, kept.counted)


# --- what another device took away ---


async def _send_again(records: Keeping, gone: frozenset[str]) -> None:
    """The clinic has these no more. An answer on its way there, or still being given, takes its photo along; what no answer
    names goes from here. What was handed in is the clinic's to change."""
    kept = await kept_answers(records)
    unsent, named = await records.unsent(Response), await _named(records, kept)
    ids = await photo_ids(records, (one.text for one in kept.responses))
    again: dict[str, AnswerPhoto] = {}
    for response in kept.responses:
        standing = unsent.get(response.id)
        is_held = standing is not None and (
            standing.state is SendState.CONFLICT or standing.reason == ASKED_FIRST
        )
        is_going = standing is not None and standing.state in ON_ITS_WAY
        if is_held or not (is_going or (response.is_open and response.is_mine)):
            continue  # of two versions the person chooses first, and says first whether it is sent at all
        for url in pointing_urls(response.text):
            photo = await records.get(AnswerPhoto, id) if (id := photo_id(url, ids)) in gone else None
            if photo is not None:
                again[url] = photo.under(str(uuid4()))
    remove = [photo for id in gone - named if (photo := await records.get(AnswerPhoto, id))]
    if not again and not remove:
        return
    files = {
        (response.id, url): _named_as(again[url])
        for response in kept.ours
        for url in pointing_urls(response.text)
        if url in again
    }
    changes = renamed(kept, files)
    await records.save_all([*again.values(), *changes.save], remove, kept.over, kept.counted)


def _named_as(photo: AnswerPhoto) -> Attachment:
    """What an answer says of a photo that is a record of its own."""
    file = attachment_of(photo)
    return replace(file, data=None, size=file.bytes_long, url=photo.url)
