"""How long a voice note is, in figures."""

from __future__ import annotations


def length_text(seconds: float) -> str:
    """`0:07`, `1:42`, `2:00:05`: whole seconds, never more than there are."""
    whole = int(seconds)
    hours, minutes, left = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"
