"""What goes along with an entry's copy: the sound of its notes and its pictures, made anew only where others are chosen than were
given, and exactly as they were previewed.
"""

from __future__ import annotations

from collections.abc import Sequence

from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.picture import EntryPicture
from mobile.care.journal.shared_entry import SharedEntry
from mobile.care.journal.shared_picture import SharedPicture
from mobile.care.journal.shared_voice import SharedVoice
from mobile.care.journal.voice import VoiceNote
from mobile.care.resource import Resource
from mobile.care.shares import Share
from mobile.noun import Noun
from mobile.records.ports import Keeping
from mobile.screens.reads import shared_pictures, shared_voice
from mobile.screens.reads.pictures import pictures_of
from mobile.screens.reads.shared_along import opened_by
from mobile.screens.reads.voice import notes_of
from mobile.screens.writing.along import Along
from mobile.screens.writing.shareable_draft import NotAsPreviewed


async def along_with(
    records: Keeping,
    wanted: JournalEntry,
    current: Share | None,
    patient: str,
    previewed: Sequence[VoiceNote] | None,
) -> tuple[JournalEntry, Along]:
    """The entry as it is shared, and what goes along with it. `previewed`: the voice notes as long as they were in the preview.
    Raises NotAsPreviewed, and what the store raises."""
    before = await opened_by(records, [current.grant]) if current is not None else []
    copy = current.copy if current is not None else None
    shared = copy if isinstance(copy, SharedEntry) else None
    spoken: list[Resource] = [one for one in before if isinstance(one, SharedVoice)]
    seen: list[Resource] = [one for one in before if isinstance(one, SharedPicture)]
    is_heard = shared is not None and _is_heard_in(wanted, shared, spoken)
    is_seen = shared is not None and _is_seen_in(wanted, shared, seen)
    staying = [
        *(spoken if is_heard and wanted.voice_along else ()),
        *(seen if is_seen and wanted.pictures_along else ()),
    ]
    if is_heard and is_seen and len(staying) == len(before):
        return wanted, Along()
    new: list[Resource] = []
    read: list[Noun] = []
    if not is_heard:
        notes = await notes_of(records, wanted.voice_along)
        if previewed is not None and notes != previewed:
            raise NotAsPreviewed
        new += await shared_voice.copies_of(records, notes, patient)
        read += notes
    if not is_seen:
        pictures = await _whole(records, wanted.pictures_along)
        shows = [wanted.shows(one.id) for one in pictures]
        new += shared_pictures.copies_of(pictures, shows, patient)
        read += pictures
    gone = [one for one in before if one not in staying]  # also another device's, which was not previewed
    return wanted.giving_along(), Along(new, staying, gone, read)


def _is_heard_in(wanted: JournalEntry, copy: SharedEntry, given: Sequence[Resource]) -> bool:
    """Whether the same notes were given with the copy, as long as they are now."""
    if wanted.voice_along != wanted.voice_given:
        return False
    return not wanted.voice_along or (bool(given) and wanted.chosen.voice == copy.shown.voice)


def _is_seen_in(wanted: JournalEntry, copy: SharedEntry, given: Sequence[Resource]) -> bool:
    """Whether the same pictures were given with the copy, saying what they say now."""
    along = wanted.pictures_along
    has_same_lines = tuple(wanted.picture_line(id) for id in along) == copy.shown.pictures
    return along == wanted.pictures_given and (not along or (len(given) == len(along) and has_same_lines))


async def _whole(records: Keeping, ids: Sequence[str]) -> list[EntryPicture]:
    """All of them. Raises NotAsPreviewed where one is not here, or no record takes it: it was not in the preview."""
    found = await pictures_of(records, ids)
    if len(found) < len(ids) or not all(map(shared_pictures.fits_a_record, found)):
        raise NotAsPreviewed
    return found
