"""The dashboard and the API in one process: pages, routes, and what guards them."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, nullcontext
from datetime import timedelta
from functools import cache
from pathlib import Path
from threading import Event
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp
from streamlit import config, delta_generator

from dashboard import arrivals, counts
from dashboard.doors import logs, measuring, warming
from dashboard.doors.base_path import BasePath
from dashboard.doors.late import Late
from dashboard.doors.memory import Garbage, look_for_garbage
from dashboard.doors.middleware import PageLanguage, SecurityHeaders, VisitName
from dashboard.doors.own_site import OwnHostsOnly, SameSiteOnly
from dashboard.doors.own_words import OwnWords
from dashboard.doors.packed import Packed
from dashboard.doors.running import announced, health
from dashboard.doors.sending import together
from dashboard.doors.strangers import StrangersBounded
from dashboard.installation import Installation, installation, now
from dashboard.page.heavy import ASSESSMENT, QUESTION, ROOM
from dashboard.page.shown import SHOWN
from dashboard.settings import base_path, settings
from data.store.errors import StoreError

SCRIPT = Path(__file__).parents[1] / "app.py"

_LOG = logging.getLogger(__name__)
_BETWEEN_CALENDAR_CHECKS = timedelta(hours=6)
_LEFT_ALONE = 5.0
"""Seconds in which whoever comes first after a start has the server to themselves."""
_FIRST_SWEEP, _BETWEEN_SWEEPS = 20.0, 0.5
"""Seconds before what a start has left is looked for, and between the looks after that."""
_QUIET, _BETWEEN_LOOKS_AHEAD = 600.0, 60.0
"""Seconds without a page before what was saved is looked ahead from, and between the tries."""
_BETWEEN_LOOKS_AT_MEMORY = 0.1
_LONGEST_WAIT = 1.0
"""Seconds before one who waits for a revision sees whether the server is to stop."""


def production(host: str, port: int, upload_mb: int) -> dict[str, Any]:
    """The settings of a server that people use.

    Without the two first, every rerun ends in a full garbage collection and every first visit
    walks all loaded modules: fifty viewers would wait seconds instead of tenths.
    """
    return {
        "runner.postScriptGC": False,
        "runner.magicEnabled": False,
        "server.fileWatcherType": "none",
        "server.runOnSave": False,
        "server.headless": True,
        "server.address": host,
        "server.port": port,
        "server.maxUploadSize": upload_mb,
        "server.enableXsrfProtection": True,
        "server.enableStaticServing": True,
        "browser.gatherUsageStats": False,
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
        "logger.hideWelcomeMessage": True,
    }


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[None]:
    """Open the store, say where we answer, and look at the calendar now and then."""
    logs.arrange(as_json=settings().json_logs)
    # Streamlit would look through every loaded module, and the first visitor would wait, to say
    # that it must be started otherwise than by a program; here it was.
    delta_generator._use_warning_has_been_displayed = True
    here = await asyncio.to_thread(installation)
    tasks = [asyncio.create_task(task) for task in _tasks(here)]
    try:
        with _announced(here), together():
            yield
    finally:
        for task in tasks:
            task.cancel()
        # Here and not where the server was started: a process that is told to end never
        # comes back there. What lies in the log beside the file goes into it, so that a copy
        # of it is whole.
        here.door.close()


def _tasks(here: Installation) -> Iterator[Coroutine[Any, Any, None]]:
    """What a server does beside answering; one that only shows copies does nothing else."""
    yield _warm(here)
    yield _follow_what_is_saved(here)
    yield _sweep()
    yield _keep_within()
    if here.settings.follow is None:
        yield _follow_the_calendar(here, first=_LEFT_ALONE)
        yield _look_ahead(here)
    if here.settings.publish is not None:
        yield _publish(here, here.settings.publish)


def _announced(here: Installation) -> Any:
    host, port = config.get_option("server.address"), config.get_option("server.port")
    owns = host and here.settings.follow is None
    place = here.settings.store
    return announced(place, host, port, arrivals.OWNER_SECRET) if owns else nullcontext()


async def _warm(here: Installation) -> None:
    """See `dashboard.doors.warming`: a browser takes a second to load what shows a page."""
    try:
        await asyncio.to_thread(warming.recall, here.door.path)
        await asyncio.to_thread(warming.warm, _anybody, warming.NEEDED)
        await asyncio.sleep(_LEFT_ALONE)
        await asyncio.to_thread(warming.warm, _anybody, warming.JUDGES)
    except Exception:  # whoever comes will be told
        _LOG.exception("Something could not be loaded ahead")


def _anybody() -> bool:
    return _sessions() > 0


async def _sweep() -> None:
    """See `dashboard.doors.memory.Garbage`; what a start has left is looked at after it."""
    await asyncio.sleep(_FIRST_SWEEP)
    garbage = Garbage()
    look_for_garbage(seldom=False)
    while True:
        await asyncio.sleep(_BETWEEN_SWEEPS)
        garbage.look(counts.quiet_for())


async def _keep_within() -> None:
    """See `dashboard.page.heavy.Room`: memory grows also by what nobody asked a page for."""
    while True:
        await asyncio.sleep(_BETWEEN_LOOKS_AT_MEMORY)
        if ROOM.is_short():
            await asyncio.to_thread(ROOM.make, QUESTION)


async def _publish(here: Installation, folder: Path) -> None:
    """Give the servers that only show a copy of each revision, as soon as it stands."""
    from data.keeping.publishing import publish

    published = (-1, -1)
    while True:
        try:
            if (here.door.revision, here.door.access) > published:
                copy = await asyncio.to_thread(
                    publish,
                    here.door,
                    here.door.who(),
                    folder,
                    writer=here.settings.public_url,
                )
                published = copy.age
            await asyncio.to_thread(here.door.wait_beyond, published[0], _LONGEST_WAIT)
        except Exception:  # or the others would show the same for ever
            _LOG.exception("The copy in %s was not published", folder)
            await asyncio.sleep(_LONGEST_WAIT)


async def _follow_the_calendar(here: Installation, *, first: float = 0) -> None:
    """Reassess what time alone has made due: a passed due date, a measurement grown stale.

    It begins after `first` seconds.
    """
    await asyncio.sleep(first)
    while True:
        try:
            await asyncio.to_thread(
                reassess,
                here.door,
                here.door.who(),
                catalogue=here.catalogue,
                now=now(),
                only_if_due=True,
            )
        except Exception:  # or the calendar would never be asked again
            _LOG.exception("The calendar reassessment was not saved")
        await asyncio.sleep(_BETWEEN_CALENDAR_CHECKS.total_seconds())


async def _look_ahead(here: Installation) -> None:
    """Work out now what the next measurements will be judged by, while nobody waits for it."""
    stop, done = Event(), -1
    try:
        while True:
            await asyncio.sleep(_BETWEEN_LOOKS_AHEAD)
            newest = here.door.revision
            if newest == done or _busy():
                continue
            try:
                found = await asyncio.to_thread(work_ahead, here.door.path, stop)
            except Exception:  # an import takes longer, and is as right
                _LOG.exception("What is judged next was not worked out ahead")
                found = 0
            if not found:
                done = newest
    finally:
        stop.set()


def _busy() -> bool:
    return counts.quiet_for() < _QUIET


def work_ahead(store: str, stop: Event) -> int:
    """See `data.judging.sizes.work_ahead`, which judges and so takes a while to load."""
    from data.judging import sizes

    return sizes.work_ahead(store, stop=stop, busy=_busy)


async def _follow_what_is_saved(here: Installation) -> None:
    """Work out what was asked lately once more after each revision, before anybody asks.

    Nobody who saves waits for it, and nobody waits who asks for something else.
    """
    with SHOWN.making_ready(here.door):
        done = let_go_of = here.door.revision
        while True:
            newest = await asyncio.to_thread(here.door.wait_beyond, done, _LONGEST_WAIT)
            try:
                if newest != done:
                    await asyncio.to_thread(ask_again)
                elif let_go_of != done:
                    await asyncio.to_thread(let_go)
                    let_go_of = done
            except Exception:  # or nothing would be worked out ahead any more
                _LOG.exception("What was asked lately was not worked out again")
                SHOWN.ready(newest)
            done = newest


def ask_again() -> None:
    """See `dashboard.page.loaders.ask_again`, which loads what the pages load."""
    from dashboard.page import loaders

    loaders.ask_again()


def let_go() -> None:
    """See `dashboard.page.loaders.let_go`."""
    from dashboard.page import loaders

    loaders.let_go()


def reassess(*given: Any, **asked: Any) -> None:
    """See `data.acts.reassess.reassess`, which judges and so takes a while to load."""
    from data.acts.reassess import reassess as reassessed

    ROOM.make(ASSESSMENT)
    reassessed(*given, **asked)


def _healthz(_request: Request) -> Response:
    """Say that the store answers; 503 with a sentence when it does not."""
    try:
        return JSONResponse(health(installation().door.answers()))
    except StoreError as error:
        return JSONResponse({"status": "fel", "error": str(error)}, status_code=503)


def _metrics(request: Request) -> Response:
    """Say how the server fares, in Prometheus' text."""
    return measuring.answer(request, _figures, installation().settings.metrics_token)


