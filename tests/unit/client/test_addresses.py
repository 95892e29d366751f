"""Where a server's link to its next page may lead."""

from __future__ import annotations

import pytest

from api_client.address import page_link

BASE = "https://clinic.example:8443/fhir"


@pytest.mark.parametrize(
    ("link", "followed"),
    [
        ("?page=2", "https://clinic.example:8443/fhir/?page=2"),
        ("https://clinic.example:8443/fhir?page=2", "https://clinic.example:8443/fhir?page=2"),
        # a server behind a proxy that ends TLS writes the address it was called by
        ("http://clinic.example/fhir?page=2", "https://clinic.example:8443/fhir?page=2"),
        ("http://clinic.example:80/fhir?page=2", "https://clinic.example:8443/fhir?page=2"),
        ("http://clinic.example:8443/fhir?page=2", "https://clinic.example:8443/fhir?page=2"),
        ("http://clinic.example:8080/fhir?page=2", None),
        ("http://elsewhere.example/fhir?page=2", None),
        ("http://somebody@clinic.example/fhir?page=2", None),
        ("https://elsewhere.example:8443/fhir?page=2", None),
    ],
)
def test_a_link_is_followed_to_the_clinic_itself_and_never_unencrypted(
    link: str, followed: str | None
) -> None:
    assert page_link(BASE, link) == followed


def test_a_link_is_never_made_less_safe_than_the_clinic_says() -> None:
    assert page_link("http://127.0.0.1:8000/fhir", "https://127.0.0.1:8000/fhir?page=2") is None
