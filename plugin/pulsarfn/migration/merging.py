"""One worker config from what each component shows of it."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pulsarfn.diagnostics.problem import Path, dotted
from pulsarfn.diagnostics.secrecy import MASK
from pulsarfn.diagnostics.secrecy.credentials import masked_text
from pulsarfn.kubernetes.names import Fqfn
from pulsarfn.migration.worker_settings import FACTORY
from pulsarfn.models.fields import Model
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.values import Value
from pulsarfn.worker.factory_config import KubernetesRuntimeFactoryConfig
from pulsarfn.worker.worker_config import KUBERNETES_RUNTIME_FACTORY, WorkerConfig

_IMAGES: Final = (FACTORY, "functionDockerImages")
_MANY: Final = 5


class Disagreement(NamedTuple):
    """A key on which components disagree: the worker config has changed between their starts.

    Attributes:
        path: the key.
        written: the value that most components have, as text.
        others: the components with another value, as text, and that value.
    """

    path: Path
    written: str
    others: tuple[tuple[str, str], ...]

    @property
    def words(self) -> str:
        """A sentence without a full stop."""
        shown = ", ".join(f"{name} has {_shown(self.path, value)}" for name, value in self.others[:_MANY])
        more = f" and {len(self.others) - _MANY} more" if len(self.others) > _MANY else ""
        return f"{dotted(self.path)} differs: {_shown(self.path, self.written)} is written to the worker config, {shown}{more}"


def _shown(path: Path, text: str) -> str:
    """Return a value for a message, without what may be secret in it."""
    field = WorkerConfig.FIELDS.get(str(path[0]))
    return MASK if field is not None and field.secret else masked_text(text)


def merged(settings: Mapping[Fqfn, Mapping[Path, Value]]) -> tuple[dict[str, Any], tuple[Disagreement, ...]]:
    """Return the worker config with the value that most components show for each key, and the keys on which they disagree."""
    chosen, disagreements = dict[Path, Value](), list[Disagreement]()
    paths = dict.fromkeys(path for each in settings.values() for path in each)
    for path in paths:
        values = {fqfn: each[path] for fqfn, each in settings.items() if path in each}
        texts = {fqfn: json.dumps(each, sort_keys=True, ensure_ascii=False) for fqfn, each in values.items()}
        text, _ = Counter(texts.values()).most_common(1)[0]
        chosen[path] = json.loads(text)
        others = tuple((str(fqfn), each) for fqfn, each in texts.items() if each != text)
        disagreements += [Disagreement(path, text, others)] if others else []
    _simplify_images(chosen)
    return _nested(sorted(_without_defaults(chosen).items(), key=lambda each: each[0][0] == FACTORY)), tuple(
        disagreements
    )


def _simplify_images(chosen: dict[Path, Value]) -> None:
    """Replace the images of all languages by one, if they are the same."""
    images = [(path, value) for path, value in chosen.items() if path[:2] == _IMAGES]
    if images and all(value == images[0][1] for _, value in images):
        for path, _ in images:
            del chosen[path]
        chosen[FACTORY, "pulsarDockerImageName"] = images[0][1]


def _without_defaults(chosen: Mapping[Path, Value]) -> dict[Path, Value]:
    return {path: value for path, value in chosen.items() if not _is_default(path, value)}


def _is_default(path: Path, value: Value) -> bool:
    model: Model = KubernetesRuntimeFactoryConfig() if path[0] == FACTORY else WorkerConfig()
    key = str(path[1 if path[0] == FACTORY else 0])
    if len(path) > (2 if path[0] == FACTORY else 1) or key not in model.FIELDS:
        return False
    default = getattr(model, model.FIELDS[key].name)
    return (list(default) if isinstance(default, tuple) else default) == value and value is not None


def _nested(members: Iterable[tuple[Path, Value]]) -> dict[str, Any]:
    config: dict[str, Any] = {"functionRuntimeFactoryClassName": KUBERNETES_RUNTIME_FACTORY, FACTORY: {}}
    for path, value in members:
        inner = config
        for key in path[:-1]:
            inner = inner.setdefault(str(key), {})
        inner[str(path[-1])] = value
    return config
