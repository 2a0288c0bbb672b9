"""Lines that an older version has written are read whole."""

import msgspec

from registry_tray.core.histogram import Histogram
from registry_tray.core.models import JobId
from registry_tray.core.rollup import Period, Rollup
from registry_tray.stores import lines
from tests.fakes import seconds

OLD = {
    "job_id": "a job", "period": 60, "start": 29_800_000, "observed": 60.0, "up": 60.0,
    "latencies": {"buckets": {"73": 2, "97": 300, "260": 1}, "total": 3_300_000, "low": 1000, "high": 10_000},
}  # fmt: skip


def test_the_latencies_of_a_roll_up_keep_their_buckets() -> None:
    found = lines.decode(lines.read(msgspec.json.encode({"kind": "rollup", "record": OLD})))
    assert isinstance(found, Rollup)
    assert (found.job_id, found.period, found.start) == ("a job", Period.MINUTE, 29_800_000)
    assert dict(zip(found.latencies.numbers, found.latencies.counts, strict=True)) == {73: 2, 97: 300, 255: 1}
    assert (found.latencies.total, found.latencies.low, found.latencies.high) == (3_300_000, 1000, 10_000)


def test_a_roll_up_of_today_is_read_as_it_was_written() -> None:
    latencies = Histogram()
    latencies.add(seconds(0.01))
    rollup = Rollup(JobId("a job"), Period.HOUR, 5, 3.0, 2.0, latencies)
    assert lines.decode(lines.read(lines.encode(rollup))) == rollup
