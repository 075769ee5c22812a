"""What the kubelet makes of a container before its process starts: the words of its command, and its environment."""

import base64
import re


def expanded_by_kubelet(text, variables):
    """What becomes of an element of a container's command (third_party/forked/golang/expansion)."""

    def replaced(match):
        name = match[1]
        return "$" if name is None else variables.get(name, f"$({name})")

    return re.sub(r"\$(?:\$|\(([^)]*)\))", replaced, text)


def environment_of(container, pod_name, secrets):
    """The variables of a container in the pod called so, with the Secret objects that they refer to."""
    values = {secret["metadata"]["name"]: _values(secret) for secret in secrets}
    return {each["name"]: _value(each, pod_name, values) for each in container["env"]}


def _values(secret):
    encoded = {key: base64.b64decode(value).decode() for key, value in secret.get("data", {}).items()}
    return encoded | secret.get("stringData", {})


def _value(variable, pod_name, secrets):
    if "value" in variable:
        return variable["value"]
    match variable["valueFrom"]:
        case {"secretKeyRef": {"name": name, "key": key}}:
            return secrets[name][key]
        case {"fieldRef": {"fieldPath": "metadata.name"}}:
            return pod_name
        case source:
            raise AssertionError(source)
