"""The parts of sync that only decide: what a server can do, what a batch's reply says, what stands for a resource."""

from __future__ import annotations

import base64
import json
import logging
from datetime import UTC, datetime, timedelta, timezone

import pytest

from api_client import Capabilities, Document, EntryReply
from api_client.errors import (
    BadReply,
    ClinicError,
    Conflict,
    Forbidden,
    Gone,
    NotFound,
    Offline,
    PreconditionFailed,
    Rejected,
    ServerBroken,
    TimedOut,
    TooLarge,
)
from mobile.documents.words_within import WORDS, holds_more
from mobile.records.ports import OutboxRow, ServerCopy
from mobile.sync.arrivals import is_withdrawn_stub
from mobile.sync.batch import _verdict
from mobile.sync.doubles import is_over, kept_of, status_of, struck_out, under_id
from mobile.sync.faults import report
from mobile.sync.instants import before, instant, search_bound, written
from mobile.sync.references import by_identifier, rewritten
from mobile.sync.send import UNCLEAR_WAIT_S, existing
from mobile.sync.status import Board, Outcome, SyncStatus, phase_of
from mobile.sync.traits import LARGEST_BATCH, SMALLEST_BATCH, Traits
from mobile.sync.verdicts import Clash, Done, Later, Parked, copy_of, judged

OWN = '{"resourceType":"Goal","description":{"text":"ours"}}'
NINE = datetime(2031, 3, 1, 9, tzinfo=UTC)


def a_row(op: str = "create", attempt: int = 0, *, is_again: bool = False) -> OutboxRow:
    server_id = None if op == "create" else "s1"
    return OutboxRow(1, "l1", "Goal", op, OWN, server_id, None, None, attempt, is_again=is_again)  # type: ignore[arg-type]


def a_document(text: str = OWN, id: str | None = "s1", **more: object) -> Document:
    return Document("Goal", id, None, None, text, **more)  # type: ignore[arg-type]


# --- what a server can do ---


def capable(*, batch: bool = True, conditional: object = True) -> Capabilities:
    resource = {"type": "Goal", **({} if conditional is None else {"conditionalCreate": conditional})}
    rest = {
        "mode": "server",
        "resource": [resource],
        "interaction": [{"code": "batch"}] if batch else [{"code": "search-system"}],
    }
    return Capabilities.of({"resourceType": "CapabilityStatement", "rest": [rest]})


def test_of_a_server_that_was_not_asked_nothing_is_assumed_but_that_searches_may_go_together() -> None:
    traits = Traits()
    assert not traits.can_batch
    assert traits.may_gather
    assert not traits.lacks("Goal")
    assert not traits.has_conditional_create("Goal")
    assert not traits.refuses_conditional_create("Goal")


def test_what_a_server_says_of_itself_is_taken_at_its_word() -> None:
    traits = Traits(capable())
    assert (traits.can_batch, traits.may_gather) == (True, True)
    assert (traits.lacks("Goal"), traits.lacks("Consent")) == (False, True)
    assert traits.has_conditional_create("Goal")
    assert not traits.refuses_conditional_create("Goal")
    without = Traits(capable(batch=False, conditional=False))
    assert (without.can_batch, without.may_gather) == (False, False)
    assert not without.has_conditional_create("Goal")
    assert without.refuses_conditional_create("Goal")
    unsaid = Traits(capable(conditional=None))
    assert not unsaid.has_conditional_create("Goal")
    assert not unsaid.refuses_conditional_create("Goal")


def test_a_silent_server_may_be_asked_in_batches_until_it_fails() -> None:
    traits = Traits(Capabilities())
    assert (traits.can_batch, traits.may_gather, traits.lacks("Goal")) == (False, True, False)
    traits.is_gathering_broken = True
    assert not traits.may_gather


def test_batches_that_fail_grow_smaller_and_end() -> None:
    traits = Traits(capable())
    sizes: list[int] = []
    while traits.can_batch:
        sizes.append(traits.batch_size)
        traits.batch_failed()
    assert sizes == [100, 50, 25, 12]
    assert (LARGEST_BATCH, SMALLEST_BATCH, traits.batch_size) == (100, 12, 12)
    final = Traits(capable())
    final.batch_failed(is_final=True)
    assert not final.can_batch


