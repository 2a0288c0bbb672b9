"""What was written for a setting to its value; ValueError says what is expected instead."""

from dataclasses import Field
from pathlib import Path
from typing import Any, NoReturn


def to_text(raw: Any, option: Field[Any]) -> str:
    """A text, which may only be empty where the default is."""
    text = raw.strip() if isinstance(raw, str) else ""
    if not text and (option.default or not isinstance(raw, str)):
        no("a text")
    if option.metadata["check"] is not None:
        option.metadata["check"](text)
    return text


def to_folder(raw: Any) -> Path:
    """A folder; a tilde is home."""
    try:
        return Path(raw).expanduser() if isinstance(raw, (str, Path)) else no("a folder")
    except RuntimeError:  # the home of a user who is none
        return no("a folder")


def to_boolean(raw: Any) -> bool:
    """Yes has many words."""
    text = str(raw).lower()
    return True if text in ("true", "1", "yes", "on") else False if text in ("false", "0", "no", "off") else no("true or false")


def to_integer(raw: Any, option: Field[Any]) -> int:
    """A whole number; its limits are only named here."""
    low, high = option.metadata["low"], option.metadata["high"]
    if isinstance(raw, bool) or not isinstance(raw, (int, str)):
        no(f"a whole number between {low} and {high}")
    try:
        return int(raw)
    except ValueError:
        no(f"a whole number between {low} and {high}")


def no(expected: str) -> NoReturn:
    """It is not this."""
    raise ValueError(expected)
