"""What this app needs of a FHIR R4 server, over a real socket: the RESTful interactions one by one."""

from __future__ import annotations

import json
import uuid
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from tests.contract.conftest import Server, sandbox_only


def goal(server: Server, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Goal",
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{uuid.uuid4()}"}],
        "lifecycleStatus": "active",
        "description": {"text": "words of an invented person"},
        "subject": server.subject,
        **more,
    }


def key(resource: dict[str, Any]) -> str:
    return f"urn:ietf:rfc:3986|{resource['identifier'][0]['value']}"


async def made(server: Server, **more: Any) -> dict[str, Any]:
    answer = await server.http.post("Goal", json=goal(server, **more))
    assert answer.status_code == 201, answer.text
    return answer.json()


def outcome(answer: httpx.Response) -> dict[str, Any]:
    body = answer.json()
    assert body["resourceType"] == "OperationOutcome"
    issue = body["issue"][0]
    assert {"severity", "code", "diagnostics"} <= issue.keys()
    return issue


async def test_metadata_is_open_and_says_r4_json(server: Server) -> None:
    async with httpx.AsyncClient(trust_env=False) as anybody:
        told = (await anybody.get(f"{server.base}/metadata")).json()
    assert told["resourceType"] == "CapabilityStatement"
    assert told["fhirVersion"] == "4.0.1"
    (rest,) = told["rest"]
    assert {"batch", "transaction"} <= {one["code"] for one in rest["interaction"]}


async def test_metadata_promises_exactly_what_is_done(server: Server) -> None:
    (rest,) = (await server.http.get("metadata")).json()["rest"]
    for one in rest["resource"]:
        type_ = one["type"]
        for param in one["searchParam"]:
            value = "2026-01-01" if param["type"] == "date" else "x"
            answer = await server.http.get(
                type_, params={param["name"]: value, "_count": "1"}, headers={"prefer": "handling=strict"}
            )
            assert answer.status_code == 200, (type_, param["name"], answer.text)
        for include in one.get("searchInclude", []):
            answer = await server.http.get(type_, params={"_include": include})
            assert answer.status_code == 200, (type_, include)
        assert one["updateCreate"] is False
        answer = await server.http.get(f"{type_}/_history?_count=1")
        assert answer.status_code == 200, type_


async def test_create_answers_with_place_version_and_time(server: Server) -> None:
    sent = goal(server)
    answer = await server.http.post("Goal", json=sent)
    body = answer.json()
    assert answer.status_code == 201
    assert answer.headers["etag"] == 'W/"1"'
    assert answer.headers["location"] == f"{server.base}/Goal/{body['id']}/_history/1"
    assert parsedate_to_datetime(answer.headers["last-modified"])
    assert parsedate_to_datetime(answer.headers["date"])
    assert answer.headers["content-type"].startswith("application/fhir+json")
    assert {name: body[name] for name in sent} == sent


async def test_read_and_vread(server: Server) -> None:
    first = await made(server)
    name = f"Goal/{first['id']}"
    assert (await server.http.get(name)).json() == first
    second = (await server.http.put(name, json={**first, "description": {"text": "other"}})).json()
    assert second["meta"]["versionId"] == "2"
    assert (await server.http.get(f"{name}/_history/1")).json() == first
    assert (await server.http.get(f"{name}/_history/2")).json() == second
    assert (await server.http.get(f"{name}/_history/3")).status_code == 404


async def test_a_read_that_knows_the_version_gets_304(server: Server) -> None:
    first = await made(server)
    present = (await server.http.get(f"Goal/{first['id']}")).headers["etag"]
    answer = await server.http.get(f"Goal/{first['id']}", headers={"if-none-match": present})
    assert (answer.status_code, answer.content) == (304, b"")


