"""Searching and history: every filter finds what it names, and no page loses a resource."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.contract.conftest import Server
from tests.contract.test_fhir_rest import goal, key, made


async def found(server: Server, query: str, **params: str) -> list[str]:
    """Ids, in the order of the page."""
    answer = await server.http.get(query, params=params) if params else await server.http.get(query)
    assert answer.status_code == 200, answer.text
    return ids(answer)


def ids(answer: httpx.Response) -> list[str]:
    return [e["resource"]["id"] for e in answer.json().get("entry", []) if e["search"]["mode"] == "match"]


def onward(bundle: dict[str, Any]) -> str | None:
    return next((link["url"] for link in bundle["link"] if link["relation"] == "next"), None)


async def walked(server: Server, query: str) -> list[str]:
    seen: list[str] = []
    url: str | None = query
    while url:
        answer = await server.http.get(url)
        assert answer.status_code == 200, answer.text
        seen += ids(answer)
        url = onward(answer.json())
        assert url is None or url.startswith(server.base + "/Goal?")
    return seen


async def test_by_id_identifier_and_subject(server: Server) -> None:
    one, two = await made(server), await made(server)
    assert set(await found(server, "Goal", _id=f"{one['id']},{two['id']}")) == {one["id"], two["id"]}
    assert await found(server, "Goal", identifier=key(one)) == [one["id"]]
    assert await found(server, "Goal", identifier=key(one).split("|")[1]) == [one["id"]]
    assert await found(server, "Goal", identifier="|" + key(one).split("|")[1]) == []
    for name in (server.patient, f"Patient/{server.patient}", f"{server.base}/Patient/{server.patient}"):
        for param in ("patient", "subject"):
            assert one["id"] in await found(server, "Goal", **{param: name, "_count": "100"})
    assert one["id"] in await found(server, "Goal", **{"subject:Patient": server.patient, "_count": "100"})
    assert await found(server, "Goal", patient="Patient/nobody") == []


async def test_by_token_with_and_without_system(server: Server) -> None:
    one = await made(server, category=[{"coding": [{"system": "http://a.example", "code": "x,y|z"}]}])
    for value in ("x\\,y\\|z", "http://a.example|x\\,y\\|z", "other,http://a.example|", "x\\,y\\|z,other"):
        assert await found(server, "Goal", category=value) == [one["id"]], value
    for value in ("x", "http://b.example|x\\,y\\|z", "|x\\,y\\|z"):
        assert await found(server, "Goal", category=value) == [], value
    assert one["id"] not in await found(
        server, "Goal", **{"category:not": "http://a.example|", "_count": "100"}
    )
    assert one["id"] in await found(server, "Goal", **{"category:missing": "false", "_count": "100"})
    assert one["id"] not in await found(server, "Goal", **{"category:missing": "true", "_count": "100"})


@pytest.mark.parametrize(
    ("value", "is_found"),
    [
        ("2031-05-17", True),
        ("2031-05", True),
        ("2031", True),
        ("2031-05-18", False),
        ("ne2031-05-17", False),
        ("gt2031-05-16", True),
        ("gt2031-05-17", False),
        ("ge2031-05-17", True),
        ("lt2031-05-18", True),
        ("lt2031-05-17", False),
        ("le2031-05-17", True),
        ("sa2031-05-16", True),
        ("eb2031-05-18", True),
        ("eb2031-05", False),
        ("ap2031-05-17", True),
        ("ge2031-05-17T12:00:00Z", True),
        ("2031-05-17T00:00:00Z", False),
    ],
)
async def test_by_date_with_every_prefix(server: Server, value: str, is_found: bool) -> None:
    one = await made(server, startDate="2031-05-17")
    assert (one["id"] in await found(server, "Goal", **{"start-date": value, "_count": "100"})) is is_found


async def test_two_bounds_both_hold(server: Server) -> None:
    one = await made(server, startDate="2031-05-17")
    inside = f"Goal?_id={one['id']}&start-date=ge2031-05-01&start-date=lt2031-06-01"
    outside = f"Goal?_id={one['id']}&start-date=ge2031-05-01&start-date=lt2031-05-10"
    assert await found(server, inside) == [one["id"]]
    assert await found(server, outside) == []


async def test_last_updated_is_exact_to_the_millisecond(server: Server) -> None:
    one, two, three = await made(server), await made(server), await made(server)
    at = two["meta"]["lastUpdated"]
    assert at != one["meta"]["lastUpdated"]
    of = {one["id"], two["id"], three["id"]}
    expected = {
        "ge": {two["id"], three["id"]},
        "gt": {three["id"]},
        "sa": {three["id"]},
        "le": {one["id"], two["id"]},
        "lt": {one["id"]},
        "eb": {one["id"]},
        "eq": {two["id"]},
        "": {two["id"]},
        "ne": {one["id"], three["id"]},
    }
    for prefix, names in expected.items():
        answered = await found(server, "Goal", _id=",".join(sorted(of)), _lastUpdated=prefix + at)
        assert set(answered) == names, prefix


async def test_no_two_requests_share_an_instant_and_time_never_runs_back(server: Server) -> None:
    stamps = [(await made(server))["meta"]["lastUpdated"] for _ in range(30)]
    assert stamps == sorted(set(stamps))


async def test_a_client_that_asks_for_what_is_newer_than_it_has_seen_misses_nothing(server: Server) -> None:
    mark, seen, wrote = (await made(server))["meta"]["lastUpdated"], set[str](), set[str]()
    for _ in range(20):
        wrote.add((await made(server))["id"])
        page = (
            await server.http.get("Goal", params={"_lastUpdated": f"gt{mark}", "_sort": "_lastUpdated"})
        ).json()
        for one in page.get("entry", []):
            seen.add(one["resource"]["id"])
            mark = one["resource"]["meta"]["lastUpdated"]
    assert seen == wrote


async def test_post_search_finds_the_same_and_tells_no_value_in_its_links(server: Server) -> None:
    one = await made(server, category=[{"text": "c", "coding": [{"code": "canary-code"}]}])
    two = await made(server, category=[{"coding": [{"code": "canary-code"}]}])
    form = {"content-type": "application/x-www-form-urlencoded"}
    answer = await server.http.post("Goal/_search", content="category=canary-code&_count=1", headers=form)
    assert ids(answer) == [one["id"]]
    link = onward(answer.json())
    assert link is not None
    assert "canary" not in link
    assert ids(await server.http.get(link)) == [two["id"]]
    assert (await server.http.get(link)).json()["total"] == 2


@pytest.mark.parametrize("size", [1, 3, 7, 50])
@pytest.mark.parametrize(
    "order", ["", "&_sort=_lastUpdated", "&_sort=-_lastUpdated", "&_sort=start-date,-_id", "&_sort=_id"]
)
async def test_pages_hold_everything_once_ties_included(server: Server, size: int, order: str) -> None:
    entries = [{"resource": goal(server), "request": {"method": "POST", "url": "Goal"}} for _ in range(20)]
    await server.http.post("", json={"resourceType": "Bundle", "type": "batch", "entry": entries})
    whole = await found(server, f"Goal?_count=1000{order}")
    paged = await walked(server, f"Goal?_count={size}{order}")
    assert paged == whole
    assert len(set(paged)) == len(paged) >= 20


@pytest.mark.parametrize(
    "order", ["", "&_sort=_lastUpdated", "&_sort=-_lastUpdated", "&_sort=-start-date", "&_sort=_id"]
)
async def test_paging_loses_nothing_while_others_write(server: Server, order: str) -> None:
    there = [await made(server, startDate=f"2030-01-{day:02d}") for day in range(1, 13)]
    seen: set[str] = set()
    url: str | None = f"Goal?_count=4{order}"
    while url and len(seen) < 200:
        page = await server.http.get(url)
        seen |= set(ids(page))
        moved = there.pop() if there else None
        if moved:
            await server.http.put(f"Goal/{moved['id']}", json={**moved, "startDate": "2029-01-01"})
        if len(seen) < 12:
            await made(server)
        url = onward(page.json())
    everything = set(await found(server, "Goal?_count=1000&start-date=lt2031&start-date=ge2029"))
    assert everything <= seen


async def test_sorting(server: Server) -> None:
    days = ["2033-03-01", "2033-01-01", "2033-02-01"]
    made_ = {day: (await made(server, startDate=day))["id"] for day in days}
    up = await found(server, "Goal?start-date=2033&_sort=start-date")
    assert up == [made_[day] for day in sorted(days)]
    assert await found(server, "Goal?start-date=2033&_sort=-start-date") == up[::-1]
    assert (await found(server, "Goal?_sort=-start-date&_count=1000"))[:3] == up[::-1]


async def test_summary_count_and_elements(server: Server) -> None:
    one = await made(server, note=[{"text": "n"}])
    counted = (await server.http.get("Goal?_summary=count")).json()
    assert counted["total"] >= 1
    assert "entry" not in counted
    assert (await server.http.get("Goal?_count=0")).json()["total"] == counted["total"]
    (only,) = (await server.http.get(f"Goal?_id={one['id']}&_elements=id,description")).json()["entry"]
    assert set(only["resource"]) == {"resourceType", "id", "meta", "description"}
    assert only["resource"]["meta"]["tag"][0]["code"] == "SUBSETTED"
    assert only["resource"]["meta"]["versionId"] == "1"


async def test_include_brings_what_a_match_points_to(server: Server) -> None:
    one = await made(server)
    bundle = (await server.http.get(f"Goal?_id={one['id']}&_include=Goal:subject")).json()
    modes = {e["resource"]["resourceType"]: e["search"]["mode"] for e in bundle["entry"]}
    assert modes == {"Goal": "match", "Patient": "include"}
    assert bundle["total"] == 1


async def test_unknown_parameters_follow_prefer(server: Server) -> None:
    one = await made(server)
    lenient = (await server.http.get(f"Goal?_id={one['id']}&colour=blue")).json()
    assert lenient["total"] == 1
    assert "colour" not in lenient["link"][0]["url"]
    assert lenient["entry"][-1]["search"]["mode"] == "outcome"
    strict = await server.http.get(f"Goal?_id={one['id']}&colour=blue", headers={"prefer": "handling=strict"})
    assert strict.status_code == 400


async def test_the_self_link_says_what_was_understood(server: Server) -> None:
    bundle = (await server.http.get("Goal?patient=Patient/x&_sort=-start-date&_count=3")).json()
    assert bundle["link"][0]["relation"] == "self"
    for part in ("patient=Patient%2Fx", "_sort=-start-date", "_count=3"):
        assert part in bundle["link"][0]["url"]


async def test_type_history_has_every_version_and_tombstone_since(server: Server) -> None:
    before = (await made(server))["meta"]["lastUpdated"]
    one = await made(server)
    two = (await server.http.put(f"Goal/{one['id']}", json=one)).json()
    await server.http.delete(f"Goal/{one['id']}")
    entries: list[dict[str, Any]] = []
    url: str | None = f"Goal/_history?_since={before}&_count=2"
    while url:
        bundle = (await server.http.get(url)).json()
        assert bundle["type"] == "history"
        entries += bundle.get("entry", [])
        url = onward(bundle)
    assert [e["request"]["method"] for e in entries] == ["DELETE", "PUT", "POST", "POST"]
    assert entries[0]["fullUrl"].endswith(f"Goal/{one['id']}")
    assert entries[0]["response"]["etag"] == 'W/"3"'
    assert entries[1]["resource"] == two
    nothing = (await server.http.get("Goal/_history?_since=2999-01-01T00:00:00Z")).json()
    assert nothing["total"] == 0
    assert "entry" not in nothing


async def test_a_zone_with_a_bare_plus_is_understood(server: Server) -> None:
    assert (await server.http.get("Goal?_lastUpdated=ge2020-01-01T00:00:00.000+01:00")).status_code == 200
    assert (await server.http.get("Goal/_history?_since=2020-01-01T00:00:00+01:00")).status_code == 200
