"""Records as a table: a column says what is read of a record, how it is told and how it is ordered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, Qt

from registry_tray.ui.models.listing import NOWHERE, Index

T = TypeVar("T")

_START = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_END = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """`key` orders the records, those for which it is None after all others; the column of a figure ends at the right."""

    title: str
    text: Callable[[T], str]
    key: Callable[[T], Any]
    is_figure: bool = False


class Table(QAbstractTableModel, Generic[T]):
    """Shows records of one kind, in the order in which they came until a column is chosen."""

    def __init__(self, columns: Sequence[Column[T]]) -> None:
        super().__init__()
        self.columns = columns
        self._given: Sequence[T] = ()
        self._records: Sequence[T] = ()
        self._order: tuple[int, Qt.SortOrder] = (-1, Qt.SortOrder.AscendingOrder)

    def show_records(self, records: Sequence[T]) -> None:
        """Show these, in the order that was chosen."""
        self.beginResetModel()
        self._given = records
        self._records = self._ordered()
        self.endResetModel()

    def record(self, row: int) -> T:
        """What a row shows."""
        return self._records[row]

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._records)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return column.text(self._records[index.row()])
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{column.title}: {column.text(self._records[index.row()])}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return _END if column.is_figure else _START
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        return (_END if column.is_figure else _START) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self._records
        self._order = (column, order)
        self._records = self._ordered()
        places = {id(record): row for row, record in enumerate(self._records)}
        for index in self.persistentIndexList():
            self.changePersistentIndex(index, self.index(places[id(before[index.row()])], index.column()))
        self.layoutChanged.emit()

    def _ordered(self) -> Sequence[T]:
        column, order = self._order
        if not 0 <= column < len(self.columns):
            return self._given
        keyed = [(self.columns[column].key(record), record) for record in self._given]
        known = sorted(
            (pair for pair in keyed if pair[0] is not None),
            key=lambda pair: pair[0],
            reverse=order is Qt.SortOrder.DescendingOrder,
        )
        return [record for _, record in (*known, *(pair for pair in keyed if pair[0] is None))]
