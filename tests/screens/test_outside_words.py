"""What others may see of the app without opening it (T20): the page's title, the cover in the app switcher, the phone's own question
over the lock, what a browser and a home screen call it. In every language, and against a list of words of care.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from mobile.i18n import Speech
from mobile.i18n.speech import Language
from mobile.screens.app_services import Settings
from mobile.screens.biometric_way import prompt
from tests.screens.clinic_of import NOW
from tests.screens.filled import CANARY, patients
from tests.screens.harness import Phone, PretendWiring

ROOT = Path(__file__).resolve().parents[2]
OF_CARE = re.compile(
    r"ketamin|clinic|clínic|therap|terap|session|sesi[oó]n|dos(e|is|ing)|treat|tratam|psych|psic|depres|mood|ánimo|trauma"
    r"|patient|pacient|medic|medica|drug|intention|intenci|integrat|integrac|journal|diario|suicid|health|salud|PHQ|GAD",
    re.IGNORECASE,
)


@pytest.mark.parametrize("language", get_args(Language))
async def test_the_title_the_cover_and_the_phones_question_say_nothing_of_care_or_of_a_person(
    language: str, tmp_path: Path
) -> None:
    filled = await patients(tmp_path)
    chosen = Settings(language=language, hide_button=True, has_pin=True)
    wiring = PretendWiring(person=filled.who, records=filled.records, at=NOW, settings=chosen, pin="314159")
    async with Phone(wiring, is_web=False) as phone:
        await phone.start("/journal")
        await phone.until(lambda: any(CANARY in text for text in phone.texts()), "the journal")
        await phone.lifecycle("inactive")
        seen = [*phone.texts(), str(phone.page.title)]
        asked = prompt(Speech(language).gettext)
        seen += [asked.title, asked.text]
        assert [
            text for text in seen if OF_CARE.search(text) or CANARY in text or filled.who.name in text
        ] == []


def test_what_browsers_and_home_screens_call_it_says_nothing_of_care() -> None:
    manifest = json.loads((ROOT / "assets" / "manifest.json").read_text("utf-8"))
    page = (ROOT / "assets" / "index.html").read_text("utf-8")
    head = re.findall(
        r"<title>(.*?)</title>|<meta name=\"(?:description|application-name)\" content=\"(.*?)\"", page
    )
    called = [str(value) for value in manifest.values() if isinstance(value, str)]
    called += [word for found in head for word in found if word]
    flet = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["flet"]
    called += [str(flet.get(name)) for name in ("product", "description", "org") if name in flet]
    assert called
    assert [text for text in called if OF_CARE.search(text)] == []
