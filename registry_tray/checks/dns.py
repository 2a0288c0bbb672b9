"""dns:// is up when a name can be looked up, and leads where it should."""

import asyncio
import socket
from typing import Annotated, Literal
from urllib.parse import urlsplit

from msgspec import Meta, field

from registry_tray.checks.connection import lookup, waiting_for
from registry_tray.core.ports import Answer, Ask, ProbeError
from registry_tray.core.status import Result
from registry_tray.core.targets import Form, Scheme
from registry_tray.phrases import phrase, remark
from registry_tray.wire.strategy import Options, Strategy, plain, said

Type = Annotated[
    Literal["A", "AAAA", "CNAME", "MX", "NS", "SRV", "TXT"],
    Meta(description="which records are asked for; without a server, A and AAAA are looked up as every program does"),
]
Server = Annotated[
    str,
    Meta(max_length=260, pattern=r"^$|^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.\-]+)(:\d{1,5})?$", examples=["192.168.1.1"],
         description="the name server to ask, with a port where it is not 53; else the system's",
         extra={"expected": phrase("a host, with a port where it is not 53, such as 192.168.1.1:5353")}),
]  # fmt: skip
Values = Annotated[
    list[Annotated[str, Meta(max_length=500)]],
    Meta(max_length=50, description="what must be among the answers, such as an address", examples=[["192.168.1.7"]],
         extra={"expected": phrase("a list of at most 50 texts")}),
]  # fmt: skip


class DnsOptions(Options, rename="camel", kw_only=True, omit_defaults=True, frozen=True):
    """What is asked, whom, and what must be the answer."""

    record: Type = "A"
    server: Server = ""
    values: Values = field(default_factory=list)


async def check_dns(ask: Ask) -> Answer:
    """Look the name up once."""
    name, options = urlsplit(ask.endpoint).netloc, DnsOptions.of(ask)
    if options.server or options.record not in ("A", "AAAA"):
        found = await _ask_server(name, options)
    else:
        found = await _look_up(name, options.record)
    missing = [value for value in options.values if value.rstrip(".").lower() not in {each.lower() for each in found}]
    if missing:
        leads = said(", ".join(sorted(found)))
        raise ProbeError(Result.BODY, remark("The name {0} leads to {1}, not to {2}", name, leads, said(", ".join(missing))))
    return Answer()


async def _look_up(name: str, record: str) -> set[str]:
    family = socket.AF_INET if record == "A" else socket.AF_INET6
    found = await asyncio.get_running_loop().getaddrinfo(name, None, family=family, type=socket.SOCK_STREAM)
    return {str(address[0]) for *_, address in found}


async def _ask_server(name: str, options: DnsOptions) -> set[str]:
    import dns.asyncresolver
    import dns.exception
    import dns.resolver

    try:
        if options.server:
            resolver = dns.asyncresolver.Resolver(configure=False)
            parts = urlsplit(f"//{options.server}")
            resolver.port = parts.port or 53
            resolver.nameservers = [str(address[0]) for *_, address in await lookup(parts.hostname or "", resolver.port)][:1]
        else:
            resolver = await asyncio.to_thread(dns.asyncresolver.Resolver)
        with waiting_for(remark("The name server {0} gives no answer for {1}", options.server, name), bool(options.server)):
            answer = await resolver.resolve(name, options.record, search=False, lifetime=3600)
    except dns.resolver.NXDOMAIN:
        raise ProbeError(Result.REFUSED, remark("The name {0} does not exist", name)) from None
    except dns.resolver.NoAnswer:
        raise ProbeError(Result.BODY, remark("The name {0} has no {1} records", name, options.record)) from None
    except dns.resolver.NoNameservers as error:
        raise ProbeError(Result.REFUSED, remark("The name server gives no answer for {0}: {1}", name, said(error))) from error
    except dns.exception.DNSException as error:
        raise ProbeError(Result.REFUSED, remark("The name {0} cannot be asked for: {1}", name, said(error))) from error
    return {record.to_text().strip('"').rstrip(".") for record in answer}


STRATEGY = Strategy(
    name="dns",
    doc="A name can be looked up, and leads where it should.",
    schemes=(Scheme("dns", form=Form.NAME),),
    example="dns://my-machine.local",
    open=plain(check_dns),
    options=DnsOptions,
)
