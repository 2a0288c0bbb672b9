#!/usr/bin/env bash
# Resolves requirements.lock from pyproject.toml, for all systems and Pythons at once; arguments go to uv.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

uv=$(mktemp -d)
trap 'rm -rf "$uv"' EXIT
.venv/bin/python -m venv "$uv"
"$uv/bin/python" -m pip install --quiet --disable-pip-version-check uv
"$uv/bin/uv" pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes \
    --no-header --no-annotate --no-emit-index-url --no-emit-find-links "$@" pyproject.toml -o requirements.lock >/dev/null
! grep -n '://' requirements.lock || { echo "requirements.lock names a host, which it must not." >&2; exit 1; }
