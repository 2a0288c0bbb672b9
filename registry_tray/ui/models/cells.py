"""What the cells of the list say: as text, as a tooltip, and to a screen reader."""

from typing import Any

from PySide6.QtCore import QCoreApplication, Qt

from registry_tray.core.status import Result
from registry_tray.ui import alert_texts, texts
from registry_tray.ui.board import Row
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.models.entries import Column
from registry_tray.ui.models.tree import Branch
from registry_tray.ui.sayings import spoken


class Cells:
    """Says it as of this moment."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self.headers = (
            self.tr("Status"), self.tr("Name"), self.tr("Host"), self.tr("Since"), self.tr("Latency"),
            self.tr("Last checks"), self.tr("Uptime"), self.tr("Environment"), self.tr("Tags"), self.tr("Health address"),
        )  # fmt: skip

    def tr(self, text: str) -> str:
        """The text in the user's language."""
        return QCoreApplication.translate("Cells", text)

    def note(self, row: Row) -> str:
        """Why no popup shows for it, in few words: what is wrong stands behind them."""
        return alert_texts.note(row, self._bridge.clock.now(), self._bridge.paused_until, short=True)

    def text(self, row: Row, column: Column) -> str:
        """What the cell shows."""
        match column:
            case Column.STATUS:
                return texts.status_word(row)
            case Column.NAME:
                return row.instance.name
            case Column.HOST:
                return row.instance.hostname
            case Column.SINCE:
                return texts.ago(row.since, self._bridge.clock.now())
            case Column.LATENCY:
                return texts.latency(row.job.latency if row.job else None)
            case Column.BEATS:
                return ""
            case Column.UPTIME:
                return texts.percent(row.uptime)
            case Column.ENVIRONMENT:
                return row.instance.environment or ""
            case Column.TAGS:
                return ", ".join(row.instance.tags)
            case Column.TARGET:
                return row.job.target if row.job else ""

    def tooltip(self, row: Row, column: Column) -> str:
        """More of it."""
        match column:
            case Column.STATUS | Column.NAME:
                return texts.state_sentence(row, self._bridge.clock.now())
            case Column.SINCE:
                return texts.full_time(row.since)
            case Column.BEATS:
                return self._beats_text(row.beats)
            case Column.UPTIME:
                if row.uptime is None:
                    return self.tr("Not observed in the last 24 hours")
                return self.tr("Share of the last 24 hours in which it answered, of the time in which it was checked")
            case Column.TAGS | Column.TARGET:
                return self.text(row, column)
        return ""

    def spoken(self, row: Row, column: Column) -> str:
        """What a screen reader says."""
        match column:
            case Column.STATUS | Column.NAME:
                return alert_texts.spoken_row(row, self._bridge.clock.now(), self._bridge.paused_until)
            case Column.SINCE:
                return self.tr("since {0}").format(spoken(self._bridge.clock.now() - row.since))
            case Column.BEATS:
                return self._beats_text(row.beats)
        return f"{self.headers[column]}: {self.text(row, column)}"

    def of_branch(self, branch: Branch, column: Column, role: int) -> Any:
        """What the line of an application says."""
        up = self.up_text(branch)
        match role, column:
            case Qt.ItemDataRole.DisplayRole, Column.STATUS:
                return texts.word(branch.status)
            case Qt.ItemDataRole.DisplayRole, Column.NAME:
                return branch.name
            case Qt.ItemDataRole.ToolTipRole, Column.STATUS | Column.NAME:
                return up
            case Qt.ItemDataRole.AccessibleTextRole, _:
                state = self.tr("open") if branch.is_open else self.tr("closed")
                return ", ".join((branch.name, up, self.tr("worst: {0}").format(texts.word(branch.status).lower()), state))
        return None

    def up_text(self, branch: Branch) -> str:
        """`2 of 3 up`."""
        return self.tr("{0} of {1} up").format(branch.up, branch.total)

    def _beats_text(self, beats: bytes) -> str:
        failed = sum(Result(beat).is_failure for beat in beats)
        unclear = beats.count(Result.INCONCLUSIVE)
        text = self.tr("Last {0} checks: {1} answered, {2} failed").format(len(beats), len(beats) - failed - unclear, failed)
        return text + (self.tr(", {0} inconclusive").format(unclear) if unclear else "")
