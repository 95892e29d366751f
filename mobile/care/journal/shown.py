"""What somebody who is given an entry reads, as one text: title, prompt, words, steps, tags, a line for what was spoken, and
one for each picture, each below the other.

This text is the whole of what is sent and the whole of what is previewed. It must never hold a letter that is not in the
preview, and reads back into its parts by the names of its blocks, which say nothing of the patient's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from mobile.care.journal.chosen import GAP
from mobile.documents.carriable import carried

Block = Literal["title", "prompt", "words", "steps", "tags", "voice", "pictures"]
BLOCKS: tuple[Block, ...] = get_args(Block)
"""In the order in which they stand."""
BETWEEN = "\n\n"


@dataclass(frozen=True)
class Shown:
    """`pieces` are the words: one piece, or several with None where something is left out. `tags` are joined by commas. `voice`:
    how long the voice notes are that are heard with it. `pictures`: what each shows that is seen with it."""

    title: str = field(default="", repr=False)
    prompt: str = field(default="", repr=False)
    pieces: tuple[str | None, ...] = field(default=(), repr=False)
    steps: tuple[str, ...] = field(default=(), repr=False)
    tags: str = field(default="", repr=False)
    voice: str = field(default="", repr=False)
    pictures: tuple[str, ...] = field(default=(), repr=False)

    @property
    def gap(self) -> str:
        """What stands for what is left out: longer where the words themselves say `[…]`. "" where nothing is."""
        if None not in self.pieces:
            return ""
        mark, held = GAP, "".join(piece or "" for piece in self.pieces)
        while mark in held:
            mark = f"[…{mark[1:]}"
        return mark

    @property
    def words(self) -> str:
        """The words with their gaps."""
        return " ".join(self.gap if piece is None else piece for piece in self.pieces)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Which there are."""
        return tuple(name for name, text in self._texts if text)

    @property
    def text(self) -> str:
        """All of it: what is sent, byte for byte."""
        return BETWEEN.join(text for _, text in self._texts if text)

    @property
    def _texts(self) -> Sequence[tuple[Block, str]]:
        steps = "\n".join(self.steps)
        return (
            ("title", self.title),
            ("prompt", self.prompt),
            ("words", self.words),
            ("steps", steps),
            ("tags", self.tags),
            ("voice", self.voice),
            ("pictures", "\n".join(self.pictures)),
        )

    @classmethod
    def read(cls, text: str, blocks: Sequence[str], gap: str) -> Shown:
        """The parts of a text. Where the names do not fit it, all of it is words: nothing is dropped."""
        known = [name for name in BLOCKS if name in blocks]
        before = [name for name in known if name in ("title", "prompt")]
        after = [name for name in known if name in ("steps", "tags", "voice", "pictures")]
        has_words = "words" in known
        parts = text.split(BETWEEN, len(before)) if before else [text]
        found = dict(zip(before, parts, strict=False))
        rest = parts[len(before)] if len(parts) > len(before) else ""
        if after:
            ends = rest.rsplit(BETWEEN, len(after) if has_words else len(after) - 1)
            found |= dict(zip(reversed(after), reversed(ends), strict=False))
            rest = ends[0] if has_words and len(ends) > len(after) else ""
        read = cls(
            found.get("title", ""),
            found.get("prompt", ""),
            _pieces(rest, gap) if has_words else (),
            tuple(found["steps"].split("\n")) if "steps" in found else (),
            found.get("tags", ""),
            found.get("voice", ""),
            tuple(found["pictures"].split("\n")) if "pictures" in found else (),
        )
        return read if read.text == text else cls(pieces=(text,))


def _pieces(words: str, gap: str) -> tuple[str | None, ...]:
    if not gap:
        return (words,)
    pieces: list[str | None] = []
    for number, piece in enumerate(words.split(gap)):
        if number:
            pieces.append(None)
        # One space stands between a gap and the words beside it.
        piece = piece.removeprefix(" ") if number else piece
        piece = piece.removesuffix(" ") if number < words.count(gap) else piece
        if piece:
            pieces.append(piece)
    return tuple(pieces)


def one_line(text: str) -> str:
    """As it can be carried, without line ends, as a title and a prompt stand: what separates blocks is then not in them."""
    return " ".join(carried(text).split())
