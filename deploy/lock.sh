#!/bin/sh
# Writes requirements.lock anew: one resolution for every supported Python and system, without addresses or hashes.
# Pins that still fit are kept; `make lock ARGS=--upgrade` takes the newest of everything.
set -eu
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM

uv=uv
if ! uv --version >/dev/null 2>&1; then
    interpreter=$(sh deploy/find_python.sh)
    echo "Fetching uv into a throw-away environment ..."
    "$interpreter" -m venv "$scratch/environment"
    "$scratch/environment/bin/python" -m pip install --quiet --disable-pip-version-check uv
    uv=$scratch/environment/bin/uv
fi

cp requirements.lock "$scratch/requirements.lock" 2>/dev/null || true
"$uv" pip compile --quiet --universal --python-version 3.11 --no-annotate --no-header --extra lab --extra test \
    -o "$scratch/requirements.lock" "$@" pyproject.toml
if grep -En '^-|://|@|--hash' "$scratch/requirements.lock"; then
    echo "The lines above hold an option, an address or a hash, so requirements.lock was left as it was." >&2
    exit 1
fi
cat "$scratch/requirements.lock" > requirements.lock
echo "requirements.lock holds $(grep -c . requirements.lock) lines."
