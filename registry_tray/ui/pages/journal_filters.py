"""The row of filters above the journal: what, of whom, since when."""

from datetime import timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from registry_tray.core.ports import Clock
from registry_tray.ui.models.journal_filter import JournalFilter, Topic
from registry_tray.ui.search_line import SearchLine
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP_SMALL

_DEBOUNCE = 200  # ms after the last key
_DAY = timedelta(days=1)


class JournalFilters(QWidget):
    """Tells what is wanted as soon as it changes."""

    changed = Signal(object)
    """JournalFilter."""

    def __init__(self, theme: Theme, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self.topic = QComboBox()
        for text, topic in (
            (self.tr("Everything"), Topic.ALL), (self.tr("Outages"), Topic.OUTAGES),
            (self.tr("Recoveries"), Topic.RECOVERIES), (self.tr("Errors"), Topic.ERRORS),
            (self.tr("Starts and ends"), Topic.LIVES), (self.tr("Actions"), Topic.ACTIONS),
        ):  # fmt: skip
            self.topic.addItem(text, topic)
        self.topic.setAccessibleName(self.tr("Kind of event"))
        self.time = QComboBox()
        for text, span in (
            (self.tr("Any time"), None), (self.tr("Last hour"), timedelta(hours=1)), (self.tr("Last 24 hours"), _DAY),
            (self.tr("Last 7 days"), 7 * _DAY),
        ):  # fmt: skip
            self.time.addItem(text, span)
        self.time.setAccessibleName(self.tr("Time"))
        self.words = SearchLine(theme, self.tr("Any application"), 280)
        self.words.setAccessibleName(self.tr("Application"))
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._debounce = QTimer(self, singleShot=True, interval=_DEBOUNCE)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP_SMALL)
        for part in (self.topic, self.time):
            layout.addWidget(part)
            part.activated.connect(self.tell)
        layout.addWidget(self.words, 1)
        layout.addStretch()
        self._debounce.timeout.connect(self.tell)
        self.words.textChanged.connect(lambda: self._debounce.start())

    def wanted(self) -> JournalFilter:
        """What is chosen."""
        span: timedelta | None = self.time.currentData()
        since = self._clock.now() - span if span else None
        return JournalFilter(Topic(self.topic.currentData()), self.words.text().strip(), since)

    def clear(self) -> None:
        """Want everything."""
        self.topic.setCurrentIndex(0)
        self.time.setCurrentIndex(0)
        self.words.clear()
        self.tell()

    def tell(self) -> None:
        """Say what is chosen."""
        self._debounce.stop()
        self.changed.emit(self.wanted())
