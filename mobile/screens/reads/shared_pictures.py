"""Pictures that were shared: made from what is kept, and found by the grant that lets them be seen."""

from __future__ import annotations

from collections.abc import Sequence

from mobile.care.grant import ShareGrant
from mobile.care.journal.picture import MOST_BYTES, EntryPicture
from mobile.care.journal.shared_picture import SharedPicture
from mobile.care.sharing import new_id
from mobile.records.ports import Head, Keeping

MOST = 1 << 31


def copies_of(pictures: Sequence[EntryPicture], shows: Sequence[str], patient: str) -> list[SharedPicture]:
    """New records that hold exactly these pictures, as they are kept. `shows`: what each shows, "" for nothing said."""
    both = zip(pictures, shows, strict=True)
    return [SharedPicture.of(new_id(), one, patient, place, words) for place, (one, words) in enumerate(both)]


def fits_a_record(picture: EntryPicture) -> bool:
    """Whether a clinic's record takes it. One that came from another program's file may not."""
    return 0 < len(picture.data) <= MOST_BYTES


async def seen_by(records: Keeping, grant: ShareGrant) -> list[Head]:
    """The heads of those that a grant lets its reader see, in their order: no picture is read."""
    if not grant.is_active or not await records.count(SharedPicture):
        return []
    heads = await records.heads(SharedPicture, MOST, None, {"patient": grant.patient})
    opened = [one for one in heads if grant.data & frozenset(one.values.get("names") or ())]
    return sorted(opened, key=lambda one: int(one.values.get("place") or 0))
