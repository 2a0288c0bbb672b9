"""The page of settings: a form made from their declarations, applied at once."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from registry_tray.config import Settings, settings_paths
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.pages.setting_field import SettingField
from registry_tray.ui.pages.setting_rows import ConnectionRow, FileRow, LoginRow, NotificationRow, TokenRow
from registry_tray.ui.pages.setting_words import SECTIONS, section_text
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP, GAP_HUGE, GAP_LARGE, GAP_SMALL
from registry_tray.ui.widgets import label, rule

_WIDEST = 720


class SettingsPage(QWidget):
    """A card for each section."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        self._bridge = bridge
        self.fields: dict[str, SettingField] = {}
        program = bridge.program
        self.login = LoginRow(bridge)
        self.file = FileRow(bridge)
        self.notifications = NotificationRow(bridge)
        self.token = TokenRow(bridge, theme)
        self.store_test = ConnectionRow(
            bridge, self.tr("Test Redis"),
            lambda: program.try_store(url, bridge.settings.store.prefix) if (url := bridge.settings.store.url) else None,
        )  # fmt: skip
        self.broker_test = ConnectionRow(
            bridge, self.tr("Test the broker"),
            lambda: program.try_broker(url) if (url := bridge.settings.mqtt.url) else None,
        )  # fmt: skip
        column = QWidget()
        column.setObjectName("scrolled")
        column.setMaximumWidth(_WIDEST)
        cards = QVBoxLayout(column)
        cards.setContentsMargins(GAP_HUGE, 0, GAP_LARGE, GAP_HUGE)
        cards.setSpacing(GAP_SMALL)
        for headline, card in self._make_cards(theme):
            cards.addWidget(label(headline, "section"))
            cards.addWidget(card)
            cards.addSpacing(GAP_LARGE)
        cards.addStretch()
        scroll = QScrollArea(widgetResizable=True)
        scroll.setAlignment(Qt.AlignmentFlag.AlignLeft)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(self.tr("Settings"))
        scroll.setWidget(column)
        self.entry: QWidget = scroll
        title = label(self.tr("Settings"), "title")
        title.setContentsMargins(GAP_HUGE, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP_LARGE, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(title)
        layout.addWidget(scroll, 1)
        bridge.settings_changed.connect(self._on_settings_changed)
        bridge.failed.connect(lambda _: self._on_settings_changed(bridge.settings))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.login.look()
        self.notifications.look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.token.forget()

    def _make_cards(self, theme: Theme) -> list[tuple[str, QWidget]]:
        """Headline and card, in the order in which they are shown."""
        # A folder is chosen before the store in it is opened, so it cannot be changed here.
        declared = [(path, option) for path, option in settings_paths() if not isinstance(option.default, Path)]
        members: dict[str, list[QWidget]] = {section: [] for section in SECTIONS}
        for path, option in declared:
            field = self.fields[path] = SettingField(path, option, self._bridge.settings, theme)
            field.changed.connect(self._bridge.commands.change_setting)
            members.setdefault(path.partition(".")[0], []).append(field)
        members["alerts"].insert(0, self.notifications)
        members["store"].append(self.store_test)
        members["mqtt"].append(self.broker_test)
        members["server"].append(self.token)
        own = (self.tr("This program"), _card([self.login, self.file]))
        return [*((section_text(section), _card(rows)) for section, rows in members.items()), own]

    def _on_settings_changed(self, settings: Settings) -> None:
        for field in self.fields.values():
            field.show_settings(settings)


def _card(members: list[QWidget]) -> QWidget:
    card = QWidget()
    card.setObjectName("card")
    card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    rows = QVBoxLayout(card)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(0)
    for member in members:
        if rows.count():
            rows.addWidget(rule())
        rows.addWidget(member)
    return card
