"""The last checks, one by one."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from registry_tray.core.models import Check
from registry_tray.ui import journal_texts, texts
from registry_tray.ui.details.section import Rows, Section
from registry_tray.ui.sayings import say
from registry_tray.ui.widgets import label

READ = 60
_LISTED = 40


class Checks(Section):
    """Failures that say the same are one line, with what was answered."""

    def __init__(self) -> None:
        super().__init__(self.tr("Last checks"))
        self._none = label(self.tr("Not checked yet."), "muted")
        self.rows = Rows(("caption", "caption", ""), stretch=2)
        self.body.addWidget(self._none)
        self.body.addWidget(self.rows)

    def show_checks(self, checks: Sequence[Check], now: datetime) -> None:
        """Newest first."""
        self._none.setVisible(not checks)
        runs = [list(run) for _, run in groupby(checks, key=_likeness)][:_LISTED]
        self.rows.show_rows(
            [(texts.precise_time(run[0].at, now), texts.latency(run[0].latency), self._say(run[0], len(run))) for run in runs]
        )

    def _say(self, check: Check, count: int) -> str:
        code = f" {check.code}" if check.code else ""
        said = f"{journal_texts.result_word(check.result)}{code}"
        said = f"{said}: {say(check.error)}" if check.error else said
        return self.tr("{0} ({1} times)").format(said, count) if count > 1 else said


def _likeness(check: Check) -> object:
    """Failures that say the same are one line; of successes each has its own latency."""
    return check.at if check.result.is_up else (check.result, check.code, check.error)