async def test_a_stale_update_is_412_and_changes_nothing(server: Server) -> None:
    first = await made(server)
    name = f"Goal/{first['id']}"
    old = present = (await server.http.get(name)).headers["etag"]
    for n, shape in enumerate(("{tag}", "*", "{strong}", '"7", {tag}')):
        tag = shape.format(tag=present, strong=present.removeprefix("W/"))
        changed = {
            **first,
            "description": {"text": f"version {n}"},
        }  # an unchanged one makes no version everywhere
        answer = await server.http.put(name, json=changed, headers={"if-match": tag})
        assert answer.status_code == 200, tag
        present = (await server.http.get(name)).headers["etag"]
    answer = await server.http.put(name, json=first, headers={"if-match": old})
    assert answer.status_code in (412, 409)
    assert outcome(answer)["code"] == "conflict"
    assert (await server.http.get(name)).headers["etag"] == present


@sandbox_only
async def test_the_sandbox_counts_its_versions_and_says_412(server: Server) -> None:
    first = await made(server)
    name = f"Goal/{first['id']}"
    await server.http.put(name, json=first, headers={"if-match": 'W/"1"'})
    answer = await server.http.put(name, json=first, headers={"if-match": 'W/"1"'})
    assert (answer.status_code, (await server.http.get(name)).headers["etag"]) == (412, 'W/"2"')


async def test_a_stale_delete_is_412(server: Server) -> None:
    first = await made(server)
    name = f"Goal/{first['id']}"
    old = (await server.http.get(name)).headers["etag"]
    await server.http.put(name, json={**first, "description": {"text": "newer"}})
    assert (await server.http.delete(name, headers={"if-match": old})).status_code in (412, 409)
    assert (await server.http.get(name)).status_code == 200


async def test_what_was_deleted_is_410_and_in_history(server: Server) -> None:
    first = await made(server)
    name = f"Goal/{first['id']}"
    assert (await server.http.delete(name)).status_code == 204
    assert (await server.http.delete(name)).status_code == 204
    answer = await server.http.get(name)
    assert answer.status_code == 410
    assert outcome(answer)["code"] == "deleted"
    assert (await server.http.get(f"{name}/_history/1")).json() == first
    entries = (await server.http.get(f"{name}/_history")).json()["entry"]
    assert [(e["request"]["method"], "resource" in e) for e in entries] == [("DELETE", False), ("POST", True)]
    assert (await server.http.get(f"Goal?_id={first['id']}")).json()["total"] == 0


async def test_a_client_cannot_choose_an_id_and_is_told_so(server: Server) -> None:
    answer = await server.http.put("Goal/my-own-id", json=goal(server, id="my-own-id"))
    assert answer.status_code == 405
    assert "chooses ids" in outcome(answer)["diagnostics"]


async def test_a_create_repeated_with_if_none_exist_makes_one(server: Server) -> None:
    sent = goal(server)
    for criteria in (
        f"identifier={key(sent)}",
        f"Goal?identifier={key(sent)}",
        f"identifier={key(sent).replace('|', '%7C').replace(':', '%3A')}",
    ):
        answer = await server.http.post("Goal", json=sent, headers={"if-none-exist": criteria})
        assert answer.status_code in (200, 201)
    assert (await server.http.get("Goal", params={"identifier": key(sent)})).json()["total"] == 1


async def test_if_none_exist_that_fits_several_is_412(server: Server) -> None:
    sent = goal(server)
    for _ in range(2):
        await server.http.post("Goal", json=sent)
    answer = await server.http.post("Goal", json=sent, headers={"if-none-exist": f"identifier={key(sent)}"})
    assert answer.status_code == 412
    assert outcome(answer)["code"] == "multiple-matches"


async def test_a_condition_that_is_not_understood_creates_nothing(server: Server) -> None:
    for criteria in ("colour=blue", "", "identifier=", "_count=1"):
        answer = await server.http.post("Goal", json=goal(server), headers={"if-none-exist": criteria})
        assert answer.status_code in (400, 412), criteria


