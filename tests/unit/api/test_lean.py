"""The server of aiohttp alone, and the rest of it when it is asked for."""

import subprocess
import sys

import pytest

BEFORE = "import sys, threading; from registry_tray.api.lean import import_server; import_server(); from aiohttp import web\n"


def told(code: str) -> str:
    return subprocess.run([sys.executable, "-c", BEFORE + code], capture_output=True, text=True, check=True).stdout.strip()


def test_the_server_comes_without_the_client() -> None:
    assert told("print(web.__name__, 'aiohttp.client' in sys.modules, 'aiohttp.connector' in sys.modules)") == (
        "aiohttp.web False False"
    )


@pytest.mark.parametrize(
    "use",
    ["import aiohttp; aiohttp.ClientSession", "from aiohttp import ClientSession", "import aiohttp.client"],
)
def test_the_client_is_there_as_soon_as_it_is_named(use: str) -> None:
    assert told(f"{use}; import aiohttp; print(aiohttp.ClientSession.__module__, len(aiohttp.__version__) > 2)") == (
        "aiohttp.client True"
    )


def test_threads_that_name_it_at_once_all_get_it() -> None:
    name = "import aiohttp; found.append(aiohttp.ClientSession)"
    code = f"""
found = []
def find(): {name}
threads = [threading.Thread(target=find) for _ in range(8)]
for each in threads: each.start()
for each in threads: each.join()
print(len(found), len(set(found)))
"""
    assert told(code) == "8 1"


def test_what_it_does_not_have_it_does_not_have() -> None:
    assert told("import aiohttp; print(hasattr(aiohttp, 'Nonsense'), hasattr(aiohttp, 'Nonsense'))") == "False False"
