"""Words in the person's language, and moments in words. Pure: no Flet, no clock, no global locale."""

from mobile.i18n.moments import Moments
from mobile.i18n.sentence import ended
from mobile.i18n.speech import N_, Language, Speech, country_in

__all__ = ["N_", "Language", "Moments", "Speech", "country_in", "ended"]
