"""What an entry is called: as it was named, else by its first words. The second is worked out each time and kept nowhere."""

from __future__ import annotations

from mobile.care.words import excerpt

FIRST_WORDS = 48
"""Letters of the first words, at most."""


def first_words(words: str) -> str:
    """The beginning of the first line that says something; "" where nothing is said."""
    line = next((line for line in words[:4000].split("\n") if line.strip()), "")
    return excerpt(line, FIRST_WORDS)
