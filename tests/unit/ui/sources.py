"""What stands in the sources of the window: the texts that are translated, and those that should be."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
WINDOW = ROOT / "registry_tray/ui"
FILES = (*sorted(WINDOW.rglob("*.py")), ROOT / "registry_tray/core/alerting/notices.py", ROOT / "registry_tray/face.py")

TRANSLATORS = {"tr": 0, "phrase": 0, "remark": 0, "translate": 1, "QT_TRANSLATE_NOOP": 1}
"""The functions that take a text to be translated, and which of their arguments it is."""

SHOWN = {
    "setText", "setToolTip", "setAccessibleName", "setAccessibleDescription", "setPlaceholderText", "setWindowTitle",
    "setTitle", "setStatusTip", "setTabText", "setTabToolTip", "setInformativeText", "addItem", "addItems", "addAction",
    "addMenu", "addTab", "addButton", "setHeaderLabels", "showMessage", "setSuffix", "setPrefix", "QLabel", "QPushButton",
    "QToolButton", "QCheckBox", "QRadioButton", "QAction", "QGroupBox", "QMenu", "QMessageBox", "label", "narrow_label",
    "button", "say", "push", "Entry", "Line", "ActionRow",
}  # fmt: skip
"""What puts its arguments before the user's eyes or ears."""

NAMES = {"Registry Tray", "English", "Español", "Redis", "MQTT", "TOML (*.toml)", "p95", "Fusion"}
"""Called the same in every language."""


def translated(file: Path) -> Iterator[str]:
    """The texts of a file that go through a translator."""
    for call in _calls(file):
        place = TRANSLATORS.get(_name(call))
        if place is not None and len(call.args) > place:
            yield from _literals(call.args[place])


def bare(file: Path) -> Iterator[tuple[int, str]]:
    """The line and the text of what is shown as it stands in the source."""
    for call in _calls(file):
        if _name(call) in SHOWN:
            for argument in (*call.args, *(word.value for word in call.keywords if word.arg in ("description", "text"))):
                for text in _literals(argument):
                    if _is_language(text):
                        yield call.lineno, text


def _calls(file: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call))


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _literals(node: ast.AST) -> Iterator[str]:
    """Those that are the value of an expression: a text, a choice between two, the parts of one that is put together."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from _literals(one)
            yield from _literals(other)
        case ast.BoolOp(values=values):
            for value in values:
                yield from _literals(value)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from _literals(left)
            yield from _literals(right)
        case ast.JoinedStr(values=values):
            for value in values:
                yield from _literals(value)


def _is_language(text: str) -> bool:
    """Whether it reads as a word: neither an identifier of the program, nor an address, nor a sign."""
    letters = sum(letter.isalpha() for letter in text)
    written = text[:1].isupper() or " " in text.strip()
    keys = text.startswith(("Ctrl+", "Shift+", "Alt+"))
    return letters > 1 and written and not keys and text not in NAMES and "://" not in text