async def test_conditional_update_creates_then_updates_then_refuses(server: Server) -> None:
    sent = goal(server)
    where = {"identifier": key(sent)}
    first = await server.http.put("Goal", params=where, json=sent)
    second = await server.http.put("Goal", params=where, json={**sent, "description": {"text": "new"}})
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json()["id"] == first.json()["id"]
    await server.http.post("Goal", json=sent)
    assert (await server.http.put("Goal", params=where, json=sent)).status_code == 412


async def test_prefer_minimal_sends_no_body(server: Server) -> None:
    answer = await server.http.post("Goal", json=goal(server), headers={"prefer": "return=minimal"})
    assert (answer.status_code, answer.content) == (201, b"")
    assert answer.headers["etag"] == 'W/"1"'


async def test_numbers_keep_their_digits(server: Server) -> None:
    text = json.dumps(goal(server, target=[{"detailQuantity": {"value": 0}}])).replace(
        '"value": 0', '"value": 1.50'
    )
    answer = await server.http.post("Goal", content=text.encode())
    assert answer.status_code == 201, answer.text
    kept = json.loads((await server.http.get(f"Goal/{answer.json()['id']}")).text, parse_float=str)
    assert kept["target"][0]["detailQuantity"]["value"] == "1.50"


@sandbox_only
async def test_json_is_kept_to_the_letter(server: Server) -> None:
    sent = (
        '{"resourceType":"Goal","zUnknown":{"b":1.50,"a":[1e2,0.0,-0.10,12345678901234567890.123456789]},'
        '"lifecycleStatus":"active","description":{"text":"\\u00e9 \\ud83d\\ude00 \\"q\\" / \u202eabc"},'
        '"subject":{"reference":"Patient/PATIENT"},"target":[{"detailQuantity":{"value":1.50}}],"_startDate":{"extension":[{"url":"x:y","valueDecimal":2.00}]},'
        '"note":[{"text":"a\\tb"}]}'
    ).replace("PATIENT", server.patient)
    answer = await server.http.post("Goal", content=sent.encode())
    assert answer.status_code == 201, answer.text
    kept = (await server.http.get(f"Goal/{answer.json()['id']}")).text
    rest = sent.removeprefix('{"resourceType":"Goal",')
    assert kept.endswith(rest)
    page = (await server.http.get(f"Goal?_id={answer.json()['id']}")).text
    assert rest in page


async def test_every_failure_is_an_operation_outcome(server: Server) -> None:
    http = server.http
    answers = [
        await http.get("Nonsense"),
        await http.get("Nonsense/1"),
        await http.get("Goal/never-was"),
        await http.get("Goal/%20bad%20id"),
        await http.get("Goal/1/2/3/4/5"),
        await http.get("Goal/$everything"),
        await http.get("_history"),
        await http.get(""),
        await http.get("Goal?_count=many"),
        await http.get("Goal?_sort=colour"),
        await http.get("Goal?category:text=x"),
        await http.get("Goal?_lastUpdated=yesterday"),
        await http.get("Goal?_include=Goal:nothing"),
        await http.get("Goal?_format=xml"),
        await http.get("Goal", headers={"accept": "application/fhir+xml"}),
        await http.get("Goal?colour=blue", headers={"prefer": "handling=strict"}),
        await http.post("Goal", content=b"{"),
        await http.post("Goal", content=b"[]"),
        await http.post("Goal", content=b""),
        await http.post("Goal", content=b"\xff\xfe"),
        await http.post("Goal", content=b"{}"),
        await http.post("Goal", json={"resourceType": "Patient"}),
        await http.post("Goal", json={"resourceType": "Goal"}),
        await http.post("Goal", json=goal(server, lifecycleStatus="maybe")),
        await http.post("Goal", json=goal(server, startDate="soon")),
        await http.post("Goal", json=goal(server, category={})),
        await http.post("Goal", content=b"<Goal/>", headers={"content-type": "application/fhir+xml"}),
        await http.post("", json={"resourceType": "Bundle", "type": "searchset"}),
        await http.patch("Goal/rowan-goal-1", content=b"[]"),
        await http.delete("Goal"),
        await http.request("TRACE", "Goal"),
        await http.post("metadata", json={}),
        await http.get(server.base.removesuffix("/fhir") + "/nothing-here"),
        await http.put(server.base.removesuffix("/fhir") + "/invitation/x"),
    ]
    for at, answer in enumerate(answers):
        assert 400 <= answer.status_code < 500, (at, answer.status_code)
        outcome(answer)
    assert [answer.status_code for answer in answers[:2]] == [404, 404]


