"""Two commands of two projects are not called alike, and none is called after its interpreter."""

from pathlib import Path

import pytest

from registry_tray.runner.name import name_of


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A folder of somebody's project, in which nothing names it."""
    folder = tmp_path / "shop"
    (folder / "src").mkdir(parents=True)
    for name in ("server.js", "worker.js", "src/index.ts", "mail.py", "shop.py"):
        (folder / name).touch()
    return folder


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("node server.js", "shop"),
        ("/usr/bin/node --inspect ./server.js --port 1", "shop"),
        ("node worker.js", "shop-worker"),
        ("python3.11 mail.py", "shop-mail"),
        ("python shop.py", "shop"),
        ("python -m http.server 8000", "shop"),
        ("python -m celery_beat", "shop-celery_beat"),
        ("python -c print()", "shop"),
        ("npm start", "shop"),
        ("npm run dev", "shop"),
        ("npm run build:watch", "shop-build-watch"),
        ("uvicorn main:app --reload", "shop"),
        ("env PORT=1 -u X node worker.js", "shop-worker"),
        ("java -jar target/billing-1.2.3.jar", "shop-billing"),
        ("bin/importer --all", "importer"),
        ("./server", "shop"),
        ("redis-server", "redis-server"),
        ("node", "shop"),
    ],
)
def test_a_command_is_called_after_its_project_and_after_its_script_where_that_tells_more(
    shop: Path, command: str, name: str
) -> None:
    assert name_of(command.split(), shop) == name


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("package.json", '{"name": "@acme/store"}'),
        ("pyproject.toml", '[project]\nname = "store"\n'),
        ("pyproject.toml", '[tool.poetry]\nname = "store"\n'),
        ("Cargo.toml", '[package]\nname = "store"\n'),
        ("go.mod", "// ours\nmodule example.com/acme/store\n\ngo 1.22\n"),
    ],
)
def test_a_project_has_the_name_that_its_own_file_gives(shop: Path, file: str, text: str) -> None:
    (shop / file).write_text(text)
    assert name_of(["node", "src/index.ts"], shop) == "store"
    assert name_of(["node", str(shop / "worker.js")], Path("/")) == "store-worker"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"name": 5}', '{"version": "1"}'])
def test_a_project_file_that_names_nothing_is_passed_over(shop: Path, text: str) -> None:
    (shop / "package.json").write_text(text)
    (shop / "pyproject.toml").write_text("[tool.ruff]\n")
    (shop / "go.mod").write_text("go 1.22\n")
    assert name_of(["node", "server.js"], shop) in ("shop", "5")


def test_where_nothing_is_known_the_script_or_the_command_has_to_do() -> None:
    assert name_of(["node", "worker.js"], Path("/")) == "worker"
    assert name_of(["node"], Path("/")) == "node"
    assert name_of(["node", "\x00"], Path("/")) == "node"
