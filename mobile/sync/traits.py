"""What this server can do, as far as it says so: learnt once, doubted always.

A server that says nothing (some answer /metadata with an empty Bundle) is not assumed to do anything. It must never
let a wrong claim lose or double a record: each trait only chooses between two safe ways.
"""

from __future__ import annotations

from dataclasses import dataclass

from api_client import Capabilities


@dataclass
class Traits:
    """`is_batch_broken` is set when a batch the server announced failed as a whole."""

    capabilities: Capabilities | None = None
    is_batch_broken: bool = False

    @property
    def can_batch(self) -> bool:
        return self.capabilities is not None and self.capabilities.has_batch and not self.is_batch_broken

    def has_conditional_create(self, resource_type: str) -> bool:
        return (
            self.capabilities is not None and self.capabilities.has_conditional_create(resource_type) is True
        )

    def refuses_conditional_create(self, resource_type: str) -> bool:
        return (
            self.capabilities is not None and self.capabilities.has_conditional_create(resource_type) is False
        )
