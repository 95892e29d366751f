"""The evening of such a day (tests/faults/sync/threads.py): everybody comes home, and what must hold then.

The model knows no order and no clock: what was saved and not taken back is there once as it was last saved; what was taken back is
there for nobody; what was never given was never sent.
"""

from __future__ import annotations

import json
from typing import Any

from mobile.care.catalog import Who, filing
from mobile.care.grant import ShareGrant
from mobile.care.shared_kinds import ALONG, COPIES, SHAREABLE
from mobile.care.talk.draft import TalkDraft
from mobile.care.talk.message import Message
from mobile.care.talk.reply import Reply
from mobile.records.ports import SendState
from mobile.sync.arrivals import is_withdrawn_stub
from tests.faults.sync.parties import Party
from tests.faults.sync.schedules import own_id
from tests.faults.sync.threads import HELD, ME, TYPES, TalkDay, copies_here

ROUNDS = 40
Json = dict[str, Any]


async def played(day: TalkDay) -> None:
    """The whole of it. Raises AssertionError for what must not be."""
    await day.begin()
    try:
        await day.live()
        await quiet(day)
        await check(day)
    finally:
        await day.end()


async def quiet(day: TalkDay) -> None:
    """Everybody syncs until nothing moved in two rounds on end. Raises AssertionError."""
    still = 0
    for _ in range(ROUNDS):
        day.ground.passed(10.0)
        moved = 0
        for party in day.everybody:
            party.time.forward(4000)
            moved += await party.once()
            await _settles(party)
        still = 0 if moved else still + 1
        if still == 2:
            return
    raise AssertionError("never quiet")


async def _settles(party: Party) -> None:
    """What a person decides about what needs their attention."""
    for noun in (Reply, Message, ShareGrant, *HELD):
        for id, standing in (await party.records.unsent(noun)).items():
            if standing.state is not SendState.NEEDS_ATTENTION:
                continue
            if noun in HELD and standing.reason == "gone":  # another device took it back
                found = await party.records.get(noun, id)
                if found is not None:
                    await party.records.remove(found)
                continue
            await party.records.try_again(noun, id)
    for kind in SHAREABLE:  # what was written last is what is meant
        for conflict in await party.records.conflicts(kind.COPY):
            things = await party.records.every(kind)
            thing = next(one for one in things if any(link.copy_id == conflict.id for link in one.copies))
            ours, theirs = kind.COPY.from_json(conflict.ours), kind.COPY.from_json(conflict.theirs)
            await party.records.settle(thing.settled_as(ours, theirs), conflict)
    for conflict in await party.records.conflicts(Reply):  # two devices read it: one of the receipts stands
        await party.records.settle(Reply.from_json(conflict.theirs), conflict)


async def check(day: TalkDay) -> None:
    """Raises AssertionError for what must not be."""
    await _talk_is_whole(day)
    _what_is_shared_is_there_once(day)
    await _what_is_shut_is_nowhere(day)
    await _what_is_mine_is_here_and_nowhere_else(day)


async def _talk_is_whole(day: TalkDay) -> None:
    written = [one for one in day.ground.alive("Communication") if one.get("payload")]
    at_clinic = [one["payload"][0]["contentString"] for one in written]
    assert len(set(at_clinic)) == len(at_clinic), "a reply or a message is there twice"
    assert day.told <= set(at_clinic), "a message is lost"
    replies = set(at_clinic) - day.told
    kept = {one for party in day.everybody for one in await party.records.every(TalkDraft)}
    kept -= {one for one in day.mine.values() if isinstance(one, TalkDraft)}
    drafts = {one.words for one in kept if one.back != "maybe_sent"}
    unsure = {one.words for one in kept if one.back == "maybe_sent"}
    assert set(day.said) == replies | drafts | unsure, "words are lost, or came from nowhere"
    assert not replies & drafts, "sent, and shown as not sent"
    for words, copy in day.said.items():
        if words in drafts | (unsure - replies):
            continue
        for party in day.here:
            assert words in {one.words for one in await party.records.every(Reply)}, (
                "a patient's device lacks it"
            )
        # What the clinic said it had lost stays with whoever wrote it: it may be the last copy of their words.
        lost = await day.sam.records.unsent(Reply)
        held = {one.words: one for one in await day.sam.records.every(Reply)}
        if copy not in day.shut:
            assert words in held, "open and not there"
        elif words in held:
            assert held[words].sender == day.sam.who.reference, "closed and still held"
            assert held[words].id in lost, "closed and still held"


def _at_clinic(day: TalkDay) -> dict[str, Json]:
    """By their ids, the copies that are there, of every kind, with what goes along with them."""
    kinds = {one.KIND.name for one in HELD}
    who, found = Who("patient", ME, ME), list[Json]()
    for type_ in TYPES:
        for document in day.ground.alive(type_):
            filed = filing(type_, json.dumps(document), who)
            if filed is not None and filed.kind.name in kinds:
                found.append(document)
    by_id = {own_id(document): document for document in found}
    assert len(by_id) == len(found), "a copy is there twice"
    return by_id


def _what_is_shared_is_there_once(day: TalkDay) -> None:
    grants = day.ground.alive("Consent")
    assert len({own_id(one) for one in grants}) == len(grants), "a grant is there twice"
    active = {own_id(one) for one in grants if one["status"] == "active"}
    assert not active & day.ended, "a grant that was taken back is active"
    there = _at_clinic(day)
    kinds = {one.KIND.name: one for one in COPIES}
    for id, words in day.shown.items():
        if id not in day.shut:
            assert id in there, "a copy is lost"
            document = there[id]
            filed = filing(document["resourceType"], json.dumps(document), Who("patient", ME, ME))
            assert filed is not None
            assert kinds[filed.kind.name].from_resource(document).words == words, "a copy says something else"
    # Where a server would not delete one just then, an empty one that says so stands in its place.
    left = [(day.shown.get(id, ""), json.dumps(there[id])) for id in day.shut & set(there)]
    assert all(is_withdrawn_stub(text) for _, text in left), "taken back, and still at the clinic"
    assert not [
        text for words, text in left if any(word in text for word in words.split() if len(word) > 30)
    ], "struck out, and its words are still there"


async def _what_is_shut_is_nowhere(day: TalkDay) -> None:
    held = {one.id: one.words for one in await copies_here(day.sam)}
    assert held == {id: words for id, words in day.shown.items() if id not in day.shut}, (
        "the reader has something else than what is open"
    )
    open_now = [one for one in await day.sam.records.every(ShareGrant) if one.is_active]
    for kind in ALONG:
        for one in await day.sam.records.every(kind):
            assert any(grant.opens(one) for grant in open_now), "what goes along is held, and is open no more"


async def _what_is_mine_is_here_and_nowhere_else(day: TalkDay) -> None:
    for party in day.here:
        for (name, id), noun in day.mine.items():
            if name == party.folder.name:
                kept = await party.records.get(type(noun), id)
                assert kept is not None, "something private is lost"
                assert kept.to_json() == noun.to_json(), "something private is changed"
    heard = bytes(day.clinic.heard)
    assert not [word for word in day.secrets if word.encode() in heard], "something private was sent"
    for party in (*day.here, day.sam):
        others = [noun for (name, _), noun in day.mine.items() if name != party.folder.name]
        for noun in others:
            if not hasattr(type(noun), "ID"):  # one of a kind is on each device by itself
                assert await party.records.get(type(noun), noun.id) is None, "something private is elsewhere"
