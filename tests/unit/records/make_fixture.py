"""Makes the kept store of the present schema: run once at a release, commit the result, never make it again.

python -m tests.unit.records.make_fixture
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from mobile.records import Store, schema
from mobile.records.database import FILE
from mobile.records.secret_access import SECRET
from mobile.records.secrets import MemorySecrets
from tests.unit.records.parts import PIN, START, Clocks, Secretly, Wish, copy_of, pulled

HERE = Path(__file__).parent / "fixtures"


async def make() -> None:
    target = HERE / f"schema{len(schema.STEPS)}"
    clocks, secrets = Clocks(), MemorySecrets()
    store = Store(target, secrets, clock=clocks.now, steady=clocks.steady)
    records = await store.create(PIN)
    sent = Wish("sent", "11111111-1111-4111-8111-111111111111")
    await records.save(sent)
    (row,) = await records.due(START, 9)
    await records.begin([row.seq])
    await records.acknowledge([(row.seq, copy_of(sent, "s1"))])
    await records.save_all(
        [
            Wish("waiting", "22222222-2222-4222-8222-222222222222", about=sent.id),
            Secretly("only mine", "33333333-3333-4333-8333-333333333333"),
        ]
    )
    theirs = copy_of(Wish("from the clinic", "44444444-4444-4444-8444-444444444444"), "s4")
    await records.store_page("goals", [pulled(theirs)], None)
    await records.write_credential("tokens", "kept")
    store.lock()
    secret = await secrets.read(SECRET)
    assert secret is not None
    (target / "secret.json").write_text(json.dumps({"secret": secret.hex(), "pin": PIN, "file": FILE}))


if __name__ == "__main__":
    asyncio.run(make())
