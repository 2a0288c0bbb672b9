"""What a command is called where nobody says it: by its project, and by its script where that tells more."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

_LAUNCHERS = frozenset({
    "node", "nodejs", "nodemon", "deno", "bun", "bunx", "tsx", "ts-node", "npm", "npx", "pnpm", "yarn", "next", "vite", "python",
    "py", "pypy", "uv", "poetry", "pipenv", "uvicorn", "gunicorn", "hypercorn", "flask", "celery", "streamlit", "ruby", "bundle",
    "rails", "php", "perl", "java", "go", "cargo", "dotnet", "sh", "bash", "zsh", "fish", "make", "just",
})  # fmt: skip
_SAY_NOTHING = frozenset({
    "app", "cli", "dev", "index", "init", "main", "manage", "run", "serve", "server", "start", "wsgi", "asgi", "preview", "watch",
})  # fmt: skip
_SOURCES = frozenset({
    ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".py", ".pyw", ".rb", ".php", ".pl", ".sh", ".bash", ".zsh",
    ".fish", ".jar", ".go", ".dll",
})  # fmt: skip
_RUNS_TASKS = frozenset({"npm", "pnpm", "yarn", "bun", "deno", "make", "just"})
_VERSION = re.compile(r"-\d[\w.-]*$")
_LONGEST = 100


def name_of(command: Sequence[str], folder: Path) -> str:
    """Never empty. `node server.js` in shop/ is `shop`, `node worker.js` there `shop-worker`, `bin/importer` is `importer`."""
    command = _without_environment(command)
    program = Path(command[0])
    launcher = re.sub(r"[\d.]+$", "", program.stem)
    if launcher not in _LAUNCHERS and program.stem not in _SAY_NOTHING:
        return _fit(program.stem)
    where = folder
    script = program.stem
    if launcher in _LAUNCHERS:
        found = _script(launcher, command[1:])
        where = (folder / found).parent if (folder / found).is_file() else folder
        script = _VERSION.sub("", Path(found).stem) if Path(found).suffix in _SOURCES else found
    elif program.parent != Path():
        where = folder / program.parent
    project = _project(where.resolve())
    if not script or script in _SAY_NOTHING or script == project:
        return _fit(project or script or program.stem)
    return _fit(f"{project}-{script}" if project else script)


def _without_environment(command: Sequence[str]) -> Sequence[str]:
    """`env A=1 node x.js` is about node."""
    if Path(command[0]).name != "env":
        return command
    for number, part in enumerate(command[1:], 1):
        takes_word = command[number - 1] in ("-u", "--unset", "-C", "--chdir")
        if not takes_word and not part.startswith("-") and not re.match(r"\w+=", part):
            return command[number:]
    return command


def _script(launcher: str, arguments: Sequence[str]) -> str:
    """The script, the module or the task that it runs; empty where there is none."""
    for number, argument in enumerate(arguments):
        if argument == "-m" and number + 1 < len(arguments):
            return arguments[number + 1].rpartition(".")[2]
        if argument in ("-c", "-e", "--eval", "-p"):
            return ""
        if Path(argument).suffix in _SOURCES:
            return argument
    if launcher in _RUNS_TASKS:
        words = [argument for argument in arguments if not argument.startswith("-")]
        words = words[1:] if words[:1] in (["run"], ["task"], ["run-script"]) else words
        return words[0].replace(":", "-") if words and re.fullmatch(r"[\w:.-]+", words[0]) else ""
    return ""


def _project(folder: Path) -> str:
    """What the nearest project file calls it, else the name of its folder; empty where that is nobody's project."""
    homes = {Path.home(), Path("/"), Path("/tmp")}  # nothing is written there
    for place in (folder, *folder.parents):
        if place in homes:
            break
        for file, read in _FILES.items():
            with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
                return read((place / file).read_text("utf-8")).rpartition("/")[2]
        if (place / ".git").exists():
            return place.name
    return "" if folder in homes else folder.name


def _fit(name: str) -> str:
    """Of what may stand in the name of an application."""
    return "".join(each for each in name if each.isprintable()).strip()[:_LONGEST] or "command"


def _cargo(text: str) -> str:
    return str(tomllib.loads(text)["package"]["name"])


def _python(text: str) -> str:
    parsed = tomllib.loads(text)
    named = parsed.get("project") or parsed["tool"]["poetry"]
    return str(named["name"])


def _go(text: str) -> str:
    return next(line.split()[1] for line in _lines(text) if line.startswith("module "))


def _lines(text: str) -> Iterator[str]:
    yield from text.splitlines()
    raise KeyError("module")


_FILES: dict[str, Callable[[str], str]] = {
    "package.json": lambda text: str(json.loads(text)["name"]),
    "pyproject.toml": _python,
    "Cargo.toml": _cargo,
    "go.mod": _go,
}
