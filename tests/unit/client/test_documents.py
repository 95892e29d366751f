"""A document is its text; the facts read from it are checked."""

from __future__ import annotations

import pytest

from api_client import Document
from api_client.errors import BadReply
from api_client.fhir import Goal, Observation

TEXT = ' {"resourceType":"Goal", "id":"a.1-B", "meta":{"versionId":"v/7","lastUpdated":"2026-11-22T10:00:00.123456Z"}, "x":1.50 } '


def test_a_document_keeps_its_text_to_the_last_space() -> None:
    document = Document.of(TEXT)
    assert document.text == TEXT
    assert (document.type, document.id, document.version_id) == ("Goal", "a.1-B", "v/7")
    assert document.last_updated == "2026-11-22T10:00:00.123456Z"


def test_a_document_does_not_show_its_text() -> None:
    assert "1.50" not in repr(Document.of(TEXT))


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("[]", ""),
        ("{}", "resourceType"),
        ('{"resourceType":5}', "resourceType"),
        ('{"resourceType":"goal"}', "resourceType"),
        ('{"resourceType":"Goal/../x"}', "resourceType"),
        ('{"resourceType":"Goal","id":7}', "id"),
        ('{"resourceType":"Goal","id":null}', "id"),
        ('{"resourceType":"Goal","id":""}', "id"),
        ('{"resourceType":"Goal","id":"../../etc"}', "id"),
        ('{"resourceType":"Goal","id":"' + "a" * 65 + '"}', "id"),
        ('{"resourceType":"Goal","meta":[]}', "meta"),
        ('{"resourceType":"Goal","meta":{"versionId":3}}', "meta.versionId"),
        ('{"resourceType":"Goal","meta":{"versionId":"a\\r\\nb"}}', "meta.versionId"),
        ('{"resourceType":"Goal","meta":{"lastUpdated":"yesterday"}}', "meta.lastUpdated"),
    ],
)
def test_facts_that_cannot_be_right_are_a_bad_reply(text: str, path: str) -> None:
    with pytest.raises(BadReply) as caught:
        Document.of(text)
    assert caught.value.path == path


def test_an_unknown_type_passes_through() -> None:
    assert Document.of('{"resourceType":"FutureThing","id":"1"}').type == "FutureThing"


def test_a_document_becomes_a_model() -> None:
    assert Document.of('{"resourceType":"Goal","startDate":"2026"}').parse(Goal).startDate == "2026"


def test_a_field_that_does_not_fit_is_named_by_its_path_only() -> None:
    with pytest.raises(BadReply) as caught:
        Document.of('{"resourceType":"Goal","note":[{"text":"fine"},{"text":["my secret"]}]}').parse(Goal)
    assert caught.value.path == "Goal.note[1].text"
    assert "secret" not in str(caught.value) + repr(caught.value)


def test_a_document_of_another_type_is_not_forced_into_a_model() -> None:
    with pytest.raises(BadReply):
        Document.of('{"resourceType":"Goal"}').parse(Observation)
