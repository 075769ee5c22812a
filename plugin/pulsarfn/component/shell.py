"""Words of the pod's shell command: one string of a user stays one word, whatever it holds.

What needs no quoting is written as the reference writes it (contract 9.1), so that ordinary commands are equal to the
byte. Pulsar's own syntax, such as ``$SHARD_ID`` and ``&&``, is written by those who build the command.
"""

import re
from collections.abc import Collection

from pulsarfn.patterns import pattern
from pulsarfn.provenance import Sourced, derived, remade

# Nothing in here means anything to a POSIX shell, nor to bash run as sh, in the middle of an argument. Letters beyond
# ASCII are as harmless as any other; blanks and control characters beyond ASCII are quoted for the reader's sake.
_UNSAFE_TEXT = (
    r"""[\s\x00-\x20\x7f-\xa0|&;<>()$`\\"'*?\[\]{}\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\A[#~]|[=:]~|\A\Z"""
)
_UNSAFE = pattern(_UNSAFE_TEXT)
_ORDINARY = pattern(r"[A-Za-z0-9_./:@%+,-]+")  # harmless, which is seen ten times as fast
_ORDINARY_CLASS_PATH = pattern(r"[A-Za-z0-9_./:@%+,*-]+")
_UNSAFE_CLASS_PATH = pattern(_UNSAFE_TEXT.replace("*", ""))
_FOR_KUBELET = pattern(r"\$(?=\$|\(([^)]*)\)|[^\x00-\x7f])")
_OF_SERVICE_LINKS = pattern(r"[A-Z_][A-Z0-9_]*")
_BUILT_IN = frozenset(
    (
        *(".", ":", "alias", "bg", "break", "builtin", "cd", "command", "continue", "declare", "enable", "eval"),
        *("exec", "exit", "export", "fc", "fg", "getopts", "hash", "jobs", "let", "local", "mapfile", "readonly"),
        *("return", "set", "shift", "shopt", "source", "times", "trap", "typeset", "ulimit", "umask", "unalias"),
        *("unset", "wait"),
    )
)
"""What dash, bash and busybox do themselves, whatever programs there are."""


def quote(text: str) -> str:
    r"""One word of a command: `text` itself where it is harmless, else in single quotes.

    >>> quote("persistent://a/b/c"), quote("it's"), quote("")
    ('persistent://a/b/c', "'it'\\''s'", "''")
    """
    return text if _ORDINARY.fullmatch(text) or not _UNSAFE.search(text) else in_quotes(text)


def option(name: str, value: str) -> str:
    """An option and its value, quoted: two words that belong together."""
    return derived(f"{name} {quote(value)}", value)


def setting(prefix: str, value: str) -> str:
    """A value, quoted, directly behind what it is for, such as ``-Dkey=``."""
    return derived(prefix + quote(value), value)


def program(text: str) -> str:
    """The first word of a command: in quotes where it may be a word of the shell's own, or a variable that is set.

    A path is neither. Quotes do not keep a shell from its built-in commands, such as ``eval``: `env` does.
    """
    if "/" in text and "=" not in text:
        return quote(text)
    return f"env {in_quotes(text)}" if text in _BUILT_IN else in_quotes(text)


def quote_class_path(text: str) -> str:
    """As `quote`, but the ``*`` of a Java class path stays bare, as the reference writes it.

    The word that holds it is ``-cp JAR:DIR/*`` or ``-Dkey=DIR/*``: no file has such a name, so no shell expands it.
    """
    return text if _ORDINARY_CLASS_PATH.fullmatch(text) or not _UNSAFE_CLASS_PATH.search(text) else in_quotes(text)


def in_quotes(text: str) -> str:
    """`text` in single quotes, in which only the single quote itself is special."""
    return "'" + text.replace("'", "'\\''") + "'"


def is_harmless(text: str) -> bool:
    """Whether a shell reads a word as it is written."""
    return not _UNSAFE.search(text)


def kept_from_kubelet(command: str, variables: Collection[str]) -> str:
    """`command` with nothing in it for the kubelet, which goes over a container's command before any shell does.

    It replaces ``$(NAME)`` where the container has such a variable (one of `variables`, or of a Service's), by a value
    that could end the quotes around it, ``$$`` by ``$``, and before 1.36 it takes one byte behind any other ``$``, which
    cuts a character of several bytes. Every ``$`` of a user stands in single quotes: they are
    closed and opened again behind it. ``$(name)`` of no variable stays as the reference writes it.
    Source: k8s.io/kubernetes third_party/forked/golang/expansion.
    """
    if _FOR_KUBELET.search(command) is None:
        return command

    def parted(dollar: re.Match[str]) -> str:
        name = dollar[1]
        taken = name is None or name in variables or _OF_SERVICE_LINKS.fullmatch(name)
        return "$''" if taken else "$"

    kept = _FOR_KUBELET.sub(parted, command)
    if not isinstance(command, Sourced):
        return kept
    parts = (kept_from_kubelet(each, variables) for each in command.parts)
    return remade(command, kept, tuple(parts))
