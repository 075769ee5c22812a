"""Words of the pod's shell command: one string of a user stays one word, whatever it holds.

What needs no quoting is written as the reference writes it (contract 9.1), so that ordinary commands are equal to the
byte. Pulsar's own syntax, such as ``$SHARD_ID`` and ``&&``, is written by those who build the command.
"""

import re
from collections.abc import Collection, Iterator

from pulsarfn.patterns import pattern
from pulsarfn.provenance import Sourced, derived, sourced

# Nothing in here means anything to a POSIX shell, nor to bash run as sh, in the middle of an argument. Letters beyond
# ASCII are as harmless as any other; blanks and control characters beyond ASCII are quoted for the reader's sake.
_UNSAFE_TEXT = (
    r"""[\s\x00-\x20\x7f-\xa0|&;<>()$`\\"'*?\[\]{}\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\A[#~]|[=:]~|\A\Z"""
)
_UNSAFE = pattern(_UNSAFE_TEXT)
_ORDINARY = pattern(r"[A-Za-z0-9_./:@%+,-]+")  # harmless, which is seen ten times as fast
_ORDINARY_CLASS_PATH = pattern(r"[A-Za-z0-9_./:@%+,*-]+")
_UNSAFE_CLASS_PATH = pattern(_UNSAFE_TEXT.replace("*", ""))
_FOR_KUBELET = pattern(r"\$(?=\$|\(([^)]*)\))")
_OF_SERVICE_LINKS = pattern(r"[A-Z_][A-Z0-9_]*")
_QUOTE_OR_BLANK = pattern(r'["\s]', re.ASCII)
_PLAIN_INSIDE_QUOTES = pattern(r'[^$`\\"!\x00-\x1f\x7f]*')


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


def quote_class_path(text: str) -> str:
    """As `quote`, but the ``*`` of a Java class path stays bare, as the reference writes it.

    The word that holds it is ``-cp JAR:DIR/*`` or ``-Dkey=DIR/*``: no file has such a name, so no shell expands it.
    """
    return text if _ORDINARY_CLASS_PATH.fullmatch(text) or not _UNSAFE_CLASS_PATH.search(text) else in_quotes(text)


def in_quotes(text: str) -> str:
    """`text` in single quotes, in which only the single quote itself is special."""
    return "'" + text.replace("'", "'\\''") + "'"


def split_flags(flags: str) -> list[str]:
    """Split runtimeFlags as the reference does, and quote each word.

    The reference (`RuntimeUtils.splitRuntimeArgs`) splits at every white space that is followed by an even number of
    double quotes, drops trailing empty words and joins the rest by blanks. Double quotes are there to keep blanks
    inside a word: where they do that and nothing else, the word stands as it is written and the shell takes them away,
    as it does in the reference's pods.
    """
    words = [word for word, _ in _separated(flags)]
    while words and not words[-1]:
        words.pop()
    return [derived(_flag(word), flags) for word in words]


def quote_flags(flags: str) -> str:
    """The words of one of additionalJavaRuntimeArguments, each quoted, with the blanks between them as they are written.

    The reference writes the text as it is (`RuntimeUtils.getCmd`); what ends a command there is a blank here.
    """
    words = [_flag(word) + (blank if blank in " \t" else " ") for word, blank in _separated(flags)]
    return derived("".join(words), flags)


def _separated(flags: str) -> Iterator[tuple[str, str]]:
    """The words between white space that no double quotes enclose, each with the white space behind it."""
    start, quotes_ahead = 0, flags.count('"')
    for match in _QUOTE_OR_BLANK.finditer(flags):
        if match[0] == '"':
            quotes_ahead -= 1
        elif quotes_ahead % 2 == 0:
            yield flags[start : match.start()], match[0]
            start = match.end()
    yield flags[start:], ""


def _flag(word: str) -> str:
    """One word of the flags; an empty one (two blanks in a row) stays empty, which the shell drops."""
    if not word or '"' not in word:
        return quote(word) if word else ""
    parts = word.split('"')
    if len(parts) % 2 == 0:  # an odd number of quotes: none of them can be meant as one
        return in_quotes(word)
    outside, inside = parts[::2], parts[1::2]
    if any(_UNSAFE.search(part) for part in outside if part) or not all(map(_PLAIN_INSIDE_QUOTES.fullmatch, inside)):
        return quote("".join(parts))
    return word


def kept_from_kubelet(command: str, variables: Collection[str]) -> str:
    """`command` with nothing in it for the kubelet, which goes over a container's command before any shell does.

    It replaces ``$(NAME)`` where the container has such a variable (one of `variables`, or of a Service's), by a value
    that could end the quotes around it, and ``$$`` by ``$``. Every ``$`` of a user stands in single quotes: they are
    closed and opened again behind it. ``$(name)`` of no variable stays as the reference writes it.
    Source: k8s.io/kubernetes third_party/forked/golang/expansion.
    """
    if "$$" not in command and "$(" not in command:
        return command

    def parted(dollar: re.Match[str]) -> str:
        name = dollar[1]
        taken = name is None or name in variables or _OF_SERVICE_LINKS.fullmatch(name)
        return "$''" if taken else "$"

    kept = _FOR_KUBELET.sub(parted, command)
    return sourced(kept, *command.origins, parts=command.parts) if isinstance(command, Sourced) else kept
