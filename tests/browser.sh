#!/usr/bin/env bash
# Finds or installs a browser for the tests: the system's Chromium, Debian's package when root, else Playwright's own.
python=$1
for name in chromium chromium-browser google-chrome; do command -v "$name" >/dev/null && exit 0; done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium) >/dev/null 2>&1
  command -v chromium >/dev/null && exit 0
fi
"$python" -m playwright install chromium >/dev/null 2>&1 && exit 0
echo "No browser could be had here: browser tests are skipped."