# --- verdicts on the entries of a batch ---


def reply(
    status: int,
    document: Document | None = None,
    *,
    etag: str | None = None,
    id: str | None = None,
    version: str | None = None,
    error: ClinicError | None = None,
) -> EntryReply:
    return EntryReply(status, document, etag, id, version, "2031-03-01T09:00:00Z", error)


def test_a_document_in_the_reply_is_what_the_server_has() -> None:
    for op in ("create", "update"):
        found = _verdict(a_row(op), OWN, reply(201, a_document(), etag='W/"7"'))
        assert found == Done(ServerCopy("s1", 'W/"7"', None, OWN))


def test_a_create_that_met_what_was_there_is_compared_with_it() -> None:
    assert _verdict(a_row(), OWN, reply(200, a_document())) == Done(ServerCopy("s1", None, None, OWN))
    other = OWN.replace("ours", "theirs")
    clash = _verdict(a_row(), OWN, reply(200, a_document(other)))
    assert clash == Clash(ServerCopy("s1", None, None, other))
    assert _verdict(a_row("update"), OWN, reply(200, a_document(other))) == Done(
        ServerCopy("s1", None, None, other)
    )


def test_a_name_and_a_version_without_a_document_are_ours_as_we_sent_it() -> None:
    expected = Done(ServerCopy("s1", 'W/"3"', "2031-03-01T09:00:00Z", OWN, is_as_sent=True))
    assert _verdict(a_row(), OWN, reply(201, id="s1", etag='W/"3"', version="9")) == expected
    assert _verdict(a_row(), OWN, reply(201, id="s1", version="3")) == expected
    assert _verdict(a_row("update"), OWN, reply(200, id="s1", version="3")) == expected
    assert _verdict(a_row(), OWN, reply(201, id="s1")) is None
    assert _verdict(a_row(), OWN, reply(201, etag='W/"3"')) is None
    assert _verdict(a_row(), OWN, reply(200, id="s1", version="3")) is None, "what stands there is not known"
    assert _verdict(a_row(), OWN, reply(201, a_document(id=None))) is None


@pytest.mark.parametrize(
    "error", [PreconditionFailed(), Conflict(), NotFound(), Gone(), Forbidden(), Rejected(), TooLarge()]
)
def test_an_entry_that_was_refused_is_looked_at_by_itself(error: ClinicError) -> None:
    assert _verdict(a_row(), OWN, reply(400, error=error)) is None


def test_an_entry_that_failed_waits_and_a_create_gets_time_to_arrive() -> None:
    error = ServerBroken(status=500)
    assert _verdict(a_row(), OWN, reply(500, error=error)) == Later("server_broken", least_s=UNCLEAR_WAIT_S)
    assert _verdict(a_row("update"), OWN, reply(500, error=error)) == Later("server_broken")
    assert _verdict(a_row(), OWN, reply(200, a_document(), error=BadReply())) == Later(
        "bad_reply", least_s=UNCLEAR_WAIT_S
    )


def test_what_is_there_already_is_ours_theirs_or_two_versions() -> None:
    other = a_document(OWN.replace("ours", "theirs"))
    assert existing(a_row(attempt=1), OWN, a_document()) == Done(ServerCopy("s1", None, None, OWN))
    assert existing(a_row(attempt=1), OWN, other) == Done(ServerCopy("s1", None, None, OWN), newer=other)
    assert existing(a_row(attempt=0), OWN, other) == Clash(copy_of(other))
    assert existing(a_row(attempt=1, is_again=True), OWN, other) == Clash(copy_of(other))


def test_a_version_is_named_as_the_document_the_header_or_its_number_names_it() -> None:
    assert copy_of(a_document(etag='W/"1"'), etag='W/"2"').etag == 'W/"1"'
    assert copy_of(a_document(), etag='W/"2"').etag == 'W/"2"'
    numbered = Document("Goal", "s1", "3", "2031-03-01T09:00:00Z", OWN)
    assert copy_of(numbered) == ServerCopy("s1", 'W/"3"', "2031-03-01T09:00:00Z", OWN)
    assert copy_of(a_document()).etag is None


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (NotFound(), Parked("rejected")),
        (Gone(), Parked("rejected")),
        (Conflict(), Parked("rejected")),
        (BadReply(), Later("bad_reply")),
        (ServerBroken(status=503), Later("server_broken", is_stop=True)),
        (ServerBroken(status=502, retry_after_s=0.0), Later("server_broken", 0.0, is_stop=True)),
        (Offline(), Later("offline", is_stop=True, is_blameless=True, never_left=True)),
        (TimedOut(), Later("timed_out", is_stop=True)),
    ],
)
def test_what_an_error_means_where_the_kind_of_request_makes_no_difference(
    error: ClinicError, verdict: Later | Parked
) -> None:
    assert judged(error) == verdict


