#!/bin/sh
# Every test that must pass before a landing: all of it here, then the unit tests again with the phones' wheels.
set -eu
py=.venv/bin/python
"$py" -m pytest -q -n 2 --dist loadgroup tests "$@"
sh tools/setup.sh .venv-device requirements-device.lock
.venv-device/bin/python -m pytest -q -n 2 -m "not node and not browser" tests/unit
