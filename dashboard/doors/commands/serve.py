"""``kvarvarde serve``: the pages and the API, until stopped."""

import os

import click

from dashboard.doors.commands.parameters import Port
from dashboard.doors.commands.swedish import Command


@click.command("serve", cls=Command, help="Öppna sidorna och API:et.")
@click.option("--host", metavar="ADRESS", default="127.0.0.1", help="adress (127.0.0.1)")
@click.option("--port", metavar="PORT", type=Port(), default=8501, help="port (8501)")
@click.option(
    "--without-login", is_flag=True, help="låt alla som når adressen läsa det som är släppt"
)
@click.option("--publish", metavar="MAPP", help="ge ut kopior som andra processer visar")
@click.option("--follow", metavar="MAPP", help="visa bara de kopior som en annan ger ut")
def command(
    host: str, port: int, *, without_login: bool, publish: str | None, follow: str | None
) -> None:
    """Serve the pages and the API until stopped."""
    from dashboard.doors.serving import serve
    from dashboard.settings import FOLLOW, PUBLISH

    # The server, and everything below it, reads them where it reads the rest.
    os.environ.update(
        {name: given for name, given in ((PUBLISH, publish), (FOLLOW, follow)) if given}
    )
    serve(host, port, without_login=without_login)
