"""How much of a text message a text is: one message holds 160 signs of the GSM alphabet, or 70 of any other (3GPP TS 23.038)."""

from __future__ import annotations

import unicodedata

_GSM = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWICE = "\f^{}\\[~]|€"
"""Signs that take the room of two."""
MOST_GSM = 160
MOST_OTHER = 70


_TYPED = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "‚": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "–": "-",
        "—": "-",
        "‑": "-",
        "…": "...",
        "\u00a0": " ",
        "\u202f": " ",
    }
)
"""What an editor makes of plain signs by itself: one of them, and the whole message would hold 70 signs."""


def one_message(text: str) -> str:
    """As it goes as one message: as it is, or with plain signs for those of an editor; "" where it does not."""
    whole = unicodedata.normalize("NFC", text)
    return next((one for one in (whole, whole.translate(_TYPED)) if fits(one)), "")


def fits(text: str) -> bool:
    """Whether it goes as one message."""
    if all(one in _GSM or one in _TWICE for one in text):
        return sum(2 if one in _TWICE else 1 for one in text) <= MOST_GSM
    return len(text.encode("utf-16-le")) // 2 <= MOST_OTHER
