"""What of a voice note a practitioner may hear: DocumentReferences by the patient, each some seconds of sound as they are kept.

A record of a clinic's takes up to a megabyte, so a note is several of them. The grant that opens the entry's copy names each.
They say which spoken note they are of by a name made for sharing it, and never the private note's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.codes import CARE, extension
from mobile.care.journal.shared_file import bytes_of, number_of, numbered, shared_file
from mobile.care.journal.sound import WAV, seconds, sound_in, wav
from mobile.care.resource import Json, Resource, extension_of, has_code, text_at
from mobile.care.withdrawn_file import withdrawn_file
from mobile.noun import Kind

SHARED_VOICE = "voice-note"
PIECES = 10
"""Of a note in one record: forty seconds, which base64 makes 853 kB."""
MOST_S = 600
"""The longest voice that is shared, in seconds, of all notes of an entry together: fifteen records."""
NOTE_EXTENSION = extension("voice-note")
PLACE_EXTENSION = extension("voice-note-place")
PART_EXTENSION = extension("voice-note-part")
PARTS_EXTENSION = extension("voice-note-parts")


@dataclass(frozen=True, kw_only=True)
class SharedVoice(Resource):
    """One part of one note. `place`: which of the entry's notes, `part`: which of its `parts`, all from 0."""

    TYPE: ClassVar[str] = "DocumentReference"
    KIND: ClassVar[Kind] = Kind("shared_voice", "DocumentReference")

    patient: str | None = None
    note: str = ""
    place: int = 0
    part: int = 0
    parts: int = 1
    sound: bytes = field(default=b"", repr=False)

    @classmethod
    def read(cls, resource: Json) -> Json:
        return {
            "patient": text_at(resource, "subject", "reference"),
            "note": text_at(extension_of(resource, NOTE_EXTENSION), "valueString") or "",
            "place": number_of(resource, PLACE_EXTENSION),
            "part": number_of(resource, PART_EXTENSION),
            "parts": max(1, number_of(resource, PARTS_EXTENSION)),
            "sound": _sound(bytes_of(resource)),
        }

    @classmethod
    def of(cls, id: str, sound: bytes, patient: str, note: str, numbers: tuple[int, int, int]) -> Self:
        """A new one. `numbers`: place, part, parts. `patient` is "Patient/p1"."""
        urls = (PLACE_EXTENSION, PART_EXTENSION, PARTS_EXTENSION)
        marks = [
            made(fhir.Extension, url=NOTE_EXTENSION, valueString=note),
            *numbered(dict(zip(urls, numbers, strict=True))),
        ]
        return cls.from_made(shared_file(id, patient, (SHARED_VOICE, "Voice note"), (WAV, wav(sound)), marks))

    def withdrawn_stub(self) -> str:
        """What is put in its place where a server refuses to delete it: no sound is left."""
        return withdrawn_file(self.to_resource(), WAV)

    def head(self) -> Mapping[str, Any]:
        """All but the sound."""
        return {
            "patient": self.patient,
            "names": sorted(self.names),
            "note": self.note,
            "place": self.place,
            "part": self.part,
            "parts": self.parts,
            "length": len(self.sound),
        }


@dataclass(frozen=True)
class HeardNote:
    """A note as somebody who was given it may hear it. `part_ids` are in their order."""

    id: str
    length: int  # bytes of sound
    part_ids: tuple[str, ...] = ()
    is_whole: bool = True  # all of its parts are here

    @property
    def seconds(self) -> float:
        return seconds(self.length)


def heard_notes(heads: Iterable[tuple[str, Mapping[str, Any]]], names: frozenset[str]) -> list[HeardNote]:
    """By the heads of their parts, those that a grant about `names` opens, in the order they were spoken."""
    notes: dict[tuple[int, str], list[tuple[int, str, Mapping[str, Any]]]] = {}
    for id, values in heads:
        if names & frozenset(values.get("names") or ()):
            key = int(values.get("place") or 0), str(values.get("note"))
            notes.setdefault(key, []).append((int(values.get("part") or 0), id, values))
    return [_heard(note, sorted(parts, key=lambda one: one[0])) for (_, note), parts in sorted(notes.items())]


def _heard(note: str, parts: Sequence[tuple[int, str, Mapping[str, Any]]]) -> HeardNote:
    is_whole = [at for at, _, _ in parts] == list(range(int(parts[0][2].get("parts") or 1)))
    length = sum(int(values.get("length") or 0) for _, _, values in parts)
    return HeardNote(note, length, tuple(id for _, id, _ in parts), is_whole)


def is_shared_voice(resource: Json) -> bool:
    return has_code(resource.get("category"), CARE, SHARED_VOICE)


def _sound(file: bytes) -> bytes:
    """Another program's file is not one of ours, and is not played as one."""
    try:
        return sound_in(file) if file else b""
    except ValueError:
        return b""