# --- several under one identifier ---


def test_the_one_that_stays_is_the_shortest_then_smallest_of_those_alive() -> None:
    def one(id: str, status: str = "active") -> Document:
        return Document("Goal", id, None, None, json.dumps({"lifecycleStatus": status}))

    assert kept_of([]) is None
    assert kept_of([one("s10"), one("s9"), one("s8")]) == one("s8")
    dead = one("s1", "entered-in-error")
    assert kept_of([dead, one("s22"), one("s3")]) == one("s3")
    assert kept_of([one("s5", "entered-in-error"), dead]) == dead


def test_a_resource_is_struck_out_by_the_element_of_its_type() -> None:
    assert json.loads(struck_out(a_document())) == {
        **json.loads(OWN),
        "lifecycleStatus": "entered-in-error",
    }
    consent = Document("Consent", "c", None, None, '{"resourceType":"Consent","status":"active"}')
    assert json.loads(struck_out(consent)) == {"resourceType": "Consent", "status": "entered-in-error"}


def test_the_same_words_are_said_under_another_id() -> None:
    assert json.loads(under_id('{"a":1,"id":"x"}', a_document(id="s7"))) == {"a": 1, "id": "s7"}
    assert json.loads(under_id('{"a":1}', a_document(id="s7"))) == {"a": 1, "id": "s7"}


def test_the_state_a_resource_says_it_is_in() -> None:
    assert status_of('{"lifecycleStatus":"active","status":"x"}') == "active"
    assert status_of('{"status":"inactive"}') == "inactive"
    assert status_of("{}") is None


def test_only_what_says_so_of_itself_was_never_meant() -> None:
    assert is_withdrawn_stub('{"status":"entered-in-error"}')
    assert is_withdrawn_stub('{"lifecycleStatus":"entered-in-error"}')
    assert not is_withdrawn_stub('{"status":"active","note":[{"text":"entered-in-error"}]}')
    assert not is_withdrawn_stub('{"status":"active"}')


def test_what_was_struck_out_is_over_only_where_no_words_are_left_in_it() -> None:
    def found(**more: object) -> Document:
        return a_document(json.dumps({"lifecycleStatus": "entered-in-error", **more}))

    withdrawn_stub = json.dumps({"description": {"text": "withdrawn"}})
    assert is_over(found(description={"text": "words"}), "")
    assert not is_over(a_document(), "")
    assert not is_over(a_document(withdrawn_stub), withdrawn_stub)
    assert is_over(found(), withdrawn_stub)
    assert is_over(found(description={"text": "withdrawn"}), withdrawn_stub)
    for element in WORDS:
        assert not is_over(found(**{element: ["words"]}), withdrawn_stub), element


def test_words_that_travel_as_a_file_are_words_and_what_is_said_of_the_file_is_none() -> None:
    def sent(words: bytes, **more: str) -> str:
        attachment = {"contentType": "text/plain", "data": base64.b64encode(words).decode(), **more}
        return json.dumps({"resourceType": "DocumentReference", "content": [{"attachment": attachment}]})

    ours = sent(b"quiet water")
    assert holds_more(sent(b"quiet water, and mine"), ours)
    assert not holds_more(sent(b"water"), ours)
    assert not holds_more(sent(b"quiet water", url="Binary/7", creation="2031-03-01"), ours)
    assert holds_more(sent(b"\xff\xd8 a photo"), sent(b"\xff\xd8 another"))
    photo = sent(b"\xff\xd8 a photo" * 9)
    in_lines = photo.replace("IGEg", "IG\\r\\nEg")
    assert in_lines != photo
    assert not holds_more(in_lines, photo)


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ("activity", [{"detail": {"description": "call Jo"}}]),
        ("input", [{"valueString": "call Jo"}]),
        ("comment", "call Jo"),
        ("item", [{"answer": [{"valueCoding": {"code": "call Jo"}}]}]),
    ],
)
def test_words_are_found_wherever_a_persons_own_travel(element: str, value: object) -> None:
    assert holds_more(json.dumps({element: value}), json.dumps({"description": {"text": "call"}}))
    assert not holds_more(json.dumps({element: value}), json.dumps({"note": [{"text": "call Jo"}]}))


