"""What goes along with shared copies in records of its own (voice, pictures): found by the grants that open it."""

from __future__ import annotations

from collections.abc import Iterable

from mobile.care.codes import URN
from mobile.care.grant import ShareGrant
from mobile.care.resource import Resource
from mobile.care.shared_kinds import ALONG
from mobile.records.ports import Keeping


async def opened_by(records: Keeping, grants: Iterable[ShareGrant]) -> list[Resource]:
    """All of it that is here and that one of these grants names. Raises what the store raises."""
    ids: dict[str, None] = {}
    for name in sorted(name for grant in grants for name in grant.data):
        id = name.removeprefix(URN) if name.startswith(URN) else await records.local_id(name) or name
        ids[id] = None
    found = [await records.get(kind, id) for id in ids for kind in ALONG]
    return [one for one in found if one is not None]
