"""Everything as a zip file to move: what other programs read in it, and that another phone has the same, once."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import tempfile
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Self

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobile.documents.bundle import Files, Kept, bundle_of, written
from mobile.records import Kind, Records, Store
from mobile.records.errors import (
    DamagedCopy,
    NotAnExport,
    OtherPersonsCopy,
    StoreError,
    WrongPassphrase,
)
from mobile.records.moving import BUNDLE, CHECK, OURS, packed, unpacked
from mobile.records.secrets import MemorySecrets
from tests.unit.records.parts import START, Clocks, Secretly, Wish, copy_of, new_id, no_sleep
from tests.unit.records.read_out import read_out

EXAMPLES = int(os.environ.get("LANTERN_HISTORIES", "12"))
PASSPHRASE = "four invented ordinary words"
ME = "https://clinic.test/fhir|Patient/p1"
MADE = "2026-11-20T09:00:00+00:00"
PHOTO = b"\xff\xd8\xff invented"


@dataclass(frozen=True)
class Photo:
    """A file of its own."""

    KIND: ClassVar[Kind] = Kind("photo", "DocumentReference")
    data: bytes
    id: str = field(default_factory=new_id)

    def to_json(self) -> str:
        attachment = {"contentType": "image/jpeg", "data": base64.b64encode(self.data).decode()}
        return json.dumps(
            {
                "resourceType": "DocumentReference",
                "identifier": [{"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{self.id}"}],
                "status": "current",
                "content": [{"attachment": attachment}],
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        values = json.loads(text)
        data = base64.b64decode(values["content"][0]["attachment"]["data"])
        return cls(data, values["identifier"][0]["value"].removeprefix("urn:uuid:"))

    def head(self) -> dict[str, Any]:
        return {}


@pytest.fixture
async def other(tmp_path: Path, clocks: Clocks) -> AsyncIterator[Records]:
    """The store of another phone."""
    store = Store(tmp_path / "other", MemorySecrets(), clock=clocks.now, sleep=no_sleep)
    yield await store.create(None)
    store.lock()


async def sends(records: Records, wish: Wish, server_id: str) -> None:
    (row,) = [row for row in await records.due(START, 99) if row.local_id == wish.id]
    await records.begin([row.seq])
    await records.acknowledge([(row.seq, copy_of(wish, server_id))])


async def is_sent_when_the_person_says_so(records: Records) -> None:
    """What an open copy had not sent: nothing of it goes before."""
    assert await records.due(START, 99) == []
    for kind in (Wish, Photo):
        for id in await records.unsent(kind):
            await records.try_again(kind, id)


async def history(records: Records) -> None:
    sent, about = Wish("sent"), Wish("waits")
    await records.save_all([sent, Secretly("only mine"), Photo(PHOTO)])
    await sends(records, sent, "s1")
    await records.save(Wish(about.words, about.id, sent.id))


def inside(zipped: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped_again(content: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return out.getvalue()


async def test_another_program_finds_every_record_and_file_in_a_bundle_that_is_valid(
    records: Records,
) -> None:
    from fhir.resources.R4B.bundle import Bundle

    await history(records)
    found = inside(await records.export_open(ME))
    bundle = json.loads(found[BUNDLE])
    for entry in bundle["entry"]:  # the wishes of these tests are nobody's
        if entry["resource"]["resourceType"] == "Goal":
            entry["resource"]["subject"] = {"reference": "Patient/p1"}
    Bundle.model_validate(bundle)
    assert len(bundle["entry"]) == 4
    addresses = [
        content["attachment"]["url"]
        for entry in bundle["entry"]
        for content in entry["resource"].get("content", [])
    ]
    assert sorted(addresses) == sorted(name for name in found if name.startswith("media/"))
    assert PHOTO in [found[address] for address in addresses]
    assert any(b"only mine" in found[address] for address in addresses)
    assert base64.b64encode(PHOTO) not in found[BUNDLE] + found[OURS]
    here = {entry["fullUrl"] for entry in bundle["entry"]}
    pointed = [
        entry["resource"]["addresses"][0]["reference"]
        for entry in bundle["entry"]
        if "addresses" in entry["resource"]
    ]
    assert set(pointed) <= here
    assert pointed


async def test_every_file_has_its_fingerprint(records: Records) -> None:
    await history(records)
    found = inside(await records.export_open(ME))
    prints = dict(line.split("  ", 1)[::-1] for line in found.pop(CHECK).decode().splitlines())
    assert prints == {name: hashlib.sha256(data).hexdigest() for name, data in found.items()}


@pytest.mark.parametrize("is_sealed", [False, True], ids=["open", "sealed"])
async def test_another_phone_has_the_same_and_twice_is_once(
    records: Records, other: Records, is_sealed: bool
) -> None:
    await history(records)
    copy = await (records.export_sealed(PASSPHRASE, ME) if is_sealed else records.export_open(ME))
    brought = await other.import_sealed(copy, PASSPHRASE if is_sealed else "", ME)
    assert brought.added == 4
    if not is_sealed:
        await is_sent_when_the_person_says_so(other)
    assert await read_out(other) == await read_out(records)
    assert [r.payload for r in await other.due(START, 99)] == [
        r.payload for r in await records.due(START, 99)
    ]
    again = await other.import_sealed(copy, PASSPHRASE if is_sealed else "", ME)
    assert (again.added, again.renewed, again.already_here) == (0, 0, 4)
    assert await read_out(other) == await read_out(records)


def packed_again(copy: bytes, folder: str, also: dict[str, bytes]) -> bytes:
    """As a computer packs the folder that it unpacked a copy into."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(copy)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again:
        for name, data in {**{folder + one: made.read(one) for one in made.namelist()}, **also}.items():
            again.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("folder", "also"),
    [
        (
            "lantern-2026-11-20/",
            {
                "lantern-2026-11-20/": b"",
                "lantern-2026-11-20/media/": b"",
                "lantern-2026-11-20/.DS_Store": b"x",
                "__MACOSX/lantern-2026-11-20/._lantern.json": b"x",
                "__MACOSX/._lantern-2026-11-20": b"x",
            },
        ),
        ("", {"media/Thumbs.db": b"x", "desktop.ini": b"x", "._everything.json": b"x"}),
        ("Mis cosas/año 2026/", {}),
    ],
)
async def test_a_copy_that_a_computer_unpacked_and_packed_again_is_brought_back_whole(
    folder: str, also: dict[str, bytes], records: Records, other: Records
) -> None:
    await records.save_all([Secretly("only mine"), Photo(PHOTO)])
    again = packed_again(await records.export_open(ME), folder, also)
    assert (await other.import_sealed(again, "", ME)).added == 2
    assert [one.words for one in await other.every(Secretly)] == ["only mine"]
    assert [one.data for one in await other.every(Photo)] == [PHOTO]


