#!/bin/sh
# Finds HAProxy, before which the tests of hosting put two processes; where there is none, installs it by apt if that works. Without
# it those tests say that they were not run.
set -eu
[ -x /usr/sbin/haproxy ] || command -v haproxy >/dev/null 2>&1 && exit 0
command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ] || exit 0
echo "Installing HAProxy by apt." >&2
apt-cache show haproxy >/dev/null 2>&1 || timeout 90 apt-get update -qq || true
timeout 200 apt-get install -y -qq haproxy >/dev/null || true
