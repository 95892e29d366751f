"""What money is put to, by the one name that bills, courses and payments have here: a clinic may refer to them with its own address
before it, and with a version behind it."""

from __future__ import annotations

from mobile.care.resource import text_at


def named(resource: object, *path: str | int) -> str | None:
    """The reference at a path: "Invoice/i1"; None where there is none."""
    reference = text_at(resource, *path, "reference")
    return "/".join(reference.split("/_history/")[0].split("/")[-2:]) if reference else None
