"""SMART scopes: what is granted of what was asked, and what a granted scope allows."""

from __future__ import annotations

import pytest

from api_client.sandbox.scopes import Scopes, granted


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("patient/Goal.cruds", "cruds"),
        ("patient/Goal.rs", "rs"),
        ("patient/*.r", "r"),
        ("patient/Goal.read", "rs"),
        ("patient/Goal.write", "cud"),
        ("patient/Goal.*", "cruds"),
        ("patient/Goal.c patient/*.s", "cs"),
        ("user/Goal.r", "r"),
        ("patient/Consent.cruds", ""),
        ("patient/Goal.sr", ""),
        ("patient/Goal.rs?category=x", ""),
        ("system/Goal.rs", ""),
        ("patient/Goal", ""),
        ("Goal.rs", ""),
    ],
)
def test_a_scope_allows_its_letters_and_no_others(text: str, allowed: str) -> None:
    scopes = Scopes.of(text, ("patient", "user"))
    assert "".join(letter for letter in "cruds" if scopes.allow("Goal", letter)) == allowed  # type: ignore[arg-type]


def test_a_scope_of_another_level_counts_for_nothing() -> None:
    assert not Scopes.of("patient/Goal.cruds", ("user",)).allow("Goal", "r")


def test_a_practitioner_is_granted_no_patient_context() -> None:
    asked = "openid launch/patient patient/Goal.rs user/Goal.rs offline_access"
    assert granted(asked, is_patient=False) == "openid user/Goal.rs offline_access"
    assert granted(asked, is_patient=True) == asked


@pytest.mark.parametrize(
    "word",
    [
        "system/*.rs",
        "patient/Goal.rs?x=y",
        "patient/Nonsense.rs",
        "patient/Goal.",
        "admin",
        "launch",
        "patient/Goal.SR",
    ],
)
def test_what_cannot_be_held_to_the_letter_is_not_granted(word: str) -> None:
    assert granted(word, is_patient=True) == ""
