"""The HTTP API: the same door as the pages, for other systems and the command line."""

from collections.abc import Callable

from fastapi import Depends, FastAPI

from dashboard.doors.api import (
    administration,
    changes,
    deliveries,
    exports,
    facts,
    keeping,
    promises,
)
from dashboard.doors.api.bodies import LimitedBody, only_known_parameters
from dashboard.doors.api.errors import answer_errors
from dashboard.installation import Installation
from dashboard.settings import base_path

__all__ = ["create"]

_DESCRIPTION = """
Mätvärden, mål, inläsningar och utfall i Kvarvärde. Alla fel är JSON med en mening på svenska i
`error`. Inget sparas om något i filen stoppar.
"""


def create(installation: Callable[[], Installation]) -> FastAPI:
    """Build the API over the installation that `installation` opens when first asked."""
    api = FastAPI(
        title="Kvarvärde",
        version="1",
        description=_DESCRIPTION,
        # The documentation pages would load scripts from elsewhere; the document is enough.
        docs_url=None,
        redoc_url=None,
        servers=[{"url": f"{base_path()}/api/v1"}],
        root_path_in_servers=False,
        separate_input_output_schemas=False,
        dependencies=[Depends(only_known_parameters)],
    )
    api.state.installation = installation
    api.include_router(changes.routes)
    api.include_router(facts.routes)
    api.include_router(deliveries.routes)
    api.include_router(exports.routes)
    api.include_router(promises.routes)
    api.include_router(keeping.routes)
    api.include_router(administration.routes)
    api.add_middleware(LimitedBody, largest=lambda: installation().settings.upload_bytes)
    answer_errors(api)
    return api
