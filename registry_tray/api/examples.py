"""Examples of requests and answers, made from what the OpenAPI document says of them."""

from typing import Any

REFERENCE = "#/components/schemas/"
SIMPLE: dict[str, Any] = {"string": "", "integer": 1, "number": 1.0, "boolean": True, "null": None}


def example(schema: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    """An example of a request: the fields for which an example is declared, in what is nested too."""
    found: dict[str, Any] = {}
    for name, field in schema["properties"].items():
        for option in field.get("anyOf", [field]):
            if option.get("examples"):
                found[name] = option["examples"][0]
            elif "$ref" in option and not field.get("examples"):
                found[name] = example(components[option["$ref"].removeprefix(REFERENCE)], components)
            else:
                continue
            break
    return found


def sample(schema: dict[str, Any], components: dict[str, Any]) -> Any:
    """A value as the schema describes it: its first example, else the plainest of its type."""
    if schema.get("examples"):
        return schema["examples"][0]
    if "const" in schema:
        return schema["const"]
    if "$ref" in schema:
        return sample(components[schema["$ref"].removeprefix(REFERENCE)], components)
    if "anyOf" in schema:
        return sample(next(option for option in schema["anyOf"] if option.get("type") != "null"), components)
    kind = schema.get("type")
    if kind == "array":
        return [sample(schema["items"], components)]
    if kind == "object":
        fields = schema.get("properties", {})
        return {name: sample(field, components) for name, field in fields.items() if name != "next"}
    return SIMPLE.get(kind) if isinstance(kind, str) else None
