"""Before everything here is destroyed: what the clinic keeps, who reads it, what is shared, what is only here. All of it counted."""

from __future__ import annotations

from dataclasses import dataclass, field

from mobile.care.decision_guard import Waits
from mobile.care.ledger.kept import Ledger
from mobile.records.ports import Keeping
from mobile.screens.clinic_copy import standing_of, there_text
from mobile.screens.first_fetch import has_all
from mobile.screens.frame import Surroundings
from mobile.screens.ledger_words import held_text, people_text
from mobile.screens.reads.guarded import waits_now
from mobile.screens.reads.ledger import patient_ledger
from mobile.screens.reads.shares import patient_shares
from mobile.screens.reads.writings import all_writings


@dataclass(frozen=True)
class WhatStays:
    """As it stands now. `only_here`: own words with no copy anywhere. `waits`: deleting waits, until when."""

    ledger: Ledger = field(default_factory=Ledger)
    shared: int = 0
    only_here: int = 0
    waits: Waits | None = None


async def what_stays(s: Surroundings, records: Keeping) -> WhatStays:
    """Raises what the store raises."""
    shares = await patient_shares(records)
    kept = (await all_writings(records)).kept
    return WhatStays(
        await patient_ledger(records, s.now()),
        len(shares.active),
        sum(1 for one in kept if one.says_something and shares.of(one) is None),
        await waits_now(records, s.now(), s.zone),
    )


def stays_lines(s: Surroundings, found: WhatStays) -> list[str]:
    """What the clinic has of it, by the ledger, and who reads it; where not all was fetched, that."""
    _ = s._
    always = _(
        "What your clinic has stays with your clinic. Lantern cannot delete it there; ask your clinic."
    )
    sealed = there_text(s, standing_of(s))
    if not has_all(s):
        return [always, _("What that is, is still being fetched."), *([sealed] if sealed else [])]
    held = held_text(s, found.ledger)
    return [
        always,
        _("Of you: {parts}.").format(parts=held) if held else _("Nothing of yours that is known here."),
        *([people_text(s, found.ledger)] if found.ledger.readers else []),
        *([sealed] if sealed else []),
    ]


def shared_text(s: Surroundings, found: WhatStays) -> str:
    """Shares do not end by themselves."""
    return s.ngettext(
        "{n} thing you share stays shared, unless you take it back first.",
        "{n} things you share stay shared, unless you take them back first.",
        found.shared,
    ).format(n=found.shared)


def only_here_text(s: Surroundings, found: WhatStays) -> str:
    """What no clinic brings back."""
    return s.ngettext(
        "{n} thing you wrote is only here. It goes for good, unless a copy you made has it.",
        "{n} things you wrote are only here. They go for good, unless a copy you made has them.",
        found.only_here,
    ).format(n=found.only_here)
