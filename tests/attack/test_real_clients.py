"""Applications register as they really do: the lines of the README, run by the programs that they are written for."""

import asyncio
import re
import sys
from pathlib import Path

import pytest

from tests.attack.tools import tool
from tests.unit.api.client import Client

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
REQUESTS = """
import requests
answer = requests.post("{address}/api/register", json={{"appId": "my-app", "health": {{"url": "http://localhost:8000/health"}}}})
answer.raise_for_status()
identifier = answer.json()["value"]["identifier"]
assert requests.post("{address}/api/heartbeat", json={{"identifier": identifier}}).ok
refused = requests.post("{address}/api/register", json={{}})
assert (refused.status_code, refused.json()["errors"][0]["path"]) == (422, "appId")
print(identifier)
"""
NODE_LIFE = """
const ask = async (path, body) => {{
  const answer = await fetch("{address}/api/" + path, {{
    method: "POST", headers: {{"Content-Type": "application/json"}}, body: JSON.stringify(body)}});
  return (await answer.json()).value;
}};
const {{identifier}} = await ask("register", {{appId: "my-app", pid: process.pid, data: {{server: {{port: 8000}}}}}});
const listed = (await (await fetch("{address}/api/application")).json()).value.map((each) => each.identifier);
await ask("unregister", {{identifier, error: {{type: "TypeError", message: "x is not a function", exitCode: 1}}}});
console.log(identifier, listed.includes(identifier));
"""


def said_in_readme(before: str, client: Client) -> str:
    """The indented lines that follow a line of the README, for this registry."""
    found = re.search(rf"^{re.escape(before)}\n\n((?:    .*\n)+)", README, re.MULTILINE)
    assert found, before
    return re.sub("^    ", "", found[1], flags=re.MULTILINE).replace("http://127.0.0.1:7331", client.address)


async def run(*command: str | Path, stdin: str = "") -> str:
    """What a program prints that ends well."""
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, err = await asyncio.wait_for(process.communicate(stdin.encode()), 60)
    assert process.returncode == 0, err.decode()
    return out.decode()


async def registered(client: Client) -> tuple[str, str]:
    """Who is registered, and what is checked."""
    (record,) = await client.get("/api/application")
    (job,) = await client.get(f"/api/application/{record['id']}/jobs")
    return record["identifier"], job["endpoint"]


async def test_curl_registers_with_the_line_of_the_readme(client: Client) -> None:
    tool("curl", "curl")
    out = await run("sh", "-c", said_in_readme("curl, or any shell script:", client))
    assert '"success":true' in out
    assert await registered(client) == ("my-app@localhost", "http://localhost:8000/health")


async def test_python_registers_with_the_line_of_the_readme(client: Client) -> None:
    await run(sys.executable, "-c", said_in_readme("Python, standard library only:", client))
    assert await registered(client) == ("my-app@localhost", "http://localhost:8000/health")


async def test_python_registers_with_requests(client: Client) -> None:
    assert await run(sys.executable, "-c", REQUESTS.format(address=client.address)) == "my-app@localhost\n"
    assert await registered(client) == ("my-app@localhost", "http://localhost:8000/health")


async def test_node_registers_with_the_line_of_the_readme(client: Client) -> None:
    await run(tool("node", "nodejs"), "-e", said_in_readme("Node:", client))
    assert await registered(client) == ("my-app@localhost", "http://localhost:8000/health")


async def test_node_lives_a_whole_life(client: Client) -> None:
    out = await run(tool("node", "nodejs"), "--input-type=module", "-", stdin=NODE_LIFE.format(address=client.address))
    assert out == "my-app@localhost true\n"
    (record,) = await client.get("/api/application")
    assert record["status"] == "crashed"
    (error,) = await client.get(f"/api/application/{record['id']}/errors")
    assert (error["type"], error["message"], error["exitCode"]) == ("TypeError", "x is not a function", 1)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX")
async def test_a_shell_script_registers_and_says_good_bye(client: Client) -> None:
    tool("curl", "curl")
    script = said_in_readme("A shell script that registers itself and says good-bye:", client)
    await run("bash", "-c", f"{script}\ntrue")
    (record,) = await client.get("/api/application")
    assert (record["appId"], record["status"]) == ("backup", "stopped")
    assert [event["label"] for event in await client.get("/api/event")] == ["unregister", "register"]
