"""Same content, whatever the server wrote around it; any other difference is a difference."""

from __future__ import annotations

import pytest

from mobile.sync.compare import same_content


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{"id":"1","a":1}', '{"id":"2","a":1,"meta":{"versionId":"3"}}'),
        ('{"a":1.50}', '{"a":1.5}'),
        ('{"a":1,"b":2}', '{ "b" : 2, "a" : 1 }'),
    ],
)
def test_equal_in_content(one: str, other: str) -> None:
    assert same_content(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{"a":1}', '{"a":2}'),
        ('{"a":true}', '{"a":1}'),
        ('{"a":[1,2]}', '{"a":[2,1]}'),
        ('{"a":{"id":"1"}}', '{"a":{"id":"2"}}'),
        ('{"a":"x"}', '{"a":"x "}'),
        ('{"a":1}', None),
        ("not json", "not json"),
        ("[]", "[]"),
    ],
)
def test_different_or_unreadable_is_never_called_equal(one: str, other: str | None) -> None:
    assert not same_content(one, other)
