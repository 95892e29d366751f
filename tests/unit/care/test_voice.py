"""Voice notes as nouns: sound as it is kept and played, pieces that add up, two pages that speak for one entry."""

from __future__ import annotations

import json
import struct
from base64 import b64decode
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fhir.resources.R4B.documentreference import DocumentReference

from mobile.care.journal.chosen import Chosen
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.shared_voice import PIECES, HeardNote, SharedVoice, heard_notes, is_shared_voice
from mobile.care.journal.sound import RATE, loudness, pressed, seconds, sound_in, wav
from mobile.care.journal.voice import PIECE_BYTES, VoiceNote, VoicePiece

AT = datetime(2026, 5, 20, 9, 0, tzinfo=UTC)

KNOWN = {0: 0xFF, -1: 0x7F, 1000: 0xCE, -1000: 0x4E, 32767: 0x80, -32768: 0x00, 132: 0xEF, 8031: 0xA0}
"""Samples and their bytes by ITU-T G.711: Python's own `audioop.lin2ulaw` gave the same while there was one."""


def louder(byte: int) -> int:
    """G.711 the other way, from its table of steps."""
    byte = ~byte & 0xFF
    value = ((byte & 0x0F) << 3) + 0x84 << ((byte & 0x70) >> 4)
    return 0x84 - value if byte & 0x80 else value - 0x84


def test_samples_become_the_bytes_of_g711() -> None:
    assert pressed(struct.pack(f"<{len(KNOWN)}h", *KNOWN)) == bytes(KNOWN.values())
    for sample in range(-32768, 32768, 7):
        (byte,) = pressed(struct.pack("<h", sample))
        assert abs(louder(byte) - max(-32635, min(32635, sample))) <= (abs(sample) + 0x84) / 32


def test_half_a_sample_is_left_out_and_silence_is_silent() -> None:
    assert pressed(b"\0\0\0") == b"\xff"
    assert loudness(b"\0" * 400) == 0.0
    assert loudness(b"") == 0.0
    assert loudness(struct.pack("<8h", *[-32768] * 8)) == 1.0


def test_a_file_says_what_players_need_and_gives_the_sound_back() -> None:
    sound = bytes(range(256)) * 63
    file = wav(sound)
    assert struct.unpack_from("<4sI4s4sIHHIIHHH", file) == (
        b"RIFF", len(file) - 8, b"WAVE", b"fmt ", 18, 7, 1, RATE, RATE, 1, 8, 0,
    )  # fmt: skip
    assert sound_in(file) == sound
    with pytest.raises(ValueError, match="not a voice note"):
        sound_in(file[:-1])
    assert seconds(len(sound)) == len(sound) / 16_000


def test_a_note_is_as_long_as_its_pieces_and_a_short_piece_is_filled_up() -> None:
    note, first = VoiceNote("v", AT).with_sound(b"a" * PIECE_BYTES)
    note, short = note.with_sound(b"b" * RATE)
    note, filled = note.with_sound(b"c" * RATE, short.sound)
    assert (note.pieces, note.seconds) == (2, 6.0)
    assert (first.id, filled.id, short.id) == ("v.0", "v.1", "v.1")
    assert filled.sound == b"b" * RATE + b"c" * RATE


def test_what_is_kept_is_read_back() -> None:
    note, piece = VoiceNote("v", AT).with_sound(b"a" * RATE)
    assert VoicePiece.from_json(piece.to_json()) == piece
    assert VoiceNote.from_json(note.over("quiet").to_json()) == replace(note, ended="quiet")
    assert VoiceNote.from_json(note.to_json()).ended is None
    assert b64decode(json.loads(piece.to_json())["attachment"]["data"]) == wav(piece.sound)


def test_two_pages_that_speak_for_one_entry_lose_no_note() -> None:
    before = JournalEntry(id="e", words="", made_at=AT, changed_at=AT, voice=("a", "b"))
    mine, theirs = before.speaking("mine").without_voice("a"), before.speaking("theirs").without_voice("b")
    assert mine.heeding(theirs, before).voice == ("theirs", "mine")
    assert JournalEntry.from_json(mine.to_json()) == mine
    assert not before.is_empty


def test_what_another_page_shared_of_the_voice_is_heeded() -> None:
    before = JournalEntry(
        id="e", words="", made_at=AT, changed_at=AT, voice=("a",), chosen=Chosen(voice="0:06")
    )
    mine = before.revise("The lake.", AT).heeding(before.giving_along(), before)
    assert (mine.voice_given, mine.words) == (("a",), "The lake.")


def test_a_shared_part_is_valid_holds_the_very_sound_and_leaves_none_behind() -> None:
    part = SharedVoice.of(
        "7f0c2f8e-0000-4000-8000-000000000001", b"lake" * RATE, "Patient/p1", "n", (0, 1, 3)
    )
    again = SharedVoice.from_resource(part.to_resource())
    assert (again.sound, again.note, again.place, again.part, again.parts) == (b"lake" * RATE, "n", 0, 1, 3)
    for text in (part.text, part.withdrawn_stub()):
        DocumentReference.model_validate_json(text)
    stub = SharedVoice.from_resource(json.loads(part.withdrawn_stub()))
    assert (stub.sound, stub.id) == (b"", part.id)
    assert is_shared_voice(part.to_resource())
    assert len(SharedVoice.of("x", bytes(PIECES * PIECE_BYTES), "Patient/p1", "n", (0, 0, 1)).text) < 900_000


def test_another_programs_file_is_not_played_as_ours() -> None:
    resource = SharedVoice.of("x", b"lake", "Patient/p1", "n", (0, 0, 1)).to_resource()
    resource["content"][0]["attachment"]["data"] = "UklGRg=="
    assert SharedVoice.from_resource(resource).sound == b""


def test_notes_are_heard_in_their_order_by_the_grant_that_names_them_alone() -> None:
    def head(note: str, place: int, part: int, parts: int, length: int) -> tuple[str, dict[str, object]]:
        id = f"{note}{part}"
        values = {"names": [f"urn:uuid:{id}"], "note": note, "place": place}
        return id, {**values, "part": part, "parts": parts, "length": length}

    heads = [
        head("b", 1, 0, 1, RATE),
        head("a", 0, 1, 2, RATE),
        head("a", 0, 0, 2, 2 * RATE),
        head("c", 0, 1, 2, 9),
    ]
    named = frozenset({"urn:uuid:a0", "urn:uuid:a1", "urn:uuid:b0"})
    assert heard_notes(heads, named) == [
        HeardNote("a", 3 * RATE, ("a0", "a1")),
        HeardNote("b", RATE, ("b0",)),
    ]
    (cut,) = heard_notes(heads, frozenset({"urn:uuid:c1"}))
    assert (cut.is_whole, cut.seconds) == (False, 9 / RATE)
