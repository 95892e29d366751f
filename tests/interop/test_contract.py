"""What the client promises, kept against servers that are strangers to each other. Written once, run against each."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from api_client import ClinicClient, Document, Entry
from api_client.errors import Gone, NotFound, PreconditionFailed, Rejected
from api_client.fhir import Goal
from tests.interop.peers import Peer

pytestmark = pytest.mark.xdist_group("interop")

SYSTEM = "urn:ietf:rfc:3986"
CARE = "https://lantern.example/fhir/CodeSystem/care"


@pytest.fixture
async def client(peer: Peer) -> AsyncIterator[ClinicClient]:
    async with ClinicClient(peer.base, auth=peer.auth) as client:
        yield client


def goal(
    peer: Peer, words: str = "rest", *, id: str | None = None, key: str | None = None
) -> tuple[Document, str]:
    """A goal as the app makes it, and the token of its identifier."""
    value = f"urn:uuid:{key or uuid4()}"
    resource: dict[str, object] = {
        "resourceType": "Goal",
        "identifier": [{"system": SYSTEM, "value": value}],
        "lifecycleStatus": "active",
        "category": [{"coding": [{"system": CARE, "code": "session-intention"}]}],
        "description": {"text": words},
        "subject": {"reference": peer.patient},
        "expressedBy": {"reference": peer.patient},
        "startDate": "2026-11-22",
    }
    if id is not None:
        resource["id"] = id
    return Document.of(json.dumps(resource, ensure_ascii=False)), f"{SYSTEM}|{value}"


async def made(client: ClinicClient, peer: Peer, words: str = "rest") -> tuple[Document, str]:
    document, token = goal(peer, words)
    return (await client.create(document, if_none_exist=token)).document, token


async def test_what_was_created_is_read_back(client: ClinicClient, peer: Peer) -> None:
    words = 'ruhig – \U0001f33f 呼吸 \u202bلا بأس\u202c "quoted" \\ back'
    document, token = goal(peer, words)
    written = await client.create(document, if_none_exist=token)
    assert written.created
    assert written.document.id
    again = await client.read("Goal", written.document.id)
    assert json.loads(again.text)["description"]["text"] == words
    assert again.version_id == written.document.version_id
    assert again.etag == written.etag
    model = await client.read(Goal, written.document.id)
    assert model.description is not None
    assert model.description.text == words


async def test_a_create_sent_twice_makes_one(client: ClinicClient, peer: Peer) -> None:
    document, token = goal(peer)
    first = await client.create(document, if_none_exist=token)
    second = await client.create(document, if_none_exist=token)
    assert (first.created, second.created) == (True, False)
    assert first.document.id == second.document.id


async def test_a_create_sent_twelve_times_at_once_makes_one(client: ClinicClient, peer: Peer) -> None:
    document, token = goal(peer)
    written = await asyncio.gather(*(client.create(document, if_none_exist=token) for _ in range(12)))
    assert len({one.document.id for one in written}) == 1
    assert [one.created for one in written].count(True) == 1


async def test_an_update_names_its_base_and_a_stale_one_is_refused(client: ClinicClient, peer: Peer) -> None:
    first, token = await made(client, peer)
    assert first.id is not None
    assert first.etag is not None
    changed, _ = goal(peer, "changed", id=first.id, key=token.rpartition(":")[2])
    second = await client.update(changed, if_match=first.etag)
    assert second.etag not in (None, first.etag)
    with pytest.raises(PreconditionFailed):
        await client.update(changed, if_match=first.etag)
    assert json.loads((await client.read("Goal", first.id)).text)["description"]["text"] == "changed"


async def test_what_was_deleted_is_not_there(client: ClinicClient, peer: Peer) -> None:
    document, _ = await made(client, peer)
    assert document.id is not None
    await client.delete("Goal", document.id)
    with pytest.raises((NotFound, Gone)):
        await client.read("Goal", document.id)


async def test_what_never_was_is_not_found(client: ClinicClient) -> None:
    with pytest.raises(NotFound):
        await client.read("Goal", str(uuid4()))


async def test_a_search_by_identifier_finds_the_one(client: ClinicClient, peer: Peer) -> None:
    document, token = await made(client, peer)
    for post in (False, True):
        pages = [page async for page in client.pages("Goal", {"identifier": token}, post=post)]
        assert [d.id for page in pages for d in page.documents] == [document.id]


async def test_pages_bring_everything_once_whatever_their_size(client: ClinicClient, peer: Peer) -> None:
    entries = []
    for _ in range(23):
        document, token = goal(peer)
        entries.append(Entry.create(document, if_none_exist=token))
    ids = sorted(str(reply.id) for reply in await client.batch(entries))
    assert len(set(ids)) == 23
    for post, count in ((False, 7), (False, 100), (True, 10)):
        found: list[str] = []
        params = {"subject": peer.patient, "_sort": "_lastUpdated", "_total": "accurate"}
        async for page in client.pages("Goal", params, count=count, post=post):
            found += [d.id or "" for d in page.documents]
        assert len(found) == len(set(found))
        assert set(ids) <= set(found)


async def test_what_changed_since_is_found_by_time(client: ClinicClient, peer: Peer) -> None:
    document, _ = await made(client, peer)
    assert document.last_updated is not None
    params = {"subject": peer.patient, "_lastUpdated": f"ge{document.last_updated}", "_sort": "_lastUpdated"}
    found = [d.id async for page in client.pages("Goal", params) for d in page.documents]
    assert document.id in found
    after = {**params, "_lastUpdated": "ge2999-01-01T00:00:00Z"}
    assert [d.id async for page in client.pages("Goal", after) for d in page.documents] == []


async def test_ids_alone_can_be_listed(client: ClinicClient, peer: Peer) -> None:
    document, _ = await made(client, peer)
    params = {"subject": peer.patient, "_elements": "id", "_total": "accurate"}
    found = [d.id async for page in client.pages("Goal", params) for d in page.documents]
    assert document.id in found


async def test_a_batch_has_a_verdict_for_each(client: ClinicClient, peer: Peer) -> None:
    known, _ = await made(client, peer)
    assert known.id is not None
    fresh, token = goal(peer)
    stale, _ = goal(peer, "stale", id=known.id)
    await client.update(goal(peer, "newer", id=known.id)[0], if_match=known.etag)
    entries = [
        Entry.create(fresh, if_none_exist=token),
        Entry.read("Goal", known.id),
        Entry.read("Goal", str(uuid4())),
        Entry.update(stale, if_match=known.etag),  # a version it had: what it never had, some call malformed
        Entry.create(fresh, if_none_exist=token),
    ]
    new, read, absent, refused, again = await client.batch(entries)
    assert new.created
    assert read.document is not None
    assert read.document.id == known.id
    assert isinstance(absent.error, NotFound)
    assert isinstance(refused.error, PreconditionFailed)
    assert (again.error, again.id) == (None, new.id)


async def test_a_transaction_ties_its_entries_together(client: ClinicClient, peer: Peer) -> None:
    copy, token = goal(peer)
    notice = Document.of(
        json.dumps(
            {
                "resourceType": "Communication",
                "identifier": [{"system": SYSTEM, "value": f"urn:uuid:{uuid4()}"}],
                "status": "in-progress",
                "subject": {"reference": peer.patient},
                "sender": {"reference": peer.patient},
                "about": [{"reference": "urn:uuid:0f0e0d0c-0000-4000-8000-000000000001"}],
            }
        )
    )
    first = Entry.create(copy, if_none_exist=token, full_url="urn:uuid:0f0e0d0c-0000-4000-8000-000000000001")
    replies = await client.transaction([first, Entry.create(notice)])
    assert [reply.error for reply in replies] == [None, None]
    assert replies[1].id is not None
    sent = json.loads((await client.read("Communication", replies[1].id)).text)
    assert sent["about"][0]["reference"].endswith(f"Goal/{replies[0].id}")


async def test_versions_can_be_looked_at(client: ClinicClient, peer: Peer) -> None:
    first, token = await made(client, peer, "one")
    assert first.id is not None
    changed, _ = goal(peer, "two", id=first.id, key=token.rpartition(":")[2])
    await client.update(changed, if_match=first.etag)
    pages = [page async for page in client.history("Goal", first.id)]
    words = [json.loads(d.text)["description"]["text"] for page in pages for d in page.documents]
    assert words == ["two", "one"]
    assert first.version_id is not None
    old = await client.vread("Goal", first.id, first.version_id)
    assert json.loads(old.text)["description"]["text"] == "one"


async def test_what_is_invalid_is_rejected_with_a_code(client: ClinicClient) -> None:
    with pytest.raises(Rejected) as caught:
        await client.create(Document.of('{"resourceType":"Goal","lifecycleStatus":7}'))
    assert caught.value.codes


async def test_the_server_may_say_what_it_likes_of_itself(client: ClinicClient) -> None:
    said = await client.capabilities()
    assert said.has_conditional_create("Goal") in (None, True)


async def test_the_servers_clock_is_heard(client: ClinicClient, peer: Peer) -> None:
    page = await anext(client.pages("Goal", {"subject": peer.patient}))
    assert page.server_date is not None
    assert abs((page.server_date - datetime.now(UTC)).total_seconds()) < 3600
