#!/bin/sh
# Fill .venv from a lock file (versions and hashes): install.sh PYTHON LOCK MARKER
set -eu
python=$1 lock=$2 marker=$3

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    echo "newswire needs Python 3.11 or newer as '$python'. Name another one: make PYTHON=python3.12 ..." >&2
    exit 1
}
[ -x .venv/bin/python ] || "$python" -m venv .venv || {
    echo "python -m venv failed; on Debian and Ubuntu: apt install python3-venv" >&2
    exit 1
}
echo "installing from $lock into .venv"
export PIP_DISABLE_PIP_VERSION_CHECK=1
for attempt in 1 2 3; do # an index now and then fails to answer
    if .venv/bin/python -m pip install --quiet --require-hashes --no-deps -r "$lock" &&
        .venv/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .; then
        touch "$marker"
        exit 0
    fi
    echo "install attempt $attempt failed" >&2
done
exit 1
