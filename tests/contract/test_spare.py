"""What Redis did not take before the end is in a file: every kind of record comes out of it as it went in."""

from pathlib import Path
from typing import get_args

from registry_tray.core.models import Alert, AppId, Application, Check, Session, SessionId, StatusEvent
from registry_tray.core.outages import Outage
from registry_tray.core.ports import Record
from registry_tray.core.reports import ErrorSpec, report
from registry_tray.core.rollup import Period, Rollup
from registry_tray.core.spec import Wishes
from registry_tray.core.status import AlertState, EventKind
from registry_tray.core.tally import Tally
from registry_tray.stores.redis import spare
from registry_tray.stores.redis.backlog import Backlog
from tests.fakes import NOW, make_check, make_instance, make_job, seconds

INSTANCE, JOB = make_instance(), make_job()
RECORDS: tuple[Record, ...] = (
    Application(AppId("shop"), NOW, Wishes(hold=seconds(3))),
    INSTANCE,
    Session(SessionId("s1"), INSTANCE.id, NOW, 42),
    JOB,
    Alert(INSTANCE.id, AlertState.OPEN, NOW, NOW, told_at=NOW),
    Tally((NOW,), NOW + seconds(1), {INSTANCE.id: (NOW, NOW + seconds(2))}),
    StatusEvent(INSTANCE.id, EventKind.DOWN, NOW, "refused", JOB.id, seconds(3), 1),
    report(INSTANCE.id, None, ErrorSpec("E", "m"), NOW),
    Outage(JOB.id, NOW, None, "refused"),
    Rollup(JOB.id, Period.HOUR, Period.HOUR.number(NOW), 3, 2),
)


def test_everything_that_a_store_can_be_given_outlives_the_end_of_the_program(tmp_path: Path) -> None:
    written = Backlog()
    written.save(RECORDS)
    written.append(JOB, make_check(JOB), ())
    written.delete_job("gone")
    written.boot = "this one"
    spare.write(tmp_path / "unwritten.jsonl", written)
    found = spare.read(tmp_path / "unwritten.jsonl")
    assert [*found.groups()] == [*written.groups()]
    kept = {*map(type, found.records.values()), *map(type, found.errors.values()), *map(type, found.events.values())}
    kept |= {*map(type, found.outages.values()), *map(type, found.rollups.values()), *map(type, found.checks)}
    assert kept == {*get_args(Record), Check}
