"""For how long popups may be muted or paused, as a person is offered it."""

from dataclasses import dataclass
from datetime import timedelta

from registry_tray.durations import compact, parse_duration
from registry_tray.phrases import phrase

MOST = 8
_LEAST, _LONGEST = timedelta(minutes=1), timedelta(days=30)
EXPECTED = phrase("up to {0} durations from 1m to 30d, such as 15m, 1h, 4h", MOST)


@dataclass(frozen=True, slots=True)
class MuteChoices:
    """The shortest first. Until it recovers, until tomorrow and for ever are always offered."""

    durations: tuple[timedelta, ...] = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4))

    @classmethod
    def parse(cls, text: str) -> "MuteChoices":
        """`15m, 1h, 4h`; empty for none. ValueError says what is expected."""
        try:
            found = {parse_duration(part) for part in text.split(",") if part.strip()}
        except ValueError:
            raise ValueError(EXPECTED) from None
        if len(found) > MOST or not all(_LEAST <= each <= _LONGEST for each in found):
            raise ValueError(EXPECTED)
        return cls(tuple(sorted(found)))

    def __str__(self) -> str:
        return ", ".join(map(compact, self.durations))
