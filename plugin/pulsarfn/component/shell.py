"""Words of the pod's shell command: a string from a user is always one word.

A word that needs no quotes is written as Pulsar writes it (contract 9.1), so that ordinary commands are equal byte for
byte. The callers write Pulsar's own syntax, such as ``$SHARD_ID`` and ``&&``.
"""

import re
from collections.abc import Collection

from pulsarfn.patterns import pattern
from pulsarfn.provenance import SourcedValue, derived, remade

# None of these is special to a POSIX shell, or to bash run as sh, in the middle of an argument. Letters beyond
# ASCII are as harmless as any other; blanks and control characters beyond ASCII are quoted for the reader's sake.
_UNSAFE_TEXT = (
    r"""[\s\x00-\x20\x7f-\xa0|&;<>()$`\\"'*?\[\]{}\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\A[#~]|[=:]~|\A\Z"""
)
_UNSAFE = pattern(_UNSAFE_TEXT)
_ORDINARY = pattern(r"[A-Za-z0-9_./:@%+,-]+")  # harmless; this check is ten times as fast
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
"""The built-in commands of dash, bash and busybox; they take precedence over programs."""


def quote(text: str) -> str:
    r"""Return one word of a command: `text` itself if it is harmless, otherwise in single quotes.

    >>> quote("persistent://a/b/c"), quote("it's"), quote("")
    ('persistent://a/b/c', "'it'\\''s'", "''")
    """
    return text if _ORDINARY.fullmatch(text) or not _UNSAFE.search(text) else in_quotes(text)


def option(name: str, value: str) -> str:
    """Return an option and its value, quoted, as two words."""
    return derived(f"{name} {quote(value)}", value)


def setting(prefix: str, value: str) -> str:
    """Return a prefix, such as ``-Dkey=``, with the quoted value directly after it."""
    return derived(prefix + quote(value), value)


def program(text: str) -> str:
    """Return the first word of a command, quoted if the shell could read it as a keyword or as the setting of a variable.

    A path is neither. Quotes do not prevent built-in commands of the shell, such as ``eval``; `env` does.
    """
    if "/" in text and "=" not in text:
        return quote(text)
    return f"env {in_quotes(text)}" if text in _BUILT_IN else in_quotes(text)


def quote_class_path(text: str) -> str:
    """Return the same as `quote`, but leave the ``*`` of a Java class path unquoted, as Pulsar does.

    The word that holds it is ``-cp JAR:DIR/*`` or ``-Dkey=DIR/*``: no file has such a name, so no shell expands it.
    """
    return text if _ORDINARY_CLASS_PATH.fullmatch(text) or not _UNSAFE_CLASS_PATH.search(text) else in_quotes(text)


def in_quotes(text: str) -> str:
    """Return `text` in single quotes, in which only the single quote itself is special."""
    return "'" + text.replace("'", "'\\''") + "'"


def is_harmless(text: str) -> bool:
    """Whether a shell reads a word as it is written."""
    return not _UNSAFE.search(text)


def kept_from_kubelet(command: str, variables: Collection[str] | None) -> str:
    """Return `command` so that the kubelet, which expands a container's command before the shell, changes nothing in it.

    The kubelet replaces ``$(NAME)`` of a container's variable (one of `variables`, None for any, or a Service's) with a value
    that could end the quotes around it, ``$$`` by ``$``, and before 1.36 it reads one byte after any other ``$``, which
    cuts a character of several bytes. Every ``$`` from a user is in single quotes: they are
    closed and opened again after it. ``$(name)`` of no variable stays as Pulsar writes it.
    Source: k8s.io/kubernetes third_party/forked/golang/expansion.
    """
    if _FOR_KUBELET.search(command) is None:
        return command

    def parted(dollar: re.Match[str]) -> str:
        name = dollar[1]
        taken = name is None or variables is None or name in variables or _OF_SERVICE_LINKS.fullmatch(name)
        return "$''" if taken else "$"

    kept = _FOR_KUBELET.sub(parted, command)
    if not isinstance(command, SourcedValue):
        return kept
    parts = (kept_from_kubelet(each, variables) for each in command.parts)
    return remade(command, kept, tuple(parts))
