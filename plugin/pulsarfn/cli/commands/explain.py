"""``pulsarfn explain``: the origin of every value in the generated objects."""

import sys
from collections.abc import Sequence

import click

from pulsarfn.analysis.explain.as_json import as_json
from pulsarfn.analysis.explain.as_text import as_text
from pulsarfn.analysis.explain.explanation import Explanation, explain
from pulsarfn.analysis.explain.fields import meant, only, parse_field
from pulsarfn.annotations import Component
from pulsarfn.cli.examples import Command, Example
from pulsarfn.cli.inputs import inputs_of, is_manifest_file
from pulsarfn.cli.options import RunOptions, bare_option, file_option, options_of_checkout, recursive_option
from pulsarfn.cli.output import conclude, expansion_of, wants_colour
from pulsarfn.diagnostics.problem import suggestion
from pulsarfn.pipeline.expanded import ExpandedComponent
from pulsarfn.pipeline.secret_keys import SECRET_KEYS
from pulsarfn.pipeline.settings import InputText
from pulsarfn.stream.locate import Locator


@click.command(
    "explain",
    cls=Command,
    examples=[
        Example("Every field of every object of a chart", "helm template ./orders | pulsarfn explain"),
        Example(
            "Why one function has these resources",
            "pulsarfn explain -f rendered.yaml enrich --field 'spec.template.spec.containers[0].resources'",
        ),
        Example("For a program", "pulsarfn explain -f rendered.yaml -o json"),
    ],
)
@click.argument("fqfns", nargs=-1, metavar="[[TENANT/NAMESPACE/]NAME]...")
@file_option(text="What to explain (repeatable); default: standard input.")
@recursive_option
@bare_option
@click.option("--field", "field_text", metavar="PATH", help="Only this field and what is below it.")
@click.option("-o", "--output", "style", type=click.Choice(["tree", "json"]), default="tree", help="How to print it.")
@options_of_checkout
def command(  # noqa: PLR0913, PLR0917 - click's own
    fqfns: tuple[str, ...],
    files: tuple[str, ...],
    recursive: bool,  # noqa: FBT001 - click's own
    component: Component | None,
    field_text: str | None,
    style: str,
    options: RunOptions,
) -> None:
    """Print every field of the generated objects with its value and the origin of the value.

    A value comes from a key of a config (with file and line), from the worker config, from customRuntimeOptions, from the
    carrier or the command line, or it is a default of Pulsar. Values of secrets are not shown.

    Name a component as TENANT/NAMESPACE/NAME, or by its NAME alone if the name is unique.
    """
    field = None if field_text is None else parse_field(field_text)
    if field_text is not None and field is None:
        raise click.UsageError(f"--field {field_text}: not a path, such as spec.template.spec.containers[0].image")
    if not files and (file := next(filter(is_manifest_file, fqfns), None)):
        raise click.UsageError(f"{file} is a file: write -f {file}; an argument without -f is the name of a component")
    explanations = _explanations(inputs_of(files, recursive=recursive), options, component, fqfns)
    if field is not None:
        found = [each for each in (only(each, field) for each in explanations) if each.objects]
        if explanations and not found:
            hint = meant(explanations, field)
            raise click.ClickException(f"--field {field_text}: no generated object has this field; {hint}".rstrip("; "))
        explanations = found
    if style == "json":
        click.echo(as_json(explanations), nl=False)
    else:
        click.echo(as_text(explanations, colour=wants_colour(options.color, sys.stdout)), nl=False, color=True)


def _explanations(
    inputs: list[InputText], options: RunOptions, component: Component | None, names: Sequence[str]
) -> list[Explanation]:
    seen = _Candidates(names)
    conclude(expansion_of(inputs, options, component=component, written=False, seen=seen), options)
    locator = Locator(SECRET_KEYS)
    if not seen.known:
        click.echo("No carrier in this stream: explain reads a stream before it is expanded.", err=True)
    return [explain(each, locator) for each in seen.named()]


class _Candidates:
    """The names of all components, and the components that may be named, in full or by the last parts of their names."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names, self._kept = names, list[ExpandedComponent]()
        self.known = list[str]()

    def __call__(self, component: ExpandedComponent) -> None:
        fqfn = str(component.objects.fqfn)
        self.known.append(fqfn)
        if not self._names or any(_may_be(name, fqfn) for name in self._names):
            self._kept.append(component)

    def named(self) -> list[ExpandedComponent]:
        """Return the named components; all if no name is given."""
        wanted = {_fqfn(name, self.known) for name in self._names}
        return [each for each in self._kept if not self._names or str(each.objects.fqfn) in wanted]


def _may_be(name: str, fqfn: str) -> bool:
    """Whether a name is that of a component, in full or by its last parts."""
    return f"/{fqfn}".endswith(f"/{name}")


def _fqfn(name: str, known: Sequence[str]) -> str:
    found = [name] if name in known else [each for each in known if _may_be(name, each)]
    if len(found) > 1:
        raise click.ClickException(f"{name} can be {' or '.join(found)}: write more of the name")
    if not found:
        words = known if "/" in name else [each.rpartition("/")[2] for each in known]
        raise click.ClickException(f"no component {name} in this stream; {suggestion(name, words)}".rstrip("; "))
    return found[0]
