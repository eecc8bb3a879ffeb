"""The roles that people are given; what each may do stands in `data.store.access`."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is to an organisation and an area: a set, of which none includes another.

    Every role sees what has not been released yet of its own organisation and its areas.
    """

    VIEWER = "viewer"
    UPLOADER = "uploader"
    CONFIRMER = "confirmer"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"
