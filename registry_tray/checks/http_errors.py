"""What errors of HTTP mean in words, for all that speaks it."""

import re
from ast import literal_eval
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ssl import SSLError

from aiohttp.client_exceptions import (
    ClientConnectorCertificateError,
    ClientConnectorError,
    ClientConnectorSSLError,
    ClientError,
    ClientOSError,
    ClientPayloadError,
    ClientResponseError,
    ServerDisconnectedError,
)
from aiohttp.http_exceptions import HttpProcessingError

from registry_tray.checks.connection import ALERT, speaks_tls
from registry_tray.checks.tls_options import refuse_plain, tls_failure
from registry_tray.core.ports import ProbeError
from registry_tray.core.status import Result
from registry_tray.core.targets import Target
from registry_tray.phrases import remark
from registry_tray.wire.strategy import said

LINE = re.compile(r"""^ *b(['"]).*\1$""", re.MULTILINE)
NEW_LINE = "\n"


@asynccontextmanager
async def translated(host: str, port: int, over_tls: str) -> AsyncIterator[None]:
    """Within it, the errors of the client are what they mean: ProbeError, or the OSError behind them.

    `over_tls` is the scheme to ask a server by that turns out to speak TLS; "" where it was asked so.
    """
    try:
        yield
    except ClientConnectorCertificateError as error:
        raise await tls_failure(error.certificate_error, host, port) from error
    except ClientConnectorSSLError as error:
        raise await tls_failure(error.os_error, host, port) from error
    except SSLError as error:
        raise await tls_failure(error, host, port) from error
    except ClientConnectorError as error:
        if isinstance(error.os_error, ConnectionResetError):  # a connection that is there is reset: in its handshake
            raise await tls_failure(error.os_error, host, port) from error
        raise error.os_error from error
    except (ServerDisconnectedError, ClientOSError) as error:
        if isinstance(error.__cause__, SSLError):
            raise await tls_failure(error.__cause__, host, port) from error
        if over_tls:
            await refuse_plain(host, port, over_tls)
        raise ConnectionResetError("the server closed the connection without an answer") from error
    except ClientPayloadError as error:
        raise ProbeError(Result.BODY, remark("The answer broke off in the middle")) from error
    except (ClientError, HttpProcessingError) as error:
        raise ProbeError(Result.BODY, _no_http(error, Target("", "", host, port).address, over_tls)) from error


def _no_http(error: ClientError | HttpProcessingError, address: str, over_tls: str) -> str:
    """What an answer is that the client cannot read; it gives the line that it could not read as Python writes bytes."""
    text = error.message if isinstance(error, ClientResponseError | HttpProcessingError) else str(error)
    line = _quoted(text)
    if line is None:
        return remark("What answers at {0} is not HTTP: {1}", address, said(text.partition(NEW_LINE)[0]))
    if line.startswith(ALERT):
        return speaks_tls(address, over_tls)
    return remark('What answers at {0} is not HTTP: it says "{1}"', address, said(repr(line[:60])[2:-1]))


def _quoted(text: str) -> bytes | None:
    found = LINE.search(text)
    try:
        line = literal_eval(found[0].strip()) if found else None
    except (SyntaxError, ValueError):
        return None
    return line if isinstance(line, bytes) else None
