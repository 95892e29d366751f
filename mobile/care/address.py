"""An address as lines, as they are written on an envelope. Nothing here asks a map for it."""

from __future__ import annotations

from mobile.care.resource import text_at, texts


def address_lines(address: object) -> tuple[str, ...]:
    """As the clinic wrote the whole of it, else put together from its parts. () where it says none."""
    if whole := text_at(address, "text"):
        return tuple(line.strip() for line in whole.splitlines() if line.strip())
    city = " ".join(part for name in ("city", "state", "postalCode") if (part := text_at(address, name)))
    return tuple(part for part in (*texts(address, "line"), city) if part)
