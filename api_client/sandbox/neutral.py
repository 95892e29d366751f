"""Whether words say nothing of anybody's health, nor of what kind of place they go to: for whatever may be read by others.

By stems in English and Spanish, without regard to case, accents or signs that cannot be seen. A word too many is refused rather
than one too few let through.
"""

from __future__ import annotations

import re
import unicodedata

_STEMS = (
    "ketamin", "ketalar", "spravato", "infusion", "inyec", "inject", "nasal", "intravenous", "psych", "psic", "psiq", "therap", "terap",
    "treat", "tratam", "clinic", "hospital", "medic", "dose", "dosis", "dosing", "depres", "anxi", "ansied", "ptsd", "tept",
    "trauma", "suicid", "crisis", "health", "salud", "doctor", "physician", "nurse", "enferm", "patient", "pacient", "mental",
    "session", "sesion", "drug", "droga", "symptom", "sintoma", "pain", "dolor", "integration", "integracion", "bipolar", "prescri",
    "diagnos", "disorder", "trastorn", "wellness", "bienestar", "counsel", "consejer", "rehab", "recovery", "addict", "adicci",
    "sober", "care", "cura", "sanatori", "mood", "animo", "lantern",
)  # fmt: skip
_ANY = re.compile("|".join(_STEMS))


def is_neutral(text: str) -> bool:
    """True for what may be read by anybody."""
    return _ANY.search(_plain(text)) is None


def _plain(text: str) -> str:
    """Small letters without accents; what joins or hides letters is left out."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in apart if unicodedata.category(one) not in ("Mn", "Cf"))
