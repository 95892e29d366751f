"""`make campaign`: the long forms of the tests that prove the promises, each ending in one line `name: figures`.

Each is the ordinary test run with its size set by an environment variable, on this machine's disk (the ordinary run
writes to memory). `--only a,b` chooses; `--quick 1` runs a tenth. A figure line is what the test prints after `FIGURES `;
of a campaign that prints none, the last line says how many passed. `device` has no size: it is all of tests/unit with
the phones' wheels, of which `make test` runs the folders that those wheels can change.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Campaign:
    name: str
    tests: str  # a pytest selection
    variable: str = ""
    size: int = 0
    python: str = sys.executable


DEVICE = ".venv-device"
"""What the phones get, made from requirements-device.lock."""


CAMPAIGNS = [
    Campaign(
        "schedules",
        "tests/properties/test_sync_schedules.py tests/properties/test_talk_schedules.py",
        "LANTERN_SCHEDULES",
        10_000,
    ),
    Campaign(
        "faults", "tests/faults/sync/test_matrix.py tests/faults/sync/test_therapist.py", "LANTERN_STRIKES", 3
    ),
    Campaign("kills", "tests/faults/records/test_kills.py", "LANTERN_KILLS", 500),
    Campaign("lives", "tests/properties/test_records_schedules.py", "LANTERN_RECORD_SCHEDULES", 2_000),
    Campaign("hidden", "tests/properties/test_hidden_schedules.py", "LANTERN_HIDDEN_SCHEDULES", 300),
    Campaign("plaintext", "tests/faults/records/test_plaintext.py", "LANTERN_ACTIONS", 1_000),
    Campaign("tamper", "tests/faults/records/test_tamper.py", "LANTERN_TAMPER", 10_000),
    Campaign(
        "cuts", "tests/faults/records/test_disk.py tests/faults/records/test_logs.py", "LANTERN_CUTS", 1_000
    ),
    Campaign("sealing", "tests/unit/records/test_sealing.py", "LANTERN_SEALS", 1_000_000),
    Campaign("pin", "tests/unit/records/test_pin.py", "LANTERN_RESTARTS", 100),
    Campaign("many", "tests/properties/test_many_records.py", "LANTERN_MANY", 50_000),
    Campaign("talk", "tests/properties/test_talk_schedules.py", "LANTERN_TALK", 1_000),
    Campaign(
        "malformed",
        "tests/properties/test_malformed.py -k 'bent_replies or bent_sign_in'",
        "LANTERN_MALFORMED",
        100_000,
    ),
    Campaign(
        "forms",
        "tests/properties/test_questionnaire.py tests/properties/test_questionnaire_bad_input.py",
        "LANTERN_FORMS",
        2_000,
    ),
    Campaign("pages", "tests/hosting/test_pages.py -k nobody_ever_hears", "LANTERN_VISITS", 1_000),
    Campaign("layout", "tests/e2e/test_layout.py tests/e2e/test_connection.py", "LANTERN_LAYOUT", 1),
    Campaign(
        "threads",
        "tests/e2e/test_daily_word.py tests/e2e/test_suggestions.py tests/e2e/test_days_after.py tests/e2e/test_guest.py tests/e2e/test_ride.py "
        "tests/e2e/test_session_day.py tests/e2e/test_dates.py "
        "tests/e2e/test_pictures.py tests/e2e/test_summary.py tests/e2e/test_sealed_copy.py "
        "tests/e2e/test_brief.py tests/e2e/test_measures_agreement.py tests/e2e/test_agreed.py tests/e2e/test_voice.py tests/e2e/test_layers.py "
        "tests/e2e/test_recovery_sheet.py tests/e2e/test_full_desk.py tests/e2e/test_story.py tests/e2e/test_form.py "
        "tests/e2e/test_approvals.py tests/e2e/test_cost.py tests/e2e/test_talk.py tests/e2e/test_entry.py "
        "tests/e2e/test_day_page.py",
        "LANTERN_THREADS",
        1,
    ),
    Campaign("traffic", "tests/e2e/test_traffic.py", "LANTERN_TRAFFIC", 1),
    Campaign("photos", "tests/unit/wiring/photos/test_arriving.py -k any_loss", "LANTERN_PHOTO_LOSSES", 1),
    Campaign("visitors", "tests/hosting/test_visitors.py", "LANTERN_VISITORS", 2_000),
    Campaign("layers", "tests/properties/test_layer_schedules.py", "LANTERN_LAYERS", 300),
    Campaign("sharing", "tests/properties/test_sharing_schedules.py", "LANTERN_SHARING", 10_000),
    Campaign("histories", "tests/properties/test_histories.py", "LANTERN_HISTORIES", 1_000),
    Campaign("renewal", "tests/unit/client/test_renewal.py -k refresh_token_is", "LANTERN_RACES", 1_000),
    Campaign("device", "tests/unit -m 'not node and not browser'", python=f"{DEVICE}/bin/python"),
]


def run(one: Campaign, quick: bool) -> bool:
    """Runs one campaign and prints its line. True when it passed."""
    size = max(1, one.size // 10) if quick else one.size
    began = time.monotonic()
    if one.python.startswith(DEVICE):
        subprocess.run(["sh", "tools/setup.sh", DEVICE, "requirements-device.lock"], check=True)
    done = subprocess.run(
        [
            one.python,
            "-m",
            "pytest",
            "-q",
            "-s",
            "-p",
            "no:randomly",
            "--timeout",
            "0",
            *shlex.split(one.tests),
        ],
        env={
            **os.environ,
            "TMPDIR": tempfile.gettempdir(),
            **({one.variable: str(size)} if one.variable else {}),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    figures = re.findall(r"FIGURES (.*)", done.stdout)
    told = "; ".join(figures) or (str(size) if size else (done.stdout.splitlines() or [""])[-1])
    took = time.monotonic() - began
    verdict = "" if done.returncode == 0 else "FAILED "
    print(f"{one.name}: {verdict}{told} ({took:.0f} s)", flush=True)
    if done.returncode != 0:
        print(done.stdout[-3000:], file=sys.stderr)
    return done.returncode == 0


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="")
    parser.add_argument("--quick", default="")
    options = parser.parse_args()
    chosen = {name for name in options.only.split(",") if name}
    unknown = chosen - {one.name for one in CAMPAIGNS}
    if unknown:
        print(f"No such campaign: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    passed = [run(one, bool(options.quick)) for one in CAMPAIGNS if not chosen or one.name in chosen]
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
