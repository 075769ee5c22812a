#!/bin/sh
# The main job on a real stream: the rendered chart of an application with its Pulsar functions, expanded.
set -e
cd "$(dirname "$0")/.."
. bin/venv.sh
exec "$venv/bin/pulsarfn" <examples/quickstart/stream.yaml
