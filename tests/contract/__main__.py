"""`make contract URL=… [TOKEN=…]`: what a FHIR server keeps of what this app needs, as one table.

Runs the suite of the sandbox and the one of the servers of others against that base. It writes there, as one new
patient, unless PATIENT names one. Ends with 0 whatever the table says, unless nothing could be tried at all.
"""

from __future__ import annotations

import argparse
import os
import sys

import pytest

SUITES = ["tests/interop/test_contract.py", "tests/interop/test_capabilities.py", "tests/contract"]


class Table:
    """Collects each fact's verdict."""

    def __init__(self) -> None:
        self.verdicts: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.outcome != "passed":
            said = {"passed": "holds", "failed": "does not hold", "skipped": "not asked"}[report.outcome]
            if report.when == "setup" and report.failed:
                said = "could not be tried"
            name = report.nodeid.partition("::")[2].removeprefix("test_").replace("_", " ")
            self.verdicts[name] = said

    def show(self) -> None:
        for name, said in self.verdicts.items():
            print(f"{name[:100]:100}  {said}")
        counts = {
            said: list(self.verdicts.values()).count(said) for said in dict.fromkeys(self.verdicts.values())
        }
        print(", ".join(f"{count} {said}" for said, count in counts.items()))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--token", default=os.environ.get("TOKEN", ""))
    parser.add_argument("--patient", default=os.environ.get("PATIENT", ""))
    options = parser.parse_args()
    os.environ["LANTERN_FHIR_URL"] = options.url.rstrip("/")
    os.environ["LANTERN_FHIR_TOKEN"] = options.token
    os.environ["LANTERN_FHIR_PATIENT"] = options.patient
    table = Table()
    pytest.main(
        ["-q", "--tb=no", "-p", "no:randomly", "-p", "no:cacheprovider", "-n", "0", *SUITES], plugins=[table]
    )
    table.show()
    return 0 if "holds" in table.verdicts.values() else 1


if __name__ == "__main__":
    sys.exit(main())
