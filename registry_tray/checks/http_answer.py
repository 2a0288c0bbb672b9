"""What an HTTP answer means: its code, the word it says of itself, and what must be in it."""

import re
from typing import Any

import msgspec

from registry_tray.core.ports import Answer, ProbeError
from registry_tray.core.status import Result
from registry_tray.phrases import remark
from registry_tray.wire.strategy import said

UP_WORDS = frozenset({"up", "ok", "pass", "passing", "healthy", "success", "true"})
WARN_WORDS = frozenset({"warn", "warning", "degraded"})
DOWN_WORDS = frozenset({"down", "fail", "failed", "failing", "unhealthy", "error", "critical", "out_of_service", "false"})


def judge(code: int, phrase: str, body: bytes, expected: str = "", *, word_counts: bool = True) -> Answer:
    """The answer, where it means up. ProbeError where it means down.

    The status word in the body beats the code, unless codes are `expected`: then the code must be one of these as well.
    """
    word = status_word(body) if word_counts else ""
    if word in DOWN_WORDS:
        raise ProbeError(Result.BODY, remark('It says of itself "{0}" (HTTP {1})', word, code), code)
    if expected and not is_expected(code, expected):
        raise ProbeError(Result.STATUS, remark("{0} (expected: {1})", _failure(code, phrase, body), expected), code)
    if word in WARN_WORDS:
        return Answer(code, remark('It says of itself "{0}"', word))
    if word in UP_WORDS or expected:
        return Answer(code)
    if code == 429:
        return Answer(code, remark("It answers HTTP 429: too many requests"))
    if 200 <= code < 400:
        return Answer(code)
    raise ProbeError(Result.STATUS, _failure(code, phrase, body), code)


def is_expected(code: int, expected: str) -> bool:
    """Whether a code is one of `204`, `200-299`, `2xx`, or of several of these with commas."""
    for item in expected.split(","):
        low, _, high = item.replace(" ", "").lower().partition("-")
        if int(low.replace("x", "0")) <= code <= int(high or low.replace("x", "9")):
            return True
    return False


def judge_content(body: bytes, contains: str, lacks: str) -> None:
    """ProbeError where a text is missing in the answer, or is there although it must not be."""
    text = body.decode("utf-8", "replace") if contains or lacks else ""
    if contains and contains not in text:
        raise ProbeError(Result.BODY, remark('The answer does not contain "{0}"', said(contains)))
    if lacks and lacks in text:
        raise ProbeError(Result.BODY, remark('The answer contains "{0}"', said(lacks)))


def pointed(body: bytes, pointer: str, expected: Any) -> None:
    """ProbeError where a JSON pointer (RFC 6901) leads nowhere, or to something else than `expected` (None: anything)."""
    try:
        value: Any = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise ProbeError(Result.BODY, remark("The answer is not JSON")) from None
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, list) and re.fullmatch(r"0|[1-9]\d{0,8}", name) and int(name) < len(value):
            value = value[int(name)]
        else:
            raise ProbeError(Result.BODY, remark("There is no {0} in the answer", pointer))
    if expected is not None and (value != expected or isinstance(value, bool) is not isinstance(expected, bool)):
        raise ProbeError(Result.BODY, remark("{0} is {1}, not {2}", pointer, _json(value), _json(expected)))


def status_word(body: bytes) -> str:
    """The word that a JSON health document gives its state, in lower case; "" where there is none."""
    if body.lstrip()[:1] != b"{":
        return ""
    try:
        document: Any = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return ""
    for name in ("status", "state", "health"):
        value = document.get(name)
        if isinstance(value, str):
            return value.strip().lower()
    return ""


def _failure(code: int, phrase: str, body: bytes) -> str:
    told = f": {said(body.decode('utf-8', 'replace'))}" if body and len(body) < 2000 and b"<" not in body[:20] else ""
    return f"HTTP {code} {phrase}".strip() + told


def _json(value: Any) -> str:
    return said(msgspec.json.encode(value).decode())
