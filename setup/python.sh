#!/usr/bin/env bash
# Make the virtual environment with everything to run, test and check. Debian packs venv apart.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Python 3.11 or newer is needed; $("$python" --version) was found."; exit 1; }
if ! .venv/bin/python -c '' 2>/dev/null; then
    if ! "$python" -m venv --clear .venv; then
        [ "$(id -u)" = 0 ] || { echo "The module venv is missing: ask root to run apt-get install python3-venv."; exit 1; }
        apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv
        "$python" -m venv --clear .venv
    fi
fi
.venv/bin/python -m pip install --disable-pip-version-check -e ".[test,dev]"
