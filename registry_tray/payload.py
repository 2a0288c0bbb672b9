"""Reads a JSON object field by field, and gathers all that is wrong with it."""

from datetime import timedelta
from typing import Any

from registry_tray.core.errors import Fault, InvalidPayloadError


class Payload:
    """One JSON object. What was read is no longer in `rest`; `faults` is shared with the objects inside it."""

    def __init__(self, fields: dict[str, Any], path: str = "", faults: list[Fault] | None = None) -> None:
        self._fields = fields
        self._path = path
        self._used: set[str] = set()
        self.faults = [] if faults is None else faults

    @classmethod
    def of(cls, value: Any) -> "Payload":
        """The payload of a decoded body; InvalidPayloadError where that is no object."""
        if not isinstance(value, dict):
            raise InvalidPayloadError(Fault("", 'The body must be a JSON object such as {"appId": "my-app"}.'))
        return cls(value)

    def __contains__(self, name: str) -> bool:
        return self._fields.get(name) is not None

    def fault(self, name: str, message: str) -> None:
        """Note that a field is wrong; `message` goes on from the field's name and says what to send instead."""
        self.faults.append(Fault(f"{self._path}.{name}" if self._path else name, message))

    def check(self) -> None:
        """InvalidPayloadError with everything that was noted."""
        if self.faults:
            raise InvalidPayloadError(*self.faults)

    def take(self, name: str) -> Any:
        """The raw value of a field, None where it is missing."""
        self._used.add(name)
        return self._fields.get(name)

    def rest(self) -> dict[str, Any]:
        """The fields that nobody has read."""
        return {name: value for name, value in self._fields.items() if name not in self._used}

    def all(self) -> dict[str, Any]:
        """Every field as it was sent."""
        return dict(self._fields)

    def text(self, name: str, *, required: bool = False, longest: int = 1000) -> str:
        """A text without blanks around it; "" where it is missing."""
        value = self.take(name)
        if value is None or value == "":
            if required:
                self.fault(name, "is missing")
            return ""
        if not isinstance(value, str):
            self.fault(name, "must be a text")
            return ""
        text = value.strip()
        if required and not text:
            self.fault(name, "must not be blank")
        if len(text) > longest:
            self.fault(name, f"must have at most {longest} characters")
        if not text.isprintable():
            self.fault(name, "must have no control characters")
        return text

    def integer(self, name: str, *, low: int, high: int = 2**53) -> int | None:
        """A whole number from `low` to `high`, as a number or as text; None where it is missing."""
        value = self.take(name)
        if value is None or value == "":
            return None
        number = _whole(value)
        if number is None or not low <= number <= high:
            self.fault(name, f"must be a whole number of at least {low}" + (f" and at most {high}" if high < 2**53 else ""))
            return None
        return number

    def milliseconds(self, name: str, *, low: int, high: int = 86_400_000) -> timedelta | None:
        """A duration in milliseconds; None where it is missing."""
        value = self.take(name)
        if value is None or value == "":
            return None
        number = _whole(value)
        if number is None or not low <= number <= high:
            self.fault(name, f"must be milliseconds, a whole number from {low} to {high}")
            return None
        return timedelta(milliseconds=number)

    def mapping(self, name: str) -> "Payload":
        """The object inside a field; an empty one where it is missing or is no object, which is then left in `rest`."""
        value = self._fields.get(name)
        if isinstance(value, dict):
            self._used.add(name)
            return Payload(value, f"{self._path}.{name}" if self._path else name, self.faults)
        return Payload({}, name, self.faults)

    def lenient_port(self, name: str) -> int | None:
        """A port from 1 to 65535, where it is one; free data is never refused."""
        number = _whole(self.take(name))
        return number if number is not None and 1 <= number <= 65535 else None


def _whole(value: Any) -> int | None:
    match value:
        case bool():
            return None
        case int():
            return value
        case float() if value.is_integer():
            return int(value)
        case str() if value.strip().isascii() and value.strip().lstrip("-").isdigit() and len(value) < 20:
            return int(value)
    return None
