"""The page of settings: a form made from their declarations, applied at once."""

from itertools import groupby
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from registry_tray.config import Settings, settings_paths
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.pages.setting_field import SettingField
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP, GAP_HUGE, GAP_LARGE, GAP_SMALL
from registry_tray.ui.widgets import label

_WIDEST = 720
_ORDER = ("appearance", "alerts", "checks", "server")  # what people change most comes first; others follow

_TITLES = {"mqtt": "MQTT"}


class SettingsPage(QWidget):
    """A card for each section."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        self._bridge = bridge
        self.fields: dict[str, SettingField] = {}
        column = QWidget()
        column.setObjectName("scrolled")
        column.setMaximumWidth(_WIDEST)
        cards = QVBoxLayout(column)
        cards.setContentsMargins(GAP_HUGE, 0, GAP_LARGE, GAP_HUGE)
        cards.setSpacing(GAP_SMALL)
        for section, card in self._make_cards(bridge.settings, theme):
            cards.addWidget(label(_TITLES.get(section, section.capitalize()), "section"))
            cards.addWidget(card)
            cards.addSpacing(GAP_LARGE)
        cards.addStretch()
        scroll = QScrollArea(widgetResizable=True)
        scroll.setAlignment(Qt.AlignmentFlag.AlignLeft)
        scroll.setAccessibleName(self.tr("Settings"))
        scroll.setWidget(column)
        title = label(self.tr("Settings"), "title")
        title.setContentsMargins(GAP_HUGE, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP_LARGE, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(title)
        layout.addWidget(scroll, 1)
        bridge.settings_changed.connect(self._on_settings_changed)
        bridge.failed.connect(lambda _: self._on_settings_changed(bridge.settings))

    def _make_cards(self, settings: Settings, theme: Theme) -> list[tuple[str, QWidget]]:
        # A folder is chosen before the store in it is opened, so it cannot be changed here.
        declared = [(path, option) for path, option in settings_paths() if not isinstance(option.default, Path)]
        made = []
        for section, members in groupby(declared, key=lambda pair: pair[0].partition(".")[0]):
            card = QWidget()
            card.setObjectName("card")
            card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            rows = QVBoxLayout(card)
            rows.setContentsMargins(0, 0, 0, 0)
            rows.setSpacing(0)
            for path, option in members:
                if rows.count():
                    rows.addWidget(_rule())
                field = self.fields[path] = SettingField(path, option, settings, theme)
                field.changed.connect(self._bridge.commands.change_setting)
                rows.addWidget(field)
            made.append((section, card))
        return sorted(made, key=lambda pair: _ORDER.index(pair[0]) if pair[0] in _ORDER else len(_ORDER))

    def _on_settings_changed(self, settings: Settings) -> None:
        for field in self.fields.values():
            field.show_settings(settings)


def _rule() -> QFrame:
    rule = QFrame()
    rule.setObjectName("rule")
    rule.setFrameShape(QFrame.Shape.HLine)
    return rule
