"""Finished files for a goal, an area, a meeting or Läget: slides, paper, a page."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from dashboard.doors.api.changes import Opened
from dashboard.doors.api.errors import RefusedError
from dashboard.doors.api.facts import Asked as Facts
from dashboard.export import asking
from dashboard.export.template import TemplateError
from dashboard.installation import Installation, now
from dashboard.settings import base_path
from data.answers.followed import Gatherer

routes = APIRouter()


@routes.get("/exports/{form}", summary="Bilder, papper eller en fil för webbläsaren")
def exports(
    here: Opened,
    facts: Facts,
    request: Request,
    form: Literal["pptx", "pdf", "html"],
    goal_id: str | None = None,
    area_id: str | None = None,
    meeting_id: str | None = None,
    show: Annotated[list[str] | None, Query()] = None,
    training: bool = False,
    language: Literal["sv", "en"] = "sv",
) -> Response:
    """Make a file of a goal, an area, a meeting, or Läget with the areas `show` may name."""
    asked = asking.Asked(
        goal_id=goal_id,
        area_id=area_id,
        meeting_id=meeting_id,
        areas=None if show is None else tuple(show),
        training=training,
        language=language,
    )
    from_store, home = Gatherer(facts, here.catalogue), home_of(here, request)
    try:
        made = asking.deck(asked, from_store, made_on=now().date(), home=home)
        content = asking.written(form, made, here.settings.pptx_template)
    except asking.NothingToShowError as error:
        raise RefusedError(str(error), 404) from error
    except TemplateError as error:
        raise RefusedError(str(error), 500) from error
    return Response(
        content,
        media_type=asking.FORMATS[form],
        headers={"content-disposition": f'attachment; filename="{asked.name}.{form}"'},
    )


def home_of(here: Installation, request: Request) -> str:
    """Return the address of the pages: the public one, or the one that was asked."""
    asked = str(request.base_url).removesuffix("/api/v1/")
    return here.settings.public_url or f"{asked}{base_path()}"
