"""A meeting on the projector: the offline page of its slides, served under its own address.

It is one page without a connection to the server, so a poor network in the room stops nothing.
"""

from html import escape
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from dashboard.doors import entrance
from dashboard.export import asking, html
from dashboard.export.asking import Asked
from dashboard.installation import installation, now
from dashboard.settings import base_path
from dashboard.text import numbers
from dashboard.text.language import LANGUAGES
from data.answers.followed import Gatherer
from data.store.errors import StoreError

_POLICY = f"{html.policy()}; frame-ancestors 'none'"


async def presentation(request: Request) -> Response:
    """Show the slides of a meeting; ``#1`` in the address opens them on the first."""
    return await run_in_threadpool(_presented, request)


def _presented(request: Request) -> Response:
    language = request.query_params.get("sprak", "")
    asked = Asked(
        meeting_id=request.query_params.get("mote", "-"),
        language=language if language in LANGUAGES else "sv",
    )
    here, shown = installation(), request.query_params.get("revision", "")
    try:
        viewer = entrance.viewer(here, request)
        reader = here.door.reader(viewer, numbers.whole(shown))
        deck = asking.deck(
            asked,
            Gatherer(reader, here.catalogue),
            made_on=now().date(),
            home=here.settings.public_url
            or f"{str(request.base_url).rstrip('/')}{base_path()}",
        )
    except (asking.NothingToShowError, StoreError) as error:
        status = 401 if isinstance(error, entrance.STRANGERS) else 404
        return HTMLResponse(f"<!doctype html><p>{escape(str(error))}</p>", status_code=status)
    back = f"{base_path()}/mote?{urlencode(dict(request.query_params))}"
    return Response(
        html.write(deck, back=back),
        media_type=asking.FORMATS["html"],
        headers={"content-security-policy": _POLICY},
    )
