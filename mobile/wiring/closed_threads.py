"""A reply that was not sent yet, about what was taken back meanwhile or is open by no agreement any more, goes back to whoever wrote it: it is not sent, and no word is lost.

No screen need be open for it. What may have left this device already is left alone: the clinic refuses it, and then it comes back.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial

from mobile.care.codes import URN
from mobile.care.consent.standing import AgreementStanding
from mobile.care.grant import ShareGrant
from mobile.care.talk.draft import BEGINS, TalkDraft
from mobile.care.talk.reply import Reply
from mobile.records.errors import ChangedMeanwhile
from mobile.records.ports import Keeping
from mobile.screens.reads.agreed_with_me import agreed_with_me
from mobile.wiring.after_commits import AfterCommits


def _now() -> datetime:
    return datetime.now(UTC)


async def give_back(records: Keeping, reader: str | None = None, now: Callable[[], datetime] = _now) -> None:
    """Every unsent reply that no grant in force opens becomes its writer's draft again. `reader`: "Practitioner/t1" where the
    store is one of the people's whom patients let read (`now`: their clock): there one of a patient's goes, of which only the read mark is unsent.

    Raises StoreError.
    """
    unsent = await records.unsent(Reply)
    if not unsent:
        return
    grants = [one for one in await records.every(ShareGrant) if one.is_active]
    if reader is not None:
        agreed = await agreed_with_me(records, reader, now())
        grants = [one for one in grants if not agreed.is_closed(one.patient, "shared")]
    open_now = frozenset[str]().union(*(one.data for one in grants))
    for id, standing in unsent.items():
        reply = await records.get(Reply, id)
        if reply is None or reply.about & open_now:
            continue
        if reader is not None and reply.sender != reader:
            with suppress(ChangedMeanwhile):  # what the clinic has is sync's to remove
                await records.save_all([], [reply], over=[reply], unsent=[reply])
            continue
        if reply.server_id is not None:
            continue
        draft = TalkDraft(
            BEGINS + reply.id,
            thread_of(reply),
            reply.patient or "",
            reply.sent_at or datetime.now(UTC),
            reply.words,
            "maybe_sent" if standing.may_have_arrived else "taken_back",
        )
        with suppress(ChangedMeanwhile):  # it may be on its way
            await records.save_all([draft], [reply], over=[reply], unsent=[reply])


def thread_of(reply: Reply) -> str:
    """The id of the copy it is about, as a device calls it."""
    own = sorted(name.removeprefix(URN) for name in reply.about if name.startswith(URN))
    return own[0] if own else min(reply.about, default="")


def closed_threads(
    records: Keeping, reader: str | None, now: Callable[[], datetime] = _now
) -> Callable[[], None]:
    """Begins it. Returns the end of it."""
    back = partial(give_back, reader=reader, now=now)
    return AfterCommits(records, (ShareGrant, Reply, AgreementStanding), back).end
