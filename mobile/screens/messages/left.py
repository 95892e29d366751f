"""Answers that were not sent and whose words they were about are deleted: no page shows those any more, so they stand with the
messages until their writer deletes them."""

from __future__ import annotations

from mobile.care.codes import URN
from mobile.care.grant import ShareGrant
from mobile.care.own_words import OwnWords
from mobile.care.shared_kinds import SHAREABLE
from mobile.care.talk.draft import TalkDraft, is_about_nothing_shared
from mobile.records.ports import Keeping


async def left_over(records: Keeping, me: str) -> list[TalkDraft]:
    """The oldest first. `me`: "Patient/p1". Own words are read only where there is such an answer at all."""
    drafts = await records.every(TalkDraft, {"patient": me})
    found = [one for one in drafts if not is_about_nothing_shared(one.thread) and not one.is_empty]
    if found:
        open_now = frozenset[str]().union(
            *(one.data for one in await records.every(ShareGrant) if one.is_active)
        )
        found = [one for one in found if not {one.thread, URN + one.thread} & open_now]
    if found:
        known = {id for kind in SHAREABLE for one in await records.every(kind) for id in _threads(one)}
        found = [one for one in found if one.thread not in known]
    return sorted(found, key=lambda one: one.changed_at)


def _threads(own: OwnWords) -> set[str]:
    return {one.copy_id for one in (*own.copies, *own.taken_back)}
