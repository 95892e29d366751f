"""What goes along with shared copies in records of its own (voice, pictures), found by the grants that open it; and what is left of
either where every such grant is over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mobile.care.codes import URN
from mobile.care.grant import ShareGrant
from mobile.care.resource import Resource
from mobile.care.shared_kinds import ALONG, COPIES
from mobile.records.ports import Keeping, SendState, Standing

MOST = 1 << 31
_STAYS = (SendState.CONFLICT, SendState.ONLY_HERE)


async def opened_by(records: Keeping, grants: Iterable[ShareGrant]) -> list[Resource]:
    """All of it that is here and that one of these grants names. Raises what the store raises."""
    found = [await records.get(kind, id) for id in await _named(records, grants) for kind in ALONG]
    return [one for one in found if one is not None]


async def left_along(records: Keeping, over: Iterable[ShareGrant]) -> list[Resource]:
    """What is here by a share that is `over`, and by none that goes on. Raises what the store raises."""
    ended = list(over)
    ids = {one.id for one in ended}
    others = [one for one in await records.every(ShareGrant) if one.is_active and one.id not in ids]
    open_now = frozenset[str]().union(*(one.data for one in others))
    closed = frozenset[str]().union(*(one.data for one in ended)) - open_now
    found: list[Resource] = []
    for kind in ALONG if closed else ():
        for head in await records.heads(kind, MOST) if await records.count(kind) else ():
            names = frozenset(head.values.get("names") or ())
            if names & closed and not names & open_now:
                one = await records.get(kind, head.id)
                found += [one] if one is not None else []
    return found


async def left_copies(records: Keeping, grants: Iterable[ShareGrant]) -> list[Resource]:
    """The copies here whose every share is over: one that came after its share was taken back where only that was known, or that says
    something the clinic does not have. Each share has a copy of its own, so that none of these will be opened again. What is chosen
    between two texts waits for the choice, and what the clinic has no more may be the last of it. Raises what the store raises."""
    every, found = list(grants), list[Resource]()
    open_now = frozenset[str]().union(*(one.data for one in every if one.is_active))
    for kind in COPIES if any(not one.is_active for one in every) else ():
        for head in await records.heads(kind, MOST) if await records.count(kind) else ():
            if URN + head.id in open_now or head.standing.state in _STAYS:
                continue
            copy = await records.get(kind, head.id)
            opening = [grant for grant in every if grant.opens(copy)] if copy is not None else []
            if copy is not None and opening and not any(grant.is_active for grant in opening):
                found.append(copy)
    return found


async def unsent_along(records: Keeping, grant: ShareGrant) -> list[tuple[type[Resource], str, Standing]]:
    """Of what goes along by this grant, what the clinic does not have as it stands here, and how far each is. No body is read."""
    unsent = [(kind, id, far) for kind in ALONG for id, far in (await records.unsent(kind)).items()]
    named = await _named(records, [grant]) if unsent else ()
    return [one for one in unsent if one[1] in named]


async def _named(records: Keeping, grants: Iterable[ShareGrant]) -> Mapping[str, None]:
    """The ids here of all that these grants name, each once, in an order that stays."""
    ids: dict[str, None] = {}
    for name in sorted(name for grant in grants for name in grant.data):
        ids[name.removeprefix(URN) if name.startswith(URN) else await records.local_id(name) or name] = None
    return ids
