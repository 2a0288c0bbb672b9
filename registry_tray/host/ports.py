"""Who listens on a port of this machine."""


def owner_of(port: int) -> str:
    """The process that listens there, `node (pid 4711)`; empty where none does, or none is told. Blocks for a moment."""
    import psutil

    try:
        listening = (each for each in psutil.net_connections("tcp") if each.status == psutil.CONN_LISTEN)
        pid = next((each.pid for each in listening if each.laddr.port == port and each.pid), None)
        return f"{psutil.Process(pid).name()} (pid {pid})" if pid else ""
    except (psutil.Error, OSError):
        return ""
