"""Why an agreement is not shown: a code, never a word of it."""

from __future__ import annotations

from typing import Literal

Why = Literal[
    "no_sections",  # it has no parts
    "no_words",  # a part without any text
    "unknown_structure",  # something in it that this app cannot show, so that not all of it would be seen
    "too_long",
    "changed",  # the text, or the file, is not what its fingerprint says
    "not_here",  # a file that is only named, and not in the record
    "not_a_pdf",
    "locked",  # a PDF that asks for a password
    "damaged",  # a PDF that cannot be opened, or has no page
]


class Unreadable(Exception):
    """What cannot be shown whole is not shown at all."""

    def __init__(self, code: Why) -> None:
        super().__init__(code)
        self.code: Why = code
