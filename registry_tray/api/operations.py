"""Routes with what they take and answer: what is served, and what the OpenAPI document says, come from the same declaration."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Operation:
    """One route. `answer` is the type of `value` in the envelope, or of the whole answer where there is none; None is any.

    `media` are the media types that it may answer with; `has_tag` says that it has an ETag.
    """

    method: str
    path: str
    tag: str
    summary: str
    handler: Handler
    body: type[msgspec.Struct] | None
    query: type[msgspec.Struct] | None
    answer: Any
    enveloped: bool
    media: tuple[str, ...]
    errors: tuple[int, ...]
    has_tag: bool


class Resource:
    """The operations of one resource, in the order of their declaration. The docstring of a handler is its summary."""

    def __init__(self, tag: str) -> None:
        self._tag = tag
        self.operations: list[Operation] = []

    def get(self, path: str, **declared: Any) -> Callable[[Handler], Handler]:
        """A route that changes nothing."""
        return self._route("GET", path, **declared)

    def post(self, path: str, **declared: Any) -> Callable[[Handler], Handler]:
        """A route that makes or does something."""
        return self._route("POST", path, **declared)

    def put(self, path: str, **declared: Any) -> Callable[[Handler], Handler]:
        """A route that says that something is so."""
        return self._route("PUT", path, **declared)

    def patch(self, path: str, **declared: Any) -> Callable[[Handler], Handler]:
        """A route that changes a part."""
        return self._route("PATCH", path, **declared)

    def delete(self, path: str, **declared: Any) -> Callable[[Handler], Handler]:
        """A route that forgets something."""
        return self._route("DELETE", path, **declared)

    def _route(
        self,
        method: str,
        path: str,
        *,
        answer: Any = None,
        body: type[msgspec.Struct] | None = None,
        query: type[msgspec.Struct] | None = None,
        errors: tuple[int, ...] = (),
        enveloped: bool = True,
        media: tuple[str, ...] = ("application/json",),
        has_tag: bool | None = None,
    ) -> Callable[[Handler], Handler]:
        def declare(handler: Handler) -> Handler:
            summary = (handler.__doc__ or "").strip()
            self.operations.append(
                Operation(
                    method,
                    path,
                    self._tag,
                    summary,
                    handler,
                    body,
                    query,
                    answer,
                    enveloped,
                    media,
                    errors,
                    method == "GET" and enveloped if has_tag is None else has_tag,
                )
            )
            return handler

        return declare
