"""What an answer of whoever books becomes, and how one that the clinic's system refused is taken back. Flet-free."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from mobile.care.date_change import DateAnswer, DateDraft, DateRequest, OpenTime
from mobile.care.date_change.answer import Decided
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping, SendState
from mobile.screens.writing.date_writing import Made


async def answer_of(
    records: Keeping, decided: Decided, draft: DateDraft, words: str, *, me: str, now: datetime
) -> Made:
    """As things stand now: the chosen time is to be free, and nobody answered. Raises what the store raises."""
    request = await records.get(DateRequest, draft.about)
    answers = await records.every(DateAnswer)
    if request is None or request.is_withdrawn or any(one.about & request.names for one in answers):
        return Made(why="closed")
    offers = draft.wanted if decided != "declined" else ()
    if decided == "booked" and len(offers) != 1:
        return Made(why="nothing")
    if decided == "declined" and not words:
        return Made(why="nothing")
    free = {name for one in await records.every(OpenTime) if one.is_free for name in one.names}
    if any(one.slot not in free for one in offers):
        return Made(why="taken")
    answer = DateAnswer.make(draft.becomes, request, decided, sender=me, offers=offers, words=words, now=now)
    return Made(answer, over=(request,))


async def take_back(records: Keeping, answer: DateAnswer) -> bool:
    """An answer that the clinic's system did not carry out, or that never left. False: it is there, or on its way."""
    return await until_written(partial(_take_back, records, answer))


async def _take_back(records: Keeping, answer: DateAnswer) -> bool:
    standing = await records.standing(DateAnswer, answer.id)
    kept = await records.get(DateAnswer, answer.id)
    if kept is None or standing is None:
        return False
    if standing.state in (SendState.SENT, SendState.SENDING, SendState.CONFLICT):
        return False
    await records.save_all([], [kept], over=[kept], unsent=[kept])
    return True
