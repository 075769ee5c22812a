"""The syntax of names, labels and keys in Kubernetes: k8s.io/apimachinery pkg/util/validation, release 1.36."""

from functools import lru_cache

from pulsarfn.patterns import pattern

_DNS_PART = pattern(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
_MAX_LABEL, _MAX_SUBDOMAIN = 63, 253
_NAME_PART = pattern(r"([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]")
_PORT_NAME = pattern(r"(?=.{1,15}\Z)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*")


@lru_cache(1024)
def is_dns_label(text: str) -> bool:
    """Whether `text` may name a namespace (RFC 1123 label)."""
    return len(text) <= _MAX_LABEL and bool(_DNS_PART.fullmatch(text))


@lru_cache(1024)
def is_qualified(key: str) -> bool:
    """Whether a key passes `IsQualifiedName`: an optional DNS prefix and ``/``, then a name of at most 63 characters."""
    prefix, slash, name = key.rpartition("/")
    return bool((not slash or is_dns_subdomain(prefix)) and _NAME_PART.fullmatch(name))


@lru_cache(1024)
def is_label_value(text: str) -> bool:
    """Whether `text` may be the value of a label."""
    return not text or bool(_NAME_PART.fullmatch(text))


def is_dns_subdomain(text: str) -> bool:
    """Whether `text` may name most kinds of objects (RFC 1123 subdomain)."""
    return len(text) <= _MAX_SUBDOMAIN and has_dns_parts(text)


@lru_cache(1024)
def has_dns_parts(text: str) -> bool:
    """Whether `text` has the form of an RFC 1123 subdomain, of any length."""
    return all(map(_DNS_PART.fullmatch, text.split(".")))


def is_port_name(text: str) -> bool:
    """Whether `text` may name a port of a container (`IsValidPortName`)."""
    return bool(_PORT_NAME.fullmatch(text))


def is_relative(path: str) -> bool:
    """Whether `path` stays inside its folder: it is relative, without ``..``."""
    return bool(path) and not path.startswith("/") and ".." not in path.split("/")
