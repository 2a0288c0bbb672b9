"""The arithmetic of the benchmarks, and the processes that they start."""

import math

import pytest

from bench.figures import Figure, quantile, rows
from bench.fleet import jitter
from bench.fleet_server import Fleet
from bench.processes import StoppedError, python


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
