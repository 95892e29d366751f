#!/bin/sh
# Finds Chromium; where there is none, installs it by apt if that works, else by playwright. Debian's shell of it, without windows,
# is what the tests would rather have: it opens a page for half the work. Where it cannot be had, any other will do.
set -eu
may_install() { command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; }
command -v chromium-headless-shell >/dev/null 2>&1 && exit 0
if may_install; then
  apt-cache show chromium-headless-shell >/dev/null 2>&1 || timeout 90 apt-get update -qq || true
  if apt-cache show chromium-headless-shell >/dev/null 2>&1; then
    echo "Installing Chromium's headless shell by apt." >&2
    timeout 300 apt-get install -y -qq chromium-headless-shell >/dev/null && exit 0
  fi
fi
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
[ -n "$("$1" -c 'from playwright._impl._driver import get_driver_env; import glob, os; print("".join(glob.glob(os.path.expanduser("~/.cache/ms-playwright/chromium-*"))[:1]))' 2>/dev/null)" ] && exit 0
if may_install; then
  echo "Installing Chromium by apt." >&2
  apt-get update -qq && apt-get install -y -qq chromium >/dev/null && exit 0
fi
echo "Installing Chromium by playwright." >&2
exec "$1" -m playwright install chromium
