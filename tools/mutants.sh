#!/bin/sh
# Mutation testing of what must not lose or leak: records, sync and sharing. Works in a copy under build/; its figures are
# what `mutmut results` counts there. With names as arguments ("mobile.sync.compare*") only those; with SAMPLE=400 so many,
# drawn by chance from all (SEED=2 draws others): all eleven thousand take a night.
set -eu
# Every mutant meets all tests that touch what it broke, so those of chance are short here.
export LANTERN_SCHEDULES=40 LANTERN_RECORD_SCHEDULES=12 LANTERN_CUTS=12 LANTERN_TAMPER=60
place=build/mutants
mkdir -p build
rm -rf "$place.new" && git clone -q --no-hardlinks . "$place.new"
if [ -d "$place/.venv" ]; then mv "$place/.venv" "$place.new/.venv"; fi
rm -rf "$place" && mv "$place.new" "$place"
cd "$place"
sh tools/setup.sh .venv
if command -v uv >/dev/null 2>&1; then uv pip install -q --python .venv/bin/python mutmut==3.8.1; else .venv/bin/pip install -q mutmut==3.8.1; fi
if [ -n "${SAMPLE:-}" ]; then
  .venv/bin/mutmut run no.such.name >/dev/null 2>&1 || true # makes the mutants, and learns which tests meet which
  set -- $(.venv/bin/python tools/draw_mutants.py "$SAMPLE" "${SEED:-1}")
fi
.venv/bin/mutmut run "$@" || true
.venv/bin/python tools/draw_mutants.py --figures "$@"
