"""tls://host:port is up when its handshake succeeds with a certificate that is trusted and lasts."""

from registry_tray.checks.connection import connect
from registry_tray.checks.tls_options import TlsOptions, judge_certificate, peer_certificate, tls_context
from registry_tray.core.ports import Answer, Ask
from registry_tray.core.targets import Scheme
from registry_tray.wire.strategy import Strategy, plain


async def check_tls(ask: Ask) -> Answer:
    """A handshake, and a look at the certificate."""
    options = TlsOptions.of(ask)
    async with connect(ask.endpoint, await tls_context(options)) as (_, writer):
        return judge_certificate(peer_certificate(writer), options.expiry_days)


STRATEGY = Strategy(
    name="tls",
    doc="The TLS handshake succeeds, and the certificate is trusted and lasts.",
    schemes=(Scheme("tls", 443),),
    example="tls://localhost:8443",
    open=plain(check_tls),
    options=TlsOptions,
)
