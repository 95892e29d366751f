#!/bin/sh
# Makes the virtual environment given as $1 from the committed lock: with uv where it is, else with pip.
set -eu
venv=$1
constraints=${2:-requirements.lock}
python=${LANTERN_PYTHON:-}
if [ -z "$python" ]; then
  for candidate in python3 python3.11 python3.12 python3.13 python3.14; do
    if command -v "$candidate" >/dev/null 2>&1 &&
      "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      python=$candidate
      break
    fi
  done
fi
[ -n "$python" ] || { echo "Lantern needs Python 3.11 or newer." >&2; exit 1; }
if command -v uv >/dev/null 2>&1; then
  [ -x "$venv/bin/python" ] || uv venv -q --python "$python" "$venv"
  uv pip install -q --python "$venv/bin/python" --require-hashes -r "$constraints"
  uv pip install -q --python "$venv/bin/python" --no-deps -e .
else
  if [ ! -x "$venv/bin/pip" ]; then
    "$python" -m venv "$venv" 2>/dev/null || {
      # Debian keeps ensurepip in a package of its own.
      apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null && rm -rf "$venv" && "$python" -m venv "$venv"
    }
  fi
  "$venv/bin/pip" install -q --disable-pip-version-check --require-hashes -r "$constraints"
  "$venv/bin/pip" install -q --disable-pip-version-check --no-deps -e .
fi
