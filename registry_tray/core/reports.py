"""Errors that applications report, the same ones grouped."""

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from registry_tray.core.models import InstanceId, SessionId
from registry_tray.phrases import remark

_VARIABLE = re.compile(r"0x[0-9a-fA-F]+|[0-9a-f]{8}-[0-9a-f-]{27}|\d+")
FRAMES = 5
EXIT = "Exit"  # the type of what is no error by itself, but an end with an exit code, which says it all


@dataclass(frozen=True, slots=True)
class ErrorSpec:
    """An error as it was reported. `exit_code` is None where the process did not end by it, or did not say."""

    type: str
    message: str
    stack: str = ""
    exit_code: int | None = None

    @property
    def summary(self) -> str:
        """The error in one line."""
        first = next(iter(self.message.splitlines()), "")
        kind = "" if self.type == EXIT and self.exit_code is not None else self.type
        text = f"{kind}: {first}" if first and kind else first or kind
        if self.exit_code is not None:
            return remark("{0} (exit code {1})", text, self.exit_code) if text else remark("exit code {0}", self.exit_code)
        return text or remark("an unnamed error")

    @property
    def fingerprint(self) -> str:
        """The same for errors that differ only in numbers and addresses: type, message and the innermost lines of the stack."""
        frames = "\n".join(line.strip() for line in self.stack.splitlines()[:FRAMES])
        text = _VARIABLE.sub("#", f"{self.type}\n{self.message}\n{frames}")
        return blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class ErrorReport:
    """All occurrences of one error of an instance. What is not the same in all of them is that of the last one."""

    instance_id: InstanceId
    fingerprint: str
    type: str
    message: str
    stack: str
    exit_code: int | None
    first_at: datetime
    last_at: datetime
    count: int = 1
    session_id: SessionId | None = None


def report(instance_id: InstanceId, session_id: SessionId | None, spec: ErrorSpec, now: datetime) -> ErrorReport:
    """One occurrence of an error; the store adds it to those before."""
    return ErrorReport(
        instance_id, spec.fingerprint, spec.type, spec.message, spec.stack, spec.exit_code, now, now, 1, session_id
    )
