"""grpc:// and grpcs:// are up when the standard health service says SERVING."""

import asyncio
import ssl
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from msgspec import Meta

from registry_tray.checks.connection import host_and_port, waiting_for
from registry_tray.checks.driver import reached_address
from registry_tray.checks.tls_options import TrustOptions, judge_certificate, refuse_plain, tls_context
from registry_tray.core.ports import Answer, Ask, ProbeError
from registry_tray.core.status import Result
from registry_tray.core.targets import Scheme, address_of
from registry_tray.phrases import remark
from registry_tray.wire import fields as f
from registry_tray.wire.strategy import Options, Strategy, plain, said

Service = Annotated[
    str, Meta(max_length=500, pattern=f.PLAIN, description="which service of the server; else the server as a whole",
              examples=["shop.Orders"]),
]  # fmt: skip


class GrpcOptions(Options, rename="camel", kw_only=True, omit_defaults=True, frozen=True):
    """What is asked for."""

    service: Service = ""
    ca: f.Path = ""
    expiry_days: f.ExpiryDays = 14


async def check_grpc(ask: Ask) -> Answer:
    """grpc.health.v1.Health/Check."""
    import grpc
    from grpc_health.v1.health_pb2 import HealthCheckRequest
    from grpc_health.v1.health_pb2_grpc import HealthStub

    options, address = GrpcOptions.of(ask), address_of(ask.endpoint)
    secure = urlsplit(ask.endpoint).scheme == "grpcs"
    tls = await tls_context(TrustOptions(ca=options.ca)) if secure else None
    ip, port, certificate = await reached_address(ask.endpoint, tls)  # grpc tells neither why TLS fails nor the certificate
    family = "ipv6:[" + ip + "]" if ":" in ip else "ipv4:" + ip
    with waiting_for(remark("{0} takes the connection, but does not answer as a gRPC server does", address)):
        channel = await _channel(f"{family}:{port}", ask, options)
        try:
            call = HealthStub(channel).Check.future(HealthCheckRequest(service=options.service))
            answer = await _result(call)
        except grpc.RpcError as error:
            failure = _failure(error, address, options.service)
            if failure.result is Result.REFUSED and not secure:
                await refuse_plain(*host_and_port(ask.endpoint), "grpcs://")
            raise failure from error
        finally:
            await asyncio.shield(asyncio.to_thread(channel.close))
    name = answer.ServingStatus.Name(answer.status)
    if name != "SERVING":
        who = options.service or remark("The server")
        raise ProbeError(Result.BODY, remark("{0} says of itself {1}", who, name))
    return judge_certificate(certificate, options.expiry_days)


async def _result(call: Any) -> Any:
    """What a call of grpc's own threads gives. (grpc.aio blocks the loop that it runs on, and needs a selector.)"""
    loop = asyncio.get_running_loop()
    done = asyncio.Event()
    call.add_done_callback(lambda _: loop.call_soon_threadsafe(done.set))
    try:
        await done.wait()
    finally:
        call.cancel()
    return call.result()


async def _channel(target: str, ask: Ask, options: GrpcOptions) -> Any:
    import grpc

    settings: list[tuple[str, Any]] = [("grpc.enable_http_proxy", 0), ("grpc.use_local_subchannel_pool", 1)]
    if urlsplit(ask.endpoint).scheme != "grpcs":
        return grpc.insecure_channel(target, options=settings)
    path = options.ca or ssl.get_default_verify_paths().cafile  # else grpc would trust those that it brings, not the system's
    roots = await asyncio.to_thread(Path(path).read_bytes) if path else None
    settings.append(("grpc.ssl_target_name_override", host_and_port(ask.endpoint)[0]))
    return grpc.secure_channel(target, grpc.ssl_channel_credentials(roots), options=settings)


def _failure(error: Any, address: str, service: str) -> ProbeError:
    import grpc

    text = said(error.details() or error.code().name)
    match error.code():
        case grpc.StatusCode.NOT_FOUND:
            return ProbeError(Result.BODY, remark("The gRPC server at {0} knows no service {1}", address, service))
        case grpc.StatusCode.UNIMPLEMENTED:
            return ProbeError(Result.BODY, remark("The gRPC server at {0} has no health service", address))
        case grpc.StatusCode.UNAVAILABLE if "CERTIFICATE" in text.upper() or "SSL" in text.upper():
            return ProbeError(Result.TLS, remark("The TLS handshake with {0} failed: {1}", address, text))
        case grpc.StatusCode.UNAVAILABLE if "socket closed" in text.lower() or "recvmsg" in text:
            return ProbeError(Result.REFUSED, remark("{0} closed the connection without an answer", address))
        case grpc.StatusCode.UNAVAILABLE | grpc.StatusCode.UNKNOWN:
            return ProbeError(Result.BODY, remark("What answers at {0} is not a gRPC server", address))
    return ProbeError(Result.BODY, remark("The gRPC server at {0} says: {1}", address, text))


STRATEGY = Strategy(
    name="grpc",
    doc="The standard health service of a gRPC server says SERVING.",
    schemes=(Scheme("grpc"), Scheme("grpcs", 443)),
    example="grpc://localhost:50051",
    open=plain(check_grpc),
    options=GrpcOptions,
    extra="grpc",
    modules=("grpc", "grpc_health"),
)
