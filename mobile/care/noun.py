"""The two small values the store asks of care: what kind a noun is, and how a received document is to be filed.

They are the store's own (`mobile.records.ports`) for whoever reads the types. At run time care makes its own of the same
shape, so that a noun never loads the store: care must stay usable without database, vault or network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from mobile.records.ports import Filing as Filing
    from mobile.records.ports import Kind as Kind
    from mobile.records.ports import Noun as Noun
else:
    from collections.abc import Mapping
    from dataclasses import dataclass
    from typing import Literal

    @dataclass(frozen=True)
    class Kind:
        """A noun's type as the store sees it."""

        name: str
        resource_type: str
        compartment: Literal["clinical", "private"] = "clinical"

    @dataclass(frozen=True)
    class Filing:
        """Which noun a received document is, under which local id, with which head."""

        kind: Kind
        local_id: str
        head: Mapping[str, Any]

    class Noun(Protocol):
        """A frozen value the store can keep."""


__all__ = ["Filing", "Kind", "Noun"]
