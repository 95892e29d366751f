"""Keeps the sealed records and the clinic equal: what is written here arrives once, what changes there arrives here.

Knows records and resource types, and no feature. It must never lose, double or invent a record, and never remove one
that the clinic has not confirmed to be gone.
"""

from mobile.sync.engine import SyncEngine
from mobile.sync.queries import File, PullQuery
from mobile.sync.rounds import Learnt
from mobile.sync.status import Phase, Round, SyncStatus

__all__ = ["File", "Learnt", "Phase", "PullQuery", "Round", "SyncEngine", "SyncStatus"]
