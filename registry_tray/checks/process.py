"""process:// is up while a process with this pid or name runs on this machine."""

import asyncio
from urllib.parse import urlsplit

from registry_tray.core.ports import Answer, Ask, ProbeError
from registry_tray.core.status import Result
from registry_tray.core.targets import Form, Scheme
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
        return f"There is no process {pid} on this machine"
    return _unwell(status, f"The process {pid}")


def _by_name(name: str) -> str:
    """ "" where one of that name is well; a name without its .exe is enough."""
    import psutil

    why = f"No process named {name} runs on this machine"
    for process in psutil.process_iter(("name", "status")):
        found = process.info["name"] or ""
        if found in (name, f"{name}.exe") or (len(found) == 15 and name.startswith(found)):  # Linux keeps 15 characters
            why = _unwell(process.info["status"], f"The process {name} ({process.pid})")
            if not why:
                return ""
    return why


def _unwell(status: str, what: str) -> str:
    import psutil

    match status:
        case psutil.STATUS_ZOMBIE | psutil.STATUS_DEAD:
            return f"{what} has ended, and its parent has not taken note"
        case psutil.STATUS_STOPPED | psutil.STATUS_TRACING_STOP:
            return f"{what} is stopped"
    return ""


STRATEGY = Strategy(
    name="process",
    doc="A process with this pid or name runs on this machine, and is not stopped.",
    schemes=(Scheme("process", form=Form.NAME),),
    example="process://nginx",
    open=plain(check_process),
)
