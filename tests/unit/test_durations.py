"""Durations as people write and read them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry_tray.durations import compact, parse_duration, spoken


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("500ms", 0.5), ("10s", 10), ("5m", 300), ("5min", 300), ("1h", 3600), ("1d", 86400), ("1h 30m", 5400), ("1.5h", 5400),
     (" 10 S ", 10), ("0s", 0), ("1h30m", 5400)],
)  # fmt: skip
def test_what_people_write_is_understood(text: str, seconds: float) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "text", ["", "10", "s", "-5s", "ten seconds", "10s later", "1,5h", "1e3s", "10 weeks", "9" * 30 + "d", "9" * 400 + "s"]
)
def test_what_is_no_duration_is_refused_with_examples(text: str) -> None:
    with pytest.raises(ValueError, match="a duration such as 500ms"):
        parse_duration(text)


@given(st.integers(0, 10**9))
def test_the_shortest_form_is_read_back(milliseconds: int) -> None:
    duration = timedelta(milliseconds=milliseconds)
    assert parse_duration(compact(duration)) == duration


@pytest.mark.parametrize(("milliseconds", "text"), [(0, "0ms"), (1, "1ms"), (1500, "1500ms"), (90_000, "90s"), (3_600_000, "1h")])
def test_the_shortest_form(milliseconds: int, text: str) -> None:
    assert compact(timedelta(milliseconds=milliseconds)) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(-5, "0 s"), (0, "0 s"), (0.84, "0.8 s"), (4.1, "4.1 s"), (9.96, "10 s"), (10.4, "10 s"), (59.4, "59 s"), (59.6, "1 min"),
     (60, "1 min"), (252, "4 min 12 s"), (3599.7, "1 h"),
     (3661, "1 h 1 min"), (7200, "2 h"), (86399.6, "1 day"), (86400, "1 day"),
     (90000, "1 day 1 h"), (273600, "3 days 4 h")],
)  # fmt: skip
def test_for_a_sentence_two_units_are_enough(seconds: float, text: str) -> None:
    assert spoken(timedelta(seconds=seconds)) == text
