"""What is shared by all who ask for it is found unchanged after every screen has used it."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from mobile.care.clinic_wide import ClinicWide
from mobile.care.resource import NotAResource, parse


@pytest.fixture(scope="session", autouse=True)
def nobody_changes_what_a_clinic_publishes() -> Iterator[None]:
    yield
    shared = [one for one in gc.get_objects() if isinstance(one, ClinicWide)]
    for noun in shared:
        said = f"a {type(noun).__name__} was changed"
        if "parsed" in vars(noun):
            assert noun.parsed == parse(noun.text), said
        if _is_shared(noun):
            fresh = type(noun).read(parse(noun.text))
            assert {name: getattr(noun, name) for name in fresh} == fresh, said


def _is_shared(noun: ClinicWide) -> bool:
    """Other than what a test of a rule makes of fields alone."""
    try:
        return type(noun).from_json(noun.text) is noun
    except NotAResource:
        return False
