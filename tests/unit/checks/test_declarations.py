"""What a kind of check declares holds for the documents, for start-up, and where its client is not installed."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from registry_tray.checks import build_strategies, declared
from registry_tray.wire.strategies import Strategies
from scripts.document_checks import PAGE, render
from scripts.translate import PACKAGE, sentences
from tests.unit.checks.support import is_documented

_SPEAK = (*(PACKAGE / "checks").glob("*.py"), PACKAGE / "core/monitor.py", PACKAGE / "core/interruptions.py")

HEAVY = ("pamqp", "aiohttp", "aiomysql", "asyncpg", "dns", "grpc", "paho", "psutil", "redis")

LATER = ("aiohttp.client", "psutil")

_SERVER = "from registry_tray.api.lean import import_server; import_server(); "


def test_the_page_about_checks_is_as_they_declare() -> None:
    assert PAGE.read_text("utf-8") == render(), "run .venv/bin/python -m scripts.document_checks"


def test_the_page_has_every_reason_that_a_check_gives() -> None:
    said = [re.sub(r"\{\d\}", "<it>", sentence) for sentence in sentences("remark", files=_SPEAK) if _is_whole(sentence)]
    assert [words for words in said if not is_documented(words)] == []


def _is_whole(sentence: str) -> bool:
    """Not only a part of what is said."""
    return (sentence[0] in '"{' and sentence != "{0} within {1}") or (sentence[0].isupper() and sentence != "The server")


def test_each_strategy_has_a_page_of_its_own_schemes() -> None:
    schemes = [scheme.name for strategy in declared() for scheme in strategy.schemes]
    assert len(schemes) == len(set(schemes))
    assert all(strategy.example.split("://")[0] in schemes for strategy in declared())


@pytest.mark.parametrize(
    ("code", "lazy"),
    [
        ("import registry_tray.checks", HEAVY),
        ("from registry_tray.checks import declared; declared()", HEAVY),
        (f"{_SERVER}import registry_tray.api.server", LATER),
        (f"{_SERVER}import asyncio; from tests.unit.checks.support import refused; asyncio.run(refused('http'))", LATER[:1]),
    ],
)
def test_no_client_is_imported_before_it_is_needed(code: str, lazy: tuple[str, ...]) -> None:
    found = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print([name for name in {lazy!r} if name in sys.modules])"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert found.stdout.strip() == "[]"


async def test_what_is_installed_is_found_out_once() -> None:
    strategies = await build_strategies()
    assert all(strategies.is_available(strategy) for strategy in strategies)
    assert strategies.target("postgres://app@localhost/shop").url == "postgres://app@localhost:5432/shop"


def test_a_url_whose_client_is_not_installed_is_refused_with_the_fix() -> None:
    strategies = Strategies(declared(), frozenset({"postgres"}))
    with pytest.raises(ValueError, match=r'^needs what is not installed: pip install "registry-tray\[postgres\]", then start'):
        strategies.target("postgresql://localhost/shop")
    record = next(each for each in strategies.records() if each.name == "postgres")
    assert (record.available, record.fix) == (False, 'pip install "registry-tray[postgres]", then start Registry Tray again')


def test_what_is_named_as_the_fix_is_an_extra_that_brings_the_client() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())["project"]
    brought = {"grpc": {"grpcio", "grpcio-health-checking"}, "asyncpg": {"asyncpg"}, "aiomysql": {"aiomysql"},
               "pamqp": {"pamqp"}, "scramp": {"scramp"}, "grpc_health": {"grpcio-health-checking"}}  # fmt: skip
    for strategy in declared():
        assert bool(strategy.extra) is bool(strategy.modules)
        if strategy.extra:
            packages = {each.partition(">")[0] for each in project["optional-dependencies"][strategy.extra]}
            assert all(packages & brought[module] for module in strategy.modules)
            assert strategy.fix.startswith(f'pip install "{project["name"]}[{strategy.extra}]", then')


def test_a_scheme_that_only_the_settings_file_may_name_is_not_offered() -> None:
    strategies = Strategies(declared())
    with pytest.raises(ValueError, match="has the scheme 'gopher', there are: ") as refused:
        strategies.target("gopher://localhost:70")
    offered = str(refused.value).partition("there are: ")[2].split(", ")
    assert "exec" not in offered
    assert {*offered} == {scheme.name for each in declared() for scheme in each.schemes} - {"exec"}
    with pytest.raises(ValueError, match="which only the settings file may"):
        strategies.target("exec://backup")


@pytest.mark.parametrize("scheme", ["tcp", "tls", "grpc", "grpcs"])
@pytest.mark.parametrize("login", ["me", "me:hunter2", ":hunter2"])
def test_a_log_in_that_would_be_ignored_is_refused(scheme: str, login: str) -> None:
    with pytest.raises(ValueError, match=f"^names a user or a password, which a check of {scheme[:4].rstrip('s')}"):
        Strategies(declared()).target(f"{scheme}://{login}@localhost:1000")


def test_a_url_of_several_hosts_is_refused_with_the_fix() -> None:
    with pytest.raises(ValueError, match=r"^must name one host: make a check for each of them$"):
        Strategies(declared()).target("mongodb://a,b/shop?replicaSet=rs0")


@pytest.mark.parametrize(
    "url", ["gopher://localhost:70", "postgres:/localhost", "docker://a b", "docker://", "process://a/b", "dns://a?b"]
)
def test_a_url_that_cannot_be_checked_is_refused_in_words(url: str) -> None:
    with pytest.raises(ValueError, match=r"must|has the scheme"):
        Strategies(declared()).target(url)
