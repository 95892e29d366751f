"""Reads, searches and what a half-working server makes of them."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

import httpx
import pytest

from api_client import ClinicClient, Page, Retry
from api_client.errors import (
    BadAddress,
    BadReply,
    ClinicError,
    Conflict,
    Forbidden,
    Gone,
    NotFhir,
    NotFound,
    Offline,
    PreconditionFailed,
    Rejected,
    ServerBroken,
    SignedOut,
    TimedOut,
    TooLarge,
    TooMany,
)
from api_client.fhir import Goal, Patient
from tests.unit.client.servers import BASE, Scripted, Waits, bundle, fhir, goal


async def walked(client: ClinicClient, *args: object, **named: object) -> list[Page]:
    return [page async for page in client.pages(*args, **named)]  # type: ignore[arg-type]


async def test_a_read_keeps_the_text_and_the_etag() -> None:
    server = Scripted([fhir('{"resourceType":"Goal","id":"1","x":1.50}', etag='W/"7"')])
    async with server.client() as client:
        document = await client.read("Goal", "1")
    assert document.text == '{"resourceType":"Goal","id":"1","x":1.50}'
    assert document.etag == 'W/"7"'
    assert str(server.asked[0].url) == f"{BASE}/Goal/1"
    assert server.asked[0].headers["user-agent"] == "Lantern/1"


async def test_a_read_by_model_answers_with_the_model() -> None:
    server = Scripted([fhir('{"resourceType":"Patient","id":"1","name":[{"family":"Vale"}]}')])
    async with server.client() as client:
        patient = await client.read(Patient, "1")
    assert patient.name is not None
    assert patient.name[0].family == "Vale"


@pytest.mark.parametrize("id", ["", "a/b", "..", ".", "a b", "x" * 65, "a?b", "ä"])
async def test_an_odd_id_never_reaches_an_address(id: str) -> None:
    server = Scripted([fhir(goal("1"))])
    async with server.client() as client:
        with pytest.raises(ValueError, match="id"):
            await client.read("Goal", id)
    assert server.asked == []


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (fhir("", 401), SignedOut),
        (fhir("", 403), Forbidden),
        (fhir("", 404), NotFound),
        (fhir("{}", 410), Gone),
        (fhir("", 408), TimedOut),
        (fhir("", 409), Conflict),
        (fhir("", 412), PreconditionFailed),
        (fhir("", 413), TooLarge),
        (fhir("", 400), Rejected),
        (fhir("", 405), Rejected),
        (fhir("", 422), Rejected),
        (fhir("", 501), Rejected),
        (fhir("", 429), TooMany),
        (fhir("", 500), ServerBroken),
        (httpx.Response(502, text="<html>bad gateway</html>"), ServerBroken),
        (httpx.Response(200, text="<html>hotel wifi</html>"), NotFhir),
        (httpx.Response(404, text="<html>no such page</html>"), NotFhir),
        (httpx.Response(410, text="gone fishing"), NotFhir),
        (httpx.Response(302, headers={"location": "https://elsewhere.example/"}), NotFhir),
        (httpx.Response(200), NotFhir),
        (fhir('{"resourceType":"Goal","id":"2"}'), BadReply),
        (fhir('{"resourceType":"Patient","id":"1"}'), BadReply),
        (fhir('{"resourceType":"Goal"}'), BadReply),
        (fhir('{"resourceType":"Goal","id":"1"'), BadReply),
        (fhir("{}"), BadReply),
        (httpx.ConnectError("refused"), Offline),
        (httpx.ReadError("reset"), Offline),
        (httpx.RemoteProtocolError("closed"), Offline),
        (httpx.ReadTimeout("slow"), TimedOut),
        (httpx.ConnectTimeout("slow"), TimedOut),
    ],
    ids=str,
)
async def test_every_failure_has_its_own_error(
    answer: httpx.Response | Exception, error: type[ClinicError]
) -> None:
    async with Scripted([answer]).client() as client:
        with pytest.raises(ClinicError) as caught:
            await client.read("Goal", "1")
    assert isinstance(caught.value, error)
    assert (caught.value.method, caught.value.resource_type) == ("GET", "Goal")


async def test_a_rejection_carries_codes_and_paths_but_no_words() -> None:
    outcome = (
        '{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid",'
        '"diagnostics":"my secret","details":{"text":"my secret"},'
        '"expression":["Goal.description.text","Goal.where(text=\'my secret\')"]},{"code":"My Secret"}]}'
    )
    async with Scripted([fhir(outcome, 422)]).client() as client:
        with pytest.raises(Rejected) as caught:
            await client.read("Goal", "1")
    assert caught.value.codes == ("invalid",)
    assert caught.value.paths == ("Goal.description.text",)
    assert "secret" not in str(caught.value) + repr(caught.value)


async def test_an_error_shows_no_query() -> None:
    async with Scripted([fhir("", 500)]).client() as client:
        with pytest.raises(ServerBroken) as caught:
            await walked(client, "Patient", {"_id": "rowan-vale"})
    assert "rowan" not in str(caught.value) + repr(caught.value)
    assert str(caught.value) == "server_broken (GET Patient) 500"


# --- addresses ---


@pytest.mark.parametrize(
    "address",
    [
        "http://clinic.example/fhir",
        "ftp://clinic.example",
        "clinic.example",
        "",
        "https://",
        "https://user:word@clinic.example/fhir",
        "https://clinic.example/fhir?x=1",
        "https://clinic.example/fhir#x",
        "https://clinic.example/a b",
        "http://127.0.0.1.evil.example/",
        "http://[::2]/",
        "https://clinic.example:port/",
    ],
)
async def test_a_wrong_address_is_refused_before_anything_is_sent(address: str) -> None:
    with pytest.raises(BadAddress):
        ClinicClient(address)


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:8550/fhir", "http://localhost/", "http://[::1]:80/fhir", "https://clinic.example"],
)
async def test_https_and_this_machine_are_good_addresses(address: str) -> None:
    async with ClinicClient(address, transport=httpx.MockTransport(lambda _: fhir(goal("1")))) as client:
        assert (await client.read("Goal", "1")).id == "1"


# --- pages ---


async def test_pages_follow_the_links_and_keep_each_text() -> None:
    first = bundle(goal("1", more=',"x":1.50'), goal("2"), total=3, next=f"{BASE}?page=2")
    server = Scripted([first, bundle(goal("3"), total=3)])
    async with server.client() as client:
        pages = await walked(client, "Goal", {"patient": "Patient/rowan"}, count=2)
    assert [d.id for page in pages for d in page.documents] == ["1", "2", "3"]
    assert pages[0].documents[0].text == goal("1", more=',"x":1.50')
    assert str(server.asked[0].url) == f"{BASE}/Goal?patient=Patient/rowan&_count=2"
    assert str(server.asked[1].url) == f"{BASE}?page=2"
    assert (pages[0].next, pages[1].next) == (f"{BASE}?page=2", None)
    assert pages[0].total == 3


async def test_a_page_tells_the_servers_time() -> None:
    answer = bundle(goal("1"))
    answer.headers["date"] = "Sun, 22 Nov 2026 10:00:00 GMT"
    async with Scripted([answer]).client() as client:
        assert (await anext(client.pages("Goal"))).server_date == datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "link",
    [
        "https://elsewhere.example/fhir?page=2",
        "http://elsewhere.example/fhir?page=2",
        "https://clinic.example:8443/fhir?page=2",
        "//elsewhere.example/fhir",
        "https://clinic.example@elsewhere.example/",
        "javascript:alert(1)",
    ],
)
async def test_a_link_elsewhere_is_not_followed(link: str) -> None:
    server = Scripted([bundle(goal("1"), next=link)])
    async with server.client() as client:
        with pytest.raises(BadReply) as caught:
            await walked(client, "Goal")
    assert caught.value.path == "Bundle.link.url"
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("headers", "made_at", "is_old"),
    [
        ({"age": "12"}, None, True),
        ({}, "2026-11-22T09:59:20Z", True),
        ({}, "2026-11-22T10:00:00.5Z", False),
        ({}, "2020-01-01T00:00:00Z", False),  # no answer that was kept: another time altogether
        ({}, None, False),
        ({"age": "soon"}, None, False),
    ],
)
async def test_an_answer_kept_for_reuse_is_known_for_what_it_is(
    headers: dict[str, str], made_at: str | None, is_old: bool
) -> None:
    meta = f',"meta":{{"lastUpdated":"{made_at}"}}' if made_at else ""
    answer = fhir('{"resourceType":"Bundle","type":"searchset"' + meta + "}", **headers)
    answer.headers["date"] = "Sun, 22 Nov 2026 10:00:00 GMT"
    server = Scripted([answer])
    async with server.client() as client:
        page = await anext(client.pages("Goal"))
    assert page.may_be_old is is_old
    assert server.asked[0].headers["cache-control"] == "no-cache"
    assert page.as_of is not None
    assert page.as_of <= datetime(2026, 11, 22, 10, tzinfo=UTC)


async def test_a_page_whose_link_leads_elsewhere_is_kept() -> None:
    server = Scripted([bundle(goal("1"), next="https://elsewhere.example/fhir?page=2")])
    async with server.client() as client:
        page = await anext(client.pages("Goal"))
    assert ([d.id for d in page.documents], page.next, page.is_cut) == (["1"], None, True)


async def test_a_deletion_in_a_history_is_one_though_it_carries_the_last_version() -> None:
    entry = '{"resource":' + goal("9") + ',"request":{"method":"DELETE","url":"Goal/9"}}'
    async with Scripted(
        [fhir('{"resourceType":"Bundle","type":"history","entry":[' + entry + "]}")]
    ).client() as client:
        page = await anext(client.history("Goal"))
    assert (page.gone, page.documents) == (("Goal/9",), [])


async def test_a_warning_is_not_the_cause_of_a_refusal() -> None:
    issues = '[{"severity":"warning","code":"informational"},{"severity":"error","code":"invalid","expression":["Goal.x"]}]'
    answer = fhir('{"resourceType":"OperationOutcome","issue":' + issues + "}", 422)
    async with Scripted([answer]).client() as client:
        with pytest.raises(Rejected) as caught:
            await client.read("Goal", "9")
    assert (caught.value.codes, caught.value.paths) == (("invalid",), ("Goal.x",))


async def test_a_relative_link_is_followed() -> None:
    server = Scripted([bundle(goal("1"), next="Goal?page=2"), bundle(goal("2"))])
    async with server.client() as client:
        await walked(client, "Goal")
    assert str(server.asked[1].url) == f"{BASE}/Goal?page=2"


async def test_links_in_a_circle_end() -> None:
    server = Scripted(
        [
            bundle(goal("1"), next=f"{BASE}?p=a"),
            bundle(goal("2"), next=f"{BASE}?p=b"),
            bundle(goal("3"), next=f"{BASE}?p=a"),
        ]
    )
    async with server.client() as client:
        with pytest.raises(BadReply):
            await walked(client, "Goal")
    assert len(server.asked) == 3


async def test_pages_that_bring_nothing_new_end() -> None:
    numbers = count()
    server = Scripted([lambda _: bundle(goal("1"), next=f"{BASE}?p={next(numbers)}")])
    async with server.client() as client:
        with pytest.raises(BadReply):
            await walked(client, "Goal")
    assert len(server.asked) == 4


async def test_a_server_without_links_is_asked_by_offset() -> None:
    server = Scripted(
        [
            bundle(goal("1"), goal("2"), total=5),
            bundle(goal("3"), goal("4"), total=5),
            bundle(goal("5"), total=5),
        ]
    )
    async with server.client() as client:
        pages = await walked(client, "Goal", {"patient": "Patient/rowan"}, count=2)
    assert [d.id for page in pages for d in page.documents] == ["1", "2", "3", "4", "5"]
    assert [request.url.params.get("_offset") for request in server.asked] == [None, "2", "4"]
    assert server.asked[1].url.params["patient"] == "Patient/rowan"


async def test_a_server_that_ignores_the_offset_is_not_believed() -> None:
    server = Scripted([bundle(goal("1"), goal("2"), total=5)])
    async with server.client() as client:
        with pytest.raises(BadReply):
            await walked(client, "Goal", count=2)
    assert len(server.asked) == 2


async def test_a_walk_can_be_taken_up_where_it_was_left() -> None:
    server = Scripted([bundle(goal("3"))])
    async with server.client() as client:
        await walked(client, "Goal", {"patient": "Patient/rowan"}, resume=f"{BASE}?page=2")
        assert str(server.asked[0].url) == f"{BASE}?page=2"
        with pytest.raises(BadReply):
            client.pages("Goal", resume="https://elsewhere.example/")


@pytest.mark.parametrize(
    "params",
    [
        {"name": "Vale"},
        {"family:exact": "Vale"},
        {"patient.name": "Vale"},
        {"address-city": "Ash"},
        {"code:text": "x"},
        {"birthdate": "1990"},
    ],
)
async def test_a_search_with_a_name_never_stands_in_an_address(params: dict[str, str]) -> None:
    server = Scripted([bundle(goal("1"), total=2), bundle(goal("2"), total=2)])
    async with server.client() as client:
        await walked(client, "Goal", params, count=1)
    assert [(r.method, str(r.url)) for r in server.asked] == [("POST", f"{BASE}/Goal/_search")] * 2
    assert b"Vale" in server.asked[0].content or params.keys().isdisjoint({"name"})
    assert b"_offset=1" in server.asked[1].content


async def test_included_resources_come_along_and_outcomes_do_not() -> None:
    text = (
        '{"resourceType":"Bundle","total":1,"entry":['
        f'{{"search":{{"mode":"match"}},"resource":{goal("1")}}},'
        '{"search":{"mode":"include"},"resource":{"resourceType":"Patient","id":"p"}},'
        '{"search":{"mode":"outcome"},"resource":{"resourceType":"OperationOutcome","issue":[]}}]}'
    )
    async with Scripted([fhir(text)]).client() as client:
        pages = await walked(client, "Goal")
        assert [d.type for d in pages[0].documents] == ["Goal", "Patient"]
        assert pages[0].matches == 1
        assert [goal.id async for goal in client.search(Goal)] == ["1"]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (
            '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Goal"}}]}',
            "Bundle.entry[0].resource.id",
        ),
        (
            '{"resourceType":"Bundle","entry":[{"resource":{"id":"1"}}]}',
            "Bundle.entry[0].resource.resourceType",
        ),
        ('{"resourceType":"Bundle","entry":[{},{"resource":7}]}', "Bundle.entry[1].resource"),
        (
            '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Goal","id":"1","a":NaN}}]}',
            "Bundle.entry[0]",
        ),
        ('{"resourceType":"Bundle","entry":{}}', "Bundle.entry"),
        ('{"resourceType":"Bundle","entry":[],"entry":[]}', "Bundle"),
        ('{"resourceType":"Bundle","total":"3"}', "Bundle.total"),
        ('{"resourceType":"Bundle","total":-1}', "Bundle.total"),
        ('{"resourceType":"Bundle","link":{}}', "Bundle.link"),
        ('{"resourceType":"Bundle","link":[{"relation":"next"}]}', "Bundle.link.url"),
        ('{"resourceType":"Goal","id":"1"}', "resourceType"),
        ('{"resourceType":"Bundle"', "Bundle"),
        ('{"resourceType":"Bundle"} x', "Bundle"),
    ],
)
async def test_a_bundle_that_is_none_is_named_by_path(text: str, path: str) -> None:
    async with Scripted([fhir(text)]).client() as client:
        with pytest.raises(BadReply) as caught:
            await walked(client, "Goal")
    assert caught.value.path == path


async def test_names_written_with_escapes_and_space_are_read() -> None:
    text = ' { "resourceType" : "Bundle" , "\\u0065ntry" : [ { "resource" : {"resourceType":"Goal","id":"1"} } ] } '
    async with Scripted([fhir(text)]).client() as client:
        assert (await walked(client, "Goal"))[0].documents[0].id == "1"


async def test_history_names_what_is_gone() -> None:
    text = (
        '{"resourceType":"Bundle","type":"history","total":2,"entry":['
        '{"fullUrl":"x","request":{"method":"DELETE","url":"Goal/9"},"response":{"status":"204"}},'
        f'{{"resource":{goal("9", "2")},"request":{{"method":"PUT","url":"Goal/9"}}}}]}}'
    )
    server = Scripted([fhir(text)])
    async with server.client() as client:
        pages = [page async for page in client.history("Goal", since="2026-01-01T00:00:00Z")]
        assert len(pages) == 1
        assert pages[0].gone == ("Goal/9",)
        assert pages[0].documents[0].version_id == "2"
        assert str(server.asked[0].url) == f"{BASE}/Goal/_history?_since=2026-01-01T00:00:00Z&_count=100"
        await anext(client.history("Goal", "9"))
        assert server.asked[1].url.path == "/fhir/Goal/9/_history"


# --- capabilities ---


async def test_capabilities_are_read_as_far_as_they_are_said() -> None:
    text = (
        '{"resourceType":"CapabilityStatement","fhirVersion":"4.0.1","title":"Willow Clinic","rest":[{"mode":"server",'
        '"interaction":[{"code":"batch"}],"resource":[{"type":"Goal","conditionalCreate":true,"interaction":[{"code":"read"}]},'
        '{"type":"Consent","conditionalCreate":"yes"}]}]}'
    )
    async with Scripted([fhir(text)]).client() as client:
        said = await client.capabilities()
    assert (said.fhir_version, said.has_batch, said.has_transaction) == ("4.0.1", True, False)
    assert (
        said.has_conditional_create("Goal"),
        said.has_conditional_create("Consent"),
        said.has_conditional_create("Task"),
    ) == (True, None, None)
    assert (said.can("read", "Goal"), said.can("delete", "Goal"), said.can("read", "Task")) == (
        True,
        False,
        None,
    )
    assert (said.has_type("Goal"), said.has_type("Task")) == (True, False)


async def test_a_server_that_names_only_the_transaction_takes_batches_too() -> None:
    text = '{"resourceType":"CapabilityStatement","rest":[{"interaction":[{"code":"transaction"}]}]}'
    async with Scripted([fhir(text)]).client() as client:
        assert (await client.capabilities()).has_batch


@pytest.mark.parametrize(
    "text",
    [
        '{"resourceType":"Bundle","type":"searchset"}',
        '{"resourceType":"CapabilityStatement","rest":7,"software":[],"title":9}',
        '{"resourceType":"CapabilityStatement","rest":[7,{"resource":[1,{"type":2}],"interaction":{"code":"batch"}}]}',
    ],
)
async def test_a_server_that_says_nothing_is_not_assumed_to_do_anything(text: str) -> None:
    async with Scripted([fhir(text)]).client() as client:
        said = await client.capabilities()
    assert (said.has_batch, said.has_type("Goal"), said.has_conditional_create("Goal")) == (False, None, None)


@pytest.mark.parametrize(
    "answer", [httpx.Response(200, text="<html>"), httpx.Response(404), fhir("{}"), fhir("[]"), fhir("", 405)]
)
async def test_what_is_no_fhir_server_is_told_apart(answer: httpx.Response) -> None:
    async with Scripted([answer]).client() as client:
        with pytest.raises(NotFhir):
            await client.capabilities()


async def test_leaving_a_walk_early_needs_no_closing() -> None:
    waits = Waits()
    server = Scripted([bundle(goal("1"), goal("2"), next=f"{BASE}?p=2")])
    async with server.client(Retry(tries=1, sleep=waits.sleep)) as client:
        async for found in client.search(Goal):
            assert found.id == "1"
            break
    assert len(server.asked) == 1
