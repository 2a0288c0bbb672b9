"""What has happened to the sample before now: checks, roll-ups, outages, the journal, sessions, errors, and a log."""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from registry_tray.core.histogram import Histogram
from registry_tray.core.models import Check, Session, SessionId, StatusEvent
from registry_tray.core.outages import Outage
from registry_tray.core.reports import ErrorReport
from registry_tray.core.rollup import Period, Rollup
from registry_tray.core.run import Run
from registry_tray.core.stats import BEATS
from registry_tray.core.status import EventKind, Health, Registration, Result
from scripts.screenshots import fleet
from scripts.screenshots.fleet import (
    IMPORTER,
    NOW,
    PAYMENTS,
    RECOMMENDATIONS,
    REVIEWS,
    Sample,
    ago,
)

KIND = EventKind
_DAYS = 30
_KEPT_CHECKS = 60
_REVIEWS_FAILED = "Connection refused on localhost:7411"
_LIKELY = {PAYMENTS.name: 9, RECOMMENDATIONS.name: 14, fleet.SEARCH.name: 5, fleet.INVOICES.name: 6}  # outages in a month
STACK = """Traceback (most recent call last):
  File "/srv/importer/__main__.py", line 41, in main
    run(load(arguments.file))
  File "/srv/importer/load.py", line 118, in load
    return [Bicycle.from_row(row) for row in csv.DictReader(lines)]
  File "/srv/importer/models.py", line 27, in from_row
    frame_size=int(row['frame_size']),
KeyError: 'frame_size'"""


def checks(sample: Sample) -> list[Check]:
    """The last ones, the newest first."""
    rng = random.Random(sample.name)
    return [_check(sample, number, rng) for number in range(_KEPT_CHECKS)]


def beats(sample: Sample) -> bytes:
    """The heartbeat bar, the oldest first."""
    return bytes(check.result for check in reversed(checks(sample)[:BEATS]))


def rollups(sample: Sample, *, minutes: bool) -> Iterator[Rollup]:
    """The hours of a month, and the minutes of the last day where they are wanted."""
    rng = random.Random(sample.name)
    for period, count in ((Period.HOUR, _DAYS * 24), (Period.MINUTE, 24 * 60 if minutes else 0)):
        last = period.number(NOW)
        for number in range(last - count + 1, last + 1):
            begin, wave = period.begin(number), 1 + 0.35 * _busy(number * period.value)
            if _sleeps(begin.hour):
                continue
            down = sum((_overlap(outage, number, period) for outage in outages(sample)), 0.0)
            observed = min(period.value, (NOW - begin).total_seconds())
            up = max(0.0, observed - down)
            answered = int(6 * period.value / 60 * up / period.value)
            yield Rollup(sample.job_id, period, number, observed, up, _latencies(sample.latency * wave, answered, rng))


def outages(sample: Sample) -> list[Outage]:
    """The oldest first; the last of them lasts where it is down."""
    found = []
    rng = random.Random(f"outages of {sample.name}")
    likely = _LIKELY.get(sample.name, rng.randrange(3))
    for number in range(likely):
        began = ago(hours=4 + number * 41 + rng.random() * 30)
        length = timedelta(seconds=20 + rng.random() ** 3 * 2400)
        if not _sleeps(began.hour):
            found.append(Outage(sample.job_id, began, began + length, sample.reason or "HTTP 500 (expected: 200)"))
    instance = sample.instance()
    if instance.registration in (Registration.CRASHED, Registration.LOST):
        found.append(Outage(sample.job_id, sample.since, None, instance.ending))
    elif sample.health in (Health.DOWN, Health.RECOVERING):
        found.append(Outage(sample.job_id, sample.since, None, sample.reason or _REVIEWS_FAILED))
    return sorted(found, key=lambda outage: outage.began)


def journal(samples: Sequence[Sample]) -> list[StatusEvent]:
    """What these have been through, numbered as it came."""
    rows = [
        *((sample, KIND.REGISTER, ago(hours=5, minutes=41, seconds=number), "", None) for number, sample in enumerate(samples)),
        (PAYMENTS, KIND.DOWN, PAYMENTS.since, PAYMENTS.reason, None),
        (fleet.REDIS, KIND.DOWN, fleet.REDIS.since, fleet.REDIS.reason, None),
        (fleet.MAILER, KIND.DOWN, fleet.MAILER.since, fleet.MAILER.reason, None),
        (fleet.MAILER, KIND.ACKNOWLEDGE, ago(minutes=44), "The provider renews its certificates, back by 15:00", None),
        (fleet.INVOICES, KIND.DOWN, fleet.INVOICES.since, fleet.INVOICES.reason, None),
        (fleet.INVOICES, KIND.MUTE, ago(hours=1, minutes=9), "", None),
        (IMPORTER, KIND.ERROR, ago(minutes=17, seconds=1), "KeyError: 'frame_size'", None),
        (IMPORTER, KIND.CRASH, ago(minutes=17), "KeyError: 'frame_size' (exit code 1)", None),
        (fleet.TELEMETRY, KIND.LOST, fleet.TELEMETRY.since, "No sign of life for 30 s", None),
        (fleet.THUMBNAILS, KIND.UNREGISTER, fleet.THUMBNAILS.since, "", None),
        (fleet.REPORTING, KIND.RESTART, fleet.REPORTING.since, "", timedelta(seconds=3)),
        (fleet.CATALOG, KIND.RESTART, ago(hours=1, minutes=31), "", timedelta(seconds=5)),
        (fleet.CATALOG, KIND.RESTART, ago(hours=3, minutes=2), "", timedelta(seconds=4)),
        (fleet.SEARCH, KIND.UP, ago(minutes=22), "", timedelta(minutes=1, seconds=44)),
        (fleet.SEARCH, KIND.DOWN, ago(minutes=23, seconds=44), "HTTP 500 (expected: 200)", None),
        (REVIEWS, KIND.DOWN, REVIEWS.since, _REVIEWS_FAILED, None),
        *((RECOMMENDATIONS, KIND.UP if number % 2 else KIND.DOWN, ago(minutes=1 + number * 1.3),
           "" if number % 2 else RECOMMENDATIONS.reason, timedelta(seconds=40) if number % 2 else None)
          for number in range(6)),
        (None, KIND.SLEEP, ago(hours=5, minutes=45), "", timedelta(hours=11, minutes=20)),
        (PAYMENTS, KIND.UP, ago(hours=4), "", timedelta(minutes=2, seconds=7)),
        (PAYMENTS, KIND.DOWN, ago(hours=4, minutes=2, seconds=7), PAYMENTS.reason, None),
    ]  # fmt: skip
    rows = sorted((row for row in rows if row[0] is None or row[0] in samples), key=lambda row: row[2])
    return [
        StatusEvent(sample.id if sample else "", kind, at, text, downtime=downtime, number=number)  # type: ignore[arg-type]
        for number, (sample, kind, at, text, downtime) in enumerate(rows, 1)
    ]


