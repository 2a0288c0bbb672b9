"""Masks what looks like a secret before it is stored or shown."""

import re
from typing import Any

from registry_tray.core.targets import without_credentials

MASK = "***"

_SECRET = re.compile(
    r"passw(or)?d|passphrase|secret|token|authorization|credential|cookie|(^|[_\-.])key$|(?-i:[a-z]Key$)|api_?key|^pwd$",
    re.IGNORECASE,
)
_URL = re.compile(r"\b[a-z][a-z0-9+.\-]*://[^\s/@]*:[^\s/@]+@\S+", re.IGNORECASE)


def mask(value: Any, name: str = "") -> Any:
    """The JSON value with the values of secret-looking keys and the passwords in URLs replaced by `***`."""
    if name and _SECRET.search(name) and value not in (None, "", {}, []):
        return MASK
    match value:
        case dict():
            return {key: mask(item, key) for key, item in value.items()}
        case list():
            return [mask(item) for item in value]
        case str():
            return mask_text(value)
    return value


def mask_text(text: str) -> str:
    """The text with the passwords of its URLs replaced by `***`."""
    return _URL.sub(lambda match: without_credentials(match.group()), text) if "@" in text else text
