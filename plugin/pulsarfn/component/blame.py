"""The values that the API server would refuse in a component's objects, and who gave them (`origins`)."""

from pulsarfn.component.giver import Giver, giver, written
from pulsarfn.component.objects import refusals_of
from pulsarfn.component.origins import TracedComponent, origins_at, origins_beside, origins_in_command, untraced
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text
from pulsarfn.kubernetes.refusal import LINUX
from pulsarfn.kubernetes.refusal import Refusal as ApiRefusal
from pulsarfn.kubernetes.refusals import refused_character
from pulsarfn.models.fixes import fix_of, spelled
from pulsarfn.models.fixes.base import Refusal
from pulsarfn.provenance import Origin, SourcedValue
from pulsarfn.values import Manifest, value_at

_NAMES: tuple[Path, ...] = (("tenant",), ("namespace",), ("name",))


def refused(traced: TracedComponent) -> tuple[Problem, ...]:
    """Return a problem for each refused value; a label that is in several places is reported once."""
    seen: dict[tuple[str, str, Giver], Problem] = {}
    for manifest in traced.objects.manifests:
        for refusal in refusals_of(manifest):
            givers = _givers(refusal, manifest, traced)
            key = (refusal.value, refusal.why, givers[0])
            if key not in seen:
                seen[key] = _problem(refusal, manifest, givers)
    return tuple(seen.values())


def _givers(refusal: ApiRefusal, manifest: Manifest, traced: TracedComponent) -> tuple[Giver, ...]:
    """Return everyone who can fix a refusal; the problem points at the first."""

    def remains(manifests: tuple[Manifest, ...]) -> bool:
        return any(refusal in refusals_of(each) for each in manifests if each["kind"] == manifest["kind"])

    origins = _origins(refusal, manifest, traced)
    if not origins:
        origins = untraced(refusal.path, traced, remains)
        beside = origins_beside(manifest, refusal.path)
        if giver(origins[0]).holds(map(giver, beside)):
            origins = beside
    return tuple(dict.fromkeys(map(giver, written(origins))))


def _origins(refusal: ApiRefusal, manifest: Manifest, traced: TracedComponent) -> tuple[Origin, ...]:
    value: object = value_at(manifest, refusal.path)
    if isinstance(value, SourcedValue) and value.parts:
        return origins_in_command(value, traced)
    origins = origins_at(manifest, refusal.path, at_key=refusal.at_key)
    if not refusal.against:
        return origins
    against = origins_at(manifest, refusal.against)
    differing = [each for each in (*origins, *against) if (each in origins) != (each in against)]
    return tuple(differing) or origins or against


def _problem(refusal: ApiRefusal, manifest: Manifest, givers: tuple[Giver, ...]) -> Problem:
    value = f"'{refusal.value}' in " if refusal.value else ""
    message = f"{refusal.refuser} would refuse {value}{refusal.field} of the {manifest['kind']}: {refusal.why}"
    first = givers[0]
    character = refused_character(str(value_at(manifest, refusal.path)))
    if not character and first.text is Text.CONFIG and first.path in _NAMES:
        hint = "shorten the name, or choose one that ends in a letter or digit"
    elif refusal.refuser == LINUX and not character:
        hint = f"most of it is {first.words}: put what is long into the component's package, or into a Secret that it reads"
    else:
        *others, last = (each.words for each in givers)
        hint = f"change {', '.join(others)} or {last}" if others else f"change {last}"
    fix = None
    if refusal.known and len(givers) == 1:
        fix = fix_of(codes.API_REFUSAL, Refusal(first.path, refusal.value, spelled(refusal.known)))
        fix = fix and fix._replace(inner=first.inner)
    return Problem(codes.API_REFUSAL, message, first.path, hint, first.at_key, first.text, inner=first.inner, fix=fix)
