"""The page of what has happened: the journal, newest first."""

from collections.abc import Generator

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import (
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from registry_tray.core.models import StatusEvent
from registry_tray.ui import assets, journal_texts
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.direction import margins
from registry_tray.ui.models.journal import JournalModel, JournalRole
from registry_tray.ui.models.journal_filter import JournalFilter
from registry_tray.ui.models.unread import Unread
from registry_tray.ui.page_head import PageHead
from registry_tray.ui.pages.journal_filters import JournalFilters
from registry_tray.ui.strip import Strip
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import CAPTION, GAP, GAP_HUGE, GAP_LARGE, GAP_SMALL
from registry_tray.ui.widgets import EmptyState, button, label, styled

_HEIGHT = 40
_NAME_WIDTH = 24  # letters
_DOT = 7
_TODAY = "00:00:00"


class ActivityPage(QWidget):
    """Enter or a double click goes to the instance. What was new is marked until the page is left."""

    instance_chosen = Signal(object)
    """InstanceId."""

    def __init__(self, bridge: Bridge, theme: Theme, unread: Unread) -> None:
        super().__init__()
        self._loaded = False
        self.unread = unread
        self._bridge = bridge
        self._theme = theme

    def build(self) -> Generator[None, None, None]:
        """Fill it, a part a step; nothing else may be asked of it before."""
        bridge, theme = self._bridge, self._theme
        self.model = JournalModel(bridge, self.unread)
        self.filters = JournalFilters(theme, bridge.clock)
        self.list = _Journal(theme)
        self.list.setObjectName("journal")
        self.entry: QWidget = self.list
        self.list.setAccessibleName(self.tr("Activity"))
        self.list.setAccessibleDescription(self.tr("What has happened, newest first. Enter goes to the application."))
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.activated.connect(self._on_activated)
        yield
        self.empty = EmptyState(
            theme, "activity", self.tr("Nothing has happened yet"),
            self.tr("Registrations, outages and recoveries are listed here."),
        )  # fmt: skip
        self.no_match = EmptyState(
            theme, "search", self.tr("No match"), self.tr("Nothing in the journal fits these filters."),
            button(self.tr("Clear filters"), self.filters.clear),
        )  # fmt: skip
        yield
        self.mark = button(self.tr("Mark all as read"), self.unread.mark_all)
        self._lay_out()
        yield
        self.filters.changed.connect(self.model.narrow)
        for changed in (self.model.modelReset, self.model.rowsInserted, self.model.refreshed):
            changed.connect(self._show_state)
        self.unread.changed.connect(self._show_unread)
        self._show_state()
        self._show_unread()
        yield from styled(self)

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """What stands in it."""
        return self.filters, self.mark

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._loaded:
            self._loaded = True
            self.model.load()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():  # not where the whole window is minimized
            self.unread.mark_all()

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        for state in (self.list, self.empty, self.no_match):
            self._stack.addWidget(state)
        head = QVBoxLayout()
        head.setContentsMargins(margins(GAP_HUGE, GAP_LARGE, GAP_LARGE, 0))
        head.setSpacing(GAP)
        head.addWidget(PageHead(label(self.tr("Activity"), "title"), self.mark))
        head.addWidget(self.filters)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)

    def _on_activated(self, index: QModelIndex) -> None:
        event: StatusEvent = index.data(JournalRole.EVENT)
        if event.instance_id:
            self.instance_chosen.emit(event.instance_id)

    def _show_state(self) -> None:
        if self.model.rowCount() or not self.model.is_complete:
            self._stack.setCurrentWidget(self.list)
        else:
            self._stack.setCurrentWidget(self.empty if self.model.filter == JournalFilter() else self.no_match)

    def _show_unread(self) -> None:
        self.mark.setEnabled(self.unread.has_any)


class _Journal(QListView):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.delegate = _EventDelegate(self, theme)
        self.setItemDelegate(self.delegate)

    def paintEvent(self, event: QPaintEvent) -> None:
        last = self.indexAt(self.viewport().rect().bottomLeft())
        oldest = last if last.isValid() else self.model().index(self.model().rowCount() - 1, 0)
        if self.delegate.fit(oldest.data(JournalRole.TIME) or ""):
            self.viewport().update()  # the rows that are only scrolled, too
        super().paintEvent(event)


class _EventDelegate(QStyledItemDelegate):
    def __init__(self, view: QListView, theme: Theme) -> None:
        super().__init__(view)
        self._theme = theme
        self._oldest = ""
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, max(_HEIGHT, option.fontMetrics.height() + GAP_LARGE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        event: StatusEvent = index.data(JournalRole.EVENT)
        colours = self._theme.colours
        painter.save()
        self._paint_ground(painter, option)
        strip = Strip(painter, option.rect, is_mirrored=option.direction is Qt.LayoutDirection.RightToLeft)
        strip.take_end(GAP_LARGE)
        dot = strip.take(GAP_HUGE)
        if index.data(JournalRole.UNREAD):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            painter.drawEllipse(QRectF(dot.center().x() - _DOT / 2 + 1, dot.center().y() - _DOT / 2 + 1, _DOT, _DOT))
        glyph, ink = journal_texts.event_glyph(event, colours)
        sharpness = painter.device().devicePixelRatioF()
        strip.picture(assets.pixmap(glyph, self._theme.size(), ink, colours.on_status, sharpness), GAP)
        time_width, name_width = self.widths(option.rect.width())
        time = strip.take(time_width, GAP)
        strip.text(index.data(JournalRole.TIME), self._caption, colours.muted, area=time)
        name = strip.take(name_width, GAP_SMALL)
        strip.text(index.data(JournalRole.NAME), self._strong, colours.text, area=name)
        strip.text(journal_texts.event_text(event), self._body, colours.muted)
        painter.restore()

    def fit(self, oldest: str) -> bool:
        """Have room for this time, which is as long as any that shows; whether that changes anything."""
        before, self._oldest = self._oldest, oldest
        return len(before) != len(oldest)

    def widths(self, row: int) -> tuple[int, int]:
        """Those of a time and of a name; where a quarter of the row is too little for names, they get what times do not need."""
        share = row // 4
        if share >= self._name_width:
            return self._time_width, self._name_width
        needed = self._today_width if len(self._oldest) <= len(_TODAY) else self._time_width
        return needed, min(self._name_width, share + self._time_width - needed)

    def _on_theme_changed(self) -> None:
        self._body, self._strong = self._theme.font(), self._theme.font(strong=True)
        self._caption = self._theme.font(CAPTION)
        metrics = QFontMetrics(self._caption)
        self._today_width, self._time_width = metrics.horizontalAdvance(_TODAY), metrics.horizontalAdvance("00 Mmm 00:00")
        self._name_width = QFontMetrics(self._strong).averageCharWidth() * _NAME_WIDTH

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        colours = self._theme.colours
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(colours.selected))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(colours.hover))
        painter.setPen(QColor(colours.border))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
