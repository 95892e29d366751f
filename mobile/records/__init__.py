"""The sealed local store: what the screen calls saved is here, sealed, before the screen says so."""

from mobile.records.copy_contents import Known
from mobile.records.damage import Salvaged
from mobile.records.errors import StoreError
from mobile.records.level import Behind
from mobile.records.ports import (
    Conflict,
    Filing,
    Head,
    Keeping,
    Kind,
    Mark,
    Noun,
    OutboxRow,
    PageResult,
    Pulled,
    SecretStore,
    SendState,
    ServerCopy,
    Standing,
    Syncing,
)
from mobile.records.records import Records
from mobile.records.rekeying import KeyChange
from mobile.records.store import Store, StoreState

__all__ = [
    "Behind",
    "Conflict",
    "Filing",
    "Head",
    "Keeping",
    "KeyChange",
    "Kind",
    "Known",
    "Mark",
    "Noun",
    "OutboxRow",
    "PageResult",
    "Pulled",
    "Records",
    "Salvaged",
    "SecretStore",
    "SendState",
    "ServerCopy",
    "Standing",
    "Store",
    "StoreError",
    "StoreState",
    "Syncing",
]
