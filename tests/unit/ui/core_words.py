"""What stands in the sources outside of the window that reads as words for a person, and is neither a phrase nor a remark."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from registry_tray.core import errors

PACKAGE = Path(__file__).resolve().parents[3] / "registry_tray"

ELSEWHERE = {
    "ui/": "it has a test of its own",
    "client/": "applications import it; it shows nothing",
    "runner/": "the command line speaks English",
    "demo/command.py": "the command line speaks English",
    "app.py": "the command line speaks English",
    "cli.py": "the command line speaks English",
    "commands.py": "the command line speaks English",
    "headless.py": "the command line speaks English",
    "process.py": "the command line speaks English",
    "transfer.py": "the command line speaks English",
    "api/": "the API answers in English",
    "config.py": "scripts.translate takes what is shown of its descriptions",
    "wire/fields.py": "scripts.translate takes what is shown of its descriptions",
}
"""Files and folders whose texts are not translated, and why."""

IN = ("api/server.py",)
"""Of these, what is translated all the same."""

NO_PERSON = {
    "said to nobody: the core makes words of what it is, not of its message": (
        "not a greeting", "not an answer", "not an answer to a log-in", "not a frame", "not a certificate", "not a document",
        "it breaks off", "too long", "a value of the type {}", "a length of more than four bytes",
        "not an MQTT packet that comes from a broker", "{} closed the connection", "PostgreSQL closed the connection",
        "the server closed the connection without an answer",
    ),
    "a fault of the program": (
        "no conversion for {}", "{} cannot be encoded", "{} is not known", "{} is added, and replaces nothing",
        "the last attempt returns or raises",
    ),
    "in the journal of the API alone: the window has words of its own for these kinds of events": (
        "Answers again", "restarted ({})", "slept {}", "until it recovers", "for ever", "for {}",
    ),
    "a mark in what other programs say": (
        "Bad user name or password", "Not authorized", "Keep alive timeout", "without any password",
        "Authentication required", "DB index is out of range", "max number of clients",
        "Protocol Error", "No master found", "socket closed", "Xfce Notify Daemon",
    ),
    "a name, of which nothing is shown": (
        "is down", "is lost", "has crashed", "has crashed again", "keeps going down", "registry-tray run", "store size",
        "store reader", "tray shown", "the dialog", "MEMORY USAGE",
    ),
    "the same in every language": ("Registry Tray", "HTTP {} {}", "Basic {}", "registry-tray: {}", "{} (pid {})"),
}  # fmt: skip
"""Texts that are not translated, and why."""

_TOLD = frozenset({"phrase", "remark"})
_SHOWN = frozenset({"Fault", "ProbeError", *(each.__name__ for each in vars(errors).values() if isinstance(each, type))})
_SKIPPED = frozenset({"logger", "logging"})
_DECLARED = frozenset({"description", "doc", "example", "examples", "help", "name"})  # scripts.translate takes what is shown
_WORDS = re.compile(r"[A-Za-z]{2,}[,;:]? +[A-Za-z{(]")
_SQL = "SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|PRAGMA|BEGIN|coalesce|rollups|\\w+ WHERE"
_CODE = re.compile(rf"\s*({_SQL}|local|(if )?redis\.call|\[Desktop Entry\])")


def files() -> Iterator[Path]:
    """The sources whose texts a person may read in the window, in the tray or in a notification."""
    for file in sorted(PACKAGE.rglob("*.py")):
        path = file.relative_to(PACKAGE).as_posix()
        if path in IN or not path.startswith(tuple(ELSEWHERE)):
            yield file


def untold(file: Path) -> Iterator[tuple[int, str]]:
    """The line and the text of what is neither a phrase nor a remark; `{}` for what stands in its places."""
    yield from _within(ast.parse(file.read_text("utf-8")))


def excepted() -> frozenset[str]:
    """All that is not translated."""
    return frozenset(text for texts in NO_PERSON.values() for text in texts)


def _within(node: ast.AST) -> Iterator[tuple[int, str]]:
    match node:
        case ast.Expr(value=ast.Constant()):  # a docstring
            return
        case ast.Call(func=ast.Name(id=name), args=[_, *values]) if name in _TOLD:
            yield from (found for value in values for found in _within(value))
            return
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name))) if name in _SKIPPED:
            return
        case ast.keyword(arg=name) if name in _DECLARED:
            return
        case ast.Call(func=ast.Name(id=name), args=[*_, last]) if name in _SHOWN and _text(last).isalpha():
            yield node.lineno, _text(last)  # here one word is read as well
    text = _text(node)
    if _WORDS.search(text) and not _CODE.match(text):
        yield getattr(node, "lineno", 0), text
    yield from (found for child in _parts(node) for found in _within(child))


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.JoinedStr):
        return (part.value for part in node.values if isinstance(part, ast.FormattedValue))
    return ast.iter_child_nodes(node)


def _text(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in values)
    return ""
