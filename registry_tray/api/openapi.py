"""The OpenAPI document, made from what the routes declare and what validates their requests."""

import re
from collections.abc import Sequence
from typing import Any, get_args, get_origin

import msgspec
from aiohttp import web

from registry_tray import __version__, wire
from registry_tray.api.operations import Operation
from registry_tray.wire.requests import HealthBody

DOCUMENT = web.AppKey("openapi document", bytes)

TEMPLATE = "#/components/schemas/{name}"
MEANINGS = {
    400: "The request is not HTTP as it should be.",
    401: "The token is missing or wrong.",
    403: "The host or the origin is not ours.",
    404: "Nothing is registered under this id.",
    405: "This path does not take this method.",
    409: "It cannot be done as things stand; the message says what to do first.",
    413: "The body is too large.",
    415: "The body is not sent as JSON.",
    422: "Fields are wrong; `errors` names each, and what to send instead.",
    429: "The registry is full.",
    503: "The store cannot keep or give it; nothing was changed.",
}
FAILURE = {
    "type": "object",
    "required": ["success", "message", "errors"],
    "properties": {
        "success": {"const": False},
        "message": {
            "type": "string",
            "examples": ["health.interval: must be milliseconds, a whole number from 1000 to 86400000"],
        },
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["path", "message"],
                "properties": {
                    "path": {"type": "string", "examples": ["health.interval"]},
                    "message": {"type": "string"},
                },
            },
        },
    },
}


def build_document(operations: Sequence[Operation], address: str) -> bytes:
    """The document as JSON."""
    structs = _structs(operations)
    _, components = msgspec.json.schema_components(structs, ref_template=TEMPLATE)
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return wire.encode(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "Registry Tray",
                "version": __version__,
                "summary": "Applications register here when they boot; the registry checks them, and says when one breaks.",
                "description": "Times are ISO 8601 in UTC, durations milliseconds. Requests may send numbers as text.",
            },
            "servers": [{"url": address}],
            "paths": paths,
            "components": {"schemas": components | {"Failure": FAILURE}},
        }
    )


def _structs(operations: Sequence[Operation]) -> list[Any]:
    found: dict[Any, None] = {HealthBody: None}
    for operation in operations:
        for declared in (operation.body, operation.answer):
            inner = get_args(declared)[0] if get_origin(declared) is list else declared
            if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
                found[inner] = None
    return list(found)


def _operation(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.handler.__name__,
        "tags": [operation.tag],
        "summary": operation.summary,
        "parameters": [*_path_parameters(operation), *_query_parameters(operation)],
        "responses": _responses(operation),
    }
    if operation.body is not None:
        schema = {"$ref": TEMPLATE.format(name=operation.body.__name__)}
        described["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema, "example": example(operation.body)}},
        }
    return described


def _responses(operation: Operation) -> dict[str, Any]:
    failure = {"application/json": {"schema": {"$ref": TEMPLATE.format(name="Failure")}}}
    codes = {400, 401, 403, 413, *operation.errors} | ({415} if operation.method not in ("GET", "HEAD") else set())
    answers: dict[str, Any] = {
        "200": {"description": "As asked.", "content": {operation.media: {"schema": _answer_schema(operation)}}}
    }
    if operation.method == "GET" and operation.enveloped:
        answers["304"] = {"description": "The client has it already (If-None-Match)."}
    return answers | {str(code): {"description": MEANINGS[code], "content": failure} for code in sorted(codes)}


def _answer_schema(operation: Operation) -> dict[str, Any]:
    if operation.answer is None:
        return {"type": "string"} if operation.media.startswith("text/") else {}
    (schema,), _ = msgspec.json.schema_components([operation.answer], ref_template=TEMPLATE)
    if not operation.enveloped:
        return schema
    properties: dict[str, Any] = {"success": {"const": True}, "value": schema}
    if get_origin(operation.answer) is list:
        properties["next"] = {"description": "asks for the next page; missing on the last", "type": ["string", "integer"]}
    return {"type": "object", "required": ["success", "value"], "properties": properties}


def _path_parameters(operation: Operation) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}, "description": "id or identifier"}
        for name in re.findall(r"{(\w+)}", operation.path)
    ]


def _query_parameters(operation: Operation) -> list[dict[str, Any]]:
    if operation.query is None:
        return []
    _, components = msgspec.json.schema_components([operation.query], ref_template=TEMPLATE)
    properties = components[operation.query.__name__]["properties"]
    parameters = []
    for name, schema in properties.items():
        options = [option for option in schema.get("anyOf", [schema]) if option.get("type") != "null"]
        description = options[0].get("description", "")
        parameters.append({"name": name, "in": "query", "required": False, "schema": options[0], "description": description})
    return parameters


def example(kind: type[msgspec.Struct]) -> dict[str, Any]:
    """An example of a request, from the examples of its fields."""
    _, components = msgspec.json.schema_components([kind], ref_template=TEMPLATE)
    found: dict[str, Any] = {}
    for name, schema in components[kind.__name__]["properties"].items():
        for option in schema.get("anyOf", [schema]):
            if option.get("examples"):
                found[name] = option["examples"][0]
                break
    return found
