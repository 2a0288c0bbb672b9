"""docker:// is up while a container runs, and is healthy where it has a health check; it asks the local Docker socket."""

import asyncio
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote, urlsplit

import msgspec
from msgspec import Meta

from registry_tray.checks.connection import waiting_for
from registry_tray.core.ports import Answer, Ask, ProbeError
from registry_tray.core.status import Result
from registry_tray.core.targets import Form, Scheme
from registry_tray.phrases import remark
from registry_tray.wire import fields as f
from registry_tray.wire.strategy import Options, Strategy, plain, said

if TYPE_CHECKING:
    import aiohttp

SOCKET = "/var/run/docker.sock"
MOST = 4 << 20

Socket = Annotated[
    str,
    Meta(max_length=100, pattern=f.PLAIN, description="the socket of Docker, or of Podman on this machine", examples=[SOCKET]),
]


class DockerOptions(Options, rename="camel", kw_only=True, omit_defaults=True, frozen=True):
    """Where Docker is."""

    socket: Socket = SOCKET


async def check_docker(ask: Ask) -> Answer:
    """GET /containers/<name>/json."""
    await asyncio.to_thread(import_module, "registry_tray.checks.http_session")  # aiohttp's client, with all certificates
    import aiohttp

    name, options = urlsplit(ask.endpoint).netloc, DockerOptions.of(ask)
    where = options.socket
    connector = aiohttp.UnixConnector(options.socket)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=None)) as session:
        try:
            with waiting_for(remark("Docker at {0} takes the connection, but does not answer", where)):
                status, body = await _inspect(session, name)
        except aiohttp.ClientConnectorError as error:
            raise _unreachable(error.os_error, options.socket) from error
        except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError) as error:
            raise ProbeError(
                Result.INCONCLUSIVE, remark("Docker at {0} closed the connection without an answer", where)
            ) from error
        except aiohttp.ClientError as error:
            raise ProbeError(Result.INCONCLUSIVE, remark("What answers at {0} is not Docker: {1}", where, said(error))) from error
    if status == 404:
        raise ProbeError(Result.REFUSED, remark("Docker at {0} knows no container {1}", where, name))
    if status != 200:
        raise ProbeError(
            Result.INCONCLUSIVE, remark("Docker at {0} answers HTTP {1}, and tells nothing of {2}", where, status, name)
        )
    return judge_container(name, body, where)


async def _inspect(session: "aiohttp.ClientSession", name: str) -> tuple[int, bytes]:
    async with session.get(f"http://docker/containers/{quote(name, safe='')}/json", allow_redirects=False) as response:
        body = b""
        while len(body) < MOST and (chunk := await response.content.read(MOST - len(body))):
            body += chunk
        return response.status, body


def judge_container(name: str, body: bytes, socket: str) -> Answer:
    """What Docker says of the state of a container."""
    try:
        state: Any = msgspec.json.decode(body)["State"]
        status, health = str(state["Status"]), state.get("Health") or {}
        healthy = str(health.get("Status", "none"))
        last = ((health.get("Log") or [{}])[-1]).get("Output", "")
    except (msgspec.DecodeError, KeyError, TypeError, AttributeError, IndexError):
        raise ProbeError(Result.INCONCLUSIVE, remark("What answers at {0} is not Docker", socket)) from None
    if status != "running":
        if status == "exited" and "ExitCode" in state:
            raise ProbeError(Result.REFUSED, remark("The container {0} is exited, exit code {1}", name, state["ExitCode"]))
        raise ProbeError(Result.REFUSED, remark("The container {0} is {1}", name, status))
    match healthy:
        case "unhealthy":
            if last:
                raise ProbeError(Result.BODY, remark("The container {0} is unhealthy: {1}", name, said(last)))
            raise ProbeError(Result.BODY, remark("The container {0} is unhealthy", name))
        case "starting":
            return Answer(None, remark("The container {0} is starting", name))
    return Answer()


def _unreachable(error: OSError, path: str) -> ProbeError:
    """Without Docker nothing is known of the container."""
    match error:
        case FileNotFoundError():
            why = remark("There is no Docker at {0}: start it, or name its socket in the option socket", path)
        case PermissionError():
            why = remark("Docker at {0} may not be asked: add your user to the group docker", path)
        case _:
            why = remark("Docker at {0} does not answer: {1}", path, error.strerror or error)
    return ProbeError(Result.INCONCLUSIVE, why)


STRATEGY = Strategy(
    name="docker",
    doc="A container runs, and is healthy where its image has a health check.",
    schemes=(Scheme("docker", form=Form.NAME),),
    example="docker://my-database",
    open=plain(check_docker),
    options=DockerOptions,
)
