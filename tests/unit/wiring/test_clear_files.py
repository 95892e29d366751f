"""What stands in clear is whole, is this account's alone, and goes without a trace."""

from __future__ import annotations

import stat
from pathlib import Path

from mobile.wiring import clear_files

STEPS = [{"heading": "What I can do by myself", "words": "Walk to the river."}]


def test_the_plan_is_readable_by_this_account_alone(tmp_path: Path) -> None:
    left = tmp_path / "safety-plan.new"
    left.write_text("left by a stop in the middle")
    left.chmod(0o644)
    clear_files.write_plan(tmp_path, STEPS)
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert clear_files.read_plan(tmp_path) == STEPS


def test_nothing_of_a_plan_taken_back_is_left(tmp_path: Path) -> None:
    clear_files.write_plan(tmp_path, STEPS)
    (tmp_path / "safety-plan.new").write_text("half a plan")
    clear_files.remove_plan(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert clear_files.read_plan(tmp_path) == []
