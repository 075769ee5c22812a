# The README's commands and the plugins of Helm and kubectl source this file in the top folder of pulsarfn. It creates .venv there
# and installs pulsarfn and the named groups into it. It needs Python 3.11 and either its venv package or pip, which are two
# packages in Debian, and changes nothing outside of the folder. It sets $venv, and ends the shell with a message if something is missing.
# usage: groups='GROUP…' . bin/venv.sh
# A GROUP is .ci/GROUP.txt, which developers need. Everything has the versions and hashes of a lock file (bin/lock.sh): without
# groups those of .ci/run.lock and .ci/build.lock, with one those of .ci/dev.lock, which holds all groups.

venv=$PWD/.venv
python=${PYTHON:-python3}
command -v "$python" >/dev/null || {
  echo "pulsarfn needs Python 3.11 or newer, and there is no $python: install it (apt-get install python3-venv), or set PYTHON." >&2
  exit 1
}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "pulsarfn needs Python 3.11 or newer, and $python is $("$python" --version 2>&1). Set PYTHON to a newer one." >&2
  exit 1
}
# An environment whose Python is gone, or is another version now, is created again.
version=$("$venv/bin/python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || version=
if [ -z "$version" ] || [ ! -d "$venv/lib/python$version" ]; then
  "$python" -m venv --clear --without-pip "$venv" || exit 1
fi
for group in ${groups:-}; do
  [ -f ".ci/$group.txt" ] || { echo "there is no group $group: .ci/$group.txt" >&2; exit 1; }
done
# An environment that pip filled from these files, and that has the same packages and commands still, is left as it is.
filled="$venv/filled${groups:+ with $groups}"
state() {
  { echo "$PWD" && cat pyproject.toml .ci/*.lock plugin/pulsarfn/__init__.py bin/pulsarfn docs/pulsarfn.1 bin/venv.sh &&
    ls -d "$venv"/bin/* "$venv"/lib/python*/site-packages/*.dist-info; } 2>&1 | cksum
}
[ "$(cat "$filled" 2>/dev/null)" != "$(state)" ] || ! "$venv/bin/pulsarfn" version >/dev/null 2>&1 || return 0
rm -f "$filled"
# The pip that Python has fills the environment, as this takes a third less time than a pip of the environment's own (ensurepip,
# in Debian part of python3-venv), which is for a Python without pip, or with an old one. The runner of pip is what
# `pip --python` starts in a second process.
if pip=$("$python" -c 'import pip; print(*pip.__path__)' 2>/dev/null)/__pip-runner__.py && [ -f "$pip" ]; then
  pip() { "$venv/bin/python" "$pip" "$@"; }
elif "$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$python" -m venv "$venv" >/dev/null 2>&1; then
  pip() { "$venv/bin/python" -m pip "$@"; }
else
  rm -rf "$venv"
  echo "pulsarfn needs pip to install itself into $venv, and $python has none: apt-get install python3-venv" >&2
  exit 1
fi
# The lock files name all packages: with --no-deps pip does not look for more, nor for conflicts.
locks="--requirement .ci/run.lock --requirement .ci/build.lock"
[ -z "${groups:-}" ] || locks="--requirement .ci/dev.lock"
{
  pip install --quiet --disable-pip-version-check --no-deps --require-hashes $locks &&
    pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
} || {
  echo "pulsarfn could not be installed into $venv; pip says why above. It needs a package index: PyPI, or the one that PIP_INDEX_URL names." >&2
  exit 1
}
state >"$filled"
