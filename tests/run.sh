#!/bin/sh
# The whole test suite, with all its set-up: format, lint, types, tests. Further arguments go to pytest.
set -e
cd "$(dirname "$0")/.."
groups="test lint docs"
. bin/venv.sh
"$venv/bin/ruff" format --check .
"$venv/bin/ruff" check .
"$venv/bin/mypy"
"$venv/bin/python" tests/real/clients.py # fetches and builds the real programs, the first time for some minutes
exec "$venv/bin/python" -m pytest -n 2 "$@"
