"""What became of a resource that a listing does not name: it is there all the same, was deleted, or was lost.

A server that was put back from a backup knows nothing of what came after, and says "not found". Of what is the person's
own, only "gone", or a deletion in its history, is a deletion; anything else that is not there is lost.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Literal

from api_client import ClinicClient
from api_client.errors import BadReply, Forbidden, Gone, NotFhir, NotFound, Rejected

Fate = Literal["here", "gone", "lost"]
AT_ONCE = 8


async def fates(
    client: ClinicClient, resource_type: str, ids: Sequence[str], is_others: Callable[[str], bool]
) -> dict[str, Fate]:
    """Each looked at by itself. Raises ClinicError where the server cannot be asked."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(server_id: str) -> Fate:
        async with gate:
            return await fate(client, resource_type, server_id, is_others=is_others(server_id))

    found = await asyncio.gather(*(one(id) for id in ids))
    return dict(zip(ids, found, strict=True))


async def fate(client: ClinicClient, resource_type: str, server_id: str, *, is_others: bool) -> Fate:
    """`is_others`: what others may stop sharing, so that a refusal, or nothing at all, means that it is over."""
    try:
        await client.read(resource_type, server_id)
    except Gone:
        return "gone"
    except NotFound:
        is_gone = is_others or await _has_deletion(client, resource_type, server_id)
        return "gone" if is_gone else "lost"
    except Forbidden:
        return "gone" if is_others else "here"
    return "here"


async def _has_deletion(client: ClinicClient, resource_type: str, server_id: str) -> bool:
    """Whether the history tells of a deletion. A server without history tells of none."""
    name = f"{resource_type}/{server_id}"
    try:
        async for page in client.history(resource_type, server_id):
            return name in page.gone
    except (NotFound, Gone, Forbidden, Rejected, BadReply, NotFhir):
        pass
    return False
