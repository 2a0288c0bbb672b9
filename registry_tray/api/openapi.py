"""The OpenAPI document, made from what the routes declare and what validates their requests."""

import re
from collections.abc import Sequence
from functools import partial
from typing import Any, get_args, get_origin

import msgspec
from aiohttp import web

from registry_tray import __version__, wire
from registry_tray.api.examples import example, sample
from registry_tray.api.operations import Operation
from registry_tray.wire.requests import HealthBody, RegistrationBody
from registry_tray.wire.strategies import Strategies

DOCUMENT = web.AppKey("openapi document", partial[tuple[bytes, str]])  # and its ETag; made when first asked for

TEMPLATE = "#/components/schemas/{name}"
MEANINGS = {
    400: "The request is not HTTP as it should be.",
    401: "The token is missing or wrong.",
    403: "The host or the origin is not ours.",
    404: "Nothing is registered under this id.",
    408: "The body did not arrive in time.",
    409: "It cannot be done as things stand; the message says what to do first.",
    413: "The body is too large.",
    415: "The body is not sent as JSON.",
    422: "Fields are wrong; `errors` names each, and what to send instead.",
    429: "The registry is full.",
    503: "The store cannot keep or give it; nothing was changed.",
}
TOKEN = "The token in the file `token` of the data folder; needed only where the API is bound beyond this machine."
ETAG = {
    "ETag": {"description": "Send it as If-None-Match, and what has not changed is not sent again.", "schema": {"type": "string"}}
}
FAILURE: dict[str, Any] = {
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


def build_document(operations: Sequence[Operation], address: str, strategies: Strategies, *, with_token: bool = False) -> bytes:
    """The document as JSON; with a token it says that every request must carry it."""
    structs = _structs(operations)
    _, components = msgspec.json.schema_components(structs, ref_template=TEMPLATE)
    for name in ("HealthBody", "JobBody", "JobPatch"):
        components[name]["properties"] |= _options(strategies, components)
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, components)
    security: dict[str, Any] = {"security": [{"token": []}]} if with_token else {}
    return wire.encode(
        security
        | {
            "openapi": "3.1.0",
            "info": {
                "title": "Registry Tray",
                "version": __version__,
                "summary": "Applications register here when they boot; the registry checks them, and says when one breaks.",
                "description": "Times are ISO 8601 in UTC, durations milliseconds. Requests may send numbers as text.",
            },
            "servers": [{"url": address}],
            "paths": paths,
            "components": {
                "schemas": components | {"Failure": FAILURE},
                "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": TOKEN}},
            },
        }
    )


def _options(strategies: Strategies, components: dict[str, Any]) -> dict[str, Any]:
    """The options of all checks, each saying which checks take it."""
    takers: dict[str, list[str]] = {}
    schemas: dict[str, list[Any]] = {}
    for strategy in strategies:
        (_,), found = msgspec.json.schema_components([strategy.options], ref_template=TEMPLATE)
        for name, schema in found.pop(strategy.options.__name__)["properties"].items():
            takers.setdefault(name, []).append(strategy.name)
            schema.pop("examples", None)  # all of them together are no example
            if schema not in schemas.setdefault(name, []):
                schemas[name].append(schema)
        components |= found
    return {
        name: (each[0] if len(each) == 1 else {"anyOf": each}) | {"x-strategies": takers[name]} for name, each in schemas.items()
    }


def _structs(operations: Sequence[Operation]) -> list[Any]:
    found: dict[Any, None] = {HealthBody: None}
    for operation in operations:
        for declared in (operation.body, operation.answer):
            inner = get_args(declared)[0] if get_origin(declared) is list else declared
            if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
                found[inner] = None
    return list(found)


def _operation(operation: Operation, components: dict[str, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": f"{operation.handler.__module__.rpartition('.')[2]}_{operation.handler.__name__}",
        "tags": [operation.tag],
        "summary": operation.summary,
        "parameters": [*_path_parameters(operation), *_query_parameters(operation)],
        "responses": _responses(operation, components),
    }
    if operation.body is not None:
        schema = {"$ref": TEMPLATE.format(name=operation.body.__name__)}
        described["requestBody"] = {
            "required": operation.method == "PATCH" or bool(components[operation.body.__name__].get("required")),
            "content": {
                "application/json": {"schema": schema, "example": example(components[operation.body.__name__], components)}
            },
        }
    return described


def _responses(operation: Operation, components: dict[str, Any]) -> dict[str, Any]:
    codes = {400, 401, 403, *operation.errors} | ({408, 413, 415} if operation.body is not None else set())
    answer: dict[str, Any] = {"description": "As asked.", "content": _content(operation, components)}
    answers: dict[str, Any] = {"200": answer}
    if operation.method == "GET" and operation.has_tag:
        answer["headers"] = ETAG
        answers["304"] = {"description": "The client has it already (If-None-Match)."}
    return answers | {str(code): _failure(code) for code in sorted(codes)}


def _failure(code: int) -> dict[str, Any]:
    said = {"success": False, "message": MEANINGS[code], "errors": []}
    if code == 422:
        message = FAILURE["properties"]["message"]["examples"][0]
        path, _, reason = message.partition(": ")
        said = {"success": False, "message": message, "errors": [{"path": path, "message": reason}]}
    schema = {"$ref": TEMPLATE.format(name="Failure")}
    return {"description": MEANINGS[code], "content": {"application/json": {"schema": schema, "example": said}}}


def _content(operation: Operation, components: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for media in operation.media:
        if media.startswith("text/"):
            found[media] = {"schema": {"type": "string"}}
        else:
            schema = _answer_schema(operation)
            found[media] = {"schema": schema} | ({"example": sample(schema, components)} if schema else {})
    return found


def _answer_schema(operation: Operation) -> dict[str, Any]:
    if operation.answer is None:
        return {}
    (schema,), _ = msgspec.json.schema_components([operation.answer], ref_template=TEMPLATE)
    if not operation.enveloped:
        return schema
    properties: dict[str, Any] = {"success": {"const": True}, "value": schema}
    if get_origin(operation.answer) is list:
        properties["next"] = {"description": "asks for the next page; missing on the last", "type": ["string", "integer"]}
    elif operation.body is RegistrationBody:
        properties["warnings"] = FAILURE["properties"]["errors"] | {"description": "what is not used; missing where all is"}
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
