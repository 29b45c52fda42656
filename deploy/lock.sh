#!/bin/sh
# Resolve the dependencies anew into both lock files: versions and hashes, no download addresses. Needs uv.
set -eu
compile() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-annotate --no-header --upgrade --extra embedded --extra build "$@" pyproject.toml
}
compile -o requirements.lock
compile --extra dev -c requirements.lock -o requirements-dev.lock
