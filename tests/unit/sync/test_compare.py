"""Same content, whatever the server wrote around it; any other difference is a difference."""

from __future__ import annotations

import pytest

from mobile.sync.compare import holds, same_content
from mobile.sync.instants import instant


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{"id":"1","a":1}', '{"id":"2","a":1,"meta":{"versionId":"3"}}'),
        ('{"a":1.50}', '{"a":1.5}'),
        ('{"a":2.0}', '{"a":2}'),
        ('{"a":0.12345678901234549999}', '{"a":0.1234567890123455}'),
        ('{"a":[12345678901234567890.123]}', '{"a":[1.2345678901234567e19]}'),
        ('{"a":1,"b":2}', '{ "b" : 2, "a" : 1 }'),
        ('{"a":"x"}', '{"a":"x "}'),
        ('{"a":"x\\r\\ny  z"}', '{"a":"x\\ny z"}'),
        ('{"a":"e\\u0301"}', '{"a":"\\u00e9"}'),
        ('{"a":"x\\ud83d"}', '{"a":"x?"}'),
        ('{"a":1,"text":{"status":"generated"},"b":[]}', '{"a":1}'),
        ('{"resourceType":"Goal","status":"x","vendorMark":{"a":1}}', '{"resourceType":"Goal","status":"x"}'),
        ('{"a":{"reference":"Goal/1"}}', '{"a":{"reference":"https://c.test/fhir/Goal/1/_history/2"}}'),
        ('{"identifier":[{"value":"1"},{"value":"2"}]}', '{"identifier":[{"value":"2"},{"value":"1"}]}'),
    ],
)
def test_equal_in_content(one: str, other: str) -> None:
    assert same_content(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{"a":1}', '{"a":2}'),
        ('{"a":12345678901234567890}', '{"a":12345678901234567891}'),
        ('{"a":0.1}', '{"a":0.1000001}'),
        ('{"a":0}', '{"a":1e-30}'),
        ('{"a":1e-400}', '{"a":1e-401}'),
        ('{"a":1e400}', '{"a":1e401}'),
        ('{"a":1e99999999999999999999}', '{"a":1}'),
        ('{"a":true}', '{"a":1.0}'),
        ('{"a":true}', '{"a":1}'),
        ('{"a":[1,2]}', '{"a":[2,1]}'),
        ('{"a":{"id":"1"}}', '{"a":{"id":"2"}}'),
        ('{"a":"x y"}', '{"a":"xy"}'),
        ('{"a":"x"}', '{"a":"X"}'),
        ('{"a":"😀"}', '{"a":"?"}'),
        ('{"item":[{"text":"a"}]}', '{"item":[{"text":"b"}]}'),
        ('{"identifier":[1,1,2]}', '{"identifier":[1,2,2]}'),
        ('{"a":{"reference":"https://c.test/Goal/1"}}', '{"a":{"reference":"https://d.test/Goal/1"}}'),
        ('{"a":{"reference":"Goal/1"}}', '{"a":{"reference":"Goal/2"}}'),
        ('{"resourceType":"Goal","note":[{"text":"x"}]}', '{"resourceType":"Goal"}'),
        ('{"resourceType":"Thing","vendorMark":1}', '{"resourceType":"Thing"}'),
        ('{"a":1}', None),
        ("not json", "not json"),
        ("[]", "[]"),
    ],
)
def test_different_or_unreadable_is_never_called_equal(one: str, other: str | None) -> None:
    assert not same_content(one, other)


def test_whole_that_adds_holds_the_part_and_one_that_changes_does_not() -> None:
    part = '{"a":{"b":1},"c":[{"d":"x"}]}'
    assert holds('{"a":{"b":1,"z":0},"c":[{"d":"x","e":1}],"text":{},"id":"1"}', part)
    assert not holds('{"a":{"b":2},"c":[{"d":"x"}]}', part)
    assert not holds('{"a":{"b":1},"c":[]}', part)
    assert not holds('{"a":{"b":1}}', part)
    assert not holds("<html>", part)
    assert holds(
        '{"identifier":[{"value":"2"},{"value":"1","use":"usual"}]}', '{"identifier":[{"value":"1"}]}'
    )


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "soon", ""])
def test_a_time_beyond_the_calendar_is_none(text: str) -> None:
    assert instant(text) is None
