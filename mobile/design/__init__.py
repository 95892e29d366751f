"""The look: tokens, theme and the parts every screen is made of. Stands on Flet alone; words come in translated,
handlers come in guarded. It knows no screen, no noun of care and no store."""

from __future__ import annotations

from . import letters, parts, theme, tokens
from .parts import *  # noqa: F403 - one door to every part; the list is parts.__all__
from .theme import night

__all__ = ["letters", "night", "parts", "theme", "tokens"]
__all__ += parts.__all__
