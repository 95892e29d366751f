"""Patterns of a stranger's form, tried against what a person typed (to be replaced by the step-limited matcher)."""

from __future__ import annotations

import re


def found(pattern: str, text: str, *, is_whole: bool) -> bool | None:
    try:
        compiled = re.compile(pattern, re.DOTALL)
    except (re.error, OverflowError, RecursionError):
        return None
    return (compiled.fullmatch(text) if is_whole else compiled.search(text)) is not None


def replaced(pattern: str, text: str, new: str) -> str | None:
    try:
        return re.sub(pattern, re.sub(r"\$(\d+)", r"\\\1", new), text)
    except (re.error, OverflowError, RecursionError):
        return None


def is_match(pattern: str, text: str) -> bool | None:
    return found(pattern, text, is_whole=True)
