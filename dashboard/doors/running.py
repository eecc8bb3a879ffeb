"""Tells the command line which server owns a store: a small file beside the store."""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

_ANYWHERE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "[::1]"}
"""Addresses that mean every interface, and where the same machine reaches them."""

INSTANCE = secrets.token_urlsafe(16)
"""Tells this process from one that has taken over its port."""


def health(revision: int) -> dict[str, Any]:
    """Return what every ``/healthz`` answers, that of the page and that of the API."""
    return {"status": "ok", "revision": revision, "instance": INSTANCE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server: where it answers and which process it is."""

    url: str
    instance: str
    secret: str = field(default="", repr=False)


def address_file(store: Path) -> Path:
    """The file in which the server that owns `store` says where it answers."""
    return store.with_name(f"{store.name}.server")


@contextmanager
def announced(store: Path, host: str, port: int, secret: str = "") -> Iterator[None]:
    """Say where the server answers for as long as it runs, readable by its owner only.

    Whoever can read it can show `secret`, and is the owner.
    """
    place = address_file(store)
    url = f"http://{_ANYWHERE.get(host, host)}:{port}"
    server = Server(url=url, instance=INSTANCE, secret=secret)
    draft = place.with_name(f"{place.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(asdict(server), file)
    draft.replace(place)
    try:
        yield
    finally:
        if _announcement(place) == server:
            place.unlink(missing_ok=True)


def running(store: Path) -> Server | None:
    """Return the server that owns `store`, or None when none answers.

    A file left by a server that died is recognised: nobody answers at its address, or somebody
    else does.
    """
    server = _announcement(address_file(store))
    if server is None:
        return None
    import httpx  # a server that starts alone has nobody to ask

    with suppress(httpx.HTTPError, ValueError):
        answer = httpx.get(f"{server.url}/healthz", timeout=10, trust_env=False)
        if answer.json().get("instance") == server.instance:
            return server
    return None


def _announcement(place: Path) -> Server | None:
    try:
        return Server(**json.loads(place.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
