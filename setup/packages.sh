#!/usr/bin/env bash
# Fetch the browser packages exactly as package-lock.json names them; none may run a script.
set -eu
cd "$(dirname "$0")/.."
PATH=$(setup/node.sh):$PATH npm ci --ignore-scripts --no-audit --no-fund
