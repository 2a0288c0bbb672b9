"""What was written for a setting to its value; ValueError says what is expected instead."""

from dataclasses import Field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn

from registry_tray.core.mutes import EXPECTED, MuteChoices
from registry_tray.core.quiet import HOURS, QuietHours
from registry_tray.durations import DURATION, compact, parse_duration
from registry_tray.phrases import phrase


def convert(option: Field[Any], raw: Any) -> Any:
    """The value of a setting with this declaration."""
    default = option.default
    match default:
        case bool():
            return to_boolean(raw)
        case int():
            value: Any = to_integer(raw, option)
        case timedelta():
            value = parse_duration(raw) if isinstance(raw, str) else no(DURATION)
        case str() if type(default) is str:
            return to_text(raw, option)
        case Path():
            return to_folder(raw)
        case QuietHours():
            return QuietHours.parse(raw) if isinstance(raw, str) else no(HOURS)
        case MuteChoices():
            return MuteChoices.parse(raw) if isinstance(raw, str) else no(EXPECTED)
        case StrEnum():
            choices = [choice.value for choice in type(default)]
            return type(default)(raw) if raw in choices else no(phrase("one of {0}", ", ".join(choices)))
        case _:
            raise TypeError(f"no conversion for {option.name}")
    low, high = option.metadata["low"], option.metadata["high"]
    if (low is not None and value < low) or (high is not None and value > high):
        no(phrase("between {0} and {1}", display_value(low), display_value(high)))
    return value


def display_value(value: Any) -> str:
    """A setting's value as it is written in the file and shown."""
    match value:
        case timedelta():
            return compact(value)
        case bool():
            return "true" if value else "false"
    return str(value)


def to_text(raw: Any, option: Field[Any]) -> str:
    """A text, which may only be empty where the default is."""
    text = raw.strip() if isinstance(raw, str) else ""
    if not text and (option.default or not isinstance(raw, str)):
        no(phrase("a text"))
    if option.metadata["check"] is not None:
        option.metadata["check"](text)
    return text


def to_folder(raw: Any) -> Path:
    """A folder; a tilde is home."""
    try:
        return Path(raw).expanduser() if isinstance(raw, (str, Path)) else no(phrase("a folder"))
    except RuntimeError:  # the home of a user who is none
        return no(phrase("a folder"))


def to_boolean(raw: Any) -> bool:
    """Yes has many words."""
    text = str(raw).lower()
    if text in ("true", "1", "yes", "on"):
        return True
    return False if text in ("false", "0", "no", "off") else no(phrase("true or false"))


def to_integer(raw: Any, option: Field[Any]) -> int:
    """A whole number; its limits are only named here."""
    low, high = option.metadata["low"], option.metadata["high"]
    if isinstance(raw, bool) or not isinstance(raw, (int, str)):
        no(phrase("a whole number between {0} and {1}", low, high))
    try:
        return int(raw)
    except ValueError:
        no(phrase("a whole number between {0} and {1}", low, high))


def no(expected: str) -> NoReturn:
    """It is not this."""
    raise ValueError(expected)
