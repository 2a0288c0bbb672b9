"""Quiet hours, also over midnight and where a day has 23 hours."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from registry_tray.core.quiet import QuietHours
from registry_tray.ui.texts import until_morning


@contextmanager
def clock_of(zone: str) -> Iterator[None]:
    """The user's clock is of this zone."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()


posix = pytest.mark.skipif(sys.platform == "win32", reason="the zone of a process can be set on POSIX only")


PLAIN = pytest.mark.parametrize(
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


@PLAIN
def test_they_end_when_they_say_by_the_clock_of_whoever_runs_this(hours: str, now: str, ends: str | None) -> None:
    found = QuietHours.parse(hours).until(datetime.fromisoformat(now).astimezone(UTC))
    assert found == (datetime.fromisoformat(ends).astimezone() if ends else None)


@posix
@PLAIN
def test_they_end_when_they_say_far_from_greenwich(hours: str, now: str, ends: str | None) -> None:
    with clock_of("Asia/Tokyo"):
        found = QuietHours.parse(hours).until(datetime.fromisoformat(f"{now}+09:00").astimezone(UTC))
    assert found == (datetime.fromisoformat(f"{ends}+09:00") if ends else None)


@posix
@pytest.mark.parametrize(
    ("hours", "now", "ends"),
    [
        # Berlin: at 2:00 on 29 March it is 3:00, one hour later at 3:00 on 25 October it is 2:00 again.
        ("22:00-08:00", "2026-03-28 22:00", "2026-03-29 06:00"),
        ("22:00-08:00", "2026-03-29 00:30", "2026-03-29 06:00"),
        ("22:00-08:00", "2026-03-29 01:30", "2026-03-29 06:00"),
        ("22:00-02:30", "2026-03-29 00:59", "2026-03-29 01:30"),  # 2:30 is not: an hour later stands for it
        ("22:00-08:00", "2026-10-24 21:00", "2026-10-25 07:00"),
        ("22:00-08:00", "2026-10-25 00:30", "2026-10-25 07:00"),
        ("22:00-08:00", "2026-10-25 01:30", "2026-10-25 07:00"),
        ("22:00-02:30", "2026-10-25 00:10", "2026-10-25 00:30"),  # the first of the two
        ("22:00-02:30", "2026-10-25 00:40", None),
        ("22:00-02:30", "2026-10-25 01:10", "2026-10-25 01:30"),  # and the second
        ("01:00-09:00", "2026-10-24 23:30", "2026-10-25 08:00"),
    ],
)
def test_they_end_by_the_users_clock_in_the_night_that_is_an_hour_shorter_or_longer(
    hours: str, now: str, ends: str | None
) -> None:
    with clock_of("Europe/Berlin"):
        found = QuietHours.parse(hours).until(datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert found == (datetime.fromisoformat(ends).replace(tzinfo=UTC) if ends else None)


@posix
def test_they_never_end_before_now() -> None:
    hours = [QuietHours.parse(text) for text in ("22:00-02:30", "02:15-02:45", "23:30-03:00", "02:00-01:00")]
    with clock_of("Europe/Berlin"):
        for first in (datetime(2026, 3, 28, 20, tzinfo=UTC), datetime(2026, 10, 24, 20, tzinfo=UTC)):
            for minute in range(600):
                now = first + timedelta(minutes=minute)
                ends = [each.until(now) for each in hours]
                assert all(end is None or end > now for end in ends), now


@posix
def test_the_next_morning_is_at_nine_also_where_the_clock_is_changed() -> None:
    with clock_of("Europe/Berlin"):
        for evening, morning in (("2026-03-28 20:00", "2026-03-29 07:00"), ("2026-10-24 20:00", "2026-10-25 08:00")):
            now = datetime.fromisoformat(evening).replace(tzinfo=UTC)
            assert now + until_morning(now) == datetime.fromisoformat(morning).replace(tzinfo=UTC)


@pytest.mark.parametrize("text", ["22-8", "25:00-08:00", "22:00", "at night", "22:00-08:60"])
def test_what_is_no_time_of_day_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match="such as 22:00-08:00"):
        QuietHours.parse(text)


def test_they_are_written_as_they_are_read() -> None:
    assert str(QuietHours.parse("9:05-17:00")) == "09:05-17:00"
    assert str(QuietHours()) == ""
