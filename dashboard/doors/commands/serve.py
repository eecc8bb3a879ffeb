"""``kvarvarde serve``: the pages and the API, until stopped."""

import click

from dashboard.doors.commands.parameters import Port
from dashboard.doors.commands.swedish import Command


@click.command("serve", cls=Command, help="Öppna sidorna och API:et.")
@click.option("--host", metavar="ADRESS", default="127.0.0.1", help="adress (127.0.0.1)")
@click.option("--port", metavar="PORT", type=Port(), default=8501, help="port (8501)")
@click.option(
    "--without-login", is_flag=True, help="låt alla som når adressen läsa, ändra och ångra"
)
def command(host: str, port: int, *, without_login: bool) -> None:
    """Serve the pages and the API until stopped."""
    from dashboard.doors.serving import serve

    serve(host, port, without_login=without_login)