async def test_packed_again_with_something_else_beside_it_is_refused(
    records: Records, other: Records
) -> None:
    await records.save(Secretly("only mine"))
    copy = await records.export_open(ME)
    for also in ({"another.txt": b"x"}, {"copy/another.txt": b"x"}, {"media/another.jpg": b"x"}):
        with pytest.raises(DamagedCopy):
            await other.import_sealed(packed_again(copy, "copy/", also), "", ME)
    assert await other.every(Secretly) == []


async def test_what_is_wrong_is_told_apart_and_nothing_is_changed(records: Records, other: Records) -> None:
    await history(records)
    await other.save(Wish("was here"))
    before = await read_out(other)
    opened, sealed = await records.export_open(ME), await records.export_sealed(PASSPHRASE, ME)
    content = inside(opened)
    media = next(name for name in content if name.startswith("media/"))
    tried: list[tuple[bytes, str, type[StoreError]]] = [
        (sealed, "another passphrase", WrongPassphrase),
        (sealed[:-100], PASSPHRASE, DamagedCopy),
        (sealed[:-1] + bytes([sealed[-1] ^ 1]), PASSPHRASE, DamagedCopy),
        (opened[:-100], "", DamagedCopy),
        (opened[: len(opened) // 2], "", DamagedCopy),
        (zipped_again({**content, media: b"another"}), "", DamagedCopy),
        (zipped_again({**content, OURS: content[OURS].replace(b"sent", b"said")}), "", DamagedCopy),
        (zipped_again({name: data for name, data in content.items() if name != media}), "", DamagedCopy),
        (zipped_again({"letter.txt": b"hello"}), "", NotAnExport),
        (b"hello", "", NotAnExport),
    ]
    for copy, passphrase, error in tried:
        with pytest.raises(error):
            await other.import_sealed(copy, passphrase, ME)
    with pytest.raises(OtherPersonsCopy):
        await other.import_sealed(opened, "", "https://clinic.test/fhir|Patient/p2")
    assert await read_out(other) == before


@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_are_refused_with_a_reason(noise: bytes, is_zip: bool) -> None:
    with pytest.raises((DamagedCopy, NotAnExport)):
        unpacked(b"PK\x03\x04" + noise if is_zip else noise)


WORDS = st.text(max_size=60)
FILES = st.one_of(st.binary(max_size=40), st.just(PHOTO))
TEXTS = st.one_of(
    st.builds(lambda words: Wish(words).to_json(), WORDS),
    st.builds(lambda data: Photo(data).to_json(), FILES),
    st.builds(lambda words: Secretly(words).to_json(), WORDS),
    st.builds(
        lambda data, words: json.dumps(
            {"resourceType": "Basic", "x": {"photoAttachment": {"data": data}}, "y": words}
        ),
        st.one_of(WORDS, st.just("aGk="), st.just("lantern-file:media/0")),
        st.one_of(WORDS, st.just("aGk="), st.just("lantern-file:media/" + "0" * 32 + ".bin")),
    ),
    WORDS,
)


@given(st.lists(TEXTS, max_size=6), st.lists(TEXTS, max_size=3))
def test_every_text_comes_out_exactly_as_it_went_in(texts: list[str], bases: list[str]) -> None:
    def one(number: int, text: str) -> dict[str, Any]:
        base = bases[number] if number < len(bases) else None
        link = {"type": "Goal", "id": f"s{number}", "base": base} if base is not None else None
        return {"id": f"Goal/g{number}", "kind": "wish", "text": text, "link": link}

    values = {"form": 1, "of": ME, "records": [None, *(one(*each) for each in enumerate(texts))]}
    assert unpacked(packed(values, MADE)) == values


def test_numbers_keep_their_digits_and_the_clinics_names_lead_to_the_entries_here() -> None:
    own = new_id()
    text = '{"resourceType":"Observation","valueQuantity":{"value":1.50},"focus":[{"reference":"Goal/12"},{"reference":"Goal/99"}]}'
    records = [
        Kept("Observation/o1", "measured", text),
        Kept(own, "wish", '{"resourceType":"Goal"}', "Goal/12"),
    ]
    made = written(bundle_of(records, "https://clinic.test/fhir/", MADE, Files()))
    assert '"value": 1.50' in made
    first, second = json.loads(made)["entry"]
    assert first["fullUrl"] == "https://clinic.test/fhir/Observation/o1"
    assert [one["reference"] for one in first["resource"]["focus"]] == [f"urn:uuid:{own}", "Goal/99"]
    assert second["fullUrl"] == f"urn:uuid:{own}"


NOUN = st.one_of(st.builds(Wish, WORDS), st.builds(Secretly, WORDS), st.builds(Photo, FILES))


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.tuples(NOUN, st.sampled_from(["kept", "sent", "changed", "removed"])), max_size=8))
async def test_a_random_history_is_the_same_on_another_phone(
    steps: list[tuple[Wish | Secretly | Photo, str]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        stores = [Store(Path(folder) / n, MemorySecrets(), clock=lambda: START, sleep=no_sleep) for n in "ab"]
        old, new = [await store.create(None) for store in stores]
        for number, (noun, fate) in enumerate(steps):
            await old.save(noun)
            if isinstance(noun, Wish) and fate in ("sent", "changed"):
                await sends(old, noun, f"s{number}")
            if fate == "changed" and isinstance(noun, Wish):
                await old.save(Wish(noun.words + " more", noun.id))
            if fate == "removed":
                await old.remove(noun)
        copy = await old.export_open(ME)
        await new.import_sealed(copy, "", ME)
        await is_sent_when_the_person_says_so(new)
        assert await read_out(new) == await read_out(old)
        again = await new.import_sealed(copy, "", ME)
        assert (again.added, again.renewed) == (0, 0)
        assert await new.verify() == []
        for store in stores:
            store.lock()


@pytest.mark.parametrize("is_sealed", [False, True], ids=["open", "sealed"])
async def test_only_a_sealed_copy_removes_something_at_the_clinic(
    records: Records, other: Records, is_sealed: bool
) -> None:
    """An open one can be written by anybody: it would remove what its writer names."""
    wish = Wish("taken back")
    await records.save(wish)
    await sends(records, wish, "s1")
    await records.remove(wish)
    copy = await (records.export_sealed(PASSPHRASE, ME) if is_sealed else records.export_open(ME))
    await other.import_sealed(copy, PASSPHRASE if is_sealed else "", ME)
    assert [one.op for one in await other.due(START, 99)] == (["delete"] if is_sealed else [])