async def test_a_resource_that_is_too_large_or_too_deep_is_refused_clearly(server: Server) -> None:
    large = goal(server, description={"text": "x" * (2 << 20)})
    answer = await server.http.post("Goal", json=large)
    assert answer.status_code == 413
    assert outcome(answer)["code"] == "too-long"
    deep = '{"resourceType":"Goal","x":' + "[" * 100_000 + "]" * 100_000 + "}"
    answer = await server.http.post("Goal", content=deep.encode())
    assert answer.status_code == 400
    assert "deep" in outcome(answer)["diagnostics"]


async def test_numbers_and_searches_beyond_all_bounds_are_refused_calmly(server: Server) -> None:
    for number in ("1e99999999999999999999", "9" * 5000, "NaN", "-Infinity", "01", "1."):
        answer = await server.http.post("Goal", content=f'{{"resourceType":"Goal","x":{number}}}'.encode())
        assert answer.status_code == 400, number[:20]
        outcome(answer)
    many = ",".join(f"x{n}" for n in range(900))
    for query in (f"category={many}", f"patient={many}", "&".join(["category=" + ",".join("ab" * 40)] * 90)):
        answer = await server.http.post(
            "Goal/_search", content=query, headers={"content-type": "application/x-www-form-urlencoded"}
        )
        assert answer.status_code == 400
        outcome(answer)
    assert (await server.http.get(f"Goal?_id={many}")).json()["total"] == 0


async def test_head_answers_like_get_without_a_body(server: Server) -> None:
    first = await made(server)
    answer = await server.http.head(f"Goal/{first['id']}")
    assert (answer.status_code, answer.headers["etag"], answer.content) == (200, 'W/"1"', b"")


async def test_nothing_may_be_kept_by_a_cache(server: Server) -> None:
    for path in ("Goal", "Goal/never-was", "metadata"):
        assert (await server.http.get(path)).headers["cache-control"] == "no-store"


async def test_batch_entries_stand_alone(server: Server) -> None:
    first, sent = await made(server), goal(server)
    entries = [
        {
            "resource": sent,
            "request": {"method": "POST", "url": "Goal", "ifNoneExist": f"identifier={key(sent)}"},
        },
        {
            "resource": sent,
            "request": {"method": "POST", "url": "Goal", "ifNoneExist": f"identifier={key(sent)}"},
        },
        {"resource": {}, "request": {"method": "POST", "url": "Goal"}},
        {"resource": first, "request": {"method": "PUT", "url": f"Goal/{first['id']}", "ifMatch": 'W/"9"'}},
        {"request": {"method": "GET", "url": f"Goal?_id={first['id']}"}},
        {"request": {"method": "GET", "url": f"{server.base}/Goal/{first['id']}"}},
        {"request": {"method": "DELETE", "url": f"Goal/{first['id']}"}},
        {"request": {"method": "PATCH", "url": "Goal/1"}},
        {},
    ]
    answer = await server.http.post("", json={"resourceType": "Bundle", "type": "batch", "entry": entries})
    done = answer.json()
    assert done["type"] == "batch-response"
    statuses = [e["response"]["status"] for e in done["entry"]]
    assert statuses == ["201", "200", "400", "412", "200", "200", "204", "405", "400"]
    assert done["entry"][0]["response"]["location"].endswith("/_history/1")
    assert done["entry"][0]["response"]["etag"] == 'W/"1"'
    assert done["entry"][4]["resource"]["total"] == 1
    assert done["entry"][2]["response"]["outcome"]["resourceType"] == "OperationOutcome"


