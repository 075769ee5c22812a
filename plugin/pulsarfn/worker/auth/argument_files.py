"""Arguments that are credentials: the pod's shell writes them to files, and Pulsar's Java programs read them from there.

These programs read arguments with picocli, which takes one from a file in place of ``@FILE``. The shell uses built-in
commands only, which no list of processes shows.
"""

from collections.abc import Mapping, Sequence

from pulsarfn.named_tuples import NamedTuple
from pulsarfn.values import GeneratedPart, Manifest, mapping, sequence
from pulsarfn.worker.auth.base import DIRECTORY, AuthPlan
from pulsarfn.worker.auth.secret_files import CA, secrets_of

_VOLUME, _FOLDER = "function-auth-parameters", "/run/auth"

_REFUSE = 'refuse() { echo "each value of the Secret must be one line without control characters" >&2; exit 1; }'
_WORD = r"""word() { IFS= read -r r; n=; w=; if IFS= read -r n || [ "$n" ]; then refuse; fi; """
_WORD += r"""while [ "$r" ]; do c=${r%"${r#?}"}; r=${r#?}; """
_WORD += r"""case $c in [\"\\]) w=$w$1$c;; [[:cntrl:]]) refuse;; *) w=$w$c;; esac; done; }"""
"""A function of the shell that reads a line, and writes its argument before each quote and each backslash."""


class Argument(NamedTuple):
    """An argument in a file.

    Attributes:
        file: the name of the file.
        text: the argument, as a format of ``printf`` within quotes of picocli.
        keys: the files of the Secret whose lines the text contains.
        escape: what is before a quote or a backslash of a line.
    """

    file: str
    text: str
    keys: Sequence[str]
    escape: str

    @property
    def option(self) -> str:
        """The argument that names the file."""
        return f"@{_FOLDER}/{self.file}"


def of_key(file: str, key: str) -> Argument:
    """Return the argument that is the line of a key."""
    return Argument(file, "%s", (key,), "\\")


def of_json(file: str, members: Mapping[str, str]) -> Argument:
    """Return the argument that is a JSON object; the value of each member is the line of a key."""
    text = ",".join(f'\\\\"{name}\\\\":\\\\"%s\\\\"' for name in members)
    return Argument(file, f"{{{text}}}", (*members.values(),), "\\\\\\")


def with_arguments(plan: AuthPlan, *arguments: Argument) -> AuthPlan:
    """Return the plan whose containers write the arguments to a volume in memory, for their own user only."""
    steps = [_REFUSE, _WORD, " && ".join(step for each in arguments for step in _steps(each))]
    return plan._replace(
        setup=f"(umask 077; {'; '.join(steps)})",
        volumes=(*plan.volumes, GeneratedPart(name=_VOLUME, emptyDir={"medium": "Memory"})),
        volume_mounts=(*plan.volume_mounts, GeneratedPart(name=_VOLUME, mountPath=_FOLDER)),
    )


def makes_arguments_of(name: str, pod: Manifest) -> bool:
    """Whether a pod makes arguments of the values of this Secret: then it reads them only when it starts."""
    volumes = [*map(mapping, sequence(pod.get("volumes")))]
    if all(each.get("name") != _VOLUME for each in volumes):
        return False
    found = (each for volume in volumes for each in secrets_of(volume))
    return any(secret == name and {*items} - {CA} for secret, items in found)


def _steps(argument: Argument) -> Sequence[str]:
    """Return the steps that write a file. An init container may run as another user: its file is replaced, not written."""
    path = f"{_FOLDER}/{argument.file}"
    variables = [chr(ord("a") + number) for number in range(len(argument.keys))]
    reads = (
        step
        for variable, key in zip(variables, argument.keys, strict=True)
        for step in (f"word '{argument.escape}' <{DIRECTORY}/{key}", f"{variable}=$w")
    )
    lines = " ".join(f'"${each}"' for each in variables)
    return (*reads, f"rm -f {path}", f"printf '\"{argument.text}\"\\n' {lines} >{path}")
