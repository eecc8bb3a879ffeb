"""Where this installation keeps its things, as the environment says."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

STORE = "KVARVARDE_STORE"
DEFINITIONS = "KVARVARDE_DEFINITIONS"
UPLOAD_MB = "KVARVARDE_UPLOAD_MB"
ATTACHMENT_MB = "KVARVARDE_ATTACHMENT_MB"
TODAY = "KVARVARDE_TODAY"
PUBLIC_URL = "KVARVARDE_PUBLIC_URL"
BASE_PATH = "KVARVARDE_BASE_PATH"
PPTX_TEMPLATE = "KVARVARDE_PPTX_TEMPLATE"
HOSTS = "KVARVARDE_HOSTS"
PUBLISH = "KVARVARDE_PUBLISH"
FOLLOW = "KVARVARDE_FOLLOW"
SMALLEST_COUNT = "KVARVARDE_SMALLEST_COUNT"
HIDE_ZERO = "KVARVARDE_HIDE_ZERO"
PUBLIC_SUPPLIERS = "KVARVARDE_PUBLIC_SUPPLIERS"
PUBLIC = "KVARVARDE_PUBLIC"
WITHOUT_LOGIN = "KVARVARDE_WITHOUT_LOGIN"
OIDC_METADATA = "KVARVARDE_OIDC_METADATA"
OIDC_CLIENT_ID = "KVARVARDE_OIDC_CLIENT_ID"
OIDC_CLIENT_SECRET = "KVARVARDE_OIDC_CLIENT_SECRET"
OIDC_COOKIE_SECRET = "KVARVARDE_OIDC_COOKIE_SECRET"
OIDC_TRUST_EMAIL = "KVARVARDE_OIDC_TRUST_EMAIL"
FRAME_ANCESTORS = "KVARVARDE_FRAME_ANCESTORS"
METRICS_TOKEN = "KVARVARDE_METRICS_TOKEN"
LOG = "KVARVARDE_LOG"
PROXIES = "FORWARDED_ALLOW_IPS"
"""Whose word is taken for where a request comes from: uvicorn reads it too."""

_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*")
_FRAMING = re.compile(r"https?://[A-Za-z0-9.*-]+(:\d+)?")

_OF_THIS_PROCESS = secrets.token_urlsafe(32)
"""Signs logins where no secret is given: a restart logs everybody out."""


class SettingsError(Exception):
    """The environment asks for something that cannot be; the text says what and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """The provider of OpenID Connect that people log in at, and what we are called there.

    `metadata` is the address of what it says of itself, `cookie_secret` signs who has logged
    in. `trust_email` lets an address count that the provider does not vouch for.
    """

    metadata: str
    client_id: str
    client_secret: str = field(repr=False)
    cookie_secret: str = field(repr=False)
    trust_email: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The store file, folders with definitions beside the shipped ones, and the file limits.

    `today` stops the clock on a day; None lets it go. `public_url` is where others reach the
    dashboard, '' when nobody has said; `pptx_template` is the slides' own look, None for ours.
    `hosts` are the names the server answers to beside that of `public_url`, lower case.
    Who knows `metrics_token` may read the figures of the server from another machine.
    `frame_ancestors` are the sites that may show the pages in a frame of theirs.
    `publish` is the folder to which a server that writes gives copies, and `follow` the one
    whose copies a server only shows.
    `smallest_count` is the fewest people a shown number may be about, for every indicator that
    has a limit (None: its own); `hide_zero` whether nobody is few, and `public_suppliers` are
    those whose figures are public anyway.
    Without a `login` the person at this machine may do everything, and nobody else anything;
    `without_login` says that others reach it. With one, everybody reads what is released where
    it is `public`, and otherwise only who has logged in.
    One who `trusts_proxy` has said which proxies tell the truth about who asks.
    """

    store: Path
    definitions: tuple[Path, ...] = ()
    upload_mb: int = 200
    attachment_mb: int = 20
    today: date | None = None
    public_url: str = ""
    pptx_template: Path | None = None
    hosts: frozenset[str] = frozenset()
    publish: Path | None = None
    follow: Path | None = None
    smallest_count: int | None = None
    hide_zero: bool = True
    public_suppliers: tuple[str, ...] = ()
    login: Login | None = None
    public: bool = False
    without_login: bool = False
    frame_ancestors: tuple[str, ...] = ()
    metrics_token: str = field(default="", repr=False)
    json_logs: bool = False
    trusts_proxy: bool = False

    @property
    def upload_bytes(self) -> int:
        """The largest file that is read, in bytes."""
        return self.upload_mb * 1_000_000


def settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the environment. Raises `SettingsError` naming everything that is wrong in it."""
    # os.path.abspath and not resolve(): a store behind a symbolic link keeps its own name.
    store = Path(os.path.abspath(environment.get(STORE) or "var/kvarvarde.duckdb"))
    given = [Path(part) for part in environment.get(DEFINITIONS, "").split(os.pathsep) if part]
    limits = {
        name: environment.get(name) or otherwise
        for name, otherwise in ((UPLOAD_MB, "200"), (ATTACHMENT_MB, "20"))
    }
    problems = [
        f"{DEFINITIONS}: mappen {part} finns inte." for part in given if not part.is_dir()
    ]
    problems += [
        f"{name}: {limit} är inget antal megabyte."
        for name, limit in limits.items()
        if not limit.isdecimal() or int(limit) < 1
    ]
    fewest = environment.get(SMALLEST_COUNT, "")
    if fewest and (not fewest.isdecimal() or int(fewest) < 1):
        problems.append(f"{SMALLEST_COUNT}: {fewest} är inget antal personer, minst 1.")
    zero = environment.get(HIDE_ZERO) or "yes"
    if zero not in {"yes", "no"}:
        problems.append(f"{HIDE_ZERO}: {zero} är varken yes eller no.")
    today = _day(environment.get(TODAY, ""), problems)
    public_url = _address(environment.get(PUBLIC_URL, ""), problems)
    if not _PATH.fullmatch(under := base_path(environment)):
        problems.append(f"{BASE_PATH}: {under} är ingen sökväg som /kvarvarde.")
    if urlsplit(public_url).path not in {"", under}:
        problems.append(f"{BASE_PATH} och sökvägen i {PUBLIC_URL} är inte samma.")
    framing = tuple(environment.get(FRAME_ANCESTORS, "").split())
    log = environment.get(LOG, "")
    if log not in {"", "json", "text"}:
        problems.append(f"{LOG}: {log} är varken json eller text.")
    problems += [
        f"{FRAME_ANCESTORS}: {site} är ingen webbplats som https://intranat.exempel.se."
        for site in framing
        if not _FRAMING.fullmatch(site)
    ]
    template = _file(environment.get(PPTX_TEMPLATE, ""), problems)
    publish, follow = (_folder(environment.get(name, "")) for name in (PUBLISH, FOLLOW))
    if publish and follow:
        problems.append(f"{PUBLISH} och {FOLLOW}: en server kan inte både ge ut och bara visa.")
    login = _login(environment, public_url, problems)
    if problems:
        raise SettingsError("\n".join(problems))
    own = generated_definitions(store)
    folders = [own, *given] if own.is_dir() else given
    return Settings(
        store=store,
        definitions=tuple(folders),
        upload_mb=int(limits[UPLOAD_MB]),
        attachment_mb=int(limits[ATTACHMENT_MB]),
        today=today,
        public_url=_under(public_url, under),
        pptx_template=template,
        hosts=_hosts(environment.get(HOSTS, ""), public_url),
        publish=publish,
        follow=follow,
        smallest_count=int(fewest) if fewest else None,
        hide_zero=zero == "yes",
        public_suppliers=_listed(environment.get(PUBLIC_SUPPLIERS, "")),
        login=login,
        public=_yes(environment.get(PUBLIC, "")),
        without_login=_yes(environment.get(WITHOUT_LOGIN, "")),
        frame_ancestors=framing,
        metrics_token=environment.get(METRICS_TOKEN, ""),
        json_logs=log == "json",
        trusts_proxy=bool(environment.get(PROXIES, "").strip()),
    )


