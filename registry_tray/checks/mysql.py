"""mysql:// is up when MySQL or MariaDB lets us in and answers a ping."""

import ssl
from urllib.parse import urlsplit

from registry_tray.checks.connection import credentials, host_and_port, waiting_for
from registry_tray.checks.driver import LoginOptions, named_context, relayed, tls_in_url
from registry_tray.checks.tls_options import judge_certificate, tls_failure
from registry_tray.core.ports import Answer, Ask, ProbeError
from registry_tray.core.status import Result
from registry_tray.core.targets import Scheme, address_of
from registry_tray.phrases import remark
from registry_tray.wire.strategy import Strategy, plain, said


async def check_mysql(ask: Ask) -> Answer:
    """Log in, and COM_PING."""
    import aiomysql

    options, address = LoginOptions.of(ask), address_of(ask.endpoint)
    host, port = host_and_port(ask.endpoint)
    user, password = credentials(ask.endpoint)
    user, password = options.username or user or "root", options.password or password
    database = urlsplit(ask.endpoint).path.strip("/") or None
    tls = await named_context(options, host) if options.tls else None

    try:
        with waiting_for(remark("{0} takes the connection, but does not answer as MySQL does", address)):
            async with relayed(ask.endpoint, "MySQL") as (at, door):
                connection = await aiomysql.connect(host=at, port=door, user=user, password=password, db=database, ssl=tls)
                try:
                    await connection.ping(reconnect=False)
                finally:
                    connection.close()
    except aiomysql.InternalError as error:  # packets that are none
        raise ProbeError(Result.BODY, remark("What answers at {0} is not MySQL", address)) from error
    except aiomysql.MySQLError as error:
        cause = error.__cause__ or error.__context__
        if isinstance(cause, ssl.SSLError):
            raise await tls_failure(cause, host, port) from error
        raise _failure(error, address, user, database, password) from error
    except (RuntimeError, AssertionError, IndexError, ValueError) as error:
        raise ProbeError(Result.BODY, remark("What answers at {0} is not MySQL", address)) from error
    return judge_certificate(tls.certificate if tls else None, options.expiry_days)


def _failure(error: Exception, address: str, user: str, database: str | None, password: str) -> ProbeError:
    code, text = (*error.args, "", "")[:2]
    match code:
        case 1045 | 1698:
            return ProbeError(Result.BODY, remark("MySQL at {0} refuses user {1}: {2}", address, user, said(text, password)))
        case 1049:
            return ProbeError(Result.BODY, remark("MySQL at {0} has no database {1}", address, database))
        case 1040:
            return ProbeError(Result.BODY, remark("MySQL at {0} has too many connections", address))
        case 2003 | 2013:
            return ProbeError(Result.REFUSED, remark("{0} closed the connection without an answer", address))
        case 2026:
            return ProbeError(Result.TLS, remark("MySQL at {0} does not speak TLS", address))
    return ProbeError(Result.BODY, remark("MySQL at {0} says: {1}", address, said(text or code or error, password)))


STRATEGY = Strategy(
    name="mysql",
    doc="MySQL or MariaDB lets us in and answers a ping.",
    schemes=(Scheme("mysql", 3306), Scheme("mariadb", 3306)),
    example="mysql://app@localhost:3306/shop",
    open=plain(check_mysql),
    options=LoginOptions,
    extra="mysql",
    modules=("aiomysql",),
    logs_in=True,
    find_fault=tls_in_url,
)
