"""How the clinic is asked for a type: each role's search, and what sync must know to keep up to date what it finds.

A key is stored on devices as the name of the search's mark: it must never change, nor be used for another search. No
parameter holds a person's words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field, fields

from mobile.care.catalog.who import Who
from mobile.care.codes import CARE

SOON_S = 30.0
MINUTE_S = 60.0
MINUTES_S = 300.0
"""How soon a measure that a patient no longer lets a therapist read is gone from the therapist's device, and a photo that was
taken out of an answer from every other device."""
HOUR_S = 3600.0
DAY_S = 24 * HOUR_S

Params = Callable[[Who], Mapping[str, str]]
"""The parameters of a search, for one person."""


@dataclass(frozen=True, kw_only=True)
class Upkeep:
    """How what a search finds is kept up to date. Times are seconds.

    What one person shows another or takes back is asked in every round; what only the clinic changes may wait where each
    search is a request of its own. A record that a grant opens is looked for whenever a grant came or went.
    """

    is_own: bool | None = None
    holds_words: bool = False  # the person's own words: theirs stay here when the clinic deletes them
    opened_by: str | None = None  # the type that opens these: when one came or went, ids are compared at once
    alone_every_s: float = 0.0
    """How often it is asked of a clinic that takes no searches together; 0: each round."""
    is_heavy: bool = False  # a page of them would be too much for one answer: each is read by itself


@dataclass(frozen=True)
class Pull(Upkeep):
    """One search to keep up to date, as it is asked for one person."""

    key: str
    resource_type: str
    params: Mapping[str, str] = field(default_factory=dict[str, str])
    reconcile_every_s: float | None = None  # how often to look for what is gone; None: never


@dataclass(frozen=True)
class Search(Upkeep):
    """One search, as everybody of a role asks it. `after`: the key of the search whose answer says what of this one is kept."""

    key: str
    params: Params
    reconcile_every_s: float | None = None
    _: KW_ONLY
    after: str | None = None

    def pull(self, resource_type: str, who: Who) -> Pull:
        """The same, asked for this person."""
        kept = {one.name: getattr(self, one.name) for one in fields(Upkeep)}
        return Pull(self.key, resource_type, self.params(who), self.reconcile_every_s, **kept)


@dataclass(frozen=True)
class Asked:
    """How each role asks for a noun; None: not at all. Nouns of one type come with one search, or each with a search of its own
    category. What a clinic does not offer is refused, and no trouble."""

    patient: Search | None
    practitioner: Search | None

    def by(self, who: Who) -> Search | None:
        """The search of this person's role."""
        return self.patient if who.role == "patient" else self.practitioner


def by_all(key: str, *, alone_every_s: float = MINUTES_S) -> Asked:
    """What the clinic says to all, and changes seldom."""
    search = Search(key, everything, DAY_S, alone_every_s=alone_every_s)
    return Asked(search, search)


def of_own_health(key: str) -> Asked:
    """What the clinic's record says of the patient's own health, which nobody but the patient asks for here."""
    return Asked(Search(key, of_me, HOUR_S, alone_every_s=MINUTES_S), None)


def of_copies(key: str, code: str, *, alone_every_s: float = MINUTES_S) -> Asked:
    """What patients share in copies of a category of our own: theirs to the patient, to a reader what grants open.

    A copy comes and goes with its grant at once; `alone_every_s`: how soon other words in it are seen where searches go alone.
    """
    category = in_category(CARE, code)
    own = Search(
        key,
        in_category(CARE, code, among=of_me),
        HOUR_S,
        is_own=True,
        holds_words=True,
        alone_every_s=alone_every_s,
    )
    opened = Search(
        key,
        category,
        SOON_S,
        after="grants",
        is_own=False,
        opened_by="Consent",
        alone_every_s=alone_every_s,
    )
    return Asked(own, opened)


def everything(who: Who) -> Mapping[str, str]:
    """All that the clinic shows this person, of any status, so that what it retires is known to be retired."""
    return {}


def of_me(who: Who) -> Mapping[str, str]:
    """What is about the patient who is signed in."""
    return {"patient": who.patient_reference}


def me(who: Who) -> Mapping[str, str]:
    """The record of the patient who is signed in."""
    return {"_id": who.patient_reference.removeprefix("Patient/")}


def naming_me(param: str) -> Params:
    """What names whoever is signed in, by this search parameter."""
    return lambda who: {param: who.reference}


def having(among: Params, **values: str) -> Params:
    """Of what another search would find, that which has these values of search parameters."""
    return lambda who: {**among(who), **values}


def in_category(system: str, *codes: str, among: Params = everything) -> Params:
    """Of what another search would find, that of one of these categories."""
    return having(among, category=",".join(f"{system}|{code}" for code in codes))
