"""Our readings of some 260 expressions beside those of the reference engine (npm `fhirpath`), on node."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mobile.care.questionnaire.fhirpath import PathError, compile
from mobile.care.questionnaire.fhirpath.moments import read_date
from tests.interop.fhirpath.table import EXPRESSIONS, NOW, RESPONSE, VARIABLES

pytestmark = pytest.mark.node
FOLDER = Path(__file__).parent / "fhirpath"
ON_PURPOSE = {
    "5 'mg' = 5 'mL'": "what measures different things cannot be compared: empty, where the other says false",
    "%resource.item.where(linkId='born').answer.value.weight()": "an answer of no question known is worth nothing; the other fails",
}


def _installed() -> None:
    """Installs the committed lock if need be; skips, loudly, where there is no node."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("the reference FHIRPath engine was NOT tried: node and npm are not on this machine")
    done = FOLDER / "node_modules" / ".package-lock.json"
    with (FOLDER / "package.json").open() as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if done.exists() and done.stat().st_mtime >= (FOLDER / "package-lock.json").stat().st_mtime:
            return
        command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        result = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, timeout=600, check=False)
        if result.returncode != 0:
            pytest.skip(
                f"the reference FHIRPath engine was NOT tried: npm ci failed with {result.returncode}"
            )
        done.touch()


@pytest.fixture(scope="module")
def judged() -> dict[str, Any]:
    """What the reference engine says of every expression."""
    _installed()
    asked = {"focus": RESPONSE, "variables": VARIABLES, "now": NOW, "expressions": EXPRESSIONS}
    result = subprocess.run(
        ["node", "judge.mjs"],
        cwd=FOLDER,
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        env={**os.environ, "TZ": "UTC"},
    )
    return dict(zip(EXPRESSIONS, json.loads(result.stdout, parse_float=Decimal), strict=True))


def _ours(expression: str) -> list[Any] | None:
    notes: list[Any] = []
    try:
        values = compile(expression).read(RESPONSE, VARIABLES, now=datetime.fromisoformat(NOW), notes=notes)
    except PathError:
        return None
    return None if notes else [_told(value) for value in values]


def _theirs(values: Any) -> list[Any] | None:
    return [_told(value) for value in values] if isinstance(values, list) else None


def _told(value: Any) -> Any:
    """Both engines' values in one writing: quantities as text, instants by their parts, 1 and true apart."""
    if isinstance(value, dict) and value.keys() == {"text"}:
        value = value["text"]
    if (
        isinstance(value, dict)
        and value.keys() == {"value", "unit", "system", "code"}
        and isinstance(value["value"], Decimal)
    ):
        return f"{value['value']} '{value['code']}'"
    if isinstance(value, str) and "T" in value:
        moment = read_date(value.replace("-00:00", "Z"))
        return value if moment is None else (moment.parts, moment.offset or 0)
    return (type(value) is bool, value) if isinstance(value, bool | int | Decimal) else value


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_is_read_as_the_reference_engine_reads_it(
    expression: str, judged: dict[str, Any]
) -> None:
    mine, theirs = _ours(expression), _theirs(judged[expression])
    if expression in ON_PURPOSE:
        assert mine != theirs, "no longer different: take it off the list"
        return
    assert mine == theirs, judged[expression]
