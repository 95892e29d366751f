"""How servers differ where the standard leaves them room: learnt by trying, kept in a table, compared with it at each run.

`LANTERN_RECORD=1` writes the table anew.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest

from api_client import ClinicClient, Document, Entry
from api_client.errors import ClinicError, Gone
from tests.interop.conftest import LEARNT
from tests.interop.peers import ELSEWHERE, Peer
from tests.interop.test_contract import goal, made

pytestmark = pytest.mark.xdist_group("interop")

TABLE = Path(__file__).parent / "capabilities.json"


async def says_what_it_can_do(client: ClinicClient, peer: Peer) -> bool:
    return not (await client.capabilities()).is_silent


async def links_to_the_next_page(client: ClinicClient, peer: Peer) -> bool:
    for _ in range(3):
        await made(client, peer)
    return "_offset=" not in (
        (await anext(client.pages("Goal", {"subject": peer.patient}, count=2))).next or "_offset="
    )


async def keeps_decimals_exactly(client: ClinicClient, peer: Peer) -> bool:
    document, token = goal(peer)
    exact = document.text[:-1] + ',"extension":[{"url":"https://lantern.example/e","valueDecimal":1.50}]}'
    written = await client.create(Document.of(exact), if_none_exist=token)
    kept = json.loads(written.document.text, parse_float=str)  # by its digits, however the text is spaced
    return kept.get("extension", [{}])[0].get("valueDecimal") == "1.50"


async def takes_unknown_elements(client: ClinicClient, peer: Peer) -> bool:
    document, token = goal(peer)
    try:
        written = await client.create(Document.of(document.text[:-1] + ',"future":1}'), if_none_exist=token)
    except ClinicError:
        return False
    return json.loads(written.document.text).get("future") == 1


async def says_gone_after_a_delete(client: ClinicClient, peer: Peer) -> bool:
    document, _ = await made(client, peer)
    await client.delete("Goal", document.id or "")
    try:
        await client.read("Goal", document.id or "")
    except ClinicError as error:
        return isinstance(error, Gone)
    return False


async def shows_deletions_in_history(client: ClinicClient, peer: Peer) -> bool:
    document, _ = await made(client, peer)
    await client.delete("Goal", document.id or "")
    pages = [page async for page in client.history("Goal", document.id)]
    return any(page.gone for page in pages)


async def has_history_of_a_type(client: ClinicClient, peer: Peer) -> bool:
    document, _ = await made(client, peer)
    page = await anext(client.history("Goal", since=document.last_updated))
    return any(d.id == document.id for d in page.documents)


async def rolls_a_transaction_back(client: ClinicClient, peer: Peer) -> bool:
    document, token = goal(peer)
    broken = Document.of('{"resourceType":"Goal","lifecycleStatus":7}')
    with suppress(ClinicError):
        await client.transaction([Entry.create(document, if_none_exist=token), Entry.create(broken)])
    page = await anext(client.pages("Goal", {"identifier": token}))
    return not page.documents


async def finds_a_patient_by_bare_id(client: ClinicClient, peer: Peer) -> bool:
    document, _ = await made(client, peer)
    pages = client.pages("Goal", {"patient": peer.patient.partition("/")[2]})
    return any(d.id == document.id for d in (await anext(pages)).documents)


async def makes_no_version_of_an_unchanged_put(client: ClinicClient, peer: Peer) -> bool:
    document, _ = await made(client, peer)
    return (await client.update(document, if_match=document.etag)).etag == document.etag


async def lets_a_client_choose_the_id(client: ClinicClient, peer: Peer) -> bool:
    id = str(uuid4())
    document, _ = goal(peer, id=id)
    return (await client.update(document)).document.id == id


async def tells_equal_times_apart(client: ClinicClient, peer: Peer) -> bool:
    entries = [Entry.create(goal(peer)[0]) for _ in range(20)]
    replies = await client.batch(entries)
    documents = await asyncio.gather(*(client.read("Goal", reply.id or "") for reply in replies))
    return len({d.last_updated for d in documents}) == 20


async def refuses_an_unknown_parameter(client: ClinicClient, peer: Peer) -> bool:
    try:
        await anext(client.pages("Goal", {"subject": peer.patient, "no-such-parameter": "x"}))
    except ClinicError:
        return True
    return False


PROBES: list[Callable[[ClinicClient, Peer], Awaitable[bool]]] = [
    says_what_it_can_do,
    links_to_the_next_page,
    keeps_decimals_exactly,
    takes_unknown_elements,
    says_gone_after_a_delete,
    shows_deletions_in_history,
    has_history_of_a_type,
    rolls_a_transaction_back,
    finds_a_patient_by_bare_id,
    makes_no_version_of_an_unchanged_put,
    lets_a_client_choose_the_id,
    tells_equal_times_apart,
    refuses_an_unknown_parameter,
]
BY_CHANCE = {"tells_equal_times_apart"}
"""What may come out either way from run to run: written down, not compared."""


async def answer(
    probe: Callable[[ClinicClient, Peer], Awaitable[bool]], client: ClinicClient, peer: Peer
) -> str:
    try:
        return "yes" if await probe(client, peer) else "no"
    except ClinicError as error:
        return error.code


async def test_the_table_of_what_servers_can_do_still_holds(
    peer: Peer, request: pytest.FixtureRequest
) -> None:
    async with ClinicClient(peer.base, auth=peer.auth) as client:
        found = {probe.__name__: await answer(probe, client, peer) for probe in PROBES}
    kept: dict[str, dict[str, str]] = json.loads(TABLE.read_text()) if TABLE.exists() else {}
    if os.environ.get("LANTERN_RECORD"):
        TABLE.write_text(json.dumps({**kept, peer.name: found}, indent=2, sort_keys=True) + "\n")
        return
    for name, said in found.items():
        request.config.stash[LEARNT].append(f"{peer.name:9} {name.replace('_', ' '):40} {said}")
    if peer.name == ELSEWHERE:
        return  # it is learnt about, not compared
    stable = {name: said for name, said in found.items() if name not in BY_CHANCE}
    assert stable == {name: said for name, said in kept[peer.name].items() if name not in BY_CHANCE}
