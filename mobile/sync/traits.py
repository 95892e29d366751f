"""What this server can do, as far as it says so: learnt once, doubted always.

A server that says nothing (some answer /metadata with an empty Bundle) is not assumed to do anything. It must never
let a wrong claim lose or double a record: each trait only chooses between two safe ways.
"""

from __future__ import annotations

from dataclasses import dataclass

from api_client import Capabilities

LARGEST_BATCH = 100
SMALLEST_BATCH = 12


@dataclass
class Traits:
    """`is_batch_broken` is set when batches the server announced are not to be had; `is_gathering_broken` when searches
    are not to be had in them, and `is_total_refused` when the server takes no question for a count of all.
    """

    capabilities: Capabilities | None = None
    is_batch_broken: bool = False
    batch_size: int = LARGEST_BATCH
    is_gathering_broken: bool = False
    is_total_refused: bool = False

    def batch_failed(self, *, is_final: bool = False) -> None:
        """A batch failed as a whole: the next is smaller, and in the end there is none."""
        self.is_batch_broken = is_final or self.batch_size <= SMALLEST_BATCH
        self.batch_size = max(SMALLEST_BATCH, self.batch_size // 2)

    @property
    def can_batch(self) -> bool:
        return self.capabilities is not None and self.capabilities.has_batch and not self.is_batch_broken

    @property
    def may_gather(self) -> bool:
        """Whether searches may go as a batch: a try does no harm, so a server need not have said so."""
        is_denied = (
            self.capabilities is not None
            and not self.capabilities.is_silent
            and not self.capabilities.has_batch
        )
        return not (is_denied or self.is_gathering_broken)

    def lacks(self, resource_type: str) -> bool:
        """Whether the server says that it keeps nothing of this type."""
        return self.capabilities is not None and self.capabilities.has_type(resource_type) is False

    def has_conditional_create(self, resource_type: str) -> bool:
        return (
            self.capabilities is not None and self.capabilities.has_conditional_create(resource_type) is True
        )

    def refuses_conditional_create(self, resource_type: str) -> bool:
        return (
            self.capabilities is not None and self.capabilities.has_conditional_create(resource_type) is False
        )
