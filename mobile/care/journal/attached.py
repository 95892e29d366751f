"""What stands in an entry beside its words in records of their own: what was spoken for it, and its pictures with what they show.

An entry names them, which of them are chosen to be given along, and which somebody was given last. The records are never
changed from here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self, cast

from mobile.care.journal.chosen import Chosen
from mobile.care.journal.shown import one_line
from mobile.care.own_words import OwnWords

MOST_SHOWS_BYTES = 18_000
"""Of what a picture shows, written out as JSON: so much goes along with the largest picture in one record of a clinic's."""
Described = tuple[tuple[str, str], ...]
"""By the id of each picture that was described, what it shows, in the order of the ids."""


@dataclass(frozen=True, kw_only=True)
class Attached(OwnWords):
    """`voice_given` and `pictures_given`: of its notes and pictures, those that were shared with its copy last."""

    voice: tuple[str, ...] = ()  # ids of its voice notes, in the order they were spoken
    voice_given: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()  # ids, in the order they were added
    pictures_given: tuple[str, ...] = ()
    described: Described = field(default=(), repr=False)
    chosen: Chosen = field(default_factory=Chosen)

    @property
    def says_something(self) -> bool:
        return super().says_something or bool(self.voice or self.pictures)

    @property
    def owns(self) -> tuple[str, ...]:
        """The ids of the records that are part of it."""
        return (*self.voice, *self.pictures)

    # --- voice ---

    def speaking(self, note: str) -> Self:
        """With one more voice note."""
        return self if note in self.voice else replace(self, voice=(*self.voice, note))

    def without_voice(self, note: str) -> Self:
        return replace(self, voice=tuple(one for one in self.voice if one != note))

    # --- pictures ---

    def with_picture(self, id: str, place: int | None = None) -> Self:
        """With one more picture, as the last or where it stood."""
        if id in self.pictures:
            return self
        at = len(self.pictures) if place is None else place
        return replace(self, pictures=(*self.pictures[:at], id, *self.pictures[at:]))

    def without_picture(self, id: str) -> Self:
        """Nor what it shows."""
        left = tuple(one for one in self.pictures if one != id)
        described = tuple(one for one in self.described if one[0] != id)
        return replace(self, pictures=left, described=described)

    def showing(self, id: str, words: str) -> Self:
        """With what this picture shows, whole; "" for nothing said."""
        known = dict(self.described)
        known[id] = one_line(words)
        return replace(self, described=_in_order(known))

    def shows(self, id: str) -> str:
        """What this picture shows, in the person's words; "" where they said nothing."""
        return dict(self.described).get(id, "")

    def _beside_by(self, stored: OwnWords, before: OwnWords) -> dict[str, Any]:
        """Each picture is described by itself: what another page said of one stands beside what is said of another here."""
        found = super()._beside_by(stored, before)
        if isinstance(stored, Attached) and isinstance(before, Attached):
            mine, theirs, known = dict(self.described), dict(stored.described), dict(before.described)
            changed = {id: words for id, words in mine.items() if words != known.get(id)}
            found["described"] = _in_order(theirs | changed)
        return found

    # --- given along ---

    @property
    def voice_along(self) -> tuple[str, ...]:
        """The voice notes that somebody who is given it hears."""
        return self.voice if self.chosen.voice else ()

    @property
    def pictures_along(self) -> tuple[str, ...]:
        """The pictures that somebody who is given it sees."""
        chosen = self.chosen.pictures if self.chosen.picture_word else ()
        return tuple(id for id in self.pictures if id in chosen)

    @property
    def goes_along(self) -> tuple[str, ...]:
        return (*self.voice_along, *self.pictures_along)

    def picture_line(self, id: str) -> str:
        """What stands for a picture in the text: `Picture: a drawing of the lake`."""
        shows = self.shows(id)
        return f"{self.chosen.picture_word}: {shows}" if shows else self.chosen.picture_word

    @property
    def has_too_long_along(self) -> bool:
        """Whether what one of the pictures shows is longer than can go along with it."""
        texts = [self.shows(id) for id in self.pictures_along]
        return any(len(json.dumps(text)) > MOST_SHOWS_BYTES for text in texts)

    def giving_along(self) -> Self:
        """Shared from now on with the voice notes and pictures that are chosen."""
        return replace(self, voice_given=self.voice_along, pictures_given=self.pictures_along)

    # --- being kept ---

    def attached_kept(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "voice": list(self.voice),
            "voice_given": list(self.voice_given),
            "pictures": list(self.pictures),
            "pictures_given": list(self.pictures_given),
            "described": dict(self.described),
        }

    @classmethod
    def attached_of(cls, kept: Mapping[str, Any]) -> dict[str, Any]:
        """The fields, from what `attached_kept` made."""
        described = kept.get("described")
        known = cast("dict[str, Any]", described) if isinstance(described, dict) else {}
        return {
            "voice": _ids(kept.get("voice")),
            "voice_given": _ids(kept.get("voice_given")),
            "pictures": _ids(kept.get("pictures")),
            "pictures_given": _ids(kept.get("pictures_given")),
            "described": _in_order({id: str(words) for id, words in known.items()}),
        }


def _in_order(described: Mapping[str, str]) -> Described:
    return tuple(sorted((id, words) for id, words in described.items() if words))


def _ids(kept: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(kept or ())
