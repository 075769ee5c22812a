"""The JSON Schemas of Kubernetes' types, for the published schemas."""

from collections.abc import Iterator

from pulsarfn.kubernetes.types import BITS, Member, is_own, members_of


def json_schemas(type_: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Return the JSON Schema of a type of the table, and those of the types that it is made of, by their names."""
    waiting, seen = [type_], set[str]()
    while waiting:
        name = waiting.pop()
        members = members_of(name)
        if members is None or name in seen:
            continue
        seen.add(name)
        properties = {key: json_schema(each) for key, each in members.items()}
        owner = whose(name)
        described = {key: {"description": f"{name}.{key}{owner}", **each} for key, each in properties.items()}
        words = {"description": f"{name}{owner}", "type": ["object", "null"]}
        yield name, {**words, "properties": described, "additionalProperties": False}
        waiting += (each.type.lstrip("[]{}") for each in members.values())


def whose(type_: str) -> str:
    """Return the words that say whose type it is, after its name."""
    return " of pulsarfn." if is_own(type_) else " of Kubernetes."


def json_schema(member: Member) -> dict[str, object]:
    """Return the JSON Schema of a member; a type of the table is a reference into ``$defs``."""
    if member.enum:
        return {"enum": [*member.enum, None]}
    if member.type.startswith("[]"):
        return {"type": ["array", "null"], "items": json_schema(Member(member.type.removeprefix("[]")))}
    if member.type.startswith("{}"):
        inner = json_schema(Member(member.type.removeprefix("{}")))
        return {"type": ["object", "null"], "additionalProperties": inner}
    if members_of(member.type) is not None:
        return {"$ref": f"#/$defs/{member.type}"}
    if member.type in BITS:
        return {"type": ["integer", "null"]}
    if member.pattern:
        return {"type": ["string", "null"], "pattern": member.pattern}
    plain = {"string": ["string", "null"], "boolean": ["boolean", "null"]}.get(member.type)
    return {} if member.type == "any" else {"type": plain or ["string", "number", "null"]}
