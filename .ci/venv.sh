# Sourced by the README's commands: makes .venv in the repository and installs pulsarfn and the named groups into it.
# Needs Python 3.11 and its pip, or its venv package, as Debian ships them; nothing outside of the repository is changed.
# usage: groups='GROUP…' . .ci/venv.sh   (a GROUP is a list of requirements, .ci/GROUP.txt; may be empty)

venv=$PWD/.venv
python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "pulsarfn needs Python 3.11 or newer, and $python is $("$python" --version 2>&1). Set PYTHON to a newer one." >&2
  exit 1
}
if [ ! -x "$venv/bin/python" ]; then
  # Debian parts ensurepip from Python (package python3-venv): without it the system's own pip fills the environment.
  "$python" -m venv "$venv" >/dev/null 2>&1 || "$python" -m venv --clear --without-pip "$venv"
fi
if "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
  pip() { "$venv/bin/python" -m pip "$@"; }
elif "$python" -m pip --version >/dev/null 2>&1; then
  pip() { "$python" -m pip --python "$venv/bin/python" "$@"; }
else
  echo "pulsarfn needs pip to install itself into $venv: apt-get install python3-venv" >&2
  exit 1
fi
requirements=
for group in ${groups:-}; do requirements="$requirements -r .ci/$group.txt"; done
# shellcheck disable=SC2086 - several options
pip install --quiet --disable-pip-version-check --editable . $requirements
