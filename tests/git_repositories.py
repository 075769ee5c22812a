"""Git repositories that tests make: of the working tree, and small ones with a change to look at."""

import os
import shutil
import subprocess

from conftest import REPOSITORY
from made_once import made_once
from pulsarfn import __version__

IDENTITY = {
    "GIT_AUTHOR_NAME": "tests",
    "GIT_AUTHOR_EMAIL": "tests@localhost",
    "GIT_COMMITTER_NAME": "tests",
    "GIT_COMMITTER_EMAIL": "tests@localhost",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "core.compression",
    "GIT_CONFIG_VALUE_0": "0",  # they are read a few times
}


def git(folder, *arguments):
    """What a git command prints, in a folder."""
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env={**os.environ, **IDENTITY}, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def commit(folder, files):
    """Write files, by name, into a repository (a new one, where there is none) and commit them; the commit's name."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet", "--initial-branch=main")
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=change", "--allow-empty")
    return git(folder, "rev-parse", "HEAD")


def copy_of_the_project(folder):
    """A repository with what the working tree holds, without ignored files and the tests, which no installation uses."""
    listed = git(REPOSITORY, "ls-files", "-z", "--cached", "--others", "--exclude-standard", ":!tests")
    for name in filter(None, listed.split("\0")):
        if (REPOSITORY / name).is_file():  # not deleted
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPOSITORY / name, folder / name, follow_symlinks=False)
    commit(folder, {})
    git(folder, "repack", "-a", "-d", "--window=0", "--quiet")  # else each clone packs all files again
    return folder


def the_project(factory):
    """A repository called ``pulsarfn`` with what the working tree holds, tagged as its version; all tests read the same one."""

    def make(folder):
        git(copy_of_the_project(folder / "pulsarfn"), "tag", f"v{__version__}")

    return made_once(factory, "repository", make) / "pulsarfn"
