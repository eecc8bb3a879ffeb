"""What somebody can do here: begin a place, promise something, and hand in figures."""

from functools import partial

from dashboard.page import blocks, cards, loaders
from dashboard.text.language import translator
from metrics.definition.catalogue import Catalogue

_KIND = "observations"


def show(language: str) -> None:
    """Invite to what needs no more than a few minutes."""
    _ = translator(language)
    cards.line()
    with blocks.container(horizontal=True, vertical_alignment="center"):
        cards.link("ny-plats", _("Ny plats"))
        cards.link("nytt-mal", _("Lägg in ett mål"))
        cards.link("ladda-upp", _("Ladda upp"))
        cards.download(
            _("Hämta mallen"),
            partial(_template, language, loaders.catalogue()),
            f"{_('mall')}-{_('mätvärden')}.csv",
            mime="text/csv",
            key="template-measurements",
        )


def _template(language: str, catalogue: Catalogue) -> bytes:
    from data.intake import template  # reads every kind of file, which takes long to load

    return template(_KIND, language, catalogue)
