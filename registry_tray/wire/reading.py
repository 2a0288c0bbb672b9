"""Reads a JSON object into a declared request, and gathers all that is wrong with it."""

import re
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_origin

import msgspec
from msgspec import Meta
from msgspec.structs import FieldInfo, fields

from registry_tray.core.errors import Fault, InvalidPayloadError
from registry_tray.phrases import Phrase, phrase

S = TypeVar("S", bound=msgspec.Struct)

_KINDS = {
    "str": phrase("a text"), "int": phrase("a whole number"), "float": phrase("a number"), "bool": phrase("true or false"),
    "array": phrase("a list"), "object": phrase("an object"), "null": "null",
}  # fmt: skip

_TEXTS = {
    (False, False): phrase("must be a text of at most {0} characters"),
    (True, False): phrase("must be a text of at most {0} characters, without control characters"),
    (False, True): phrase("must be a text of at most {0} characters, and not blank"),
    (True, True): phrase("must be a text of at most {0} characters, without control characters, and not blank"),
}
"""By whether control characters are forbidden, and whether it must say something."""


@cache
def _declared(kind: type[msgspec.Struct]) -> tuple[FieldInfo, ...]:
    """The fields of a request; asking msgspec evaluates its annotations, which costs more than reading with them."""
    return fields(kind)


@cache
def names(kind: type[msgspec.Struct]) -> frozenset[str]:
    """The declared fields, as they are sent."""
    return frozenset(field.encode_name for field in _declared(kind))


class Faults(list[Fault]):
    """What is wrong with a request so far."""

    def add(self, path: str, message: str) -> None:
        """Note that a field is wrong; the message goes on from its name and says what to send instead."""
        self.append(Fault(path, message))

    def check(self) -> None:
        """InvalidPayloadError with all of it."""
        if self:
            raise InvalidPayloadError(*self)


def as_object(value: Any) -> dict[str, Any]:
    """The body as an object; InvalidPayloadError where it is none."""
    if not isinstance(value, dict):
        raise InvalidPayloadError(Fault("", phrase('The body must be a JSON object such as {"appId": "my-app"}.')))
    return value


def read(kind: type[S], value: Mapping[str, Any], faults: Faults, path: str = "") -> S:
    """The declared fields of an object. Numbers may come as text; null and "" count as missing.

    A field that is wrong is noted in `faults` under its path, and read as if it was missing.
    """
    given = _given(kind, value)
    if given is not None:
        try:
            return msgspec.convert(given, kind, strict=False)
        except msgspec.ValidationError:
            pass  # what is wrong with each field is found out one by one
    values: dict[str, Any] = {}
    for field in _declared(kind):
        where = f"{path}.{field.encode_name}" if path else field.encode_name
        raw = value.get(field.encode_name)
        if isinstance(raw, str):
            raw = raw.strip()
        if raw is None or raw == "":
            if field.required:
                faults.add(where, phrase("is missing"))
                values[field.name] = ""
            continue
        try:
            values[field.name] = msgspec.convert(raw, field.type, strict=isinstance(raw, bool))
        except msgspec.ValidationError as error:
            _note(faults, where, field, str(error))
            if field.required:
                values[field.name] = ""
    return kind(**values)


def _given(kind: type[msgspec.Struct], value: Mapping[str, Any]) -> dict[str, Any] | None:
    """What is given of the declared fields; None where it cannot be read in one go: true is no number, but would become one."""
    given: dict[str, Any] = {}
    for name in value.keys() & names(kind):
        raw = value[name]
        if isinstance(raw, str):
            raw = raw.strip()
        elif isinstance(raw, bool):
            return None
        if raw is not None and raw != "":
            given[name] = raw
    return given


def read_body(kind: type[S], value: Any, also: Collection[str] = ()) -> S:
    """A whole body of this kind; InvalidPayloadError names every field that is wrong, and those that are not known.

    Fields that are in `also` are read elsewhere.
    """
    body, faults = as_object(value), Faults()
    request = read(kind, body, faults)
    known = [field.encode_name for field in _declared(kind)]
    for name in body:
        if name not in known and name not in also:
            faults.add(name, phrase("is not known here; there are: {0}", ", ".join(known)))
    faults.check()
    return request


def read_query(kind: type[S], query: Mapping[str, str]) -> S:
    """The query of a URL; InvalidPayloadError. What is not known is ignored, as the web does."""
    faults = Faults()
    request = read(kind, query, faults)
    faults.check()
    return request


def rest(kind: type[msgspec.Struct], value: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an object that are not declared."""
    known = {field.encode_name for field in _declared(kind)}
    return {name: item for name, item in value.items() if name not in known}


def _note(faults: Faults, where: str, field: FieldInfo, error: str) -> None:
    reason, _, inner = error.partition(" - at `$")
    path = where + inner.rstrip("`")
    faults.add(
        path, expectation(field.type) if not inner or "[" not in inner or _declared_words(field.type) else _in_words(reason)
    )


def _in_words(reason: str) -> str:
    """What msgspec says of a value within a list or an object."""
    found = re.fullmatch(r"Expected `(\w+)(?: \| null)?`, got `(\w+)`", reason)
    if found is None:
        return reason.replace("`", "")
    expected, got = (_KINDS.get(name, name) for name in found.groups())
    return phrase("must be {0}, not {1}", expected, got)


def _declared_words(kind: Any) -> str:
    """What a declaration itself says that it expects."""
    metas = [arg for arg in getattr(kind, "__metadata__", ()) if isinstance(arg, Meta)]
    return next((str(meta.extra["expected"]) for meta in metas if meta.extra and "expected" in meta.extra), "")


def expectation(kind: Any) -> str:
    """What a value of this type must be, in words."""
    for each in (kind, *get_args(kind)):
        meta = next((arg for arg in getattr(each, "__metadata__", ()) if isinstance(arg, Meta)), None)
        base = get_args(each)[0] if meta else each
        if expected := _declared_words(each):
            return phrase("must be {0}", expected)
        if get_origin(base) is Literal:
            return phrase("must be one of {0}", ", ".join(map(str, get_args(base))))
        if meta is not None and base is int:
            if (meta.extra or {}).get("unit"):
                return phrase("must be milliseconds, a whole number from {0} to {1}", meta.ge, meta.le)
            return phrase("must be a whole number from {0} to {1}", meta.ge, meta.le)
        if meta is not None and base is str:
            return Phrase(_TEXTS[bool(meta.pattern), bool(meta.min_length)], meta.max_length)
        if base is bool:
            return phrase("must be true or false")
        if isinstance(base, type) and issubclass(base, msgspec.Struct):
            return phrase("must be an object with {0}", ", ".join(each.encode_name for each in _declared(base)))
    return phrase("must be of the type {0}", getattr(kind, "__name__", kind))
