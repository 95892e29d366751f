"""Help with cost: the clinic's list in its own words, one's own language first, free and cheaper first, whole also where nothing fits."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import flet as ft

from tests.screens.clinic_of import NOW, person, receive_all, seeded
from tests.screens.harness import Phone, PretendWiring
from tests.screens.test_shell_places import english_only
from tests.unit.care.test_cost_help import help_document, speaking

PLACE = "/help-with-cost"


async def rowan(folder: Path, **more: Any) -> PretendWiring:
    return PretendWiring(records=await seeded(folder, "rowan", **more), person=person("rowan"), at=NOW)


def without_the_list(document: dict[str, Any]) -> dict[str, Any] | None:
    return None if "help-with-cost" in json.dumps(document) else document


def order(phone: Phone, *names: str) -> list[str]:
    page = "\n".join(phone.texts())
    return sorted(names, key=page.index)


async def test_it_is_reached_from_care_and_lists_what_speaks_ones_language_free_first(tmp_path: Path) -> None:
    async with Phone(await rowan(tmp_path)) as phone:
        await phone.start("/care")
        await phone.tap(re.compile("^Help with cost"))
        await phone.until(lambda: phone.page.route == PLACE, "the list")
        await phone.sees("Fees by income")
        names = (
            "Fees by income",
            "Nowhere Street Community Clinic",
            "Study at Example University",
            "Made-up Help Fund",
        )
        assert order(phone, *reversed(names)) == list(names)
        assert not phone.find("Somebody who looks with you"), "it speaks Spanish alone"
        await phone.sees("1 more is for another language or place.")
        await phone.sees(
            "Anybody who comes here. You say what you earn; nobody asks for papers the first time."
        )
        assert phone.faults() == []
        await phone.tap("Show all")
        await phone.sees("Somebody who looks with you")
        await phone.sees_no(re.compile("^1 more"))


async def test_in_spanish_it_is_in_spanish_and_begins_with_what_speaks_it(tmp_path: Path) -> None:
    wiring = await rowan(tmp_path)
    await wiring.change_settings(language="es")
    async with Phone(wiring) as phone:
        await phone.start(PLACE)
        await phone.sees("Alguien que busca con usted")
        await phone.sees("Español", "button")
        assert not phone.find("Estudio en la Universidad de Ejemplo")
        assert phone.faults(untranslated=english_only()) == []


async def test_a_place_narrows_it_and_what_counts_everywhere_stays(tmp_path: Path) -> None:
    async with Phone(await rowan(tmp_path)) as phone:
        await phone.start(PLACE)
        await phone.tap("Any language")
        await phone.tap("Exampleton")
        await phone.sees("Made-up Help Fund")
        await phone.sees("The clinic does not say for which language or place")
        await phone.sees("Somebody who looks with you")


async def test_numbers_are_called_and_pages_open_beside_lantern_by_https_alone(tmp_path: Path) -> None:
    wiring = await rowan(tmp_path, change=without_the_list)
    odd = help_document(
        "Odd help",
        by="Organization/clinic",
        telecom=[
            {"system": "phone", "value": "+1-202-555-0171"},
            {"system": "phone", "value": "ask at the desk"},
            {"system": "phone", "value": "+1-202-555-0172", "period": {"end": "2020-01-01"}},
            {"system": "url", "value": "https://fund.help.example/ask"},
            {"system": "url", "value": "http://plain.help.example"},
            {"system": "url", "value": "javascript:alert(1)"},
        ],
    )
    await receive_all(wiring.records, "rowan", [odd])
    async with Phone(wiring) as phone:
        await phone.start(PLACE)
        call = (await phone.sees("Call +1-202-555-0171 · Odd help", "button")).control
        page = (await phone.sees("Open fund.help.example in your browser · Odd help", "button")).control
        await phone.sees("ask at the desk")
        assert call.action.url == "tel:+12025550171"
        assert (page.action.url, page.action.target) == ("https://fund.help.example/ask", ft.UrlTarget.BLANK)
        assert not phone.find(re.compile("0172|plain.help|javascript"))
        assert phone.faults() == []


async def test_what_the_clinic_has_not_looked_at_for_long_says_so(tmp_path: Path) -> None:
    async with Phone(await rowan(tmp_path)) as phone:
        await phone.start(PLACE)
        await phone.sees("Checked by your clinic: May 2026")
        await phone.sees(re.compile("^Checked by your clinic: April 2025. That is more than a year ago"))
        await phone.sees(re.compile("^Your clinic does not say when it last checked this"))


async def test_without_a_list_it_says_so_and_whom_to_ask(tmp_path: Path) -> None:
    async with Phone(await rowan(tmp_path, change=without_the_list)) as phone:
        await phone.start(PLACE)
        await phone.sees("No help with cost is listed yet")
        await phone.sees("Write to your team", "button")
        await phone.sees(re.compile("^On-call nurse"), "button")
        assert phone.faults() == []


async def test_where_nothing_speaks_ones_language_all_of_it_is_shown_and_that_is_said(tmp_path: Path) -> None:
    wiring = await rowan(tmp_path, change=without_the_list)
    only = help_document("Solo", by="Organization/clinic", **speaking("vi"))
    await receive_all(wiring.records, "rowan", [only])
    async with Phone(wiring) as phone:
        await phone.start(PLACE)
        await phone.sees("Solo")
        await phone.sees("Nothing on the list says that it speaks your language. All of it is shown.")


async def test_the_list_changes_while_it_is_open_and_a_choice_that_is_gone_shows_all(tmp_path: Path) -> None:
    wiring = await rowan(tmp_path, change=without_the_list)
    two = [
        help_document(name, by="Organization/clinic", **speaking(code))
        for name, code in (("One", "en"), ("Two", "vi"))
    ]
    await receive_all(wiring.records, "rowan", two)
    async with Phone(wiring) as phone:
        await phone.start(PLACE)
        await phone.tap("Vietnamese")
        await phone.sees("Two")
        await phone.sees_no("One")
        await receive_all(wiring.records, "rowan", [{**two[1], "active": False}], 2)
        await phone.sees("One")
        await phone.sees_no("Two")
