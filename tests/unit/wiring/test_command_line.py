"""What the command line is given reaches what is set up; what cannot be is refused before anything starts."""

from __future__ import annotations

from typing import Any

import pytest

from mobile import cli
from mobile.wiring.setup import Setup

SERVE = ["serve", "--clinic", "http://127.0.0.1:9/fhir"]


@pytest.fixture
def set_up(monkeypatch: pytest.MonkeyPatch) -> list[Setup]:
    """What would have been run."""
    found: list[Setup] = []

    def run(setup: Setup, *_: Any, **__: Any) -> int:
        found.append(setup)
        return 0

    monkeypatch.setattr(cli, "_run", run)
    return found


@pytest.mark.parametrize(
    ("said", "seconds"), [([], 20.0), (["--ask-every", "2"], 2.0), (["--ask-every", "90.5"], 90.5)]
)
def test_how_often_the_clinic_is_asked_can_be_said(
    set_up: list[Setup], said: list[str], seconds: float
) -> None:
    assert cli.main([*SERVE, *said]) == 0
    assert [one.pull_every_s for one in set_up] == [seconds]


@pytest.mark.parametrize("said", ["0", "0.5", "3601", "nan", "-5", "soon", ""])
def test_a_pace_that_is_none_is_refused(
    set_up: list[Setup], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        cli.main([*SERVE, f"--ask-every={said}"])
    assert "from 1 to 3600" in capsys.readouterr().err
    assert set_up == []
