"""A row that was begun keeps what it said, though it borrows the record's body until that is written again."""

from __future__ import annotations

import pytest

from mobile.records import Records
from mobile.records.ports import ServerCopy
from tests.unit.records.parts import START, Wish, copy_of, pulled


async def test_a_begun_row_says_the_same_after_the_record_was_saved_again(records: Records) -> None:
    first = Wish("as it was sent")
    await records.save(first)
    (row,) = await records.due(START, 5)
    await records.begin([row.seq])
    await records.save(Wish("newer", first.id))
    await records.retry_later(row.seq, START, "offline")
    (again,) = await records.due(START, 5)
    assert (again.seq, again.payload) == (row.seq, first.to_json())


async def test_a_row_that_failed_once_says_the_same_after_the_record_was_saved_again(
    records: Records,
) -> None:
    first = Wish("as it was sent")
    await records.save(first)
    (row,) = await records.due(START, 5)
    await records.begin([row.seq])
    await records.retry_later(row.seq, START, "offline")
    await records.save(Wish("newer", first.id))
    (again,) = await records.due(START, 5)
    assert (again.seq, again.payload) == (row.seq, first.to_json())


async def test_an_answer_without_a_text_makes_the_body_what_the_server_has(records: Records) -> None:
    first = Wish("as it was sent")
    await records.save(first)
    (row,) = await records.due(START, 5)
    await records.begin([row.seq])
    await records.acknowledge([(row.seq, ServerCopy("s1", 'W/"1"', None, row.payload, is_as_sent=True))])
    await records.save(Wish("newer", first.id))
    (update,) = await records.due(START, 5)
    assert (update.op, update.etag, update.base) == ("update", 'W/"1"', first.to_json())


async def test_an_answer_without_a_text_leaves_a_newer_change_its_base(records: Records) -> None:
    first = Wish("as it was sent")
    await records.save(first)
    (row,) = await records.due(START, 5)
    await records.begin([row.seq])
    await records.save(Wish("newer", first.id))
    await records.acknowledge([(row.seq, ServerCopy("s1", 'W/"1"', None, row.payload, is_as_sent=True))])
    (update,) = await records.due(START, 5)
    assert (update.op, update.base) == ("update", first.to_json())


async def test_a_page_that_names_one_record_twice_is_stored_in_its_order(records: Records) -> None:
    one = Wish("first version")
    page = [
        pulled(copy_of(one, "s1", 1)),
        pulled(copy_of(Wish("another"), "s2", 1)),
        pulled(copy_of(Wish("second version", one.id), "s1", 2)),
    ]
    result = await records.store_page("q", page, None)
    assert result.stored == 3
    found = await records.get(Wish, one.id)
    assert found is not None
    assert found.words == "second version"


async def test_of_two_that_claim_one_name_in_a_page_neither_breaks_it(records: Records) -> None:
    one = Wish("mine")
    result = await records.store_page(
        "q",
        [pulled(copy_of(one, "s1", 1)), pulled(copy_of(one, "s2", 1)), pulled(copy_of(Wish("x"), "s3"))],
        None,
    )
    assert result.stored == 2


async def test_a_new_text_for_what_was_said_to_be_gone_is_looked_for_before_it_is_sent(
    records: Records,
) -> None:
    first = Wish("sent, then said to be gone")
    await records.save(first)
    (row,) = await records.due(START, 5)
    await records.begin([row.seq])
    await records.park(row.seq, "gone")
    await records.save(Wish("newer", first.id))
    (again,) = await records.due(START, 5)
    assert (again.op, again.is_again) == ("create", True)
    assert await records.verify() == []


async def test_what_points_to_a_record_the_clinic_has_nothing_of_does_not_wait_for_ever(
    records: Records,
) -> None:
    first = Wish("was there, then said to be gone")
    await records.save(first)
    (row,) = await records.due(START, 5)
    await records.begin([row.seq])
    await records.acknowledge([(row.seq, copy_of(first, "s1"))])
    follower = Wish("points to it", about=first.id)
    await records.save(follower)
    (pointing,) = await records.due(START, 5)
    await records.begin([pointing.seq])
    await records.retry_later(pointing.seq, START, "server_broken")
    await records.save(Wish("newer", first.id))
    change = next(one for one in await records.due(START, 5) if one.local_id == first.id)
    await records.begin([change.seq])
    await records.park(change.seq, "gone")
    await records.remove(Wish("newer", first.id), withdrawn_stub=first.to_json())
    (removal,) = await records.due(START, 5)
    assert removal.op == "delete"
    await records.begin([removal.seq])
    await records.acknowledge([(removal.seq, None)])
    assert sum((await records.pending()).values()) == 0
    assert await records.get(Wish, follower.id) == follower


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE outbox SET state = 2", "outbox.timing"),
        ("UPDATE outbox SET begun = 7", "outbox.timing"),
        ("UPDATE outbox SET timing = NULL", "outbox.timing"),
        ("UPDATE link SET is_gone = 1", "link.about"),
        ("UPDATE link SET type = 1", "link.about"),
        ("UPDATE link SET server = randomblob(16)", "link.about"),
        ("UPDATE link SET base = NULL", "link.about"),
    ],
)
async def test_a_changed_flag_in_clear_is_found(records: Records, change: str, code: str) -> None:
    known, waiting = Wish("the clinic has it"), Wish("on its way")
    await records.save(known)
    (row,) = await records.due(START, 5)
    await records.begin([row.seq])
    await records.acknowledge([(row.seq, copy_of(known, "s1"))])
    await records.save(waiting)
    (row,) = await records.due(START, 5)
    await records.begin([row.seq])
    assert await records.verify() == []
    await records._database.write(lambda: records._context.connection.execute(change))
    assert code in await records.verify()
