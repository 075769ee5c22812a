"""The man page: the facts of the command line as roff, with the macros of man(7)."""

import re
from collections.abc import Iterable, Iterator

from command_facts import EXIT_STATUSES, CommandFacts, OptionFacts, commands, program, variables
from pulsarfn import __version__
from pulsarfn.cli.examples import Example


def man_page() -> str:
    """The page ``pulsarfn(1)``; nothing in it depends on the day."""
    return "".join(f"{line}\n" for line in _page())


def _page() -> Iterator[str]:
    whole = program()
    yield f'.TH PULSARFN 1 "" "pulsarfn {__version__}" "User Commands"'
    yield ".SH NAME"
    yield r"pulsarfn \- expand Apache Pulsar functions in a YAML stream into Kubernetes objects"
    yield ".SH SYNOPSIS"
    yield from (r"\fBpulsarfn\fP [\fIOPTIONS\fP] <\fIrendered.yaml\fP", ".br")
    yield r"\fBpulsarfn\fP \fICOMMAND\fP [\fIOPTIONS\fP] [\fIARGUMENTS\fP]"
    yield ".SH DESCRIPTION"
    yield from _paragraphs(whole.paragraphs)
    yield ".SH OPTIONS"
    yield from _options(whole.options)
    yield ".SH COMMANDS"
    for each in commands():
        yield from _command(each)
    yield ".SH ENVIRONMENT"
    yield from _terms(variables())
    yield ".SH EXIT STATUS"
    yield from _terms(EXIT_STATUSES)
    yield ".SH EXAMPLES"
    yield from _examples(whole.examples)
    yield ".SH SEE ALSO"
    yield r"\fBhelm\fP(1), \fBkubectl\fP(1), \fBkustomize\fP(1)"


def _command(facts: CommandFacts) -> Iterator[str]:
    yield f".SS {_text(facts.name)}"
    yield rf"\fBpulsarfn {_text(facts.name)}\fP {_text(facts.usage)}"
    yield ".PP"
    yield from _paragraphs(facts.paragraphs)
    yield from _options(facts.options)
    if facts.has_common_options:
        yield from (".PP", r"It also takes all \fBOPTIONS\fP above.")
    yield from _examples(facts.examples)


def _paragraphs(paragraphs: Iterable[str]) -> Iterator[str]:
    for number, each in enumerate(paragraphs):
        if number:
            yield ".PP"
        yield _text(each)


def _options(options: Iterable[OptionFacts]) -> Iterator[str]:
    yield from _terms({each.written: each.text for each in options})


def _terms(terms: dict[str, str]) -> Iterator[str]:
    for term, text in terms.items():
        yield from (".TP", rf"\fB{_text(term)}\fP", _text(text))


def _examples(examples: Iterable[Example]) -> Iterator[str]:
    for each in examples:
        yield from (".PP", f"{_text(each.purpose)}:", ".PP", ".nf", ".RS 4", _text(each.line), ".RE", ".fi")


def _text(text: str) -> str:
    r"""`text` with nothing in it that roff would read as its own, and words in backticks in bold."""
    safe = text.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq")
    safe = "".join(each if each.isascii() else f"\\[u{ord(each):04X}]" for each in safe)
    bold = re.sub(r"`([^`]+)`", r"\\fB\1\\fP", safe)
    return rf"\&{bold}" if bold.startswith(".") else bold
