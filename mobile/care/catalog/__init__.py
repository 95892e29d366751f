"""Which nouns are received from a clinic, how each is asked for, and whose it is: one row each, in `rows`.

A document of another patient, or one nobody asked for, is nothing: it is not kept. Adding a feature that receives a
resource is one row there.
"""

from __future__ import annotations

from mobile.care.catalog.filing import filing, may_hold
from mobile.care.catalog.pulls import pulls
from mobile.care.catalog.quiet import is_quiet
from mobile.care.catalog.rows import ROWS
from mobile.care.catalog.search import Pull
from mobile.care.catalog.who import Who

__all__ = ["ROWS", "Pull", "Who", "filing", "is_quiet", "may_hold", "pulls"]
