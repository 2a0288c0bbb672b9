"""TLS of checks: the options, the context that follows from them, and what failures mean in words."""

import asyncio
import ssl
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from registry_tray.checks.certificate import age, expiry_warning, valid_until
from registry_tray.checks.connection import connect, speaks_tls
from registry_tray.core.ports import Answer, ProbeError
from registry_tray.core.status import Result
from registry_tray.core.targets import Target
from registry_tray.phrases import remark
from registry_tray.wire import fields as f
from registry_tray.wire.strategy import Options, said

LOOK = 0.5  # seconds for a second look, which only makes the words better
EXPIRED = 10  # X509_V_ERR_CERT_HAS_EXPIRED
UNKNOWN_AUTHORITY = (18, 19, 20, 21)  # X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT and those that follow
CLOSED = remark("it closed the connection")
WORDS = {
    "UNEXPECTED_EOF_WHILE_READING": CLOSED,
    "UNSUPPORTED_PROTOCOL": remark("it speaks only a version of TLS that is too old"),
    "TLSV1_ALERT_PROTOCOL_VERSION": remark("it speaks no version of TLS that this computer does"),
    "SSLV3_ALERT_HANDSHAKE_FAILURE": remark("it refuses, as one does that asks for a client certificate"),
    "TLSV13_ALERT_CERTIFICATE_REQUIRED": remark("it asks for a client certificate, which no check has"),
    "TLSV1_UNRECOGNIZED_NAME": remark("it does not go by this name"),
}


class TrustOptions(Options, rename="camel", kw_only=True, omit_defaults=True, frozen=True):
    """Which certificates are trusted."""

    ca: f.Path = ""
    insecure: f.Insecure = False


class TlsOptions(TrustOptions, rename="camel", kw_only=True, omit_defaults=True, frozen=True):
    """The same, and how long a certificate must last."""

    expiry_days: f.ExpiryDays = 14


async def tls_context(options: TrustOptions) -> ssl.SSLContext:
    """What to trust. ProbeError where the file of certificates cannot be used, which is no fault of the target."""
    return await asyncio.to_thread(_context, options.ca, options.insecure)


async def web_context(options: TrustOptions) -> ssl.SSLContext:
    """As `tls_context`, for HTTP/1.1, which it says: some servers answer another version to who does not."""
    return await asyncio.to_thread(_context, options.ca, options.insecure, "http/1.1")


def judge_certificate(certificate: bytes | None, days: int, answer: Answer | None = None) -> Answer:
    """The answer, with a warning where the certificate (DER) expires within so many days."""
    answer = answer or Answer()
    if not certificate or answer.warning:
        return answer
    try:
        until = valid_until(certificate)
    except ValueError:
        return answer
    return Answer(answer.code, expiry_warning(until, datetime.now(UTC), days))


def peer_certificate(transport: Any) -> bytes | None:
    """The certificate (DER) at the other end of a transport or writer; None without TLS."""
    found = transport.get_extra_info("ssl_object") if transport is not None else None
    certificate: bytes | None = found.getpeercert(True) if found is not None else None
    return certificate


async def tls_failure(error: BaseException, host: str, port: int) -> ProbeError:
    """A handshake that failed, in words."""
    address = Target("", "", host, port).address
    if isinstance(error, ssl.SSLCertVerificationError):
        if error.verify_code == EXPIRED and (since := await _expired_since(host, port)):
            return ProbeError(Result.TLS, remark("TLS: the certificate of {0} expired {1} ago", address, since))
        why = error.verify_message or error
        if error.verify_code in UNKNOWN_AUTHORITY:
            fix = remark("The certificate of {0} is not trusted: {1}; name its authority's file in the option ca", address, why)
            return ProbeError(Result.TLS, fix)
        return ProbeError(Result.TLS, remark("The certificate of {0} is not trusted: {1}", address, why))
    reason = error.reason if isinstance(error, ssl.SSLError) and error.reason else ""
    if reason in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE"):
        return ProbeError(Result.TLS, remark("The TLS handshake failed: what answers at {0} does not speak TLS", address))
    words = WORDS.get(reason, reason.replace("_", " ").lower())
    if isinstance(error, ConnectionError):
        words = CLOSED
    words = words or said(error)
    return ProbeError(Result.TLS, remark("The TLS handshake with {0} failed: {1}", address, words))


async def refuse_plain(host: str, port: int, over_tls: str) -> None:
    """ProbeError where what hung up without a word speaks TLS: many servers do on who asks without."""
    try:
        async with asyncio.timeout(LOOK):
            await _seen_certificate(host, port)
    except (OSError, ProbeError):
        return  # what was found before stands
    raise ProbeError(Result.BODY, speaks_tls(Target("", "", host, port).address, over_tls))


async def _expired_since(host: str, port: int) -> str:
    """How long ago the certificate there expired, "" where it cannot be seen."""
    try:
        certificate = await _seen_certificate(host, port)
        return age(datetime.now(UTC) - valid_until(certificate)) if certificate else ""
    except (OSError, ValueError, ProbeError):
        return ""


async def _seen_certificate(host: str, port: int) -> bytes | None:
    """Of a handshake that trusts everybody, on a connection of its own."""
    tls = await asyncio.to_thread(_context, "", True)
    async with connect(f"tls://[{host}]:{port}" if ":" in host else f"tls://{host}:{port}", tls) as (_, writer):
        return peer_certificate(writer)


def _context(ca: str, insecure: bool, spoken: str = "") -> ssl.SSLContext:
    try:
        changed = Path(ca).stat().st_mtime_ns if ca else 0
        return _made(ca, insecure, changed, spoken)
    except (OSError, ValueError, ssl.SSLError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ProbeError(Result.INCONCLUSIVE, remark("The file of certificates {0} cannot be used: {1}", ca, why)) from None


@lru_cache(64)
def _made(ca: str, insecure: bool, changed: int, spoken: str) -> ssl.SSLContext:
    """Kept, since reading the system's certificates costs 20 ms; `changed` makes it anew where the file is another one."""
    context = ssl.create_default_context(cafile=ca or None)
    if insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if spoken:
        context.set_alpn_protocols([spoken])
    return context
