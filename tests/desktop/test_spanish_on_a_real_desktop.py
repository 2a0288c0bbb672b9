"""In Spanish: what breaks, here and elsewhere, is told in Spanish by the notification, the window, the tray and the dialog."""

import socket
from pathlib import Path

import pytest

from tests.desktop.conftest import StartProgram
from tests.desktop.desktop import Desktop, wait_until
from tests.desktop.program import Server
from tests.ports import free_port

pytestmark = pytest.mark.desktop

SPANISH = {"REGISTRY_TRAY_APPEARANCE_LANGUAGE": "es"}


def test_an_outage_is_told_in_spanish_and_kept_in_english(
    desktop: Desktop, start: StartProgram, server: Server, tmp_path: Path
) -> None:
    program = start(desktop, SPANISH)
    program.register("payments", server.url)
    program.wait_until_up("payments")
    server.kill()
    wait_until(lambda: program.notified("payments está caída"), "the outage", 20)
    [notified] = program.notified("payments está caída")
    assert notified.body.startswith(f"Conexión rechazada en localhost:{server.port}, desde las ")
    assert list(notified.actions.values()) == ["Abrir", "Comprobar ahora", "Silenciar 1 h"]
    wait_until(lambda: desktop.access.find(desktop.notifications.pid, notified.title), "the popup")
    desktop.screenshot(tmp_path / "popup.png")
    wait_until(lambda: program.icon().tooltip == "1 caída", "the words of the tray")
    kept = [event["description"] for event in program.get("/api/event")["value"]]
    assert f"Connection refused on localhost:{server.port}" in kept
    server.start()
    wait_until(lambda: program.notified("payments se recuperó"), "the recovery", 20)


def test_the_menu_of_the_tray_is_in_spanish(desktop: Desktop, start: StartProgram, server: Server) -> None:
    program = start(desktop, SPANISH)
    program.register("payments", server.url)
    program.wait_until_up("payments")
    server.kill()

    def labels() -> list[str]:
        return [entry.label for entry in desktop.session.menu(program.icon()).entries if entry.visible and entry.label]

    wait_until(lambda: "payments está caída" in labels(), "the failing application in the menu", 20)
    assert labels() == [
        "Abrir Registry Tray",
        "1 caída",
        "payments está caída",
        "Pausar alertas",
        "Comprobar todo ahora",
        "Copiar comando de registro",
        "Configuración",
        "Salir",
    ]
    desktop.session.choose(program.icon(), "payments está caída")
    wait_until(lambda: program.reads(f"Conexión rechazada en localhost:{server.port}"), "the details of payments")


def test_what_the_program_depends_on_is_told_in_spanish(desktop: Desktop, start: StartProgram, tmp_path: Path) -> None:
    redis, broker = f"127.0.0.1:{free_port()}", f"127.0.0.1:{free_port()}"
    places = {"REGISTRY_TRAY_STORE_URL": f"redis://{redis}/0", "REGISTRY_TRAY_MQTT_URL": f"mqtt://{broker}"}
    program = start(desktop, SPANISH | places)
    wait_until(lambda: program.reads(f"Redis en {redis} rechaza las conexiones"), "the store that is away", 20)
    wait_until(lambda: program.reads(f"El broker MQTT en {broker} rechaza las conexiones; se reintenta"), "the broker", 20)
    desktop.screenshot(tmp_path / "banners.png")
    assert "refuses connections" in str(program.get("/api/health")["problems"])


def test_a_start_that_fails_is_told_in_spanish(desktop: Desktop, start: StartProgram, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        program = start(desktop, SPANISH, arguments=("--port", str(port)), ready=False)
        wait_until(lambda: program.reads(f"El puerto {port} está ocupado por "), "a dialog that names the port", 20)
        assert program.reads("Registry Tray no puede iniciarse")
        [dialog] = program.windows()
        assert desktop.title(dialog) == "Registry Tray"
        assert desktop.has_icon(dialog)
        desktop.screenshot(tmp_path / "dialog.png")
        program.process.terminate()
        assert program.wait_until_ended() in (0, 1)
