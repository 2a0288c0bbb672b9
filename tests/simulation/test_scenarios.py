"""Nobody cries wolf, and nothing is lost: a developer's hour against its goals."""

from dataclasses import replace

import pytest

from tests.simulation.scenarios import INTERVAL, SCENARIOS, Scenario, simulate


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.play.__name__)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_goal_is_met(scenario: Scenario, seed: int) -> None:
    outcome = simulate(scenario, seed)
    assert outcome.is_met, (outcome.titles, outcome.first)


@pytest.mark.parametrize(
    "scenario", [each for each in SCENARIOS if each.tells_ports], ids=lambda scenario: scenario.play.__name__
)
def test_no_more_pops_up_and_an_interval_later_at_most_where_the_system_does_not_tell_who_listens(scenario: Scenario) -> None:
    within = scenario.within and scenario.within + INTERVAL
    outcome = simulate(replace(scenario, tells_ports=False, within=within, phases=1))
    assert outcome.is_met, (outcome.titles, outcome.first)


def test_a_root_cause_is_told_once_with_all_that_depends_on_it() -> None:
    (scenario,) = [each for each in SCENARIOS if each.play.__name__ == "database_with_dependants"]
    assert simulate(scenario).titles == ("redis is down, 10 services affected", "redis is back")


def test_what_dies_together_is_told_together() -> None:
    (scenario,) = [each for each in SCENARIOS if each.play.__name__ == "five_together"]
    assert simulate(scenario).titles == ("5 applications are down", "5 applications are back")


def test_who_returns_apart_is_told_back_together_and_who_does_not_is_named() -> None:
    played = {scenario.play.__name__: scenario for scenario in SCENARIOS}
    assert simulate(played["five_return_apart"]).titles == ("5 applications are down", "5 applications are back")
    assert simulate(played["three_of_five_return"]).titles == ("5 applications are down", "3 applications are back")
