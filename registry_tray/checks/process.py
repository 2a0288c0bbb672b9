"""process:// is up while a process with this pid or name runs on this machine."""

import asyncio
from urllib.parse import urlsplit

from registry_tray.core.ports import Answer, Ask, ProbeError
from registry_tray.core.status import Result
from registry_tray.core.targets import Form, Scheme
from registry_tray.phrases import remark
from registry_tray.wire.strategy import Strategy, plain


async def check_process(ask: Ask) -> Answer:
    """Look through the processes, beside the loop."""
    name = urlsplit(ask.endpoint).netloc
    why = await asyncio.to_thread(_by_pid if name.isdigit() else _by_name, name)
    if why:
        raise ProbeError(Result.REFUSED, why)
    return Answer()


def _by_pid(pid: str) -> str:
    import psutil

    try:
        status = psutil.Process(int(pid)).status() if len(pid) < 11 else None
    except (psutil.NoSuchProcess, OverflowError, ValueError):
        status = None
    except psutil.AccessDenied:
        return ""  # it is there
    if status is None:
        return remark("There is no process {0} on this machine", pid)
    return _unwell(status, pid)


def _by_name(name: str) -> str:
    """ "" where one of that name is well; a name without its .exe is enough."""
    import psutil

    why = remark("No process named {0} runs on this machine", name)
    for process in psutil.process_iter(("name", "status")):
        found = process.info["name"] or ""
        if found in (name, f"{name}.exe") or (len(found) == 15 and name.startswith(found)):  # Linux keeps 15 characters
            why = _unwell(process.info["status"], f"{name} ({process.pid})")
            if not why:
                return ""
    return why


def _unwell(status: str, which: str) -> str:
    import psutil

    match status:
        case psutil.STATUS_ZOMBIE | psutil.STATUS_DEAD:
            return remark("The process {0} has ended, and its parent has not taken note", which)
        case psutil.STATUS_STOPPED | psutil.STATUS_TRACING_STOP:
            return remark("The process {0} is stopped", which)
    return ""


STRATEGY = Strategy(
    name="process",
    doc="A process with this pid or name runs on this machine, and is not stopped.",
    schemes=(Scheme("process", form=Form.NAME),),
    example="process://nginx",
    open=plain(check_process),
)
