"""How the list is shown: grouped or flat, and with which columns."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QToolButton

from registry_tray.ui.models.instances import InstanceModel
from registry_tray.ui.pages.instance_list import InstanceList
from registry_tray.ui.theme import Theme


class ViewButton(QToolButton):
    """Opens a menu that is filled as things stand."""

    def __init__(self, model: InstanceModel, view: InstanceList, theme: Theme) -> None:
        super().__init__()
        self._model = model
        self._view = view
        self._theme = theme
        self.setProperty("kind", "button")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("View"))
        self.setToolTip(self.tr("Grouping and columns"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        self.setMenu(menu)
        theme.changed.connect(self._tint)
        self._tint()

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        grouped = menu.addAction(self.tr("Group by application"))
        grouped.setCheckable(True)
        grouped.setChecked(self._model.tree.is_grouped)
        grouped.toggled.connect(lambda on: self._model.group(on=on))
        for text, closed in ((self.tr("Close all"), True), (self.tr("Open all"), False)):
            menu.addAction(text).triggered.connect(lambda _=False, closed=closed: self._model.close_all(closed=closed))
        menu.addSection(self.tr("Columns"))
        self._view.columns.fill(menu)

    def _tint(self) -> None:
        self.setIcon(self._theme.icon("settings"))
