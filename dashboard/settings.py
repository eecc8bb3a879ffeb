"""Where this installation keeps its things, as the environment says."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

STORE = "KVARVARDE_STORE"
DEFINITIONS = "KVARVARDE_DEFINITIONS"
UPLOAD_MB = "KVARVARDE_UPLOAD_MB"
ATTACHMENT_MB = "KVARVARDE_ATTACHMENT_MB"
TODAY = "KVARVARDE_TODAY"


class SettingsError(Exception):
    """The environment asks for something that cannot be; the text says what and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The store file, folders with definitions beside the shipped ones, and the file limits.

    `today` stops the clock on a day; None lets it go.
    """

    store: Path
    definitions: tuple[Path, ...] = ()
    upload_mb: int = 200
    attachment_mb: int = 20
    today: date | None = None

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
    today = _day(environment.get(TODAY, ""), problems)
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
    )


def _day(text: str, problems: list[str]) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        problems.append(f"{TODAY}: {text} är inget datum som 2026-11-22.")
        return None


def generated_definitions(store: Path) -> Path:
    """The folder beside a generated store with the definitions that were made for it."""
    return store.with_name(f"{store.stem}-indikatorer")
