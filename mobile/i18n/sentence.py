"""Sentences put together out of parts that bring a full stop of their own: "5:41 a. m.", "Dr. Ash Jr." are followed by no second one."""

from __future__ import annotations

from string import Formatter
from typing import Any

_FORMATTER = Formatter()


class Sentence(str):
    """A sentence of a catalogue. What `format` puts in ends a sentence with one full stop, whatever it ends with itself."""

    __slots__ = ()

    def format(self, *args: Any, **values: Any) -> str:
        """As `str.format`, except that a full stop after a part that ends with one is left out."""
        stated = ""
        for literal, name, spec, conversion in _FORMATTER.parse(self):
            if stated.endswith((".", "…")) and literal.startswith(".") and not literal.startswith(".."):
                literal = literal[1:]
            stated += literal
            if name is not None:
                field = (
                    "{" + name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "") + "}"
                )
                stated += _FORMATTER.vformat(field, args, values)
        return stated


def ended(words: str) -> str:
    """The words as a whole sentence, with one full stop; nothing stays nothing."""
    return words if not words or words.endswith((".", "…", "?", "!")) else f"{words}."
