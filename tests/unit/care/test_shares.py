"""What is shared with whom: which copy and which notices belong to a grant, in which order, and what is unread."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from mobile.care.grant import ShareGrant
from mobile.care.notices import Notice, ShareNotice, WithdrawalNotice
from mobile.care.shared_intention import SharedIntention
from mobile.care.shares import Share, by_patient, shares

from .samples import NOW

ROWAN, INES = "Patient/rowan", "Patient/ines"
SAM, ADA = "Practitioner/sam", "Practitioner/ada"


def after(hours: float) -> datetime:
    return NOW + timedelta(hours=hours)


def a_copy(id: str, patient: str = ROWAN) -> SharedIntention:
    return SharedIntention.make(
        id,
        f"words {id}",
        patient=patient,
        session=None,
        is_shown_on_session_day=False,
        started_on=date(2026, 6, 7),
    )


def a_grant(
    id: str, copy: SharedIntention, hours: float, patient: str = ROWAN, reader: str = SAM
) -> ShareGrant:
    return ShareGrant.make(id, copy, patient=patient, practitioner=reader, name=None, now=after(hours))


def a_notice(
    id: str, copy: SharedIntention, hours: float, patient: str = ROWAN, reader: str = SAM
) -> ShareNotice:
    return ShareNotice.make(id, copy, patient=patient, practitioner=reader, now=after(hours))


def withdrawn(id: str, grant: ShareGrant, hours: float, patient: str = ROWAN) -> WithdrawalNotice:
    return WithdrawalNotice.make(id, grant, patient=patient, practitioner=SAM, now=after(hours))


def test_a_share_is_its_grant_its_copy_and_its_notices_oldest_first() -> None:
    one, two = a_copy("c1"), a_copy("c2")
    first, second = a_grant("g1", one, 0), a_grant("g2", two, 1)
    late, early, other = a_notice("n3", one, 3), a_notice("n1", one, 0), a_notice("n2", two, 1)
    notices: list[Notice] = [late, other, early, withdrawn("w", first, 9)]
    assert shares([first, second], [two, one], notices) == [
        Share(first, one, (early, late)),
        Share(second, two, (other,)),
    ]


def test_the_newest_told_stands_first_and_what_was_never_told_last() -> None:
    copies = [a_copy(f"c{n}") for n in range(4)]
    grants = [a_grant(f"g{n}", copy, n) for n, copy in enumerate(copies)]
    timeless = grants[3].changed(provision=None, dateTime=None)
    listed = shares([timeless, grants[0], grants[2], grants[1]], copies, [a_notice("n", copies[0], 5)])
    assert [share.grant.id for share in listed] == ["g0", "g2", "g1", "g3"]
    assert listed[-1].shared_at is None


def test_a_notice_to_somebody_else_about_the_same_words_is_not_counted() -> None:
    copy = a_copy("c1")
    sams, adas = a_grant("g1", copy, 0), a_grant("g2", copy, 1, reader=ADA)
    to_sam, to_ada = a_notice("n1", copy, 0), a_notice("n2", copy, 1, reader=ADA)
    to_nobody = a_notice("n3", copy, 2).changed(recipient=None)
    sams_share, adas_share = shares([sams, adas], [copy], [to_sam, to_ada, to_nobody])
    assert (sams_share.grant, sams_share.notices) == (sams, (to_sam, to_nobody))
    assert (adas_share.grant, adas_share.notices) == (adas, (to_ada, to_nobody))


def test_a_notice_is_found_by_the_name_the_clinic_gave_the_copy() -> None:
    copy = a_copy("c1").changed(id="77")
    grant = a_grant("g1", copy, 0)
    notice = a_notice("n1", copy, 1).changed(about=[{"reference": "Goal/77"}])
    (share,) = shares([grant], [copy], [notice])
    assert share.notices == (notice,)
    (share,) = shares([grant], [], [notice])
    assert (share.copy, share.notices) == (None, ()), "without the copy nobody knows that name"
    (share,) = shares([grant], [], [a_notice("n1", copy, 1)])
    assert len(share.notices) == 1


def test_only_words_that_are_here_and_permitted_are_readable() -> None:
    copy = a_copy("c1")
    grant = a_grant("g1", copy, 0)
    assert Share(grant, copy).is_readable
    assert not Share(grant, None).is_readable
    assert not Share(grant.ended(after(1)), copy).is_readable
    assert not Share(grant, copy.changed(lifecycleStatus="entered-in-error")).is_readable


def test_when_words_were_told_and_read() -> None:
    copy = a_copy("c1")
    grant = a_grant("g1", copy, 0)
    plain = Share(grant, copy)
    assert (plain.shared_at, plain.read_at, plain.last_read_at, plain.unread) == (after(0), None, None, ())
    first, second = a_notice("n1", copy, 1), a_notice("n2", copy, 2)
    read = first.read_now(after(1.5))
    share = Share(grant, copy, (read, second))
    assert (share.shared_at, share.read_at, share.last_read_at) == (after(2), None, after(1.5))
    assert share.unread == (second,)
    both = Share(grant, copy, (first.read_now(after(5)), second.read_now(after(3))))
    assert (both.read_at, both.last_read_at, both.unread) == (after(3), after(5), ())
    assert Share(grant, copy, (first.changed(sent=None),)).shared_at == after(0)


def test_a_practitioner_sees_each_patient_with_what_is_readable_ended_and_taken_back() -> None:
    copies = [a_copy(f"c{n}") for n in range(4)]
    grants = [a_grant(f"g{n}", copy, n) for n, copy in enumerate(copies)]
    ended = grants[1].ended(after(9))
    notices: list[Notice] = [
        a_notice("n0", copies[0], 0).read_now(after(1)),
        a_notice("n2", copies[2], 2),
        a_notice("n3", copies[3], 3),
        withdrawn("w1", grants[1], 9),
        withdrawn("w0", grants[0], 4),
    ]
    (one,) = by_patient([grants[0], ended, grants[2], grants[3]], copies[:3], notices)
    assert one.patient == ROWAN
    assert [share.grant.id for share in one.readable] == ["g2", "g0"]
    assert [share.grant.id for share in one.ended] == ["g1"]
    assert [notice.id for notice in one.withdrawals] == ["w1", "w0"]
    assert [share.grant.id for share in one.coming] == ["g3"], "told, and the words are not here yet"
    assert (one.unread, one.changed_at) == (1, after(9))


def test_what_is_only_coming_or_read_elsewhere_is_not_listed() -> None:
    copy = a_copy("c1")
    grant = a_grant("g1", copy, 0)
    assert by_patient([grant], [], [a_notice("n1", copy, 0)]) == []
    (one,) = by_patient([grant], [copy], [])
    assert one.coming == ()
    (one,) = by_patient([grant.ended(after(1))], [], [a_notice("n1", copy, 0)])
    assert (one.coming, len(one.ended)) == ((), 1)
    (one,) = by_patient(
        [grant, a_grant("g2", a_copy("c2"), 1)], [copy], [a_notice("n2", a_copy("c2"), 1).read_now(after(2))]
    )
    assert one.coming == (), "it was read once"


def test_a_patient_who_took_everything_back_is_listed_by_the_notice_alone() -> None:
    grant = a_grant("g1", a_copy("c1"), 0)
    (one,) = by_patient([], [], [withdrawn("w", grant, 2)])
    assert (one.patient, one.readable, one.ended, one.unread) == (ROWAN, (), (), 0)
    assert one.changed_at == after(2)
    assert one.first_to_read() is None


def test_whoever_has_something_unread_stands_first_and_then_the_latest() -> None:
    people = ("Patient/a", "Patient/b", "Patient/c")
    copies = [a_copy(f"c{n}", person) for n, person in enumerate(people)]
    grants = [a_grant(f"g{n}", copy, 0, people[n]) for n, copy in enumerate(copies)]
    notices = [a_notice(f"n{n}", copy, n, people[n]) for n, copy in enumerate(copies)]
    read: list[Notice] = [notices[0], notices[1].read_now(after(9)), notices[2].read_now(after(9))]
    assert [one.patient for one in by_patient(grants, copies, read)] == [
        "Patient/a",
        "Patient/c",
        "Patient/b",
    ]
    orphan = grants[0].changed(patient=None)
    assert [one.patient for one in by_patient([orphan, *grants[1:]], copies, read)] == [
        "Patient/c",
        "Patient/b",
    ]


def test_words_are_read_in_the_order_they_were_written() -> None:
    copies = [a_copy(f"c{n}") for n in range(3)]
    grants = [a_grant(f"g{n}", copy, n) for n, copy in enumerate(copies)]
    notices: list[Notice] = [a_notice(f"n{n}", copy, n) for n, copy in enumerate(copies)]
    (one,) = by_patient(grants, copies, [notices[0].read_now(after(5)), *notices[1:]])  # type: ignore[attr-defined]
    first = one.first_to_read()
    assert first is not None
    assert first.grant.id == "g1", "the oldest unread"
    (one,) = by_patient(grants, copies, [])
    first = one.first_to_read()
    assert first is not None
    assert first.grant.id == "g2", "all is read: the newest"
    assert one.changed_at == after(2)
