"""Who comes, by what their request carries: a login, a key to the API, or nothing.

Pages, API and presentation ask here, at each request and each rerun, so that a role that has
ended has ended and a login that has run out has run out.
"""

import hmac
import json
import re
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from ipaddress import ip_address
from math import ceil
from typing import Any, Self
from urllib.parse import urlsplit

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.requests import HTTPConnection

from dashboard.installation import now
from dashboard.settings import Login, Settings
from data.door import Door
from data.store.access import Identity, Viewer
from data.store.errors import StoreError

COOKIE = "_streamlit_user"
"""Where Streamlit keeps who has logged in, signed."""

OWNER = "x-kvarvarde-owner"
"""The header in which a command of this machine shows that the store's owner runs it."""

OWNER_SECRET = secrets.token_urlsafe(32)
"""What this process wrote in a file that only the owner of the store may read."""

_IN_PARTS = re.compile(r"chunks-(\d{1,3})")
_LONGEST_LOGIN = 31 * 24 * 3600
"""Seconds that Streamlit lets a login last at most; the provider says less."""

_BY_PROXY = (
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
    "via",
)


class TooManyError(StoreError):
    """Somebody asks too often; `seconds` is how long they should wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"För många anrop. Vänta {seconds} sekunder och försök igen.")
        self.seconds = seconds


class Buckets:
    """How often each key may be used: `burst` times at once, and then `rate` a second."""

    def __init__(
        self, *, rate: float, burst: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Begin with every bucket full."""
        self._rate, self._burst, self._clock = rate, burst, clock
        self._kept: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: str, cost: int = 1) -> None:
        """Count one use, or as many as it costs.

        Raises `TooManyError` when there is too little left in the bucket of the key.
        """
        with self._lock:
            at = self._clock()
            left, before = self._kept.get(key, (float(self._burst), at))
            left = min(float(self._burst), left + (at - before) * self._rate)
            self._kept[key] = (left - cost if left >= cost else left, at)
            self._kept.move_to_end(key)
            while len(self._kept) > 10_000:
                self._kept.popitem(last=False)
        if left < cost:
            raise TooManyError(ceil((cost - left) / self._rate))


_KEYS = Buckets(rate=5, burst=100)
_UNKNOWN_KEYS = Buckets(rate=0.5, burst=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a request carries: its headers by name in small letters, and its cookies."""

    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    way: str

    @classmethod
    def of(cls, connection: HTTPConnection, *, way: str) -> Self:
        """Return what a connection carries."""
        return cls(headers=connection.headers, cookies=connection.cookies, way=way)


def viewer(door: Door, chosen: Settings, request: Request) -> Viewer:
    """Say who comes.

    Raises `UnknownTokenError` for a key that does not apply, `TooManyError` for one that is
    used too often.
    """
    return replace(_arrived(door, chosen, request), client=request.way)


def _arrived(door: Door, chosen: Settings, request: Request) -> Viewer:
    if _is_owner(request):
        return door.who()
    if key := _key(request):
        return _by_key(door, key)
    if chosen.login is None:
        return door.who() if _is_here(chosen, request) else door.guest(reads=True)
    identity = _identity(chosen.login, request)
    if identity is None:
        return door.guest(reads=chosen.public)
    return door.who(identity, reads=chosen.public, day=now().date())


def is_known(chosen: Settings, request: Request) -> bool:
    """Say whether somebody has shown who they are, or shows a key, which is counted by itself.

    A login is known here by its signature; what it gives is looked up where something is asked.
    """
    if _is_owner(request) or _key(request):
        return True
    if chosen.login is None:
        return _is_here(chosen, request)
    return _identity(chosen.login, request) is not None


def _is_owner(request: Request) -> bool:
    shown = request.headers.get(OWNER, "")
    return hmac.compare_digest(shown.encode(), OWNER_SECRET.encode())


def _key(request: Request) -> str:
    """Return the key to the API that a request shows, '' for none."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return key.strip() or "-" if scheme.lower() == "bearer" else ""


def _is_here(chosen: Settings, request: Request) -> bool:
    """Whether the person at this machine asks, where nobody logs in.

    Where others come by a name, one of them could say that they ask for this machine.
    """
    named = any(not _is_loopback(f"//{name}") for name in chosen.hosts)
    return not (chosen.without_login or named) and at_this_machine(request.headers)


def _identity(login: Login, request: Request) -> Identity | None:
    claims = _claims(request.cookies, login.cookie_secret)
    return identity_of(claims, now(), trust_email=login.trust_email)


def by_proxy(headers: Mapping[str, str]) -> bool:
    """Say whether anything says that a proxy has passed a request on."""
    return any(name in headers for name in _BY_PROXY)


def _by_key(door: Door, key: str) -> Viewer:
    try:
        found = door.bearer(key, now=now())
    except StoreError:
        _UNKNOWN_KEYS.take("")
        raise
    _KEYS.take(key.split("_")[1])
    return found


def at_this_machine(headers: Mapping[str, str]) -> bool:
    """Say whether a request was made on this machine, to it, and not through a proxy.

    A page that is driven without a browser has no headers at all.
    """
    if by_proxy(headers):
        return False
    named = [headers[name] for name in ("host", "origin") if headers.get(name)]
    return all(_is_loopback(each if "//" in each else f"//{each}") for each in named)


def _is_loopback(address: str) -> bool:
    name = urlsplit(address).hostname or ""
    try:
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False


def identity_of(
    claims: Mapping[str, Any], moment: datetime, *, trust_email: bool
) -> Identity | None:
    """Return who the claims of a login are about; None for no login or one that has run out."""
    issuer, subject = str(claims.get("iss") or ""), str(claims.get("sub") or "")
    try:
        ends = float(claims.get("exp") or 0)
    except (TypeError, ValueError):
        return None
    if not (issuer and subject) or ends <= moment.timestamp():
        return None
    vouched = claims.get("email_verified") is True or trust_email
    email = str(claims.get("email") or (trust_email and claims.get("preferred_username")) or "")
    return Identity(
        issuer=issuer,
        subject=subject,
        name=str(claims.get("name") or ""),
        email=email if vouched and "@" in email else "",
    )


def _claims(cookies: Mapping[str, str], secret: str) -> dict[str, Any]:
    """Read who has logged in out of Streamlit's own cookie, which may lie in several parts."""
    first = _unsigned(cookies, COOKIE, secret)
    parts = _IN_PARTS.fullmatch(first)
    if parts:
        names = [f"{COOKIE}_{number + 1}" for number in range(min(int(parts[1]), 50))]
        first = "".join(_unsigned(cookies, name, secret) for name in names)
    try:
        found = json.loads(first or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _unsigned(cookies: Mapping[str, str], name: str, secret: str) -> str:
    """Return what a cookie says, '' for none and for one that we have not signed."""
    try:
        said = URLSafeTimedSerializer(secret, salt=name).loads(
            cookies.get(name, ""), max_age=_LONGEST_LOGIN
        )
    except BadData:
        return ""
    return said if isinstance(said, str) else ""
