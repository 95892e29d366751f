"""How far a pull has come, page by page: what it meets, where it asks next, and where the mark may stand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from api_client import Document, Page
from mobile.records.ports import Mark
from mobile.sync.walk import (
    AHEAD,
    BARREN_PAGES,
    LARGEST_COUNT,
    MOST_SEEN,
    OVERLAP,
    PageFacts,
    Walk,
    version_key,
)

NINE = datetime(2031, 3, 1, 9, tzinfo=UTC)
LINK = "https://clinic.example/fhir?page=2"


def at(seconds: float) -> datetime:
    return NINE + timedelta(seconds=seconds)


def text(seconds: float) -> str:
    return at(seconds).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def goal(number: int, seconds: float | None, version: str | None = "1", kind: str = "Goal") -> Document:
    return Document(kind, f"g{number}", version, None if seconds is None else text(seconds), "{}")


def facts(size: int = 2, total: int | None = None, link: str | None = None, **more: object) -> PageFacts:
    return PageFacts(size, total, link, more.pop("server_date", None), **more)  # type: ignore[arg-type]


def fresh(count: int = 2, mark: Mark | None = None) -> Walk:
    return Walk(mark, "Goal", count)


def page(walk: Walk, *seconds: float, first: int = 0, **more: object) -> bool:
    """Takes a page of so many goals, and whether there is a next one."""
    found = facts(len(seconds), **more)  # type: ignore[arg-type]
    walk.take([goal(first + n, one) for n, one in enumerate(seconds)], found)
    return walk.advance(found)


# --- what is met ---


def test_a_version_is_known_by_its_number_or_else_by_its_time() -> None:
    assert version_key(goal(1, 5)) == "Goal/g1/1"
    assert version_key(goal(1, 5, None)) == f"Goal/g1/{text(5)}"


def test_a_page_says_of_itself_what_the_walk_goes_by() -> None:
    read = Page([], LINK, at(1), 7, (), 3, at(2), False, True)
    assert PageFacts.of(read) == PageFacts(3, 7, LINK, at(1), at(2), True)


def test_what_was_met_before_is_not_handed_on_again() -> None:
    walk = fresh()
    one, two, newer = goal(1, 1), goal(2, 2), goal(1, 3, "2")
    assert walk.take([one, two], facts()) == [one, two]
    assert walk.take([two, newer], facts()) == [newer]
    assert list(walk.ids) == ["g1", "g2"]
    assert walk.seen == {"Goal/g1/1": at(1), "Goal/g2/1": at(2), "Goal/g1/2": at(3)}


def test_what_only_came_along_is_handed_on_and_moves_nothing() -> None:
    walk = fresh()
    along = goal(9, 99, kind="Practitioner")
    assert walk.take([goal(1, 1), along], facts()) == [goal(1, 1), along]
    assert (walk.top, list(walk.ids), walk.met) == (at(1), ["g1"], {"g1"})


def test_the_newest_time_is_kept_as_the_server_wrote_it() -> None:
    walk = fresh()
    walk.take([goal(1, 1), Document("Goal", "g2", "1", "2031-03-01T10:00:05.5+01:00", "{}")], facts())
    assert (walk.top, walk.top_text) == (at(5.5), "2031-03-01T10:00:05.5+01:00")
    walk.take([goal(3, 2)], facts())
    assert walk.top == at(5.5)


@pytest.mark.parametrize("seconds", [[2.0, 1.0], [1.0, None]])
def test_a_list_out_of_order_or_without_times_is_noticed(seconds: list[float | None]) -> None:
    walk = fresh()
    walk.take([goal(n, one) for n, one in enumerate(seconds)], facts())
    assert not walk.is_ordered


def test_rows_of_one_instant_are_in_order() -> None:
    walk = fresh()
    walk.take([goal(1, 1), goal(2, 1)], facts())
    assert walk.is_ordered


def test_a_row_from_before_what_was_asked_for_shows_that_the_bound_is_not_honoured() -> None:
    mark = Mark(text(300), (), None, text(200.5))
    walk = fresh(mark=mark)
    walk.take([goal(1, 200)], facts())
    assert walk.is_ordered, "servers that keep whole seconds round down"
    walk = fresh(mark=mark)
    walk.take([goal(1, 199)], facts())
    assert not walk.is_ordered


def test_a_row_of_the_servers_own_future_does_not_move_the_mark() -> None:
    walk = fresh()
    walk.take([goal(1, 1), goal(2, AHEAD.total_seconds() + 0.5)], facts(server_date=NINE))
    assert walk.top == at(1)
    walk.take([goal(3, AHEAD.total_seconds())], facts(server_date=NINE))
    assert walk.top == at(300)


def test_a_mark_far_beyond_the_servers_present_came_from_a_wrong_clock() -> None:
    walk = fresh(mark=Mark(text(300)))
    assert not walk.is_mark_ahead(NINE)
    assert walk.is_mark_ahead(at(-0.001))
    assert not walk.is_mark_ahead(None)
    assert not fresh().is_mark_ahead(NINE)


# --- where it begins ---


def test_without_a_mark_everything_is_asked_for() -> None:
    walk = fresh()
    assert (walk.since, walk.is_past, walk.top, walk.link, walk.has_followed) == (
        None,
        False,
        None,
        None,
        False,
    )


def test_a_mark_without_more_begins_the_overlap_before_it() -> None:
    walk = fresh(mark=Mark(text(500)))
    assert (walk.since, walk.is_past) == (at(500) - OVERLAP, False)
    assert (walk.top, walk.top_text) == (at(500), text(500))
    assert timedelta(minutes=2) == OVERLAP


def test_a_mark_that_says_where_to_ask_from_begins_there() -> None:
    walk = fresh(mark=Mark(text(500), (), None, text(450), True))
    assert (walk.since, walk.is_past) == (at(450), True)


def test_a_kept_link_is_followed_and_makes_a_second_look_due() -> None:
    walk = fresh(mark=Mark("", (), LINK))
    assert (walk.link, walk.has_followed, walk.top, walk.top_text) == (LINK, True, None, "")


# --- the next page ---


def test_a_page_that_is_not_full_is_the_last() -> None:
    assert not page(fresh(3), 1, 2)
    assert page(fresh(2), 1, 2)
    assert page(fresh(1), 1, 2)


def test_where_the_server_counts_its_count_tells_whether_there_is_more() -> None:
    assert not page(fresh(2), 1, 2, total=2)
    assert page(fresh(9), 1, 2, total=3)


def test_where_there_is_a_link_it_is_followed_and_none_means_the_end() -> None:
    walk = fresh(9)
    assert page(walk, 1, 2, link=LINK, total=2)
    assert (walk.link, walk.has_followed) == (LINK, True)
    assert not page(walk, 3, 4, first=2, total=9)


def test_more_without_a_link_to_it_is_asked_for_from_the_newest() -> None:
    walk = fresh(9)
    assert page(walk, 1, 2, is_cut=True, total=2)
    assert (walk.since, walk.is_past, walk.link) == (at(2), False, None)


def test_an_empty_page_is_the_last_whatever_it_says() -> None:
    assert not page(fresh(), link=LINK)
    assert not page(fresh(), total=5)


def test_the_next_page_is_asked_from_the_newest_time_and_counted_anew() -> None:
    walk = fresh(2)
    assert page(walk, 1, 2)
    assert (walk.since, walk.count, walk.met, walk.totals, walk.last_at) == (at(2), 2, set(), [], None)


def test_a_page_of_one_instant_is_asked_again_twice_as_large() -> None:
    walk = fresh(2, Mark(text(120), (), None, text(120)))
    assert page(walk, 120, 120)
    assert (walk.since, walk.count) == (at(120), 4)


def test_a_list_in_no_order_is_asked_again_in_larger_pages_to_an_end() -> None:
    walk = fresh(2)
    asked: list[int] = []
    number = 0
    while True:
        found = [goal(number, 9), goal(number + 1, 5)]
        number += 2
        walk.take(found, facts(walk.count))
        if not walk.advance(facts(walk.count)):
            break
        asked.append(walk.count)
    assert asked == [4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096]
    assert walk.stopped == "endless_pages"
    assert LARGEST_COUNT == 3200


def test_after_some_pages_of_nothing_new_the_walk_rests() -> None:
    walk = fresh(2)
    assert page(walk, 1, 2, link=LINK)
    assert page(walk, 1, 2, link=LINK)
    assert walk.stopped is None
    assert not page(walk, 1, 2, link=LINK)
    assert walk.stopped == "endless_pages"
    assert BARREN_PAGES == 2


def test_something_new_ends_the_counting_of_barren_pages() -> None:
    walk = fresh(2)
    page(walk, 1, 2, link=LINK)
    page(walk, 1, 2, link=LINK)
    assert page(walk, 3, 4, first=2, link=LINK)
    assert walk.barren == 0
    assert page(walk, 3, 4, first=2, link=LINK)


# --- whether the list may have shifted ---


def test_a_list_read_by_links_is_looked_at_again_unless_the_server_counted_all() -> None:
    walk = fresh(9)
    page(walk, 1, 2, link=LINK)
    page(walk, 3, first=2)
    assert walk.needs_second_look
    for totals, is_counted in (
        ((3, 3), True),
        ((3, None), False),
        ((None, 3), False),
        ((3, 4), False),
        ((4, 4), False),
        ((2, 2), False),
    ):
        walk = fresh(9)
        page(walk, 1, 2, link=LINK, total=totals[0])
        page(walk, 3, first=2, total=totals[1])
        assert walk.needs_second_look is not is_counted, totals


def test_a_count_that_changed_in_the_middle_is_not_trusted_though_it_came_back() -> None:
    walk = fresh(9)
    page(walk, 1, link=LINK, total=3)
    page(walk, 2, first=1, link=LINK, total=4)
    page(walk, 3, first=2, total=3)
    assert walk.needs_second_look
    walk = fresh(9)
    page(walk, 1, link=LINK, total=3)
    page(walk, 2, first=1, link=LINK)
    page(walk, 3, first=2, total=3)
    assert not walk.needs_second_look, "some count on the first page and the last only"


def test_one_page_or_pages_asked_from_a_time_need_no_second_look() -> None:
    walk = fresh(9)
    page(walk, 1, 2)
    assert not walk.needs_second_look
    walk = fresh(2)
    page(walk, 1, 2)
    page(walk, 3, first=2)
    assert not walk.needs_second_look


def test_a_list_in_no_order_is_not_looked_at_again() -> None:
    walk = fresh(9)
    page(walk, 2, 1, link=LINK)
    page(walk, 3, first=2)
    assert not walk.needs_second_look


def test_a_part_read_by_links_stays_unsure_when_the_next_is_asked_from_a_time() -> None:
    walk = fresh(9)
    page(walk, 1, 2, link=LINK)
    page(walk, 3, 4, first=2, is_cut=True)
    page(walk, 5, first=4, total=1)
    assert walk.needs_second_look


def test_a_second_look_asks_from_times_and_not_by_links() -> None:
    walk = fresh(9)
    walk.is_second_look = True
    assert page(walk, 1, 2, link=LINK)
    assert (walk.link, walk.since, walk.has_followed) == (None, at(2), False)
    assert page(walk, 2, 2, first=2, link=LINK)
    assert (walk.link, walk.has_followed) == (LINK, False), "of one instant only the link leads on"


def test_a_server_that_counts_more_than_was_met_has_more() -> None:
    walk = fresh()
    walk.take([goal(1, 1), goal(2, 2)], facts())
    assert not walk.is_counted_beyond(facts(total=2))
    assert walk.is_counted_beyond(facts(total=3))
    assert not walk.is_counted_beyond(facts())


# --- the mark ---


def test_while_pages_are_asked_from_times_the_mark_follows_the_newest() -> None:
    walk = fresh(2)
    page(walk, 1, 2)
    assert walk.next_mark(False) == Mark(text(2), (), None)
    assert fresh().next_mark(False) is None


def test_while_links_are_followed_the_mark_keeps_the_link() -> None:
    walk = fresh(2)
    page(walk, 1, 2, link=LINK)
    assert walk.next_mark(False) == Mark("", (), LINK)
    walk = fresh(2, Mark("", (), "https://clinic.example/fhir?page=1"))
    page(walk, 1, 2, link=LINK)
    assert walk.next_mark(False) == Mark("", (), LINK)
    walk = fresh(2, Mark(text(0)))
    page(walk, 1, 2, link=LINK)
    assert walk.next_mark(False) is None, "the mark of the last whole pull is worth more"


def test_a_second_look_keeps_no_place_of_its_own_before_its_end() -> None:
    walk = fresh(2)
    walk.is_second_look = True
    page(walk, 1, 2)
    assert walk.next_mark(False) == Mark("", (), None)
    assert walk.next_mark(True) == Mark(text(2), ("Goal/g0/1", "Goal/g1/1"), None)


def test_nothing_at_all_makes_no_mark() -> None:
    walk = fresh()
    page(walk)
    assert walk.next_mark(True) is None


def test_without_the_servers_time_the_next_pull_begins_the_overlap_before_the_newest() -> None:
    walk = fresh(9)
    page(walk, 0, 80, 200)
    assert walk.next_mark(True) == Mark(text(200), ("Goal/g1/1", "Goal/g2/1"), None)


def test_the_next_pull_begins_the_overlap_before_the_servers_time() -> None:
    walk = fresh(9)
    page(walk, 0, 80, 200, as_of=at(220))
    assert walk.next_mark(True) == Mark(text(200), ("Goal/g2/1",), None, text(100))
    assert walk.as_of == at(220)


def test_where_the_newest_row_is_older_than_that_the_next_pull_begins_with_it() -> None:
    walk = fresh(9)
    page(walk, 0, 80, as_of=at(400))
    assert walk.next_mark(True) == Mark(text(80), ("Goal/g1/1",), None, text(80), False)
    walk = fresh(9)
    page(walk, 80, as_of=at(80) + OVERLAP)
    assert walk.next_mark(True) == Mark(text(80), ("Goal/g0/1",), None, text(80), False)


def test_from_the_second_such_time_on_the_newest_rows_own_instant_is_left_out() -> None:
    walk = fresh(9, Mark(text(80), ("Goal/g1/1",), None, text(80)))
    page(walk, 80, as_of=at(900))
    assert walk.next_mark(True) == Mark(text(80), (), None, text(80), True)
    newer = fresh(9, Mark(text(80), (), None, text(80), True))
    page(newer, 90, as_of=at(900))
    assert newer.next_mark(True) == Mark(text(90), ("Goal/g0/1",), None, text(90), False)


def test_only_the_first_page_tells_which_moment_the_walk_describes() -> None:
    walk = fresh(9)
    page(walk, 0, link=LINK, as_of=at(400))
    page(walk, 1, first=1, as_of=at(900))
    assert walk.as_of == at(400)
    resumed = fresh(9, Mark("", (), LINK))
    page(resumed, 1, as_of=at(900))
    assert resumed.as_of is None, "it began earlier, nobody knows when"


def test_the_mark_stays_before_what_could_not_be_stored() -> None:
    walk = fresh(9)
    page(walk, 1, 5, 9)
    walk.hold_before(goal(1, 5))
    assert walk.next_mark(True) is None
    walk.hold_before(goal(2, 7))
    assert walk.ceiling == at(5)
    walk.hold_before(goal(3, None))
    assert walk.ceiling == at(5)
    walk.hold_before(goal(0, 4))
    assert walk.ceiling == at(4)
    early = fresh(2)
    page(early, 1, 5)
    early.hold_before(goal(9, 6))
    assert early.next_mark(False) == Mark(text(5), (), None)
    early.hold_before(goal(9, 5))
    assert early.next_mark(False) is None


def test_only_so_many_versions_are_remembered_the_latest_ones() -> None:
    walk = fresh(9999)
    page(walk, *([1.0] * (MOST_SEEN + 5)))
    mark = walk.next_mark(True)
    assert mark is not None
    assert len(mark.seen) == MOST_SEEN == 400
    assert mark.seen[-1] == f"Goal/g{MOST_SEEN + 4}/1"


def test_a_walk_is_midway_once_a_page_was_read() -> None:
    walk = fresh()
    assert not walk.is_midway
    page(walk, 1)
    assert walk.is_midway
