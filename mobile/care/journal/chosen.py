"""What of an entry the patient chose to show: all of it, the sentences they marked, or its title and steps alone.

Marked sentences are kept as their very words. One that is not among the words any more is never replaced by others: then
there is no part to show, and whoever was given it reads what it said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, Self, cast

from mobile.care.resource import moment
from mobile.care.sentences import Sentence, sentences

Scope = Literal["whole", "part", "title"]
GAP = "[…]"
"""Stands where something is left out, however much: it never says how long that is."""


class PartGone(Exception):
    """A marked sentence is not among the words any more. Carries nothing."""


@dataclass(frozen=True)
class Mark:
    """One marked sentence: its words, and which it was when it was marked, by which it is told from others that say the same."""

    place: int
    words: str = field(repr=False)


@dataclass(frozen=True)
class Chosen:
    """`marks` are in the order of the words. Steps go along unless they are left out, tags, voice and the star only where they were
    chosen, and of the pictures those that were. `start_here_at`: since when the patient wants to start with this one when they meet its reader, in UTC."""

    scope: Scope = "whole"
    marks: tuple[Mark, ...] = ()
    with_steps: bool = True
    with_tags: bool = False
    voice: str = ""
    """The line that stands for the voice notes, as it is previewed; "": they do not go along."""
    with_star: bool = False
    pictures: tuple[str, ...] = ()
    """The ids of those that go along."""
    picture_word: str = ""
    """What stands for a picture ("Picture"), in the language it is previewed in."""
    start_here_at: datetime | None = None

    def picking(self, picture: str, word: str, is_on: bool) -> Self:
        """With one more picture, or one fewer."""
        others = tuple(one for one in self.pictures if one != picture)
        return replace(self, pictures=(*others, picture) if is_on else others, picture_word=word)

    def marking(self, text: str, place: int, is_on: bool) -> Self:
        """With one more of the sentences of `text` marked, or one fewer. Marks that are gone from the text go."""
        every = sentences(text)
        places = set(self.places(every) or self._left(every))
        places = places | {place} if is_on else places - {place}
        marks = tuple(Mark(at, every[at].words) for at in sorted(places) if 0 <= at < len(every))
        return replace(self, scope="part", marks=marks)

    def places(self, every: Sequence[Sentence]) -> Sequence[int] | None:
        """Which sentences of a text are marked, in order; None where one is not among them any more."""
        if all(one.place < len(every) and every[one.place].words == one.words for one in self.marks):
            return [one.place for one in self.marks]
        found: list[int] = []
        at = 0
        for one in self.marks:
            at = next((i for i in range(at, len(every)) if every[i].words == one.words), -1)
            if at < 0:
                return None
            found.append(at)
            at += 1
        return found

    def _left(self, every: Sequence[Sentence]) -> Sequence[int]:
        """Of marks of which some are gone, those that are still there."""
        left: set[int] = set()
        for one in self.marks:
            at = next((i for i, s in enumerate(every) if i not in left and s.words == one.words), None)
            left |= {at} if at is not None else set()
        return sorted(left)

    def to_kept(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "scope": self.scope,
            "marks": [[one.place, one.words] for one in self.marks],
            "with_steps": self.with_steps,
            "with_tags": self.with_tags,
            "voice": self.voice,
            "with_star": self.with_star,
            "pictures": list(self.pictures),
            "picture_word": self.picture_word,
            "start_here_at": self.start_here_at.isoformat() if self.start_here_at else None,
        }

    @classmethod
    def of_kept(cls, kept: object) -> Self:
        """What `to_kept` made. Of anything else, nothing is marked and nothing but the words goes along."""
        if not isinstance(kept, Mapping):
            return cls()
        values = cast("Mapping[str, Any]", kept)
        scope: Scope = {"part": "part", "title": "title"}.get(str(values.get("scope")), "whole")  # type: ignore[assignment]
        return cls(
            scope,
            tuple(Mark(int(place), str(words)) for place, words in values.get("marks") or ()),
            values.get("with_steps") is not False,
            values.get("with_tags") is True,
            str(values.get("voice") or ""),
            values.get("with_star") is True,
            tuple(str(one) for one in values.get("pictures") or ()),
            str(values.get("picture_word") or ""),
            moment(values.get("start_here_at")),
        )


def part_of(text: str, chosen: Chosen) -> tuple[str | None, ...]:
    """The marked sentences as they stand in the text, those that follow one another in one piece; None is a gap.

    Nothing where nothing is marked. Raises PartGone.
    """
    every = sentences(text)
    places = chosen.places(every)
    if places is None:
        raise PartGone
    if not places:
        return ()
    pieces: list[str | None] = [] if places[0] == 0 else [None]
    first = places[0]
    for here, following in zip(places, [*places[1:], None], strict=True):
        if following == here + 1:
            continue
        pieces.append(text[every[first].begin : every[here].end])
        if following is not None:
            pieces.append(None)
            first = following
    if places[-1] != len(every) - 1:
        pieces.append(None)
    return tuple(pieces)
