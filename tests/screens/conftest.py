"""What is shared by all who ask for it is found unchanged after every screen has used it."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from mobile.care.clinic_wide import ClinicWide
from mobile.care.resource import parse


@pytest.fixture(scope="session", autouse=True)
def nobody_changes_what_a_clinic_publishes() -> Iterator[None]:
    yield
    shared = [one for one in gc.get_objects() if isinstance(one, ClinicWide)]
    for noun in shared:
        fresh = type(noun).from_resource(parse(noun.text), noun.text)
        if type(noun).from_json(noun.text) is noun:
            assert noun == fresh, f"a {type(noun).__name__} was changed"
        assert vars(noun).get("parsed", fresh.parsed) == fresh.parsed, f"a {type(noun).__name__} was changed"