# --- times ---


def test_only_an_instant_with_a_zone_is_a_time() -> None:
    assert instant("2031-03-01T10:00:00+01:00") == NINE
    found = instant("2031-03-01T10:00:00+01:00")
    assert found is not None
    assert found.tzinfo is UTC
    for text in (None, "", "2031-03-01", "2031-03-01T09:00:00", "soon", "0001-01-01T00:00:00+14:00"):
        assert instant(text) is None, text


def test_a_bound_asks_from_the_millisecond_on_or_past_it() -> None:
    fine = NINE + timedelta(microseconds=1_500)
    whole = NINE + timedelta(milliseconds=1)
    assert search_bound(fine) == "ge2031-03-01T09:00:00.001Z"
    assert search_bound(fine, is_past=True) == "ge2031-03-01T09:00:00.002Z"
    assert search_bound(whole) == "ge2031-03-01T09:00:00.001Z"
    assert search_bound(whole, is_past=True) == "gt2031-03-01T09:00:00.001Z"


def test_a_time_is_written_as_finely_as_it_is_known() -> None:
    assert written(NINE) == "2031-03-01T09:00:00.000Z"
    assert written(NINE + timedelta(microseconds=1)) == "2031-03-01T09:00:00.000001Z"
    assert written(NINE.astimezone(timezone(timedelta(hours=1)))) == "2031-03-01T10:00:00.000+01:00"


def test_before_the_beginning_of_time_there_is_only_its_beginning() -> None:
    assert before(NINE, timedelta(hours=1)) == datetime(2031, 3, 1, 8, tzinfo=UTC)
    first = datetime.min.replace(tzinfo=UTC)
    assert before(first, timedelta(hours=1)) == first


# --- what is said ---


@pytest.mark.parametrize(
    ("outcome", "counts", "said"),
    [
        (Outcome("x", is_signed_out=True, is_held=True, is_faulty=True), (1, 1, 1), ("signed_out", "x")),
        (Outcome("x", is_held=True, is_faulty=True), (1, 1, 1), ("held", "mass_deletion")),
        (Outcome("x", is_faulty=True, is_deletion_refused=True), (1, 1, 1), ("attention", "x")),
        (Outcome("x", is_deletion_refused=True), (1, 1, 1), ("attention", "deletion_refused")),
        (Outcome("x", is_unreachable=True), (1, 1, 1), ("attention", "parked")),
        (Outcome("x", is_unreachable=True), (1, 0, 1), ("attention", "conflict")),
        (Outcome("x", is_unreachable=True), (1, 0, 0), ("offline", "x")),
        (Outcome("x"), (1, 0, 0), ("sending", "x")),
        (Outcome("x"), (0, 0, 0), ("idle", "x")),
        (Outcome(), (0, 0, 0), ("idle", None)),
    ],
)
def test_the_most_urgent_true_thing_is_said(
    outcome: Outcome, counts: tuple[int, int, int], said: tuple[str, str | None]
) -> None:
    waiting, parked, conflicts = counts
    assert phase_of(outcome, waiting=waiting, parked=parked, conflicts=conflicts) == said


def test_new_counts_are_said_at_once_and_change_nothing_else() -> None:
    board = Board()
    board.show(SyncStatus("offline", reason="timed_out", last_sent_at=NINE, first="here"))
    board.counts(2, 3, 1, 4)
    assert board.status == SyncStatus("offline", 2, 3, 1, 4, NINE, None, "timed_out", "here")
    board.first("failed")
    assert board.status == SyncStatus("offline", 2, 3, 1, 4, NINE, None, "timed_out", "failed")
    board.show(SyncStatus())
    board.counts(0, 1, 0, 0)
    assert board.status.phase == "idle"


