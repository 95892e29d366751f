"""References to unsent records are named on sending, and nothing else in the document changes."""

from __future__ import annotations

import json

import pytest

from mobile.sync.references import Unresolved, by_identifier, rewritten, token

A = "5c9ff0b2-31f5-4b0e-8d3e-0c8a5a1f0a01"


async def found(local_id: str) -> tuple[str, str] | None:
    return ("Goal", "g7") if local_id == A else None


async def test_reference_to_a_sent_record_becomes_its_server_name() -> None:
    text = json.dumps({"resourceType": "Consent", "data": [{"reference": {"reference": f"urn:uuid:{A}"}}]})
    assert json.loads(await rewritten(text, None, found))["data"][0]["reference"]["reference"] == "Goal/g7"


async def test_identifier_with_the_same_urn_stays() -> None:
    text = json.dumps({"identifier": [{"value": f"urn:uuid:{A}"}], "subject": {"reference": f"urn:uuid:{A}"}})
    document = json.loads(await rewritten(text, None, found))
    assert document["identifier"][0]["value"] == f"urn:uuid:{A}"
    assert document["subject"]["reference"] == "Goal/g7"


async def test_words_that_look_like_a_reference_are_not_touched() -> None:
    words = f'I wrote "reference": "urn:uuid:{A}" \\ and "reference":"urn:uuid:{A}"'
    text = json.dumps({"description": {"text": words}})
    assert json.loads(await rewritten(text, None, found))["description"]["text"] == words


async def test_reference_to_an_unsent_record_is_refused() -> None:
    with pytest.raises(Unresolved):
        await rewritten('{"about":[{"reference":"urn:uuid:nobody"}]}', None, found)


async def test_decimals_keep_their_digits_and_large_whole_numbers_their_value() -> None:
    text = '{"a":1.50,"b":[0.010,-0.0,12345678901234567890123],"c":"1.50","d":true}'
    assert await rewritten(text, "x", found) == text[:-1] + ',"id":"x"}'


async def test_new_record_is_sent_without_an_id() -> None:
    assert json.loads(await rewritten('{"id":"local","resourceType":"Goal"}', None, found)) == {
        "resourceType": "Goal"
    }


def test_token_is_the_standard_identifier_of_a_uuid() -> None:
    assert token(A) == f"urn:ietf:rfc:3986|urn:uuid:{A}"


def an_answer(url: str) -> str:
    extension = [{"url": f"urn:uuid:{A}", "valueString": "another's mark"}]
    answer = {"valueAttachment": {"contentType": "image/jpeg", "url": url, "title": "Photo 1"}}
    return json.dumps({"extension": extension, "item": [{"linkId": "p", "answer": [answer]}]})


def url_of(text: str) -> str:
    return json.loads(text)["item"][0]["answer"][0]["valueAttachment"]["url"]


async def test_a_file_that_is_a_record_is_named_like_a_reference_and_no_other_address_is_touched() -> None:
    other = "6c9ff0b2-31f5-4b0e-8d3e-0c8a5a1f0a02"

    async def both(local_id: str) -> tuple[str, str] | None:
        return {A: ("Goal", "g7"), other: ("DocumentReference", "d1")}.get(local_id)

    text = await rewritten(an_answer(f"urn:uuid:{other}"), None, both)
    assert url_of(text) == "DocumentReference/d1"
    assert json.loads(text)["extension"][0]["url"] == f"urn:uuid:{A}"
    now = await rewritten(text, None, both, [("DocumentReference/d1", "DocumentReference/d2")])
    assert url_of(now) == "DocumentReference/d2"


@pytest.mark.parametrize("url", ["urn:uuid:nobody", "https://other.example/p.jpg", "https://a.b/Goal/g7"])
async def test_a_file_of_another_app_keeps_its_address(url: str) -> None:
    assert url_of(await rewritten(an_answer(url), None, found)) == url


async def test_a_record_of_ours_is_named_by_its_identifier_and_another_persons_stays() -> None:
    async def own(name: str) -> str | None:
        return {"Goal/g7": A, "Goal/g8": "Goal/g8"}.get(name)

    names = ["Goal/g7/_history/2", "Goal/g8", "Patient/p1", f"urn:uuid:{A}"]
    text = await by_identifier(json.dumps({"about": [{"reference": name} for name in names]}), own)
    assert text is not None
    ours = {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{A}"}
    theirs = {"system": "urn:ietf:rfc:3986", "value": "Goal/g8"}
    assert json.loads(text)["about"] == [
        {"identifier": ours, "type": "Goal"},
        {"identifier": theirs, "type": "Goal"},
        {"reference": "Patient/p1"},
        {"identifier": ours},
    ]


async def test_where_nothing_is_ours_nothing_is_to_be_changed() -> None:
    async def own(name: str) -> str | None:
        return None

    assert await by_identifier('{"about":[{"reference":"Goal/g7"},{"display":"words"}]}', own) is None
