"""What was caught by tap in the first minutes: a word, a colour, a feeling, each as it stood on the screen.

An entry that was caught is raw: its words are these and no others, and nothing that is written later changes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self, cast


@dataclass(frozen=True)
class Caught:
    """`question` and `answer` are the clinic's keys; `label` is what was tapped, in the language it was read in."""

    question: str
    answer: str = field(repr=False)
    label: str = field(repr=False)

    def to_kept(self) -> dict[str, str]:
        """Plain JSON values."""
        return {"question": self.question, "answer": self.answer, "label": self.label}

    @classmethod
    def of_kept(cls, kept: object) -> Self | None:
        """What `to_kept` made; None for anything else."""
        if not isinstance(kept, Mapping):
            return None
        values = cast("Mapping[str, Any]", kept)
        texts = [values.get(name) for name in ("question", "answer", "label")]
        return cls(*texts) if all(isinstance(one, str) for one in texts) else None  # type: ignore[arg-type]


def words_of(caught: Iterable[Caught]) -> str:
    """`Soft. Blue. Calm.`: each is a sentence, so that it can be shared without the others."""
    return " ".join(f"{one.label}." for one in caught)


def caught_of(kept: object) -> Sequence[Caught]:
    """A list of what `to_kept` made."""
    listed = cast("list[object]", kept) if isinstance(kept, list) else []
    return [one for each in listed if (one := Caught.of_kept(each)) is not None]
