"""What goes along with a copy in records of its own, when it is shared or changed: what is new, what stays, what goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mobile.care.resource import Resource
from mobile.noun import Noun


@dataclass(frozen=True)
class Along:
    """`new` is saved with the copy; None: all that goes along stays as it is. `staying`: what the grant opens from now on beside
    that. `gone` is removed. `read`: what the new was made from, as it was read."""

    new: Sequence[Resource] | None = None
    staying: Sequence[Resource] = ()
    gone: Sequence[Noun] = ()
    read: Sequence[Noun] = ()
