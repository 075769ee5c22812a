"""Kubernetes names from Pulsar names: job names, label values, file names, and IDs that are derived from a FQFN.

Sources: `KubernetesRuntime.createJobName`, `.toValidPodName`, `.toValidLabelName`, `.doChecks`;
`RuntimeUtils.sanitizeFileName`.
"""

from functools import lru_cache

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Problem
from pulsarfn.kubernetes.syntax import has_dns_parts
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.patterns import pattern
from pulsarfn.provenance import derived
from pulsarfn.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import sha1
else:
    try:  # as `random` does: `hashlib` loads OpenSSL, which takes longer than the expansion of a function
        from _sha1 import sha1
    except ImportError:  # a Python that has only OpenSSL's
        from hashlib import sha1

MAX_JOB_NAME = 52
"""Kubernetes appends ``-`` and a hash of up to 10 digits for the revision label, which ends at 63 characters.

The reference allows 53, but then no pod starts (kubernetes#64023).
"""

_REFERENCE_MAX_JOB_NAME = 53
_MAX_LABEL = 63
_OF_NAMESPACE = sha1(bytes.fromhex("a15e9bd6bdc95d1c9e08694850a919ac"), usedforsecurity=False)
"""The hash of the namespace for UUIDs: the UUIDv5 of pulsarfn.io as a DNS name."""

_VARIANTS = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}
_NOT_POD = pattern(r"[^a-z0-9.-]")
_NOT_LABEL = pattern(r"[^a-zA-Z0-9._-]")
_NOT_FILE = pattern(r"[^a-zA-Z0-9._-]")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Fqfn(NamedTuple):
    """The fully qualified name of a component: Pulsar's tenant, Pulsar's namespace, name."""

    tenant: str
    namespace: str
    name: str

    def __str__(self) -> str:
        """Return ``tenant/namespace/name``, the form that pulsar-admin writes (`FunctionCommon.getFullyQualifiedName`)."""
        return f"{self.tenant}/{self.namespace}/{self.name}"


def job_name(fqfn: Fqfn, override: str = "") -> str:
    """Return the name of the StatefulSet and the Service; `override` is the jobName, empty if there is none.

    The reference keeps dots, but no name of a Service may have one: here they are translated like any other illegal
    character (oracle: name-02, krf-03-jobName-java).
    """
    how = (
        "jobName and a hash of the component's name"
        if override
        else "pf-TENANT-NAMESPACE-NAME, as Kubernetes allows it"
    )
    return derived(_job_name(fqfn, override), override, *reversed(fqfn), how=how)


def check_job_name(fqfn: Fqfn, override: str = "") -> tuple[Problem, ...]:
    """Return the faults of a job name: those that `KubernetesRuntime.doChecks` refuses, and those with which no pod starts."""
    path = ("customRuntimeOptions",) if override else ("name",)
    reference = _reference_job_name(fqfn, override)
    if not has_dns_parts(reference):
        return (_invalid(fqfn, override, reference),)
    name = _job_name(fqfn, override)
    if len(name) > MAX_JOB_NAME:
        return (_too_long(name, override, path),)
    if name[0].isdigit():
        message = f"clusters before Kubernetes 1.36 refuse a Service called {name}: its name must start with a letter"
        return (Problem(codes.JOB_NAME_NEEDS_NEW_CLUSTER, message, path, "choose a jobName that starts with a letter"),)
    return ()


def _invalid(fqfn: Fqfn, override: str, reference: str) -> Problem:
    parts = [part for part in ("name", "tenant", "namespace") if not has_dns_parts(_pod(f"pf-{getattr(fqfn, part)}"))]
    part = "jobName" if override else next(iter(parts), "name")
    rule = f"the {part} must begin and end with a letter from a to z or a digit, and so must each part between dots"
    advice = "choose another" if override else "rename it, or set jobName in customRuntimeOptions"
    message = f"Kubernetes only admits lower case and numbers. (jobName={reference})"
    path = ("customRuntimeOptions",) if override else (part,)
    return Problem(codes.JOB_NAME_INVALID, message, path, f"{rule}: {advice}")


def label_value(text: str) -> str:
    """Translate a Pulsar name or a customLabels value into a label value (`KubernetesRuntime.toValidLabelName`).

    The reference cuts to 63 characters last, so the result may end in ``-``; `kubernetes.refusals` then refuses it.
    """
    valid = _valid_label(text)
    return derived(valid[:_MAX_LABEL], text, how="" if valid == text else "as a label may be")