def sessions(samples: Iterable[Sample]) -> Iterator[Session]:
    """The lives of each."""
    for number, sample in enumerate(samples):
        instance = sample.instance()
        begun = instance.registered_at
        over = instance.registration is not Registration.ACTIVE
        yield Session(
            SessionId(f"{sample.id}-2"), sample.id, begun, 41_000 + number * 17, instance.ended_at,
            instance.registration if over else None, version="2.14.0", branch="main", commit="8f3c1d7ab04e",
            reason=instance.ending, exit_code=1 if sample is IMPORTER else None,
        )  # fmt: skip
        yield Session(
            SessionId(f"{sample.id}-1"), sample.id, begun - timedelta(hours=23), 9_200 + number, begun - timedelta(hours=12),
            Registration.STOPPED, version="2.13.4", branch="main", commit="1b77e02c9d55",
        )  # fmt: skip


def errors() -> Iterator[ErrorReport]:
    """What applications have reported."""
    codec = "'utf-8' codec can't decode byte 0xe9 in position 2101: invalid continuation byte"
    bank = "The bank did not answer within 5 s (request 8841)"
    yield ErrorReport(IMPORTER.id, "a1", "KeyError", "'frame_size'", STACK, 1, ago(hours=3), ago(minutes=17), 4)
    yield ErrorReport(IMPORTER.id, "a2", "UnicodeDecodeError", codec, STACK, None, ago(days=1), ago(hours=20))
    yield ErrorReport(PAYMENTS.id, "b1", "BankTimeout", bank, STACK, None, ago(hours=4), ago(minutes=6), 12)


def run_of_importer() -> Run:
    """The last output of a command that we run."""
    lines = [f"13:{46 + number // 12:02}:{number * 5 % 60:02} imported {number * 250:>6} of 18,400 rows" for number in range(40)]
    return Run("\n".join([*lines, STACK]) + "\n", False)


def _check(sample: Sample, number: int, rng: random.Random) -> Check:
    at = (sample.checked_until or NOW) - timedelta(seconds=3 + 10 * number)
    latency = sample.latency * (0.8 + rng.random() * 0.4) * (2.4 if rng.random() < 0.04 else 1)
    latency = latency if number else sample.latency  # the last one is what the list shows
    result, error, code = Result.OK, "", 200 if sample.scheme == "http" else None
    if sample.job.get("degraded") and at >= sample.since:
        result, error = Result.WARN, sample.reason
    if sample is RECOMMENDATIONS and number // 4 % 2 == 0:
        result, error, code = Result.STATUS, sample.reason, 502
    if sample.health is not Health.UP and sample.reason and at >= sample.since:
        result, error, code = _failure(sample.reason)
    if sample is REVIEWS and number in range(1, 12):
        result, error, code = _failure(_REVIEWS_FAILED)
    took = timedelta(milliseconds=latency) if result.is_up and latency else None
    return Check(sample.job_id, 0, at, result, took, code, error)


def _failure(reason: str) -> tuple[Result, str, int | None]:
    if "refused" in reason:
        return Result.REFUSED, reason, None
    if "within" in reason:
        return Result.TIMEOUT, reason, None
    return Result.STATUS, reason, int(reason[5:8])


def _latencies(typical: float, count: int, rng: random.Random) -> Histogram:
    made = Histogram()
    if not count or not typical:
        return made
    for share in (0.8, 0.9, 1.0, 1.1, 1.3, 2.2 + rng.random()):
        made.add(timedelta(milliseconds=typical * share))
    made.counts = [max(1, int(kept * count / 6)) for kept in made.counts]
    return made


def _busy(seconds: int) -> float:
    """0 to 1, as a day goes."""
    hour = seconds / 3600 % 24
    return max(0.0, 1 - abs(hour - 14) / 8)


def _sleeps(hour: int) -> bool:
    """The machine is off at night."""
    return hour >= 21 or hour < 8


def _overlap(outage: Outage, number: int, period: Period) -> float:
    begin, end = period.begin(number), period.begin(number + 1)
    return max(0.0, (min(outage.ended or NOW, end) - max(outage.began, begin)).total_seconds())
