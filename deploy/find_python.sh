#!/bin/sh
# Prints the path of the first Python that can carry the course's environment, or the word `uv` where only uv can get
# one. Otherwise says on standard error what was found and what to install, and exits with status 2.
#
# Being on the PATH proves nothing: pyenv leaves shims that fail when called, and Debian's Python lacks ensurepip. So
# each candidate is run, and a failing one is passed over for the next of the same name further down the PATH.
set -eu

names="python3.13 python3.12 python3.11 python3 python python3.14 python3.10"  # the last two only to be named below
probe='import sys; print("%d.%d.%d" % sys.version_info[:3]); sys.stdout.flush(); import ensurepip, venv'
here=$(cd "$(dirname "$0")/.." && pwd -P)
newline='
'
found=""

note() {
    case "$found" in *"  $1$newline"*) ;; *) found="$found  $1$newline" ;; esac
}

# Takes a name and a path; succeeds if the path is a Python to use, and notes why not otherwise.
suits() {
    status=0
    version=$("$2" -c "$probe" 2>/dev/null </dev/null) || status=$?
    case "$version" in
        3.11.*|3.12.*|3.13.*)
            [ "$status" -eq 0 ] && return 0
            note "$1 is Python $version, but without venv and ensurepip" ;;
        [0-9]*) note "$1 is Python $version" ;;
        *) note "$1 is on the PATH, but does not run" ;;
    esac
    return 1
}

set -f  # a PATH may hold characters that a shell would expand
for name in $names; do
    IFS=:
    for folder in $PATH; do
        unset IFS
        [ -f "$folder/$name" ] && [ -x "$folder/$name" ] || continue
        # The environment that is about to be made, or remade, cannot be made from itself.
        [ "$(cd "$folder" && pwd -P)" != "$here/.venv/bin" ] || continue
        if suits "$name" "$folder/$name"; then
            printf '%s\n' "$folder/$name"
            exit 0
        fi
    done
    unset IFS
done

if uv --version >/dev/null 2>&1; then
    echo uv
    exit 0
fi

cat >&2 <<END
No Python was found that can run this course. It needs Python 3.11, 3.12 or 3.13 with its modules venv and ensurepip.
Found:
${found:-  no command python3 or python$newline}
Install one of these, then run make again:
  Debian, Ubuntu   sudo apt install python3 python3-venv   (Debian 12 or later, Ubuntu 24.04 or later)
  Fedora           sudo dnf install python3.13
  macOS            brew install python@3.13, or the installer from https://www.python.org/downloads/
  any system       uv (https://docs.astral.sh/uv/), which fetches a Python by itself
END
exit 2
