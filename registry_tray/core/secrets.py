"""Masks what looks like a secret before it is stored or shown."""

import re
from typing import Any

from registry_tray.core.targets import without_credentials

MASK = "***"

_SECRET = re.compile(
    r"passw(or)?d|passphrase|secret|token|authorization|credential|cookie|(^|[_\-.])key$|(?-i:[a-z]Key$)|api_?key|^pwd$",
    re.IGNORECASE,
)
_URL = re.compile(r"\b[a-z][a-z0-9+.\-]*://[^\s\"'<>]+", re.IGNORECASE)


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
    """The text with the secrets of its URLs, in the user's part and in the query, replaced by `***`."""
    return _URL.sub(lambda match: mask_url(match.group()), text) if "://" in text else text


def mask_url(url: str) -> str:
    """The URL with its password, and the values of secret-looking names in its query, replaced by `***`."""
    head, mark, query = without_credentials(url).partition("?")
    if not mark:
        return head
    parts = [(name, sign, value) for name, sign, value in (part.partition("=") for part in query.split("&"))]
    return (
        head + mark + "&".join(f"{name}{sign}{MASK if value and _SECRET.search(name) else value}" for name, sign, value in parts)
    )
