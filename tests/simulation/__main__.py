"""Prints what a developer sees in each scenario: popups and the time to the first, with the goals beside them."""

import sys

from tests.simulation.scenarios import SCENARIOS, Outcome, simulate


def main() -> int:
    """1 where a goal is missed."""
    print(f"{'scenario':48}{'popups':>8}{'goal':>8}{'first':>13}{'goal':>9}")
    missed = 0
    for scenario in SCENARIOS:
        outcome = simulate(scenario)
        missed += not outcome.is_met
        first = _span(outcome)
        within = f"<= {scenario.within:g} s" if scenario.within is not None else "-"
        row = f"{scenario.name:48}{len(outcome.titles):>8}{f'<= {scenario.most}':>8}{first:>13}{within:>9}"
        print(row if outcome.is_met else f"{row}  missed: {outcome.titles}")
    return min(missed, 1)


def _span(outcome: Outcome) -> str:
    """From the best phase to the worst."""
    if outcome.first is None or outcome.soonest is None:
        return "-"
    return f"{outcome.first:.1f} s" if outcome.scenario.phases == 1 else f"{outcome.soonest:.1f}-{outcome.first:.1f} s"


if __name__ == "__main__":
    sys.exit(main())
