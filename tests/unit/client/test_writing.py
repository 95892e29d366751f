"""Writes that may arrive twice, and answers that show less than they should."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

import httpx
import pytest

from api_client import ClinicClient, Document, Entry, Retry
from api_client.errors import BadReply, Conflict, NotFhir, PreconditionFailed, Rejected
from api_client.fhir import CodeableConcept, Goal
from tests.unit.client.servers import BASE, Scripted, Waits, bundle, fhir, goal

MINE = Document.of('{"resourceType":"Goal","x":1.50,"description":{"text":"rest – ruhig"}}')
TOKEN = "urn:ietf:rfc:3986|urn:uuid:2f7c"


async def test_a_create_sends_the_exact_text_and_its_guard() -> None:
    server = Scripted([fhir(goal("9"), 201, etag='W/"1"', location=f"{BASE}/Goal/9/_history/1")])
    async with server.client() as client:
        written = await client.create(MINE, if_none_exist=TOKEN)
    sent = server.asked[0]
    assert (sent.method, str(sent.url)) == ("POST", f"{BASE}/Goal")
    assert sent.content.decode() == MINE.text
    assert sent.headers["if-none-exist"] == "identifier=urn:ietf:rfc:3986%7Curn:uuid:2f7c"
    assert sent.headers["content-type"] == "application/fhir+json"
    assert (written.created, written.status, written.etag, written.document.id) == (True, 201, 'W/"1"', "9")


async def test_a_create_the_server_had_already_is_not_called_created() -> None:
    async with Scripted([fhir(goal("9"), 200)]).client() as client:
        assert not (await client.create(MINE, if_none_exist=TOKEN)).created


async def test_a_model_is_created_as_its_json() -> None:
    server = Scripted([fhir(goal("9"), 201)])
    async with server.client() as client:
        await client.create(Goal(description=CodeableConcept(text="rest")))
    assert json.loads(server.asked[0].content) == {"resourceType": "Goal", "description": {"text": "rest"}}


@pytest.mark.parametrize("body", ["", '{"resourceType":"OperationOutcome","issue":[]}'])
async def test_a_create_that_is_not_shown_is_read_back(body: str) -> None:
    server = Scripted([fhir(body, 201, location=f"{BASE}/Goal/9/_history/1"), fhir(goal("9"), etag='W/"1"')])
    async with server.client() as client:
        written = await client.create(MINE, if_none_exist=TOKEN)
    assert (written.document.id, written.etag, written.created) == ("9", 'W/"1"', True)
    assert str(server.asked[1].url) == f"{BASE}/Goal/9"


async def test_a_create_without_body_and_place_is_found_by_its_identifier() -> None:
    server = Scripted([fhir("", 200), bundle(goal("9"))])
    async with server.client() as client:
        written = await client.create(MINE, if_none_exist=TOKEN)
    assert written.document.id == "9"
    assert server.asked[1].url.params["identifier"] == TOKEN


async def test_a_create_that_leaves_no_trace_is_no_fhir() -> None:
    async with Scripted([fhir("", 200)]).client() as client:
        with pytest.raises(NotFhir):
            await client.create(MINE)


async def test_a_written_resource_we_may_not_read_is_what_was_sent() -> None:
    server = Scripted([fhir("", 201, location="Goal/9/_history/1"), fhir("", 403)])
    async with server.client() as client:
        written = await client.create(MINE)
    assert (written.document.id, written.document.version_id, written.document.text) == ("9", "1", MINE.text)


async def test_an_update_names_the_version_it_is_based_on() -> None:
    server = Scripted([fhir(goal("9", "2"))])
    async with server.client() as client:
        await client.update(Document.of(goal("9")), if_match='W/"1"')
    assert (server.asked[0].method, str(server.asked[0].url)) == ("PUT", f"{BASE}/Goal/9")
    assert server.asked[0].headers["if-match"] == 'W/"1"'


async def test_an_update_of_nothing_known_is_refused() -> None:
    server = Scripted([fhir(goal("9"))])
    async with server.client() as client:
        with pytest.raises(ValueError, match="id"):
            await client.update(MINE)
    assert server.asked == []


async def test_an_answer_about_another_resource_is_not_believed() -> None:
    async with Scripted([fhir(goal("8"))]).client() as client:
        with pytest.raises(BadReply):
            await client.update(Document.of(goal("9")))
    async with Scripted([fhir('{"resourceType":"Task","id":"1"}', 201)]).client() as client:
        with pytest.raises(BadReply):
            await client.create(MINE)


@pytest.mark.parametrize("status", [412, 409])
async def test_a_stale_update_is_said_in_one_way_whatever_the_server_calls_it(status: int) -> None:
    async with Scripted([fhir("", status)]).client() as client:
        with pytest.raises(PreconditionFailed):
            await client.update(Document.of(goal("9")), if_match='W/"1"')
    refused = {"response": {"status": f"{status} stale"}}
    async with Scripted([fhir(batch_response(refused))]).client() as client:
        (reply,) = await client.batch([Entry.update(Document.of(goal("9")), if_match='W/"1"')])
    assert isinstance(reply.error, PreconditionFailed)


@pytest.mark.parametrize("if_match", [None, 'W/"1"'])
async def test_what_is_in_the_way_is_no_stale_version(if_match: str | None) -> None:
    async with Scripted([fhir("", 409, etag='W/"5"')]).client() as client:
        with pytest.raises(Conflict) as caught:
            await client.delete("Goal", "9", if_match=if_match)  # something refers to it
    assert caught.value.version == 'W/"5"'
    async with Scripted([fhir("", 409)]).client() as client:
        with pytest.raises(Conflict):
            await client.update(Document.of(goal("9")))


async def test_a_guarded_create_that_met_another_of_its_kind_under_way_is_asked_again() -> None:
    waits = Waits()
    server = Scripted([fhir("", 409), fhir(goal("9"), 200)])
    async with server.client(Retry(tries=3, sleep=waits.sleep)) as client:
        written = await client.create(MINE, if_none_exist=TOKEN)
    assert (written.document.id, written.created, len(server.asked)) == ("9", False, 2)
    for once in ({"may_repeat": False, "if_none_exist": TOKEN}, {}):
        server = Scripted([fhir("", 409), fhir(goal("9"), 201)])
        async with server.client(Retry(tries=3, sleep=waits.sleep)) as client:
            with pytest.raises(Conflict):
                await client.create(MINE, **once)
        assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("told", "sent_back"),
    [("3", 'W/"3"'), ("W/3", 'W/"3"'), ("a-b_c", 'W/"a-b_c"'), ('"3"', '"3"'), ('W/"3"', 'W/"3"')],
)
async def test_a_version_told_bare_is_sent_back_as_a_tag(told: str, sent_back: str) -> None:
    server = Scripted([fhir(goal("9"), etag=told), fhir(goal("9"))])
    async with server.client() as client:
        await client.update(Document.of(goal("9")), if_match=(await client.read("Goal", "9")).etag)
    assert server.asked[1].headers["if-match"] == sent_back
    made = {"response": {"status": "201", "location": "Goal/9/_history/3", "etag": told}}
    async with Scripted([fhir(batch_response(made))]).client() as client:
        (reply,) = await client.batch([Entry.create(MINE)])
    assert reply.etag == sent_back


@pytest.mark.parametrize("told", ["*", "", "1,2", 'W/"1', "\u00e9"])
async def test_what_is_no_version_is_none(told: str) -> None:
    made = {"response": {"status": "201", "location": "Goal/9/_history/3", "etag": told}}
    async with Scripted([fhir(batch_response(made))]).client() as client:
        (reply,) = await client.batch([Entry.create(MINE)])
    assert reply.etag is None


async def test_every_entry_of_a_bundle_has_a_name_of_its_own() -> None:
    entries = [
        Entry.create(MINE),
        Entry.create(MINE),
        Entry.update(Document.of(goal("9"))),
        Entry.delete("Goal", "8"),
        Entry.read("Goal", "7"),
        Entry.create(MINE, full_url="urn:uuid:mine"),
    ]
    ok = [{"response": {"status": "204"}} for _ in entries]
    server = Scripted([fhir(batch_response(*ok))])
    async with server.client() as client:
        await client.batch(entries)
    names = [entry["fullUrl"] for entry in json.loads(server.asked[0].content)["entry"]]
    assert names[2:] == [f"{BASE}/Goal/9", f"{BASE}/Goal/8", f"{BASE}/Goal/7", "urn:uuid:mine"]
    assert all(name.startswith("urn:uuid:") for name in names[:2])
    assert len(set(names)) == len(names)


def batch_response(*entries: object) -> str:
    return json.dumps({"resourceType": "Bundle", "type": "batch-response", "entry": entries})


async def test_a_delete_is_content_with_no_body() -> None:
    server = Scripted([fhir("", 204)])
    async with server.client() as client:
        await client.delete("Goal", "9", if_match='W/"1"')
    assert (server.asked[0].method, server.asked[0].headers["if-match"]) == ("DELETE", 'W/"1"')


PORTAL = httpx.Response(200, html="<!doctype html><title>Welcome to the guest network</title>")
NO_FHIR = [
    PORTAL,
    httpx.Response(200, text="OK"),
    httpx.Response(200, text='{"ok":true}', headers={"content-type": "text/plain"}),
    httpx.Response(200, text="<Goal xmlns='http://hl7.org/fhir'/>", headers={"content-type": "text/xml"}),
    httpx.Response(202, text="\ufeff\n  <html>", headers={"content-type": "text/html"}),
    httpx.Response(200, text="{ not json", headers={"content-type": "text/html"}),
]


@pytest.mark.parametrize("answer", NO_FHIR, ids=lambda answer: answer.text[:12])
@pytest.mark.parametrize(
    "write",
    [
        lambda client: client.create(MINE, if_none_exist=TOKEN),
        lambda client: client.update(Document.of(goal("9")), if_match='W/"1"'),
        lambda client: client.delete("Goal", "9"),
    ],
    ids=["create", "update", "delete"],
)
async def test_a_page_in_the_clinics_place_is_never_the_success_of_a_write(
    answer: httpx.Response, write: Callable[[ClinicClient], Awaitable[object]]
) -> None:
    server = Scripted([answer, fhir(goal("9"))])  # a read would be answered: it is no proof of the write
    async with server.client() as client:
        with pytest.raises(NotFhir) as caught:
            await write(client)
    assert caught.value.resource_type == "Goal"
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [200, 204])
async def test_a_write_that_shows_nothing_back_is_a_success(status: int) -> None:
    blank = httpx.Response(status, headers={"content-type": "text/html"})
    async with Scripted([blank, fhir(goal("9", "2"))]).client() as client:
        written = await client.update(Document.of(goal("9")), if_match='W/"1"')
        assert written.document.version_id == "2"
    outcome = fhir('{"resourceType":"OperationOutcome","issue":[]}')
    for answer in (blank, outcome, fhir(goal("9"))):
        async with Scripted([answer]).client() as client:
            await client.delete("Goal", "9")


async def test_words_no_encoding_takes_are_sent_as_escapes() -> None:
    server = Scripted([fhir(goal("9"), 201)])
    async with server.client() as client:
        await client.create(Document.of('{"resourceType":"Goal","description":{"text":"\ud800"}}'))
    assert b'"\\ud800"' in server.asked[0].content


# --- batches ---

ENTRIES = [
    Entry.create(MINE, if_none_exist=TOKEN, full_url="urn:uuid:2f7c"),
    Entry.update(Document.of(goal("2")), if_match='W/"1"'),
    Entry.delete("Goal", "3"),
    Entry.read("Goal", "4"),
]


EXACT = goal("1", more=',"x":1.50')


def replied(*entries: str) -> str:
    return f'{{"resourceType":"Bundle","type":"batch-response","entry":[{",".join(entries)}]}}'


async def test_a_batch_sends_exact_texts_and_answers_one_by_one() -> None:
    server = Scripted(
        [
            fhir(
                replied(
                    '{"resource":'
                    + EXACT
                    + ',"response":{"status":"201 Created","etag":"W/\\"1\\"","location":"Goal/1/_history/1"}}',
                    '{"response":{"status":"412","outcome":{"resourceType":"OperationOutcome","issue":[{"code":"conflict"}]}}}',
                    '{"response":{"status":"204 No Content"}}',
                    '{"response":{"status":"422","outcome":{"resourceType":"OperationOutcome","issue":[{"code":"invalid"}]}}}',
                )
            )
        ]
    )
    async with server.client() as client:
        made, stale, deleted, refused = await client.batch(ENTRIES)
    assert str(server.asked[0].url) == BASE
    assert b'"x":1.50' in server.asked[0].content
    sent = json.loads(server.asked[0].content)
    assert sent["entry"][0]["request"] == {
        "method": "POST",
        "url": "Goal",
        "ifNoneExist": "identifier=urn:ietf:rfc:3986%7Curn:uuid:2f7c",
    }
    assert sent["entry"][1]["request"] == {"method": "PUT", "url": "Goal/2", "ifMatch": 'W/"1"'}
    assert made.document is not None
    assert '"x":1.50' in made.document.text
    assert (made.created, made.etag, made.id, made.version_id) == (True, 'W/"1"', "1", "1")
    assert isinstance(stale.error, PreconditionFailed)
    assert (deleted.status, deleted.error, deleted.id) == (204, None, "3")
    assert isinstance(refused.error, Rejected)
    assert refused.error.codes == ("invalid",)


async def test_a_batch_entry_that_is_not_shown_says_where_it_is() -> None:
    entry = '{"response":{"status":"201","location":"https://clinic.example/fhir/Goal/7/_history/3","etag":"W/\\"3\\""}}'
    async with Scripted([fhir(replied(entry))]).client() as client:
        (made,) = await client.batch(ENTRIES[:1])
    assert (made.document, made.id, made.version_id, made.etag) == (None, "7", "3", 'W/"3"')


@pytest.mark.parametrize(
    "text",
    [
        replied(),
        replied('{"response":{"status":"201"}}', '{"response":{"status":"201"}}'),
        replied("{}"),
        replied('{"response":{"status":201}}'),
        replied('{"response":{"status":"999"}}'),
        replied('{"resource":{"resourceType":"Task","id":"1"},"response":{"status":"201"}}'),
        replied('{"resource":{"resourceType":"Goal"},"response":{"status":"201"}}'),
        '{"resourceType":"Goal","id":"1"}',
    ],
)
async def test_a_batch_answer_that_cannot_be_matched_is_a_bad_reply(text: str) -> None:
    async with Scripted([fhir(text)]).client() as client:
        with pytest.raises(BadReply):
            await client.batch(ENTRIES[:1])


async def test_a_refused_transaction_raises() -> None:
    async with Scripted(
        [fhir('{"resourceType":"OperationOutcome","issue":[{"code":"invalid"}]}', 400)]
    ).client() as client:
        with pytest.raises(Rejected):
            await client.transaction(ENTRIES)


async def test_nothing_to_do_asks_nothing() -> None:
    server = Scripted([fhir("", 500)])
    async with server.client() as client:
        assert await client.batch([]) == []
    assert server.asked == []
