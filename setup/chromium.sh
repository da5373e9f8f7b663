#!/usr/bin/env bash
# Bring in Debian's Chromium, which only the browser tests need.
set -u
command -v chromium >/dev/null && exit 0
command -v apt-get >/dev/null || { echo "Chromium is missing and this machine has no apt-get; install it by hand."; exit 1; }
[ "$(id -u)" = 0 ] || { echo "Chromium is missing: ask root to run apt-get install chromium."; exit 1; }
export DEBIAN_FRONTEND=noninteractive
apt-get install -y -qq --no-install-recommends chromium ||
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; }