def _yes(text: str) -> bool:
    return text.strip().lower() in {"1", "ja", "yes", "true"}


def _login(
    environment: Mapping[str, str], public_url: str, problems: list[str]
) -> Login | None:
    """Read how people log in; None where nothing says so."""
    names = (OIDC_METADATA, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET)
    given = {name: environment.get(name, "") for name in names}
    if not any(given.values()):
        return None
    problems += [
        f"{name} saknas: inloggningen behöver den." for name in names if not given[name]
    ]
    if not public_url:
        problems.append(f"{PUBLIC_URL} saknas: dit kommer man tillbaka efter inloggningen.")
    return Login(
        metadata=given[OIDC_METADATA],
        client_id=given[OIDC_CLIENT_ID],
        client_secret=given[OIDC_CLIENT_SECRET],
        cookie_secret=environment.get(OIDC_COOKIE_SECRET) or _OF_THIS_PROCESS,
        trust_email=_yes(environment.get(OIDC_TRUST_EMAIL, "")),
    )


def base_path(environment: Mapping[str, str] = os.environ) -> str:
    """Return the path that everything lies under behind a proxy, as ``/kv``; '' for none.

    It is that of the public address, unless one is named by itself.
    """
    named = environment.get(BASE_PATH) or urlsplit(environment.get(PUBLIC_URL, "")).path
    return f"/{named.strip('/')}".rstrip("/")


def _under(public_url: str, path: str) -> str:
    """Return the address of the pages: the public one, with the path that they lie under."""
    return f"{public_url.removesuffix(path)}{path}" if public_url else ""


def _day(text: str, problems: list[str]) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        problems.append(f"{TODAY}: {text} är inget datum som 2026-11-22.")
        return None


def _address(text: str, problems: list[str]) -> str:
    """Read a public address; a path behind the host is kept, a last slash is not."""
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.netloc):
        problems.append(
            f"{PUBLIC_URL}: {text} är ingen adress som https://kvarvarde.exempel.se."
        )
    return text.rstrip("/")


def _listed(text: str) -> tuple[str, ...]:
    """Read what is divided by commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _hosts(text: str, public_url: str) -> frozenset[str]:
    """Read the names that are divided by commas, and add that of the public address."""
    given = {part.strip().lower() for part in text.split(",")}
    return frozenset({*given, urlsplit(public_url).hostname or ""} - {""})


def _file(text: str, problems: list[str]) -> Path | None:
    if text and not Path(text).is_file():
        problems.append(f"{PPTX_TEMPLATE}: filen {text} finns inte.")
    return Path(text) if text else None


def _folder(text: str) -> Path | None:
    return Path(os.path.abspath(text)) if text else None


def generated_definitions(store: Path) -> Path:
    """The folder beside a generated store with the definitions that were made for it."""
    return store.with_name(f"{store.stem}-indikatorer")
