"""Says which program has a port."""


def port_owner(port: int) -> str | None:
    """`node server.js (pid 4711)` for the program that listens on a port; None where the system does not tell."""
    import psutil  # it costs more than all else here, and is needed once in a blue moon

    try:
        listening = [
            each for each in psutil.net_connections("tcp") if each.status == psutil.CONN_LISTEN and each.laddr.port == port
        ]
        pid = next((each.pid for each in listening if each.pid), None)
        if pid is None:
            return None
        process = psutil.Process(pid)
        command = " ".join(process.cmdline()[:3]) or process.name()
    except psutil.Error:
        return None
    return f"{command if len(command) <= 60 else command[:59] + '…'} (pid {pid})"
