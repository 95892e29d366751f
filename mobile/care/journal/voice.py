"""A voice note: what was spoken for an entry, kept in pieces of a few seconds. Neither ever leaves the device by itself.

The note says how many pieces there are and how long they last together; it is written in the same transaction as each of
them, so that it never says more than is kept. A list reads notes, and no sound.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar, Literal, Self, get_args

from mobile.care.journal.sound import RATE, WAV, seconds, sound_in, wav
from mobile.care.own_words import as_utc
from mobile.noun import Kind

PIECE_S = 4
"""Seconds in every piece but the last of a note: no more than that is lost when the power goes."""
PIECE_BYTES = PIECE_S * RATE

Ended = Literal["kept", "left", "quiet", "taken", "gap", "not_saved"]
"""`kept`: the person stopped it. `left`: the page was left, or locked. `quiet`: no sound came any more. `taken`: the microphone
was taken away. `gap`: something between did not arrive. `not_saved`: there was no room for more."""


@dataclass(frozen=True)
class VoicePiece:
    """Some seconds of a note. `sound` is mu-law (`care.journal.sound`)."""

    KIND: ClassVar[Kind] = Kind("voice_piece", "", "private")
    may_be_hidden: ClassVar[bool] = True  # with its note

    note: str
    at: int  # which of the note's pieces, from 0
    sound: bytes = field(default=b"", repr=False)

    @property
    def id(self) -> str:
        return f"{self.note}.{self.at}"

    @property
    def belongs_to(self) -> str:
        """The id of the record it is part of."""
        return self.note

    def head(self) -> Mapping[str, Any]:
        return {"note": self.note}

    def to_json(self) -> str:
        """Its sound as an attachment, so that a copy to move has it as a file that plays."""
        attachment = {"contentType": WAV, "data": b64encode(wav(self.sound)).decode()}
        return json.dumps({"note": self.note, "at": self.at, "attachment": attachment})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Raises ValueError or KeyError."""
        kept = json.loads(text)
        return cls(kept["note"], int(kept["at"]), sound_in(b64decode(kept["attachment"]["data"])))


@dataclass(frozen=True)
class VoiceNote:
    """`ended` None: it is being spoken, or whatever ran broke off."""

    KIND: ClassVar[Kind] = Kind("voice_note", "", "private")
    may_be_hidden: ClassVar[bool] = True  # with its entry

    id: str
    begun_at: datetime
    pieces: int = 0
    length: int = 0  # bytes of sound in all pieces
    ended: Ended | None = None

    @property
    def seconds(self) -> float:
        """How long what is kept lasts."""
        return seconds(self.length)

    def with_sound(self, sound: bytes, last: bytes = b"") -> tuple[Self, VoicePiece]:
        """The note with some seconds more, and the piece that holds them: to be saved together. `last`: what the last piece
        holds where that is short; it is filled up, so that every piece but the last is four seconds long."""
        at = self.pieces - bool(last)
        piece = VoicePiece(self.id, at, last + sound)
        return replace(self, pieces=at + 1, length=self.length + len(sound)), piece

    def length_of(self, at: int) -> int:
        """Bytes of sound in one of its pieces."""
        return min(PIECE_BYTES, self.length - at * PIECE_BYTES)

    def over(self, why: Ended) -> Self:
        return replace(self, ended=why)

    def head(self) -> Mapping[str, Any]:
        return {"length": self.length, "pieces": self.pieces}

    def to_json(self) -> str:
        return json.dumps(
            {
                "id": self.id,
                "begun_at": self.begun_at.isoformat(),
                "pieces": self.pieces,
                "length": self.length,
                "ended": self.ended,
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Raises ValueError or KeyError."""
        kept = json.loads(text)
        ended = kept.get("ended")
        return cls(
            kept["id"],
            as_utc(kept["begun_at"]),
            int(kept["pieces"]),
            int(kept["length"]),
            ended if ended in get_args(Ended) else None,
        )
