"""Moments and durations as JSON has them."""

from datetime import UTC, datetime, timedelta


def iso(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC, with milliseconds and Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if moment else None


def milliseconds(duration: timedelta | None) -> float | None:
    """Milliseconds, whole where they are."""
    if duration is None:
        return None
    number = duration.total_seconds() * 1000
    return int(number) if number.is_integer() else round(number, 3)


def duration(milliseconds: int | None) -> timedelta | None:
    """So many milliseconds."""
    return timedelta(milliseconds=milliseconds) if milliseconds is not None else None
