"""Prints what a developer sees in each scenario: popups and the time to the first, with the goals beside them."""

import sys

from tests.simulation.scenarios import SCENARIOS, simulate


def main() -> int:
    """1 where a goal is missed."""
    print(f"{'scenario':48}{'popups':>8}{'goal':>8}{'first':>9}{'goal':>9}")
    missed = 0
    for scenario in SCENARIOS:
        outcome = simulate(scenario)
        missed += not outcome.is_met
        first = f"{outcome.first:.1f} s" if outcome.first is not None else "-"
        within = f"<= {scenario.within:g} s" if scenario.within is not None else "-"
        row = f"{scenario.name:48}{len(outcome.titles):>8}{f'<= {scenario.most}':>8}{first:>9}{within:>9}"
        print(row if outcome.is_met else f"{row}  missed: {outcome.titles}")
    return min(missed, 1)


if __name__ == "__main__":
    sys.exit(main())
