"""Bytes to JSON values and back."""

from typing import Any

import msgspec

from registry_tray.core.errors import Fault, InvalidPayloadError, TooLargeError
from registry_tray.phrases import phrase, plain

encode = msgspec.json.Encoder(enc_hook=plain).encode

DEEPEST = 40


def decode(body: bytes) -> Any:
    """The JSON value of a request's body; InvalidPayloadError."""
    try:
        value = msgspec.json.decode(body)
    except RecursionError:
        raise TooLargeError(phrase("The body is nested more than {0} levels deep.", DEEPEST)) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidPayloadError(Fault("", phrase("The body is not JSON: {0}.", error))) from None
    if _depth(value) > DEEPEST:
        raise TooLargeError(phrase("The body is nested more than {0} levels deep.", DEEPEST))
    return value


def _depth(value: Any) -> int:
    level, depth = [value], 0
    while level and depth <= DEEPEST:
        inner: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                inner += item.values()
            elif isinstance(item, list):
                inner += item
        level = [item for item in inner if isinstance(item, (dict, list))]
        depth += 1
    return depth
