"""The names of languages, in the person's own. One that is not known is called as the clinic calls it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mobile.care.cost_help import Spoken
from mobile.i18n import N_

Translate = Callable[[str], str]

NAMES = {
    "ar": N_("Arabic"),
    "ase": N_("American Sign Language"),
    "de": N_("German"),
    "en": N_("English"),
    "es": N_("Spanish"),
    "fa": N_("Persian"),
    "fr": N_("French"),
    "ht": N_("Haitian Creole"),
    "hi": N_("Hindi"),
    "it": N_("Italian"),
    "ja": N_("Japanese"),
    "ko": N_("Korean"),
    "pl": N_("Polish"),
    "pt": N_("Portuguese"),
    "ru": N_("Russian"),
    "so": N_("Somali"),
    "tl": N_("Tagalog"),
    "uk": N_("Ukrainian"),
    "vi": N_("Vietnamese"),
    "zh": N_("Chinese"),
}


def language_name(_: Translate, one: Spoken) -> str:
    """`Spanish`."""
    known = NAMES.get(one.code)
    return _(known) if known is not None else one.text or one.code


def languages_text(_: Translate, spoken: Iterable[Spoken]) -> str:
    """`Speaks English, Spanish`; "" where nothing is said."""
    names = [language_name(_, one) for one in spoken]
    return _("Speaks {languages}").format(languages=", ".join(names)) if names else ""
