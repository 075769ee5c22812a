#!/bin/sh
# Renew the lock files, each with every version and its hashes, for every platform and for Python from 3.11 on:
# .ci/dev.lock, what the groups of .ci/*.txt and pulsarfn itself need; .ci/run.lock, what pulsarfn alone needs; and
# .ci/build.lock, what its installation from source needs.
# Locked versions stay, unless --upgrade (or --upgrade-package NAME) says otherwise.
set -e
cd "$(dirname "$0")/.."
lock() {
  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
    --custom-compile-command "sh bin/lock.sh" "$@"
}
lock "$@" .ci/*.txt pyproject.toml --output-file .ci/dev.lock
lock "$@" --constraint .ci/dev.lock pyproject.toml --output-file .ci/run.lock
lock "$@" --constraint .ci/dev.lock .ci/build.txt --output-file .ci/build.lock
