"""Hidden entries, where a second PIN opened them: which they are, and hiding one or showing it again with all that is part of it."""

from __future__ import annotations

from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.slept_on import OF_ENTRY, SleptOn
from mobile.care.put_off import PutOff
from mobile.noun import Noun
from mobile.records.overtaken import until_written
from mobile.records.ports import IS_HIDDEN, Keeping
from mobile.screens.reads import pictures, voice

MOST = 1 << 31


async def hidden_ids(records: Keeping) -> frozenset[str]:
    """Of the entries that are hidden and open. Raises what the store raises."""
    if not records.hiding.is_open:
        return frozenset()
    return frozenset(head.id for head in await records.heads(JournalEntry, MOST, None, {IS_HIDDEN: True}))


async def hide(records: Keeping, id: str, *, is_hidden: bool) -> bool:
    """Hides the entry of this id or shows it, with what was spoken for it and its pictures; hidden, nothing asks again about it.
    Of one that is not kept yet it is how it begins. False: it may not be hidden. Raises what the store raises."""

    async def write() -> bool:
        entry = await records.get(JournalEntry, id)
        if entry is None:
            records.hiding.begin(id, is_hidden=is_hidden)
            return True
        if is_hidden and not entry.may_be_hidden:
            return False
        notes = await voice.notes_of(records, entry.voice)
        spoken = await voice.gone_with(records, entry.voice)
        drawn = await pictures.gone_with(records, entry.pictures)
        asks_again = await _asks_again(records, id) if is_hidden else []
        await records.hiding.move(
            [entry, *spoken, *drawn],
            is_hidden=is_hidden,
            over=[entry, *notes],
            remove=asks_again,
        )
        return True

    return await until_written(write)


async def _asks_again(records: Keeping, id: str) -> list[Noun]:
    """What would bring this entry up on Today, where everybody sees it."""
    slept_on = await records.get(SleptOn, OF_ENTRY + id)
    put_off = [one for one in await records.every(PutOff) if one.entry == id]
    return [*put_off, *([slept_on] if slept_on is not None else [])]
