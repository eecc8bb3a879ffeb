"""Starts the server, or says in one sentence why it cannot."""

import os
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address

from dashboard.doors.errors import CommandError
from dashboard.doors.memory import (
    let_go_of_memory_soon,
    look_for_garbage,
    share_memory_between_threads,
)
from dashboard.doors.running import running
from dashboard.settings import STORE, WITHOUT_LOGIN, Settings, settings
from data.store.errors import StoreBusyError


def serve(host: str, port: int, *, without_login: bool = False) -> None:
    """Serve the pages and the API until stopped.

    Raises `data.store.errors.StoreBusyError` when another server owns the store or the port,
    `CommandError` when others could reach it and nobody has said that they may.
    """
    here = settings()
    if not (without_login or here.login or _only_here(host)):
        raise CommandError(
            f"{host} kan nås av andra, och ingen inloggning är inställd. Skriv --without-login "
            "om alla som når sidorna ska få läsa det som är släppt, ställ in en inloggning, "
            "eller låt bli --host."
        )
    if here.follow:
        _run(host, port, here)
        return
    if server := running(here.store):
        raise StoreBusyError(f"{here.store} visas redan på {server.url}.")
    # Everything below this process reads the store's place from here, from any directory.
    os.environ[STORE] = str(here.store)
    _run(host, port, here)


def _run(host: str, port: int, here: Settings) -> None:
    _check_port(host, port)
    share_memory_between_threads()
    let_go_of_memory_soon()
    look_for_garbage(seldom=True)  # until the server does so itself
    if not _only_here(host):
        os.environ[WITHOUT_LOGIN] = "1"
    # These take a second to load, which the other commands should not pay. DuckDB opens the
    # store meanwhile: most of that waits for nothing of Python's.
    from dashboard.installation import installation

    with ThreadPoolExecutor(1) as beside:
        opened = beside.submit(installation)
        from dashboard.doors.server import SCRIPT, app, production

        opened.result()
    print(f"Kvarvärde: http://{host}:{port}", file=sys.stderr, flush=True)
    # Streamlit looks for its settings beside the program that was started.
    sys.argv = [str(SCRIPT)]
    app.run(config=production(host, port, here.upload_mb))


def _only_here(host: str) -> bool:
    """Whether nobody but this machine reaches an address."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class PortTakenError(StoreBusyError):
    """Somebody else answers at the address."""


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTakenError(
                f"Port {port} på {host} går inte att använda: {error.strerror}. "
                "Välj en annan med --port."
            ) from error
