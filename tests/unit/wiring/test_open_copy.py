"""A file to move is open: whoever had it may have changed it. Nothing in it makes private words travel, lets anybody read, or
takes away what is here; and this phone's own file sends nothing again that was taken back."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mobile.care.grant import ShareGrant
from mobile.care.intention import Intention, begin
from mobile.care.safety.plan import SafetyPlan
from mobile.care.shared_intention import SharedIntention
from mobile.care.sharing import Reader, share, take_back
from mobile.care.talk.correspondence import Between
from mobile.care.talk.draft import TalkDraft
from mobile.care.talk.message import Message
from mobile.records.errors import DamagedCopy, NotAnExport
from mobile.records.moving import CHECK, MOST_BYTES, OURS, unpacked
from mobile.records.ports import SendState
from mobile.wiring.known_nouns import known_nouns
from tests.screens.clinic_of import seeded
from tests.screens.harness import opened_store
from tests.unit.care.samples import NOW, PATIENT, sent

ME = "https://clinic.test/fhir|Patient/p1"
SAM = Reader("Practitioner/t1", "Sam Sample")
WORDS = "zebra to meet the quiet"
Values = dict[str, Any]
LATER = NOW + timedelta(days=9)


async def a_store(folder: Path) -> Any:
    return await opened_store(folder)


async def open_file(folder: Path, *nouns: Any) -> bytes:
    records = await a_store(folder)
    await records.save_all(list(nouns))
    return await records.export_open(ME)


def changed(copy: bytes, change: Callable[[Values], Any]) -> bytes:
    """As somebody who knows the form changes it: the fingerprints are right again."""
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    values = json.loads(content[OURS])
    change(values)
    return zipped({**content, OURS: json.dumps(values).encode()})


def zipped(content: dict[str, bytes]) -> bytes:
    content.pop(CHECK, None)
    lines = [f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in content.items()]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**content, CHECK: "".join(lines).encode()}.items():
            archive.writestr(name, data)
    return out.getvalue()


async def bring(records: Any, copy: bytes) -> Any:
    return await records.import_sealed(copy, "", ME, known=known_nouns())


def an_intention(id: str = "i1") -> Intention:
    return begin(id, None, NOW).revise(WORDS, NOW)


def says_it_travels(values: Values) -> None:
    (one,) = values["records"]
    one |= {"private": False, "type": "Goal", "unsent": True}


async def test_private_words_that_a_file_says_travel_stay_private(tmp_path: Path) -> None:
    copy = changed(await open_file(tmp_path / "a", an_intention()), says_it_travels)
    here = await a_store(tmp_path / "b")
    assert (await bring(here, copy)).added == 1
    assert await here.due(LATER, 99) == []
    assert [one.words for one in await here.every(Intention)] == [WORDS]
    kept = await here.get(Intention, "i1")
    await here.save(kept.revise("changed", NOW))
    assert await here.due(LATER, 99) == []


@pytest.mark.parametrize("text", ["no JSON", "{}", "[]", '{"id": 5}', "null", "[" * 5000, '"x"'])
async def test_a_text_that_no_noun_reads_is_left_out_and_told(tmp_path: Path, text: str) -> None:
    draft = TalkDraft("draft-d1", "c1", PATIENT, NOW, "half a sentence")

    def spoil(values: Values) -> None:
        next(one for one in values["records"] if one["kind"] == "intention")["text"] = text

    copy = changed(await open_file(tmp_path / "a", an_intention(), draft), spoil)
    here = await a_store(tmp_path / "b")
    brought = await bring(here, copy)
    assert (brought.added, brought.unreadable) == (1, 1)
    assert await here.every(Intention) == []
    assert await here.every(TalkDraft) == [draft]


async def test_a_share_that_was_not_sent_is_not_sent_from_an_open_file(tmp_path: Path) -> None:
    copy = await open_file(tmp_path / "a", *share(an_intention(), PATIENT, SAM, NOW))
    here = await a_store(tmp_path / "b")
    await bring(here, copy)
    assert await here.due(LATER, 99) == []
    assert await here.every(ShareGrant) == []
    assert [one.words for one in await here.every(Intention)] == [WORDS]


async def test_no_file_takes_away_what_is_here(tmp_path: Path) -> None:
    own = an_intention()
    made = share(own, PATIENT, SAM, NOW)
    here = await a_store(tmp_path / "b")
    await here.save_all(list(made))
    before = [row.payload for row in await here.due(LATER, 99)]

    def removes(values: Values) -> None:
        link = {"type": "Goal", "id": "g9", "etag": None, "last_updated": None}
        values["removals"] = [
            {"type": "Goal", "id": one.id, "husk": "{}", "link": {**link, "id": f"g{number}"}}
            for number, one in enumerate([own, made[0]])
        ]

    await bring(here, changed(await open_file(tmp_path / "a", an_intention("i2")), removes))
    assert sorted(one.id for one in await here.every(Intention)) == ["i1", "i2"]
    assert [one.id for one in await here.every(SharedIntention)] == [made[0].id]
    assert [row.payload for row in await here.due(LATER, 99)] == before


async def test_what_was_taken_back_before_it_was_sent_is_not_sent_by_this_phones_own_file(
    tmp_path: Path,
) -> None:
    here = await a_store(tmp_path / "a")
    copy_, grant, notice, kept = share(an_intention(), PATIENT, SAM, NOW)
    await here.save_all([copy_, grant, notice, kept])
    files = [await here.export_open(ME), await here.export_sealed("four ordinary words", ME)]
    assert isinstance(copy_, SharedIntention)
    assert isinstance(grant, ShareGrant)
    assert isinstance(kept, Intention)
    await here.save_all(*take_back([(grant, copy_)], kept, NOW), over=[kept])
    before = [row.payload for row in await here.due(LATER, 99)]
    assert not any(WORDS in payload for payload in before)
    for file in files:
        await here.import_sealed(file, "four ordinary words", ME, known=known_nouns())
        assert [row.payload for row in await here.due(LATER, 99)] == before
        assert await here.every(SharedIntention) == []


def _of(name: str, value: Any) -> Callable[[Values], None]:
    def change(values: Values) -> None:
        values[name] = value

    return change


def _in_record(name: str, value: Any) -> Callable[[Values], None]:
    def change(values: Values) -> None:
        values["records"][0][name] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        _of("records", [5]),
        _of("records", 5),
        _of("removals", [1]),
        _of("removals", [{"type": "Goal", "id": "x", "husk": "{}", "link": None}]),
        _of("of", 5),
        _of("store", []),
        _of("form", 2),
        _in_record("head", []),
        _in_record("link", "x"),
        _in_record("link", {"type": "Goal", "id": 5, "base": ""}),
        _in_record("link", {"type": "Goal", "id": "g1", "base": 7}),
        _in_record("text", 5),
        _in_record("text", {"left_out": 5}),
        _in_record("text", {}),
        _in_record("id", None),
        _in_record("private", "no"),
        _in_record("unsent", 1),
    ],
)
async def test_what_is_not_of_the_form_is_refused_and_nothing_is_changed(
    tmp_path: Path, change: Callable[[Values], None]
) -> None:
    copy = changed(await open_file(tmp_path / "a", an_intention()), change)
    here = await a_store(tmp_path / "b")
    with pytest.raises(NotAnExport):
        await bring(here, copy)
    assert await here.every(Intention) == []


async def test_a_file_named_more_often_than_fits_is_refused(tmp_path: Path) -> None:
    name = "media/" + "0" * 32 + ".bin"
    often = f'"lantern-file:{name}"' * (MOST_BYTES // (1 << 20) + 1)

    def names(values: Values) -> None:
        values["records"][0]["text"] = {"left_out": f"[{often}]"}

    copy = changed(await open_file(tmp_path / "a", an_intention()), names)
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        content = {one: archive.read(one) for one in archive.namelist()}
    with pytest.raises(NotAnExport):
        unpacked(zipped({**content, name: bytes(1 << 20)}))


async def test_a_file_whose_packing_is_broken_is_called_damaged(tmp_path: Path) -> None:
    copy = bytearray(await open_file(tmp_path / "a", an_intention()))
    with zipfile.ZipFile(io.BytesIO(bytes(copy))) as archive:
        start = archive.getinfo(OURS).header_offset + 30 + len(OURS)
    copy[start : start + 8] = b"\xff" * 8
    with pytest.raises(DamagedCopy):
        unpacked(bytes(copy))


async def test_an_open_file_puts_no_permission_in_place_of_one(tmp_path: Path) -> None:
    copy_, grant, *_ = share(an_intention(), PATIENT, Reader("Practitioner/evil"), NOW)
    assert isinstance(grant, ShareGrant)
    assert grant.is_active

    stub = json.dumps(sent(grant, "c9", {f"urn:uuid:{copy_.id}": "Goal/g1"}))

    def removes(values: Any) -> None:
        link = {"type": "Consent", "id": "c9", "etag": None, "last_updated": None}
        values["removals"] = [{"type": "Consent", "id": "g1", "husk": stub, "link": link}]

    here = await a_store(tmp_path / "b")
    await bring(here, changed(await open_file(tmp_path / "a", an_intention("i2")), removes))
    due = await here.due(LATER, 99)
    assert not [row for row in due if "Practitioner/evil" in row.payload], due


async def test_an_open_files_record_goes_by_the_id_its_text_has(tmp_path: Path) -> None:
    def renames(values: Any) -> None:
        values["records"][0]["id"] = "other"

    here = await a_store(tmp_path / "b")
    brought = await bring(here, changed(await open_file(tmp_path / "a", an_intention("i2")), renames))
    for one in await here.every(Intention):
        assert await here.get(Intention, one.id) is not None, brought


def a_message(words: str = WORDS) -> Message:
    return Message.written("m1", words, Between(PATIENT, PATIENT, "CareTeam/c1"), thread=(), now=NOW)


async def test_what_an_open_file_had_not_sent_waits_for_the_persons_word(tmp_path: Path) -> None:
    copy = await open_file(tmp_path / "a", a_message())
    here = await a_store(tmp_path / "b")
    assert (await bring(here, copy)).added == 1
    assert await here.due(LATER, 99) == []
    assert await here.next_due() is None
    standing = await here.standing(Message, "m1")
    assert standing is not None
    assert (standing.state, standing.reason) == (SendState.NEEDS_ATTENTION, "asked_first")
    found = await here.pending()
    assert (found["waiting"], found["parked"], found["asked"], found["lost"]) == (0, 1, 1, 0)
    await here.try_again(Message, "m1")
    (row,) = await here.due(LATER, 99)
    assert WORDS in row.payload
    assert (await here.pending())["asked"] == 0


async def test_what_the_person_writes_anew_over_it_goes_as_everything_they_write(tmp_path: Path) -> None:
    here = await a_store(tmp_path / "b")
    await bring(here, await open_file(tmp_path / "a", a_message()))
    await here.save(a_message("by hand"))
    (row,) = await here.due(LATER, 99)
    assert "by hand" in row.payload


async def test_a_sealed_copy_is_the_persons_own_and_goes_at_once(tmp_path: Path) -> None:
    there = await a_store(tmp_path / "a")
    await there.save(a_message())
    copy = await there.export_sealed("four ordinary words", ME)
    here = await a_store(tmp_path / "b")
    await here.import_sealed(copy, "four ordinary words", ME, known=known_nouns())
    assert [row.local_id for row in await here.due(LATER, 99)] == ["m1"]
    assert (await here.pending())["asked"] == 0


async def test_a_change_that_an_open_file_had_not_sent_waits_as_well(tmp_path: Path) -> None:
    """Over words the clinic has; nothing of it goes until it is asked for."""
    there, here = await seeded(tmp_path / "a", "rowan"), await seeded(tmp_path / "b", "rowan")
    (own,) = await there.every(SafetyPlan)
    await there.save(own.saying(own.steps[0].key, "Other words."))
    assert (await bring(here, await there.export_open(ME))).renewed == 1
    assert await here.due(LATER, 99) == []
    assert (await here.pending())["asked"] == 1
    assert [one.steps[0].words for one in await here.every(SafetyPlan)] == ["Other words."]
