"""The page on which a person reads the API and tries it."""

import asyncio
import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from aiohttp import web

from registry_tray.api.answers import tag, tagged


async def docs(request: web.Request) -> web.Response:
    """One page that loads nothing but the OpenAPI document of this very server."""
    body, policy = await asyncio.to_thread(_page)
    answer = tagged(request, body, tag(body))
    answer.headers["Content-Security-Policy"] = policy
    if answer.status == 200:
        answer.content_type = "text/html"
        answer.charset = "utf-8"
    return answer


@cache
def _page() -> tuple[bytes, str]:
    """The page, and the policy that lets it run its own script and style, and nothing that might get into it."""
    text = files("registry_tray.api").joinpath("docs.html").read_text("utf-8")
    inline = {kind: _hash(text, kind) for kind in ("script", "style")}
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {inline['script']}",
            f"style-src {inline['style']}",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )
    return text.encode(), policy


def _hash(page: str, kind: str) -> str:
    found = re.search(f"<{kind}>(.*?)</{kind}>", page, re.DOTALL)
    assert found
    return f"'sha256-{b64encode(sha256(found[1].encode()).digest()).decode()}'"
