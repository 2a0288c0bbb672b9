"""Names over their values, beside each other."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from registry_tray.ui.tokens import GAP_HUGE, GAP_TINY
from registry_tray.ui.widgets import label


class Figures(QWidget):
    """`role` is that of the values, in the style sheet."""

    def __init__(self, role: str = "headline") -> None:
        super().__init__()
        self._role = role
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP_HUGE)
        self._shown: list[tuple[QLabel, QLabel]] = []

    def show_figures(self, figures: Sequence[tuple[str, str]]) -> None:
        """Show these, always as many."""
        while len(self._shown) < len(figures):
            name, value = label("", "caption"), label("", self._role, selectable=True)
            block = QVBoxLayout()
            block.setSpacing(GAP_TINY)
            block.addWidget(name)
            block.addWidget(value)
            self._row.addLayout(block, 1)
            self._shown.append((name, value))
        for (name, value), (said, figure) in zip(self._shown, figures, strict=True):
            name.setText(said)
            value.setText(figure)
            value.setAccessibleName(f"{said}: {figure}")

    def texts(self) -> dict[str, str]:
        """What is shown."""
        return {name.text(): value.text() for name, value in self._shown}
