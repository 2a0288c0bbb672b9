"""Durations as people write and read them."""

import re
from datetime import timedelta

from registry_tray.phrases import phrase

DURATION = phrase("a duration such as 500ms, 10s, 5m or 1h")
_UNITS = {"ms": 0.001, "s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400}
_PATTERN = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|min|m|h|d)\s*")


def parse_duration(text: str) -> timedelta:
    """`500ms`, `10s`, `1h`, `1h 30m` as a timedelta; ValueError says what is expected."""
    parts = _PATTERN.findall(text.strip().lower())
    if not parts or _PATTERN.sub("", text.strip().lower()):
        raise ValueError(DURATION)
    try:
        return timedelta(seconds=sum(float(number) * _UNITS[unit] for number, unit in parts))
    except OverflowError:
        raise ValueError(DURATION) from None


def compact(duration: timedelta) -> str:
    """The shortest form that `parse_duration` reads back: `500ms`, `90s`, `24h`, `7d`."""
    milliseconds = round(duration.total_seconds() * 1000)
    if milliseconds > 86_400_000 and milliseconds % 86_400_000 == 0:
        return f"{milliseconds // 86_400_000}d"
    for unit, size in (("h", 3_600_000), ("m", 60_000), ("s", 1000)):
        if milliseconds and milliseconds % size == 0:
            return f"{milliseconds // size}{unit}"
    return f"{milliseconds}ms"


def spoken(duration: timedelta) -> str:
    """For a sentence, two units at most: `4 min 12 s`, `2 h`, `3 days 4 h`, `0.8 s`."""
    seconds = max(duration.total_seconds(), 0.0)
    if seconds < 10:
        return f"{seconds:.1f}".removesuffix(".0") + " s"
    whole = round(seconds)
    for size, name, smaller, smaller_name in ((86400, "day", 3600, "h"), (3600, "h", 60, "min"), (60, "min", 1, "s")):
        if whole >= size:
            count, rest = divmod(whole, size)
            unit = f"{name}s" if name == "day" and count > 1 else name
            tail = f" {rest // smaller} {smaller_name}" if rest // smaller else ""
            return f"{count} {unit}{tail}"
    return f"{whole} s"