async def test_a_transaction_links_its_entries_and_keeps_identifiers(server: Server) -> None:
    name = f"urn:uuid:{uuid.uuid4()}"
    shared = goal(server, identifier=[{"system": "urn:ietf:rfc:3986", "value": name}])
    note = {
        "resourceType": "Communication",
        "status": "in-progress",
        "subject": server.subject,
        "sender": server.subject,
        "about": [{"reference": name, "identifier": {"system": "urn:ietf:rfc:3986", "value": name}}],
        "payload": [{"contentString": f'he said "reference": "{name}"'}],
    }
    entries = [
        {
            "fullUrl": f"urn:uuid:{uuid.uuid4()}",
            "resource": note,
            "request": {"method": "POST", "url": "Communication"},
        },
        {
            "fullUrl": name,
            "resource": shared,
            "request": {
                "method": "POST",
                "url": "Goal",
                "ifNoneExist": f"identifier=urn:ietf:rfc:3986|{name}",
            },
        },
    ]
    body = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
    done = (await server.http.post("", json=body)).json()
    assert done["type"] == "transaction-response"
    sent, kept = (e["resource"] for e in done["entry"])
    assert sent["about"][0]["reference"] == f"Goal/{kept['id']}"
    assert sent["about"][0]["identifier"]["value"] == name
    assert sent["payload"] == note["payload"]
    assert kept["identifier"][0]["value"] == name
    again = (await server.http.post("", json=body)).json()
    assert [e["response"]["status"] for e in again["entry"]] == ["201", "200"]
    assert again["entry"][0]["resource"]["about"][0]["reference"] == f"Goal/{kept['id']}"


async def test_a_transaction_happens_whole_or_not_at_all(server: Server) -> None:
    sent = goal(server)
    good = {"resource": sent, "request": {"method": "POST", "url": "Goal"}}
    for bad in (
        {"resource": goal(server, lifecycleStatus="maybe"), "request": {"method": "POST", "url": "Goal"}},
        {"request": {"method": "GET", "url": "Goal/never-was"}},
        {"request": {"method": "GET", "url": "Nonsense"}},
        {"resource": goal(server, id="x"), "request": {"method": "PUT", "url": "Goal/x"}},
        {"request": {"method": "PUT", "url": "Goal/x"}},
        {},
        7,
    ):
        body = {"resourceType": "Bundle", "type": "transaction", "entry": [good, bad]}
        answer = await server.http.post("", json=body)
        assert 400 <= answer.status_code < 500, answer.text
        outcome(answer)
    assert (await server.http.get("Goal", params={"identifier": key(sent)})).json()["total"] == 0


async def test_a_transaction_deletes_before_it_creates(server: Server) -> None:
    first = await made(server)
    entries = [
        {
            "resource": {k: v for k, v in first.items() if k not in ("id", "meta")},
            "request": {"method": "POST", "url": "Goal", "ifNoneExist": f"identifier={key(first)}"},
        },
        {"request": {"method": "DELETE", "url": f"Goal/{first['id']}"}},
    ]
    body = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
    done = (await server.http.post("", json=body)).json()
    assert [e["response"]["status"] for e in done["entry"]] == ["201", "204"], json.dumps(done)
    assert (await server.http.get("Goal", params={"identifier": key(first)})).json()["total"] == 1


async def test_the_same_resource_twice_in_a_transaction_is_refused(server: Server) -> None:
    first = await made(server)
    put = {"resource": first, "request": {"method": "PUT", "url": f"Goal/{first['id']}"}}
    body = {"resourceType": "Bundle", "type": "transaction", "entry": [put, put]}
    assert (await server.http.post("", json=body)).status_code == 400
