"""Brings resources/translations up to date: `python -m scripts.translate` after a text was changed or added.

Qt's own tools do it: lupdate finds the texts of the window, lrelease compiles what translators wrote. What the core says and
declares without Qt (phrases, settings, checks) is handed to lupdate as a source file of its own. The sentences of remarks are
listed beside the catalogue.
"""

import ast
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import PySide6

from registry_tray.checks import declared
from registry_tray.config import settings_paths
from registry_tray.ui import sayings
from registry_tray.ui.details.job_form import title
from registry_tray.ui.pages.setting_words import LABELS, SECTIONS, plain_label
from registry_tray.wire.strategies import Strategies

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources/translations"
CATALOGUE = FOLDER / "registry-tray_es.ts"
REMARKS = ROOT / "resources" / sayings.REMARKS
PACKAGE = ROOT / "registry_tray"


def declared_texts() -> Iterator[str]:
    """What the window shows of the declarations of the core: of settings, and of checks with their options."""
    for path, option in settings_paths():
        yield str(option.metadata["doc"])
        if path not in LABELS:
            yield plain_label(path)
        if path.partition(".")[0] not in SECTIONS:
            yield path.partition(".")[0].capitalize()
    for strategy in Strategies(declared()).records():
        yield strategy.description
        for known in strategy.options:
            yield known.description
            yield title(known.name)


def sentences(*functions: str, files: Iterable[Path] = ()) -> Iterator[str]:
    """The first arguments of all calls of these functions, such as `phrase` and `remark`, in these files or in all."""
    for file in files or sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(sentence)), *_]) if name in functions:
                    yield sentence


def remarks() -> list[str]:
    """The sentences of what is stored in English, and recognised when it is shown."""
    return sorted(set(sentences("remark")))


def update(catalogue: Path = CATALOGUE) -> None:
    """Bring the texts in the catalogue up to date; what was translated stays, what is gone goes."""
    with tempfile.TemporaryDirectory() as folder:
        extra = Path(folder) / "declared.py"
        lines = (
            f'QT_TRANSLATE_NOOP("", {_quoted(text)})\n'
            for text in dict.fromkeys((*declared_texts(), *sentences("phrase", "remark")))
        )
        extra.write_text("".join(lines), "utf-8")
        _run(
            "lupdate", "-silent", "-no-obsolete", "-locations", "none", "-disable-heuristic", "similartext",
            "-disable-heuristic", "sametext", "-sort-messages",
            *map(str, sorted((PACKAGE / "ui").rglob("*.py"))), str(extra), "-ts", str(catalogue),
        )  # fmt: skip


def compile_to(compiled: Path, catalogue: Path = CATALOGUE) -> None:
    """Compile the catalogue for the program."""
    _run("lrelease", "-silent", str(catalogue), "-qm", str(compiled))


def _quoted(text: str) -> str:
    escaped = re.sub(r'(["\\])', r"\\\1", text)
    return f'"{escaped}"'


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([str(Path(PySide6.__file__).parent / tool), *arguments], check=True, stdout=subprocess.DEVNULL)


def main() -> int:
    """The exit status: 1 where texts wait for a translation."""
    FOLDER.mkdir(exist_ok=True)
    REMARKS.write_text("".join(f"{sentence}\n" for sentence in remarks()), "utf-8")
    update()
    compile_to(CATALOGUE.with_suffix(".qm"))
    missing = CATALOGUE.read_text("utf-8").count('type="unfinished"')
    if missing:
        print(f"{missing} texts have no translation yet: see {CATALOGUE}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