def _figures() -> measuring.Figures:
    """What stands now: where the facts are, what they weigh, and who is here."""
    here = installation()
    store = Path(here.door.path)
    weighs = [file.stat().st_size for file in store.parent.glob(f"{store.name}*")]
    return {
        "kvarvarde_revision": ("The latest revision.", here.door.revision),
        "kvarvarde_store_bytes": ("The store, its log included.", sum(weighs)),
        "kvarvarde_sessions": ("Browsers with a page open.", _sessions()),
    }


def _sessions() -> int:
    from streamlit.runtime import Runtime

    # The only count of them; its name has no promise of lasting.
    manager = Runtime.instance()._session_mgr if Runtime.exists() else None
    return 0 if manager is None else manager.num_active_sessions()


@cache
def _hosts() -> frozenset[str]:
    """Return the names that are ours: those of the settings, and the one we were started at."""
    started_at = config.get_option("server.address") or ""
    return settings().hosts | {str(started_at).lower()}


def _api() -> ASGIApp:
    from dashboard.doors import api

    return api.create(installation)


def _secrets() -> dict[str, Any]:
    """Tell Streamlit how people log in; nothing where nobody does."""
    chosen = settings()
    if chosen.login is None:
        return {}
    return {
        "auth": {
            "redirect_uri": f"{chosen.public_url}/oauth2callback",
            "cookie_secret": chosen.login.cookie_secret,
            "client_id": chosen.login.client_id,
            "client_secret": chosen.login.client_secret,
            "server_metadata_url": chosen.login.metadata,
            "client_kwargs": {"scope": "openid email profile"},
        }
    }


async def _presentation(request: Request) -> Response:
    from dashboard.doors.presenting import presentation

    return await presentation(request)


ROUTES = [
    Route("/healthz", _healthz),
    # The store is open before the first request is answered: ready is as healthy.
    Route("/readyz", _healthz),
    Route("/metrics", _metrics),
    Route("/presentera", _presentation),
    Mount("/api/v1", Late(_api)),
]

app = st.App(
    SCRIPT,
    lifespan=_lifespan,
    secrets=_secrets(),
    routes=ROUTES,
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(measuring.Counted),
        Middleware(BasePath, path=base_path),
        Middleware(OwnHostsOnly, named=_hosts),
        Middleware(SameSiteOnly, named=_hosts),
        Middleware(StrangersBounded),
        Middleware(VisitName),
        Middleware(PageLanguage),
        Middleware(OwnWords),
        Middleware(Packed),
    ],
)
