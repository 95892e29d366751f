"""Words in the person's language, and moments in words. Pure: no Flet, no clock, no global locale."""

from mobile.i18n.moments import Moments
from mobile.i18n.speech import LANGUAGES, N_, Language, Speech

__all__ = ["LANGUAGES", "N_", "Language", "Moments", "Speech"]