def test_what_was_not_foreseen_is_said_by_type_and_place(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("lantern.sync")
    with pytest.raises(ValueError, match="Expecting") as met:
        json.loads("{")
    with caplog.at_level(logging.DEBUG, "lantern.sync"):
        assert report(log, met.value) == "fault:JSONDecodeError"
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert record.getMessage().startswith("unforeseen JSONDecodeError at decoder.py:")
    caplog.clear()
    with caplog.at_level(logging.DEBUG, "lantern.sync"):
        assert report(log, KeyError("never raised")) == "fault:KeyError"
    assert [one.getMessage() for one in caplog.records] == ["unforeseen KeyError at ?"]


# --- references ---


async def nobody(_: str) -> tuple[str, str] | None:
    return None


async def test_what_cannot_be_kept_by_a_server_is_mended_on_sending() -> None:
    sent = await rewritten('{"a":"bell\\u0007"}', None, nobody)
    assert "\\u0007" not in sent
    assert json.loads(sent)["a"].startswith("bell")


async def test_an_unknown_name_stays_where_it_is_asked_for() -> None:
    text = '{"about":[{"reference":"urn:uuid:nobody"}]}'
    assert await rewritten(text, None, nobody, keeps_unknown=True) == text


async def test_a_record_is_asked_for_once_and_named_everywhere() -> None:
    asked: list[str] = []

    async def found(local_id: str) -> tuple[str, str] | None:
        asked.append(local_id)
        return ("Goal", "g7") if local_id == "a" else None

    text = '{"x":{"reference":"urn:uuid:a"},"y":{"reference":"urn:uuid:a"}}'
    sent = await rewritten(text, "s1", found)
    assert json.loads(sent) == {"x": {"reference": "Goal/g7"}, "y": {"reference": "Goal/g7"}, "id": "s1"}
    assert asked == ["a"]
    mixed = '{"x":{"reference":"urn:uuid:a"},"y":{"reference":"urn:uuid:b"}}'
    sent = await rewritten(mixed, None, found, keeps_unknown=True)
    assert json.loads(sent) == {"x": {"reference": "Goal/g7"}, "y": {"reference": "urn:uuid:b"}}


async def test_only_the_whole_name_is_changed_for_the_new_one() -> None:
    text = '{"x":{"reference":"Goal/s1"},"y":{"reference":"Goal/s10"},"z":{"reference":"Goal/sX1"}}'
    sent = await rewritten(text, None, nobody, [("Goal/s1", "Goal/n1"), ("Goal/s.1", "Goal/wrong")])
    assert json.loads(sent) == {
        "x": {"reference": "Goal/n1"},
        "y": {"reference": "Goal/s10"},
        "z": {"reference": "Goal/sX1"},
    }


async def test_a_record_nobody_here_knows_is_named_by_the_identifier_beside_its_name() -> None:
    async def own(_: str) -> str | None:
        return None

    ours = {"system": "urn:ietf:rfc:3986", "value": "urn:uuid:a"}
    others = [
        {"system": "other", "value": "urn:uuid:a"},
        {"system": "urn:ietf:rfc:3986", "value": "a"},
        {"system": "urn:ietf:rfc:3986", "value": "urn:uuid:"},
        {"system": "urn:ietf:rfc:3986"},
        "urn:uuid:a",
    ]
    named = [{"reference": "Goal/g1", "identifier": one} for one in (ours, *others)]
    text = await by_identifier(json.dumps({"about": named, "odd": {"reference": 5}}), own)
    assert text is not None
    document = json.loads(text)
    assert document["about"] == [{"identifier": ours, "type": "Goal"}, *named[1:]]
    assert document["odd"] == {"reference": 5}


async def test_what_a_reference_says_already_is_not_said_otherwise() -> None:
    async def own(_: str) -> str | None:
        return "a"

    given = {"reference": "Goal/g1", "type": "Theirs", "identifier": {"value": "theirs"}}
    text = await by_identifier(json.dumps({"deep": [{"er": given}]}), own)
    assert text is not None
    assert json.loads(text) == {"deep": [{"er": {"type": "Theirs", "identifier": {"value": "theirs"}}}]}
