"""Finding somebody by name as people type names."""

from __future__ import annotations

import pytest

from mobile.care.names import is_named


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("", True),
        ("  ", True),
        ("jo", True),
        ("JOSE", True),
        ("nandu jo", True),
        ("ñandú", True),
        ("o'br", True),
        ("o’brien", True),
        ("lucas", True),
        ("ose", False),
        ("jose lopez", False),
    ],
)
def test_the_beginnings_of_its_words_find_a_name(typed: str, is_found: bool) -> None:
    assert is_named("José Ñandú O’Brien-Łucas", typed) is is_found
