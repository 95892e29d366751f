#!/bin/sh
# Every test that must pass before a landing: all of it here, then again, with the phones' wheels, what those can change.
#
# The two locks differ, of what the app itself imports, in six wheels: pydantic, cryptography, argon2, cffi, pillow and msgpack
# (the rest of the difference is tools that no phone has). They are met by the models of FHIR, by the sandbox, by the sealed
# store, by pictures, by paper and by the page's wire; the nouns of care and sync are made of those models and documents. So these folders run again, whole;
# tests/unit/test_device_folders.py fails when another package comes to import one of them. What stands above (wiring,
# screens) meets the wheels only through them, and runs with the phones' wheels in `make campaign ONLY=device`.
set -eu
py=.venv/bin/python
"$py" -m pytest -q -n 2 --dist loadgroup tests "$@"
sh tools/setup.sh .venv-device requirements-device.lock
.venv-device/bin/python -m pytest -q -n 2 -m "not node and not browser" \
  tests/unit/client tests/unit/sandbox tests/unit/records tests/unit/care tests/unit/sync tests/unit/device tests/unit/printing tests/unit/flet_inside
