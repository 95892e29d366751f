"""For which country's lines to show. What the clinic says decides, because help goes where the care is.

Only where no clinic has said anything does the phone's own country count: a United States phone, or one that tells no
country at all, gets the United States lines under that name; a phone of another country gets none of them, because a
number that does not answer there is worse than the words "call your local emergency number".
"""

from __future__ import annotations

from collections.abc import Mapping

UNITED_STATES = "US"
NAMES = {"us", "usa", "u.s.", "u.s.a.", "united states", "united states of america", "840"}


def region_for(card: Mapping[str, object], phone_country: str | None) -> str | None:
    """The ISO 3166 country whose lines to show. None: outside the countries we have lines for."""
    stated = card.get("region")
    if isinstance(stated, str) and stated.strip():
        return _known(stated)
    if phone_country:
        return _known(phone_country)
    return UNITED_STATES


def _known(country: str) -> str | None:
    return UNITED_STATES if country.strip().lower() in NAMES else None
