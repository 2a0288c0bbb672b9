"""For how long a mute is offered, as a person writes it."""

import pytest

from registry_tray.core.mutes import MuteChoices
from tests.fakes import seconds


@pytest.mark.parametrize(
    ("text", "read"),
    [("15m, 1h, 4h", "15m, 1h, 4h"), ("2h,90m", "90m, 2h"), ("1h, 60m", "1h"), ("7d", "7d"), (" ", "")],
)
def test_durations_are_read_in_any_order_and_come_back_sorted(text: str, read: str) -> None:
    assert str(MuteChoices.parse(text)) == read
    assert MuteChoices.parse(read) == MuteChoices.parse(text)


@pytest.mark.parametrize("text", ["soon", "10s", "31d", "1m,2m,3m,4m,5m,6m,7m,8m,9m"])
def test_what_is_no_duration_too_short_too_long_or_too_much_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="up to 8 durations from 1m to 30d"):
        MuteChoices.parse(text)


def test_by_default_it_is_a_quarter_of_an_hour_one_or_four() -> None:
    assert MuteChoices().durations == (seconds(900), seconds(3600), seconds(14400))
