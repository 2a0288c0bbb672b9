"""One setting as a row of the form: made from its declaration, checked while it is typed."""

from dataclasses import Field
from enum import StrEnum
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from registry_tray.config import Settings, display_value
from registry_tray.core.errors import BadValueError
from registry_tray.ui.language import tr
from registry_tray.ui.pages.setting_words import AT_NEXT_START, ZERO, choice_text, label_text
from registry_tray.ui.sayings import say
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP, GAP_LARGE, GAP_TINY
from registry_tray.ui.widgets import button, label

_SETTLE = 700  # ms after the last key before what was typed is applied
_WIDTH = 168  # pixels, for text of the usual size
_WIDE = 264  # pixels at least, for addresses


class SettingField(QWidget):
    """Label and help at the left, the control at the right."""

    changed = Signal(str, object)
    """The path, and the new value as `Settings.with_value` takes it."""

    def __init__(self, path: str, option: Field[Any], settings: Settings, theme: Theme) -> None:
        super().__init__()
        self.path = path
        self._default = option.default
        self._settings = settings
        self._label = label_text(path)
        self._help = self._help_text(option)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE)
        self._settle.timeout.connect(self._apply_typed)
        self.control = self._make_control()
        self.control.setAccessibleName(self._label)
        self.control.setAccessibleDescription(self._help)
        self.error = label("", "error", wrap=True)
        self.error.hide()
        self.reset = button(self.tr("Reset to {0}").format(self._say_value(self._default)), self._on_reset, kind="link")
        self.reset.setAccessibleName(self.tr("Reset {0}").format(self._label))
        self._theme = theme
        theme.changed.connect(self._fit)
        self._fit()
        self._lay_out()
        self.show_settings(settings)

    def show_settings(self, settings: Settings) -> None:
        """Show the value in force; what is being typed stays."""
        self._settings = settings
        value = settings.get(self.path)
        self.reset.setVisible(value != self._default)
        match self.control:
            case QCheckBox():
                self.control.setChecked(value)
            case QComboBox():
                self.control.setCurrentIndex(self.control.findData(str(value)))
            case QLineEdit() if not self.control.hasFocus() and not self._settle.isActive():
                self.control.setText(self._shown(value))
                self.control.setCursorPosition(0)  # of what is longer than its field, the beginning shows
                self._say("")

    def _say_value(self, value: object) -> str:
        if isinstance(value, bool):
            return self.tr("on") if value else self.tr("off")
        if isinstance(value, StrEnum):
            return choice_text(value)
        if value == 0 and self.path in ZERO:
            return tr(str(ZERO[self.path]))
        return display_value(value) or self.tr("none")

    def _shown(self, value: object) -> str:
        """In a line of text; empty where the zero of a number stands for something else, which shows in its place."""
        return "" if value == 0 and self.path in ZERO else display_value(value)

    def _meant(self, text: str) -> str:
        return text.strip() or ("0" if self.path in ZERO else "")

    def _help_text(self, option: Field[Any]) -> str:
        doc = tr(str(option.metadata["doc"]))
        parts = [doc[:1].upper() + doc[1:] + ".", self.tr("Default: {0}.").format(self._say_value(self._default))]
        if self.path.startswith(AT_NEXT_START):
            parts.append(self.tr("Takes effect at the next start."))
        return " ".join(parts)

    def _make_control(self) -> QCheckBox | QComboBox | QLineEdit:
        match self._default:
            case bool():
                box = QCheckBox()
                box.setProperty("bare", "true")
                box.clicked.connect(lambda on: self.changed.emit(self.path, on))
                return box
            case StrEnum():
                choice = QComboBox()
                for member in type(self._default):
                    choice.addItem(choice_text(member.value), member.value)
                choice.activated.connect(lambda index: self.changed.emit(self.path, choice.itemData(index)))
                return choice
        line = QLineEdit()
        if not self._shown(empty := 0 if self.path in ZERO else self._default):
            line.setPlaceholderText(self._say_value(empty))
        line.textEdited.connect(self._on_typed)
        line.editingFinished.connect(self._apply_typed)
        return line

    def _fit(self) -> None:
        """The control has room for as much text as ever, however large that is."""
        if not isinstance(self.control, QCheckBox):
            width = self._theme.size(_WIDTH)
            self.control.setFixedWidth(max(width, _WIDE) if self.path.endswith(".url") else width)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(GAP_TINY)
        name = label(self._label, "strong", wrap=True)
        name.setBuddy(self.control)
        words.addWidget(name)
        words.addWidget(label(self._help, "caption", wrap=True))
        words.addWidget(self.error)
        words.addStretch()
        side = QVBoxLayout()
        side.setSpacing(GAP_TINY)
        side.addWidget(self.control, 0, Qt.AlignmentFlag.AlignRight)
        side.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignRight)
        side.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GAP_LARGE, GAP, GAP_LARGE, GAP)
        layout.setSpacing(GAP_LARGE)
        layout.addLayout(words, 1)
        layout.addLayout(side)

    def _on_typed(self, text: str) -> None:
        try:
            self._settings.with_value(self.path, self._meant(text), "")
        except BadValueError as error:
            self._settle.stop()
            self._say(say(error.why))
        else:
            self._say("")
            self._settle.start()

    def _apply_typed(self) -> None:
        self._settle.stop()
        if not isinstance(self.control, QLineEdit):
            return
        text = self._meant(self.control.text())
        try:
            value = self._settings.with_value(self.path, text, "").get(self.path)
        except BadValueError:
            return
        if value != self._settings.get(self.path):
            self.changed.emit(self.path, value if isinstance(value, int) else text)

    def _on_reset(self) -> None:
        if isinstance(self.control, QLineEdit):
            self._settle.stop()
            self.control.setText(self._shown(self._default))
            self._say("")
        plain = isinstance(self._default, (bool, int))
        self.changed.emit(self.path, self._default if plain else display_value(self._default))

    def _say(self, error: str) -> None:
        self.error.setText(error)
        self.error.setVisible(bool(error))
        if bool(self.control.property("invalid")) != bool(error):
            self.control.setProperty("invalid", bool(error))
            self.control.style().polish(self.control)