@lru_cache(1024)
def _valid_label(text: str) -> str:
    valid = _NOT_LABEL.sub("-", text.lower())
    if valid and not valid[0].isalnum():
        valid = "0" + valid[1:]
    if valid and not valid[-1].isalnum():
        valid = valid[:-1] + "0"
    return valid


@lru_cache(1024)
def file_name(name: str) -> str:
    """Translate the base name of a package into the pod's file name (`RuntimeUtils.sanitizeFileName`)."""
    if not name.isascii():
        import unicodedata  # noqa: PLC0415 - few have such names

        name = unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode("ascii")
    return _NOT_FILE.sub("_", name)


def function_id(fqfn: Fqfn) -> str:
    """Return a UUIDv5 of the fully qualified name. The reference uses a random UUID."""
    return derived(_uuid5(str(fqfn)), *reversed(fqfn), how="UUIDv5 of TENANT/NAMESPACE/NAME")


def transform_function_id(fqfn: Fqfn) -> str:
    """Return a UUIDv5 of the fully qualified name of a sink, for its transform function."""
    transform = _uuid5(f"{fqfn}#transform")
    return derived(transform, *reversed(fqfn), how="UUIDv5 of TENANT/NAMESPACE/NAME#transform")


def function_version(fqfn: Fqfn, effective_config: str) -> str:
    """Return a UUIDv5 of the effective config: a changed config rolls the pods, an unchanged one does not."""
    version = _uuid5(f"{fqfn}@{effective_config}")
    return derived(version, *reversed(fqfn), how="UUIDv5 of all that is configured")


def secret_name(fqfn: Fqfn) -> str:
    """Return the name of the generated auth Secret: ``pf-secret-``, as in the reference, and 8 characters from the FQFN.

    The reference appends 5 random characters and retries if the name exists. A fixed name cannot, so it is longer.
    """
    from hashlib import sha256  # noqa: PLC0415 - with tokens only, as it loads OpenSSL

    number = int.from_bytes(sha256(str(fqfn).encode()).digest(), "big")
    suffix = ""
    for _ in range(8):
        number, digit = divmod(number, len(_DIGITS))
        suffix += _DIGITS[digit]
    return derived(f"pf-secret-{suffix}", *reversed(fqfn), how="pf-secret- and a hash of TENANT/NAMESPACE/NAME")


def _uuid5(name: str) -> str:
    """Return a UUIDv5 (RFC 9562, 5.5). Python's own `uuid` is slow to import, as it looks at the platform."""
    digest = _OF_NAMESPACE.copy()
    digest.update(name.encode())
    text = digest.hexdigest()
    return f"{text[:8]}-{text[8:12]}-5{text[13:16]}-{_VARIANTS[text[16]]}{text[17:20]}-{text[20:32]}"


@lru_cache(16)
def _job_name(fqfn: Fqfn, override: str) -> str:
    name = _reference_job_name(fqfn, override)
    base = f"{fqfn.tenant}-{fqfn.namespace}-{fqfn.name}"
    if name == f"pf-{base}" and "." in name:
        name = f"{name}-{short_hash(base)}"
    return name.replace(".", "-")


@lru_cache(16)
def _reference_job_name(fqfn: Fqfn, override: str) -> str:
    base = f"{fqfn.tenant}-{fqfn.namespace}-{fqfn.name}"
    if override:
        return f"{_pod(override)}-{short_hash(f'{override}-{base}')}"
    plain = f"pf-{base}"
    converted = _pod(plain)
    return plain if plain == converted else f"{converted}-{short_hash(base)}"


def _pod(text: str) -> str:
    return _NOT_POD.sub("-", text.lower())


def short_hash(text: str) -> str:
    """Return 8 hexadecimal digits of the SHA-1 of a text, which the reference appends to names that it has changed."""
    return sha1(text.encode(), usedforsecurity=False).hexdigest()[:8]


def _too_long(name: str, override: str, path: tuple[str]) -> Problem:
    shorter = (
        "a shorter jobName"
        if override
        else "a shorter tenant, namespace or name, or a short jobName in customRuntimeOptions"
    )
    return Problem(
        codes.JOB_NAME_TOO_LONG,
        f"Kubernetes job name size should be less than {_REFERENCE_MAX_JOB_NAME}: {name} has {len(name)} characters",
        path,
        f"choose {shorter}",
    )
