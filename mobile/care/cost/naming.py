"""What money is put to, by the one name that bills, courses and payments have here: a clinic may refer to them with its own address
before it, and with a version behind it."""

from __future__ import annotations

from mobile.care.resource import tail, text_at


def named(resource: object, *path: str | int) -> str | None:
    """The reference at a path: "Invoice/i1"; None where there is none."""
    return tail(text_at(resource, *path, "reference"))
