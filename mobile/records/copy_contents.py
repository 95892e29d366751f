"""What a copy holds, checked before anything of it is used: its shape always, and of a file that anybody can have changed more.

A sealed copy was written by a store of ours and by nobody since. An open one says what somebody wants it to say: there each
record is what its own noun makes of its text, whatever stands beside it, and nothing in it lets anybody read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from mobile.noun import Noun
from mobile.records.content import files, needs
from mobile.records.errors import NotAnExport
from mobile.records.export import is_open, values_of
from mobile.records.rows import RecordRow
from mobile.records.under_other_ids import whole_of

BY_READING = (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError)
"""What reading a text that is no noun's raises."""
STRUCK_OUT = "entered-in-error"
_VALUE = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"')
"""A text in JSON."""
_LINK = ("type", "id")
_LINK_MAYBE = ("etag", "last_updated", "sent_at", "base")


@dataclass(frozen=True)
class Known:
    """The nouns of this app by the name of their kind, and the names of some: `shares`, by which somebody else is let read;
    `own`, what a person makes and deletes as one thing; `pieces`, what such a thing is made of; `within`, what is seen only in
    a record that names it, and would lie there unseen without one."""

    nouns: Mapping[str, type[Noun]]
    shares: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    pieces: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Contents:
    """`of`: whose it is, None in copies that did not say; `store`: where it was made; `is_open`: anybody can have changed it.
    `known` None: a store by itself, to which every kind is alike."""

    of: str | None
    store: str | None
    records: tuple[Mapping[str, Any], ...]
    removals: tuple[Mapping[str, Any], ...] = ()
    unreadable: int = 0
    is_open: bool = False
    needed_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    known: Known | None = None

    @classmethod
    def of_values(cls, values: Any, *, is_open: bool = False) -> Contents:
        """From what was in it. Raises NotAnExport."""
        try:
            if values["form"] != 1:
                raise NotAnExport
            given = cast("list[Any]", values["records"])
            records = tuple(one for one in given if one is not None)
            removals = tuple(values.get("removals", ()))
            of, store = _maybe_text(values, "of"), _maybe_text(values, "store")
            for one in records:
                _check_record(one)
            for one in removals:
                _texts(one, ("type", "id", "husk"))
                _check_link(one["link"])
        except (KeyError, TypeError, AttributeError):
            raise NotAnExport from None
        found = cls(of, store, records, removals, len(given) - len(records), is_open)
        return found._in_order()

    def as_known(self, known: Known) -> Contents:
        """An open file as its nouns read it. What none of them reads is counted as unreadable; a share that was not sent is left
        out: sharing takes a tap of the person's own."""
        if not self.is_open:
            return replace(self, known=known)
        read: list[Mapping[str, Any]] = []
        unreadable = self.unreadable
        for one in self.records:
            noun = known.nouns.get(one["kind"])
            record = _read_by(noun, one) if noun is not None else None
            if record is None:
                unreadable += 1
            elif not (record["unsent"] and one["kind"] in known.shares):
                read.append(record)
        removable = {
            noun.KIND.resource_type for noun in known.nouns.values() if hasattr(noun, "withdrawn_stub")
        }
        removals = tuple(one for one in self.removals if one["type"] in removable and _only_strikes_out(one))
        found = replace(self, records=tuple(read), removals=removals, unreadable=unreadable, known=known)
        return found._in_order()

    def is_persons_own(self, kind: str) -> bool:
        """Whether who deletes one of this kind deletes a thing they made. What Lantern notes for itself is none."""
        return self.known is None or kind in self.known.own

    def may_come_back(self, kind: str) -> bool:
        """Whether one of this kind that was deleted here is brought back where the person asks for that."""
        return self.known is None or kind in self.known.own | self.known.pieces

    def is_within(self, one: Mapping[str, Any]) -> bool:
        """Whether it is seen only in a record that names it."""
        return self.known is not None and one["kind"] in self.known.within

    def holders(self) -> Mapping[str, tuple[Mapping[str, Any], ...]]:
        """By what is seen only within others, the records that name it. Pieces are named by the whole they belong to."""
        wanted = {whole_of(one["id"]) for one in self.records if self.is_within(one)}
        found: dict[str, tuple[Mapping[str, Any], ...]] = {}
        for one in self.records if wanted else ():
            if not self.is_within(one):
                for id in wanted.intersection(_VALUE.findall(one["text"])):
                    found[id] = (*found.get(id, ()), one)
        return found

    def _in_order(self) -> Contents:
        """What others name comes before them, and by whom each is needed is known."""
        attached = {id for one in self.records for id in files(one["text"])}
        records = tuple(sorted(self.records, key=lambda one: one["id"] not in attached))
        needed_by: dict[str, tuple[str, ...]] = {}
        for one in records:
            for wanted in (*needs(one["text"], one["id"]), *files(one["text"])):
                needed_by[wanted] = (*needed_by.get(wanted, ()), one["id"])
        return replace(self, records=records, needed_by=needed_by)


def opened_copy(copy: bytes, passphrase: str, known: Known | None = None) -> Contents:
    """Takes a second: call it in a thread. `known` None: a store by itself. Raises NotAnExport, DamagedCopy, WrongPassphrase."""
    contents = Contents.of_values(values_of(copy, passphrase), is_open=is_open(copy))
    return contents if known is None else contents.as_known(known)


def record_row(one: Mapping[str, Any]) -> RecordRow:
    """As it is filed here."""
    return RecordRow(one["kind"], one["type"], bool(one["private"]), one["id"], one["text"], one["head"])


def _read_by(noun: type[Noun], one: Mapping[str, Any]) -> Mapping[str, Any] | None:
    try:
        read = noun.from_json(one["text"])
        head = dict(read.head())
    except BY_READING:
        return None
    kind = noun.KIND
    is_private = kind.compartment == "private"
    if is_private and read.id != one["id"]:
        return None  # it would be found under one id and saved under another
    link = None if is_private else one["link"]
    if link is not None and link["type"] != kind.resource_type:
        return None
    unsent = bool(one["unsent"]) and not is_private
    return {
        **one,
        "type": kind.resource_type,
        "private": is_private,
        "head": head,
        "link": link,
        "unsent": unsent,
    }


def _only_strikes_out(removal: Mapping[str, Any]) -> bool:
    """Whether what may be put in place of the removed says of itself that it was never meant, so that nothing is permitted by it."""
    if removal["link"]["type"] != removal["type"]:
        return False
    if not removal["husk"]:
        return True
    try:
        stub = json.loads(removal["husk"])
        is_same = stub["resourceType"] == removal["type"]
        return is_same and STRUCK_OUT in (stub.get("status"), stub.get("lifecycleStatus"))
    except BY_READING:
        return False


def _check_record(one: Any) -> None:
    """Raises KeyError, TypeError for what no copy of ours holds."""
    _texts(one, ("kind", "type", "id", "text"))
    if not isinstance(one["head"], dict) or not isinstance(one["unsent"], bool):
        raise TypeError
    if not isinstance(one["private"], bool):
        raise TypeError
    if one["link"] is not None:
        _check_link(one["link"])


def _check_link(link: Any) -> None:
    _texts(link, _LINK)
    for name in _LINK_MAYBE:
        _maybe_text(link, name)


def _texts(values: Any, names: Sequence[str]) -> None:
    if not all(isinstance(values[name], str) for name in names):
        raise TypeError


def _maybe_text(values: Any, name: str) -> str | None:
    found = values.get(name)
    if found is not None and not isinstance(found, str):
        raise TypeError
    return found
