"""Who asks over HTTP, and that somebody does."""

from starlette.requests import HTTPConnection

from dashboard import arrivals
from dashboard.installation import Installation
from data.store.access import Viewer
from data.store.errors import StoreError, UnknownTokenError


class LoginNeededError(StoreError):
    """Nothing is shown to somebody nobody knows."""


STRANGERS = (LoginNeededError, UnknownTokenError)
"""What is raised for who is nobody: HTTP calls it 401."""


def viewer(here: Installation, connection: HTTPConnection) -> Viewer:
    """Say who asks.

    Raises `LoginNeededError` for who sees nothing, and what `arrivals.viewer` raises.
    """
    asking = arrivals.viewer(
        here.door,
        here.settings,
        arrivals.Request.of(connection, way="api"),
    )
    if asking.areas is not None and not asking.areas and not asking.verbs:
        raise LoginNeededError("Logga in först, eller visa en nyckel som gäller.")
    return asking
