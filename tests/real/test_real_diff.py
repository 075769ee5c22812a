"""What ``pulsarfn diff`` predicts is what a real API server and StatefulSet controller do, for pairs drawn from the oracle."""

import json
import random
from dataclasses import dataclass
from functools import cache

import yaml
from oracle_files import groups

from cases import read_case
from pulsarfn.analysis.diff.changes import changes
from pulsarfn.analysis.diff.compare import Stream, compare
from pulsarfn.analysis.diff.effects import Effect, gravest
from pulsarfn.component.objects import kind_of
from pulsarfn.kubernetes.identity import identity_of
from pulsarfn.kubernetes.stored import stored
from pulsarfn.pipeline.render import render
from pulsarfn.pipeline.settings import InputText
from spellings import SPELLINGS, spelled

PAIRS = 200
WITHOUT = ("random-texts", "spellings", "versions")  # files of cases from which none is drawn


@dataclass(frozen=True)
class Pair:
    """Two sets of objects of one component, and how they were drawn."""

    drawn: str
    old: dict
    new: dict


def objects_of(case, name, namespace):
    """The objects of a case for a component of that name; None where pulsarfn refuses it."""
    config = json.loads(case.config.content) | {"tenant": "t", "namespace": "n", "name": name}
    expansion = render(case.component, [InputText("config.json", json.dumps(config).encode())], case.settings)
    if expansion.has_errors:
        return None
    manifests = [yaml.load(chunk, yaml.CSafeLoader) for chunk in expansion.chunks]
    for each in manifests:
        each["metadata"]["namespace"] = namespace
    return {identity_of(each): each for each in manifests}


def drawn_pairs(namespace):
    """Pairs drawn with a fixed seed: two cases, a case with itself, with the worker of another, with other metadata."""
    names = [name for file, cases in groups().items() if file not in WITHOUT for name in cases]
    read = cache(read_case)
    draw = random.Random(4)
    found = []
    while len(found) < PAIRS:
        kind = ("two cases", "two cases", "another worker", "another worker", "itself", "other labels")[len(found) % 6]
        first, second = draw.choice(names), draw.choice(names)
        name = f"pair-{len(found)}"
        old_case, new_case = read(first), read(second)
        if kind == "another worker":
            new_case = old_case._replace(settings=new_case.settings)
        elif kind in ("itself", "other labels"):
            new_case = old_case
        old, new = objects_of(old_case, name, namespace), objects_of(new_case, name, namespace)
        if old is None or new is None:
            continue
        if kind == "other labels":
            for each in new.values():
                each["metadata"].setdefault("labels", {})["version"] = "2"
        found.append(Pair(f"{kind}: {first}, {second}", old, new))
    return [without_pods(each) for each in found]


def without_pods(pair):
    """The pair without pods, which only cost time: replicas are 0, and 1 after where their number differs."""
    (old,), (new,) = (
        [each for each in side.values() if each["kind"] == "StatefulSet"] for side in (pair.old, pair.new)
    )
    differ = old["spec"]["replicas"] != new["spec"]["replicas"]
    old["spec"]["replicas"], new["spec"]["replicas"] = 0, int(differ)
    return pair


def effect_on(pair, before, after, refused):
    """What happened to the pair, from the objects in the cluster before and after and the refusals."""
    keys = {*pair.old, *pair.new}
    if refused.keys() & keys:
        return Effect.REFUSED
    (old,), (new,) = ([key for key in side if key.kind == "StatefulSet"] for side in (pair.old, pair.new))
    if old != new:
        return Effect.RECREATED
    if before[old]["status"]["updateRevision"] != after[old]["status"]["updateRevision"]:
        return Effect.ROLLS
    others = [key for key in keys if key.kind in ("Deployment", "DaemonSet")]  # whose controllers do not run here
    if any(before[key]["spec"]["template"] != after[key]["spec"]["template"] for key in others):
        return Effect.ROLLS
    return (
        Effect.NOTHING if all(content(before.get(key)) == content(after.get(key)) for key in keys) else Effect.IN_PLACE
    )


def content(manifest):
    """An object without what the server writes for itself."""
    if manifest is None:
        return None
    metadata = {
        key: each
        for key, each in manifest["metadata"].items()
        if key not in ("managedFields", "resourceVersion", "generation")
    }
    return {**manifest, "metadata": metadata, "status": None}


def what_happens(pairs, api):
    """Apply the old side of all pairs, then the new one: the predicted and the real effects, and the objects before."""
    predictions = [compare(Stream("old", each.old), Stream("new", each.new)) for each in pairs]
    predicted = [gravest(each.effect for each in (*one.components, *one.others)) for one in predictions]
    for pair in pairs:
        for manifest in pair.old.values():
            assert api.apply(manifest) == "", pair.drawn
    before = api.settled()
    refused = {
        key: answer for pair in pairs for key, manifest in pair.new.items() if (answer := api.apply(manifest)) != ""
    }
    rolling = [
        key
        for effect, pair in zip(predicted, pairs, strict=True)
        for key, manifest in pair.new.items()
        if key.kind == "StatefulSet"
        and effect is Effect.ROLLS
        and manifest["spec"]["template"] != pair.old[key]["spec"]["template"]  # else it is a Deployment that rolls
    ]
    after = api.settled(known=before, rolling=rolling)
    return predicted, [effect_on(each, before, after, refused) for each in pairs], before


def mistakes(pairs, predicted, happened):
    return [
        f"{pair.drawn}: {said} predicted, {did} seen"
        for pair, said, did in zip(pairs, predicted, happened, strict=True)
        if said != did
    ]


def test_what_diff_predicts_happens(api):
    drawn = drawn_pairs(api.namespace)
    predicted, happened, before = what_happens(drawn, api)
    assert mistakes(drawn, predicted, happened) == []
    assert {*happened} == {Effect.REFUSED, Effect.RECREATED, Effect.ROLLS, Effect.IN_PLACE, Effect.NOTHING}
    for pair in drawn:
        for key, manifest in pair.old.items():
            kind = kind_of(key.group, key.kind)
            sent, live = stored(manifest, kind), stored(before[key], kind)
            assert [*changes(kind.settled(live, sent), live)] == [], "the stored form is the server's own"


def test_spellings_mean_what_they_mean_to_the_server(api):
    drawn = [
        Pair(
            sentence,
            *(
                {identity_of(each): each for each in spelled(sentence, change, f"spelling-{number}", api.namespace)}
                for change in (old, new)
            ),
        )
        for number, (sentence, (old, new, _)) in enumerate(SPELLINGS.items())
    ]
    predicted, happened, _ = what_happens(drawn, api)
    expected = [effect for _, _, effect in SPELLINGS.values()]
    assert mistakes(drawn, expected, happened) == []
    assert mistakes(drawn, predicted, happened) == []
