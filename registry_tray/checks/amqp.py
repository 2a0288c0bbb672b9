"""amqp:// and amqps:// are up when the broker (RabbitMQ and others that speak AMQP 0-9-1) lets us in."""

from typing import Any
from urllib.parse import unquote, urlsplit

from registry_tray.checks.connection import credentials, host_and_port, waiting_for
from registry_tray.checks.driver import first_address, named_context
from registry_tray.checks.tls_options import TrustOptions, tls_failure
from registry_tray.core.ports import Answer, Ask, ProbeError
from registry_tray.core.status import Result
from registry_tray.core.targets import Scheme, address_of
from registry_tray.wire import fields as f
from registry_tray.wire.strategy import Strategy, plain, said


class AmqpOptions(TrustOptions, rename="camel", kw_only=True, omit_defaults=True, frozen=True):
    """Who logs in; without a user it is guest, as RabbitMQ allows on its own machine."""

    username: f.User = ""
    password: f.Password = ""


async def check_amqp(ask: Ask) -> Answer:
    """Log in to the virtual host, and leave."""
    import aiormq
    from yarl import URL

    options, address, parts = AmqpOptions.of(ask), address_of(ask.endpoint), urlsplit(ask.endpoint)
    user, password = credentials(ask.endpoint)
    user, password = options.username or user or "guest", options.password or password or "guest"
    host, port = host_and_port(ask.endpoint)
    tls = await named_context(options, host) if parts.scheme == "amqps" else None

    async def log_in(at: str, port: int) -> Any:
        path = "/" + (unquote(parts.path[1:]) or "/")
        url = URL.build(scheme=parts.scheme, host=at, port=port, user=user, password=password, path=path)
        connection = aiormq.Connection(url, context=tls)
        try:
            await connection.connect()
        except aiormq.exceptions.AMQPConnectionError as error:
            cause = error.__cause__ or error.__context__
            if isinstance(cause, OSError) and type(error) is aiormq.exceptions.AMQPConnectionError:
                raise cause from error
            raise
        return connection

    try:
        with waiting_for(f"{address} takes the connection, but does not answer as an AMQP broker does"):
            connection = await first_address(ask.endpoint, log_in)
            await connection.close()
    except (aiormq.exceptions.ProbableAuthenticationError, aiormq.exceptions.AuthenticationError):
        raise ProbeError(Result.BODY, f"The AMQP broker at {address} refuses the user {user} or the password") from None
    except aiormq.exceptions.AMQPError as error:
        raise ProbeError(Result.BODY, f"The AMQP broker at {address} says: {said(error, password)}") from error
    except OSError as error:
        if type(error).__module__ == "ssl":
            raise await tls_failure(error, host, port) from error
        raise
    return Answer()


STRATEGY = Strategy(
    name="amqp",
    doc="RabbitMQ, or another broker that speaks AMQP 0-9-1, lets us in.",
    schemes=(Scheme("amqp", 5672), Scheme("amqps", 5671)),
    example="amqp://guest@localhost:5672",
    open=plain(check_amqp),
    options=AmqpOptions,
    extra="amqp",
    modules=("aiormq",),
)
