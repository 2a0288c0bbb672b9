"""How a kind of check is declared, once: for validation, the documents, the form in the window and GET /api/strategy."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Self, get_args, get_origin

import msgspec
from msgspec import NODEFAULT, Meta, Struct
from msgspec.structs import fields

from registry_tray.core.ports import Ask, Probe
from registry_tray.core.secrets import MASK, mask_text
from registry_tray.core.targets import Scheme
from registry_tray.phrases import phrase

SECRET = {"secret": True}  # for Meta(extra=...): the value is never shown


class Options(Struct, rename="camel", kw_only=True, omit_defaults=True, frozen=True):
    """The options that a kind of check takes, each with its default and its description."""

    @classmethod
    def of(cls, ask: Ask) -> Self:
        """The options of a probe's question."""
        return msgspec.convert(ask.options, cls)

    @classmethod
    def prepared(cls, raw: Mapping[str, Any]) -> Mapping[str, Any]:
        """A request's fields, where an option may come in more than one form in the one that is declared."""
        return raw


@dataclass(frozen=True, slots=True)
class Option:
    """One option, as a form needs it. `type` is text, number, flag, choice, list, map or any."""

    name: str
    type: str
    default: Any
    doc: str
    secret: bool = False
    choices: tuple[str, ...] = ()


def _none(endpoint: str, options: Mapping[str, Any]) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Strategy:
    """A kind of check. `open` makes its probe ready and ends it.

    `extra` is the extra of this package that brings `modules`, without which it cannot run. `refusal` is why it cannot be
    asked for over the API. `logs_in` says that a user and a password in the URL are used; elsewhere they are refused.
    `find_fault` tells what is wrong with endpoint and options together, by field: `endpoint` is the URL.
    """

    name: str
    doc: str
    schemes: tuple[Scheme, ...]
    example: str
    open: Callable[[], AbstractAsyncContextManager[Probe]]
    options: type[Options] = Options
    extra: str = ""
    modules: tuple[str, ...] = ()
    refusal: str = ""
    logs_in: bool = False
    find_fault: Callable[[str, Mapping[str, Any]], Mapping[str, str]] = _none

    @property
    def fix(self) -> str:
        """What to do where its modules are missing."""
        return phrase('pip install "registry-tray[{0}]", then start Registry Tray again', self.extra)

    def fields(self) -> tuple[Option, ...]:
        """Its options in the order of their declaration."""
        return tuple(_option(field.encode_name, field.type, field.default) for field in fields(self.options))

    @property
    def secrets(self) -> frozenset[str]:
        """The names of the options that are never shown."""
        return frozenset(option.name for option in self.fields() if option.secret)


def plain(probe: Probe) -> Callable[[], AbstractAsyncContextManager[Probe]]:
    """For a probe that holds nothing between two checks."""
    return lambda: nullcontext(probe)


def masked(value: Any) -> Any:
    """A secret as it may be shown."""
    if isinstance(value, dict):
        return dict.fromkeys(value, MASK)
    return MASK if value not in (None, "") else value


def said(text: object, *secrets: str) -> str:
    """What a library or a target says, on one line, at most 200 characters, without secrets."""
    line = mask_text(" ".join(str(text).split()))
    for secret in filter(None, secrets):
        line = line.replace(secret, MASK)
    return line if len(line) <= 200 else line[:200] + "…"


def _option(name: str, kind: Any, default: Any) -> Option:
    metas = [each for each in getattr(kind, "__metadata__", ()) if isinstance(each, Meta)]
    base = get_args(kind)[0] if metas else kind
    doc = next((meta.description for meta in metas if meta.description), "")
    secret = any((meta.extra or {}).get("secret") for meta in metas)
    choices = tuple(map(str, get_args(base))) if str(get_origin(base)) == "typing.Literal" else ()
    shown_as = next((meta.extra["type"] for meta in metas if meta.extra and "type" in meta.extra), "")
    return Option(name, shown_as or _type(base, choices), None if default is NODEFAULT else default, doc, secret, choices)


def _type(base: Any, choices: tuple[str, ...]) -> str:
    plain_types = {str: "text", bool: "flag", int: "number", float: "number"}
    if choices:
        return "choice"
    origin = get_origin(base)
    return {list: "list", tuple: "list", dict: "map"}.get(origin) or plain_types.get(base) or "any"
