"""The command palette: type what is wanted, Enter does it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from registry_tray.core.status import Status
from registry_tray.ui.palette.entries import Entry, find
from registry_tray.ui.palette.overlay import Overlay
from registry_tray.ui.search_line import SearchLine
from registry_tray.ui.strip import Strip
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import CAPTION, GAP, GAP_SMALL
from registry_tray.ui.widgets import label, rule

_WIDTH, _ROW, _MOST = 560, 36, 12
_ENTRY = Qt.ItemDataRole.UserRole


class Palette(Overlay):
    """Offers what makes sense at the moment in which it opens."""

    def __init__(self, parent: QWidget, theme: Theme, entries: Callable[[], Sequence[Entry]]) -> None:
        super().__init__(parent, theme, _WIDTH)
        self._make = entries
        self._entries: Sequence[Entry] = ()
        self.setAccessibleName(self.tr("Command palette"))
        self.line = SearchLine(theme, self.tr("Type a command or the name of an application"))
        self.line.setAccessibleName(self.tr("Command"))
        self.line.setAccessibleDescription(self.tr("Up and Down choose, Enter does it, Escape closes"))
        self.line.setProperty("look", "plain")
        self.line.textChanged.connect(self._on_text)
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("What is found"))
        self.list.setMinimumHeight(0)
        self.list.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_Delegate(self.list, theme))
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._on_chosen)
        self.none = label(self.tr("Nothing is called so."), "muted")
        self.body.setSpacing(GAP_SMALL)
        self.body.addWidget(self.line)
        self.body.addWidget(rule())
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.none)

    def open(self) -> None:
        """Begin anew; pressed again, it closes."""
        if self.isVisible():
            self.close_over()
            return
        self._entries = tuple(self._make())
        self.line.clear()
        self._on_text("")
        self.open_over(self.line)

    def wanted_height(self, width: int) -> int:
        list_height = self.list.maximumHeight() if self.list.isVisibleTo(self) else self.none.sizeHint().height()
        margins = self.body.contentsMargins()
        above = self.line.sizeHint().height() + 1 + 2 * self.body.spacing()
        return above + list_height + margins.top() + margins.bottom()

    def titles(self) -> list[str]:
        """What is offered."""
        return [self.list.item(row).text() for row in range(self.list.count())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            match event.key():
                case Qt.Key.Key_Down | Qt.Key.Key_Tab:
                    self._step(1)
                    return True
                case Qt.Key.Key_Up | Qt.Key.Key_Backtab:
                    self._step(-1)
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._on_chosen(self.list.currentItem())
                    return True
        return super().eventFilter(watched, event)

    def _on_text(self, text: str) -> None:
        found = find(self._entries, text, _MOST)
        self.list.clear()
        for entry in found:
            item = QListWidgetItem(entry.title)
            item.setData(_ENTRY, entry)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, ", ".join(part for part in (entry.title, entry.about, entry.key) if part)
            )
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(found))
        self.list.setMaximumHeight(len(found) * self.list.sizeHintForRow(0) + 2 if found else 0)
        self.none.setVisible(not found)
        self.body.activate()
        self.place()

    def _step(self, by: int) -> None:
        if count := self.list.count():
            self.list.setCurrentRow((self.list.currentRow() + by) % count)

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        entry = item.data(_ENTRY) if item is not None else None
        if isinstance(entry, Entry):
            self.close_over()
            entry.act()


class _Delegate(QStyledItemDelegate):
    """Icon and title, then what it belongs to, and the key at the right."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, max(_ROW, QFontMetrics(self._theme.font()).height() + GAP))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        entry, colours = index.data(_ENTRY), self._theme.colours
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if not isinstance(entry, Entry):
            return
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.selected))
            painter.drawRoundedRect(area, 6, 6)
        strip = Strip(painter, area.adjusted(GAP, 0, -GAP, 0), is_mirrored=option.direction is Qt.LayoutDirection.RightToLeft)
        body, caption, size = self._theme.font(), self._theme.font(CAPTION), self._theme.size()
        if entry.icon:
            strip.picture(self._theme.pixmap(entry.icon, self._ink(entry.icon)), GAP)
        else:
            strip.take(size, GAP)
        if entry.key:
            strip.text(entry.key, caption, colours.muted, area=strip.take_end(self._width(caption, entry.key), GAP), at_end=True)
        strip.text(entry.title, body, colours.text, area=strip.take(self._width(body, entry.title), GAP))
        strip.text(entry.about, caption, colours.muted)

    def _ink(self, icon: str) -> str:
        """A status has its own colour."""
        name = icon.removeprefix("status-")
        return self._theme.colours.status[Status(name)] if name != icon and name in list(Status) else ""

    def _width(self, font: QFont, text: str) -> int:
        return QFontMetrics(font).horizontalAdvance(text) + 1
