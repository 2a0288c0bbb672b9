"""The arithmetic of the benchmarks, and the processes that they start."""

import asyncio
import math
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bench import crowd
from bench.figures import Figure, quantile, rows
from bench.fleet import jitter
from bench.fleet_server import Fleet
from bench.processes import StoppedError, python
from registry_tray.core.stats import BEATS
from registry_tray.stores import FILE, SqliteStore


@pytest.mark.parametrize(
    ("figure", "verdict"),
    [
        (Figure("a", 1.5, at_most=1.5), "ok"),
        (Figure("a", 1.6, at_most=1.5), "misses"),
        (Figure("a", 3000, at_least=3000), "ok"),
        (Figure("a", 2999, at_least=3000), "misses"),
        (Figure("a", math.nan, at_most=3), "misses"),
        (Figure("a", 1), ""),
    ],
)
def test_a_figure_is_held_against_its_goal(figure: Figure, verdict: str) -> None:
    assert figure.verdict == verdict


def test_a_line_has_the_goal_and_what_was_measured() -> None:
    (line,) = rows([Figure("new applications", 1234.5, "/s", at_least=1200)])
    assert line.split() == ["new", "applications", ">=", "1,200", "/s", "1,234", "/s", "ok"]


def test_a_quantile_of_nothing_is_not_a_number() -> None:
    assert math.isnan(quantile([], 0.99))
    assert quantile(list(range(100)), 0.99) == 99
    assert quantile([5.0], 0.99) == 5.0


def test_jitter_is_the_distance_of_each_gap_from_the_interval() -> None:
    arrivals = [[0.0, 1.0, 2.01, 2.5], [0.5]]
    assert jitter(arrivals, since=0.0, until=2.2) == pytest.approx([0.0, 10.0])


def test_a_process_is_waited_for_by_what_it_prints() -> None:
    with python("-c", "import sys; print('port 7'); sys.stdin.read()") as process:
        assert process.wait_for(r"port (\d+)")[0] == "7"
        assert process.memory() > 1


def test_a_process_that_ends_is_reported_with_what_it_said() -> None:
    with python("-c", "print('no such thing')") as process, pytest.raises(StoppedError, match="no such thing"):
        process.wait_for("ready")


def test_the_fleet_answers_to_its_commands() -> None:
    with Fleet(2) as fleet:
        fleet.turn("broken", [1])
        assert fleet.arrivals() == [[], []]


async def test_a_crowd_is_a_store_that_the_program_can_go_on_with(tmp_path: Path) -> None:
    await asyncio.to_thread(crowd.write, tmp_path, 12, lambda number: f"http://127.0.0.1:1/{number}", timedelta(seconds=10))
    store = SqliteStore(tmp_path / FILE)
    await store.open()
    snapshot = await store.load(datetime.now(UTC))
    await store.close()
    assert len(snapshot.instances) == len(snapshot.jobs) == len(snapshot.sessions) == len(snapshot.rollups) == 12
    assert {len(beats) for beats in snapshot.beats.values()} == {BEATS}


LONG_TURN = """
import time
from bench.turns import watch
turns = watch()
from PySide6.QtCore import QCoreApplication, QTimer
app = QCoreApplication([])
QTimer.singleShot(0, lambda: time.sleep(0.05))
QTimer.singleShot(100, app.quit)
app.exec()
count, long = turns.take()
print(count > 1, any(lasted >= 0.05 > used for _, lasted, used in long), turns.take()[0])
"""


def test_a_turn_of_the_loop_that_lasts_is_noted() -> None:
    with python("-c", LONG_TURN) as process:
        assert process.wait_for("True True 0")
