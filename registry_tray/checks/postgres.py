"""postgres:// is up when PostgreSQL lets us in and answers a query."""

from contextlib import suppress
from urllib.parse import urlsplit

from registry_tray.checks.connection import credentials, host_and_port, waiting_for
from registry_tray.checks.driver import LoginOptions, anything, named_context, relayed, tls_in_url
from registry_tray.checks.postgres_messages import Messages
from registry_tray.checks.tls_options import judge_certificate, tls_failure
from registry_tray.core.ports import Answer, Ask, ProbeError
from registry_tray.core.status import Result
from registry_tray.core.targets import Scheme, address_of
from registry_tray.phrases import remark
from registry_tray.wire.strategy import Strategy, plain, said


async def check_postgres(ask: Ask) -> Answer:
    """Log in, and SELECT 1."""
    import asyncpg

    options, address = LoginOptions.of(ask), address_of(ask.endpoint)
    host, _ = host_and_port(ask.endpoint)
    user, password = credentials(ask.endpoint)
    user, password = options.username or user or "postgres", options.password or password
    database = urlsplit(ask.endpoint).path.strip("/") or user
    tls = await named_context(options, host) if options.tls else None
    messages = Messages()
    if tls is not None:
        tls.fits = messages.fit  # what the relay passes on then is sealed

    try:
        with waiting_for(remark("{0} takes the connection, but does not answer as PostgreSQL does", address)):
            async with relayed(ask.endpoint, "PostgreSQL", messages.fit if tls is None else anything) as (at, port):
                connection = await asyncpg.connect(
                    host=at, port=port, user=user, password=password, database=database, ssl=tls or False, timeout=86400
                )
                try:
                    await connection.execute("SELECT 1")
                finally:
                    connection.terminate()
    except asyncpg.InvalidPasswordError as error:
        raise ProbeError(
            Result.BODY, remark("PostgreSQL at {0} refuses user {1}: {2}", address, user, said(error, password))
        ) from None
    except asyncpg.InvalidAuthorizationSpecificationError as error:
        raise ProbeError(
            Result.BODY, remark("PostgreSQL at {0} refuses user {1}: {2}", address, user, said(error, password))
        ) from None
    except asyncpg.InvalidCatalogNameError:
        raise ProbeError(Result.BODY, remark("PostgreSQL at {0} has no database {1}", address, database)) from None
    except asyncpg.CannotConnectNowError as error:
        raise ProbeError(Result.REFUSED, remark("PostgreSQL at {0} is not ready: {1}", address, said(error))) from None
    except asyncpg.PostgresConnectionError as error:
        raise ConnectionResetError("PostgreSQL closed the connection") from error
    except asyncpg.PostgresError as error:
        raise ProbeError(Result.BODY, remark("PostgreSQL at {0} says: {1}", address, said(error, password))) from error
    except asyncpg.InterfaceError as error:
        raise ProbeError(Result.BODY, remark("PostgreSQL at {0} cannot be asked: {1}", address, said(error, password))) from error
    except OSError as error:
        with suppress(AttributeError):
            if error.__class__.__module__ == "ssl":
                raise await tls_failure(error, *host_and_port(ask.endpoint)) from error
        if "SSL" in str(error):
            raise ProbeError(Result.TLS, remark("PostgreSQL at {0} does not speak TLS", address)) from error
        raise
    return judge_certificate(tls.certificate if tls else None, options.expiry_days)


STRATEGY = Strategy(
    name="postgres",
    doc="PostgreSQL lets us in and answers a query.",
    schemes=(Scheme("postgres", 5432), Scheme("postgresql", 5432)),
    example="postgres://app@localhost:5432/shop",
    open=plain(check_postgres),
    options=LoginOptions,
    extra="postgres",
    modules=("asyncpg",),
    logs_in=True,
    find_fault=tls_in_url,
)
