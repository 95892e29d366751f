"""Getting ready, measures, the safety plan and what was sent, over real content: no English sentence of the app in Spanish."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screens.clinic_of import NOW, person, seeded
from tests.screens.harness import Phone, PretendWiring
from tests.screens.test_shell_places import english_only


@pytest.mark.parametrize(
    ("name", "route", "says"),
    [
        ("ines", "/forms", "Su próximo paso"),
        ("ines", "/forms/clearance", "Qué sigue"),
        ("ines", "/plan", "Preparativos para empezar"),
        ("ines", "/safety-plan", "Todavía no hay un plan aquí"),
        ("rowan", "/measures", "Un puntaje es una forma de verlo, no un veredicto."),
        ("rowan", "/measures/phq-9", "Qué es esto"),
        ("marlow", "/measures", "¿Algo para contar a la clínica?"),
        ("rowan", "/safety-plan", "Cambiar mis palabras"),
        ("rowan", "/answers/rowan-health-history-1", "Imprimir o guardar"),
        ("rowan", "/support", "Mi plan de seguridad"),
    ],
)
async def test_every_sentence_is_said_in_spanish(tmp_path: Path, name: str, route: str, says: str) -> None:
    wiring = PretendWiring(records=await seeded(tmp_path, name), person=person(name), at=NOW)
    await wiring.change_settings(language="es")
    async with Phone(wiring) as phone:
        await phone.start(route)
        await phone.sees(says)
        assert phone.faults(needs_support=route != "/support", untranslated=english_only()) == []
        assert phone.reported == []
