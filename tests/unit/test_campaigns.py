"""A test that `make test` leaves to a campaign is run by one."""

from __future__ import annotations

import re
from pathlib import Path

from tests.campaign.__main__ import CAMPAIGNS

ROOT = Path(__file__).parents[2]
LEFT = re.compile(r'in_campaign\("(\w+)"')


def test_what_is_left_to_a_campaign_is_run_by_that_campaign() -> None:
    left = {
        (str(file.relative_to(ROOT)), variable)
        for file in (ROOT / "tests").rglob("test_*.py")
        if "node_modules" not in file.parts and file != Path(__file__)
        for variable in LEFT.findall(file.read_text("utf-8"))
    }
    assert len(left) > 10
    run = {(test, one.variable) for one in CAMPAIGNS for test in one.tests.split()}
    assert left - run == set()
