"""Nouns as the store's thread takes them: what is saved, what is removed, and what was seen before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from mobile.records.local_writes import AsRead, Removal, Seen
from mobile.records.ports import Noun
from mobile.records.rows import RecordRow


def row_of(noun: Noun) -> RecordRow:
    """A noun may say that it goes first, that it may be hidden, and what belongs together: `belongs_to`, `owns`."""
    kind = noun.KIND
    is_private = kind.compartment == "private"
    return RecordRow(
        kind.name,
        kind.resource_type,
        is_private,
        noun.id,
        noun.to_json(),
        dict(noun.head()),
        goes_first=bool(getattr(noun, "goes_first", False)),
        may_be_hidden=bool(getattr(noun, "may_be_hidden", False)),
        belongs_to=str(getattr(noun, "belongs_to", "")),
        owns=tuple(getattr(noun, "owns", ())),
    )


def removal_of(noun: Noun, withdrawn_stub: str = "") -> Removal:
    """A noun may offer `withdrawn_stub()` itself: what to PUT where a server refuses DELETE."""
    own = getattr(noun, "withdrawn_stub", None)
    if not withdrawn_stub and callable(own):
        withdrawn_stub = str(own() or "")
    return Removal(noun.KIND.name, noun.KIND.resource_type, noun.id, withdrawn_stub)


def _again(noun: Noun) -> Callable[[str], str]:
    """What this noun writes of a text it reads: an element it has learnt since is no change of the record."""
    return lambda text: type(noun).from_json(text).to_json()


def seen_of(
    over: Sequence[Noun],
    counted: Mapping[type[Noun], int] | None = None,
    anew: Sequence[Noun] = (),
    unsent: Sequence[Noun] = (),
) -> Seen:
    """What somebody saw before they decided, as `Keeping.save_all` is told it."""
    was = [AsRead(noun.id, noun.to_json(), _again(noun)) for noun in over]
    counts = {noun.KIND.name: count for noun, count in (counted or {}).items()}
    return Seen(was, counts, [noun.id for noun in anew], [noun.id for noun in unsent])
