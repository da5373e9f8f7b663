#!/usr/bin/env bash
# Build webapp/static from webapp/assets.
set -eu
cd "$(dirname "$0")/.."
PATH=$(setup/node.sh):$PATH node webapp/assets/build.js
