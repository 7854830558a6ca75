#!/usr/bin/env bash
# Resolves pyproject.toml into the lock files, with all hashes and without addresses. Each lock contains the one before.
set -euo pipefail
cd "$(dirname "$0")/../.."

resolve() {
    .venv/bin/uv pip compile pyproject.toml "$@" --generate-hashes --no-emit-index-url --no-emit-find-links \
        --no-annotate --no-header --no-strip-extras --python-version 3.11 --python-platform x86_64-manylinux_2_31 --quiet
}

resolve --output-file requirements.lock
resolve --constraint requirements.lock --extra local --output-file requirements-local.lock
resolve --constraint requirements-local.lock --extra local --extra dev --output-file requirements-dev.lock
