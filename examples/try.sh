#!/bin/sh
# The first result: the rendered chart of an application with its Pulsar functions, expanded.
set -e
cd "$(dirname "$0")/.."
[ -x .venv/bin/pulsarfn ] || echo "Setting up pulsarfn in $PWD/.venv, once …" >&2
. bin/venv.sh
"$venv/bin/pulsarfn" <examples/quickstart/stream.yaml
echo "This is what kubectl would apply: the carrier became a Service and a StatefulSet. Next: docs/tutorial.md" >&2
