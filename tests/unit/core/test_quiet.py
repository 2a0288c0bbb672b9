"""Quiet hours, also over midnight and where a day has 23 hours."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from registry_tray.core.quiet import QuietHours


@pytest.mark.parametrize(
    ("hours", "now", "ends"),
    [
        ("22:00-08:00", "2026-03-04 23:30", "2026-03-05 08:00"),
        ("22:00-08:00", "2026-03-05 07:59", "2026-03-05 08:00"),
        ("22:00-08:00", "2026-03-05 08:00", None),
        ("22:00-08:00", "2026-03-05 21:59", None),
        ("12:00 - 13:30", "2026-03-05 12:00", "2026-03-05 13:30"),
        ("12:00-13:30", "2026-03-05 13:30", None),
        ("", "2026-03-05 03:00", None),
        ("9:00-09:00", "2026-03-05 09:00", None),
    ],
)
def test_they_end_when_they_say(hours: str, now: str, ends: str | None) -> None:
    found = QuietHours.parse(hours).until(datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert found == (datetime.fromisoformat(ends).replace(tzinfo=UTC) if ends else None)


def test_the_end_is_of_the_users_clock_in_the_night_that_is_an_hour_shorter() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    ends = QuietHours.parse("22:00-08:00").until(datetime(2026, 3, 28, 23, 0, tzinfo=berlin))
    assert ends is not None
    assert ends.astimezone(UTC) == datetime(2026, 3, 29, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["22-8", "25:00-08:00", "22:00", "at night", "22:00-08:60"])
def test_what_is_no_time_of_day_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match="such as 22:00-08:00"):
        QuietHours.parse(text)


def test_they_are_written_as_they_are_read() -> None:
    assert str(QuietHours.parse("9:05-17:00")) == "09:05-17:00"
    assert str(QuietHours()) == ""
