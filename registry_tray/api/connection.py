"""A connection whose errors are JSON too, also where what comes is no HTTP at all."""

import logging
from typing import Any

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from registry_tray.api.answers import failure

logger = logging.getLogger(__name__)


class Connection(web.RequestHandler):
    """aiohttp's, which answers with text what it cannot read, and writes a traceback into the log for each of it."""

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        if not isinstance(exc, HttpProcessingError) or request.writer.output_size > 0:
            return super().handle_error(request, status, exc, message)
        reason = (message or "").splitlines()[0].partition(": ")[0].rstrip(" :")[:200]
        logger.debug("what %s sent is no HTTP: %s", request.remote, reason)
        answer = failure(status, f"The request is not HTTP as it should be: {reason or 'it cannot be read'}.")
        answer.force_close()
        return answer

    def log_exception(self, *args: Any, **kw: Any) -> None:
        if isinstance(kw.get("exc_info"), web.RequestPayloadError):
            logger.debug(*args, **kw)  # the rest of a body that was refused already
        else:
            super().log_exception(*args, **kw)
