#!/bin/sh
# Makes .venv what requirements.lock says, and does nothing where it is that already. The Makefile runs it before every
# target that needs Python: it compares contents, not times, because a clone or a change of branch sets times anew.
set -eu
cd "$(dirname "$0")/.."

python=.venv/bin/python
stamp=.venv/.installed     # the folder, and the check sums of what was installed from
begun=.venv/.unfinished    # there while an installation runs; left behind by one that was interrupted

wanted() {
    pwd -P
    cksum requirements.lock pyproject.toml
}

usable() {
    "$python" -c 'import sys, pip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' >/dev/null 2>&1 </dev/null
}

# The scripts of an environment hold its full path, so one whose folder was moved or copied is of no use either.
moved() {
    [ -f "$stamp" ] && [ "$(head -n 1 "$stamp")" != "$(pwd -P)" ]
}

step() {
    "$python" -m pip "$@" || {
        status=$?
        echo "The installation stopped; pip's message above says why. It needs the network, this once, and about" \
             "3 GB of disk. When that is mended, run make again: it starts afresh by itself." >&2
        exit "$status"
    }
}

if usable; then
    if [ -f "$stamp" ] && [ ! -e "$begun" ] && [ "$(cat "$stamp")" = "$(wanted)" ]; then
        exit 0
    fi
fi

if [ -e .venv ] || [ -h .venv ]; then
    if [ -e "$begun" ] || moved || ! usable; then
        echo "The environment .venv is unfinished, was moved, or its Python is gone: making it anew."
        rm -rf .venv
    fi
fi

if [ ! -e .venv ]; then
    interpreter=$(sh deploy/find_python.sh)
    mkdir .venv
    : > "$begun"
    echo "Making the environment .venv with $interpreter ..."
    if [ "$interpreter" = uv ]; then
        uv venv --seed --allow-existing --python 3.13 .venv
    else
        "$interpreter" -m venv .venv
    fi
fi

: > "$begun"
rm -f "$stamp"
echo "Installing the course's packages: 1 to 3 minutes after a download of about 1 GB ..."
step install --no-input --disable-pip-version-check --no-compile -r requirements.lock
step install --no-input --disable-pip-version-check --no-compile --no-deps --no-build-isolation -e .
echo "Compiling them, so that every notebook starts quickly: about 20 seconds ..."
# A few packages carry files for other versions of Python; that these do not compile is no failure.
packages=$("$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
"$python" -m compileall -qq -j 0 "$packages" course_utils >/dev/null 2>&1 || true

wanted > "$stamp"
rm -f "$begun"
echo "The environment is ready."
