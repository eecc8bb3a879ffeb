"""The button that gives the template of an indicator, with the rows that come next."""

from functools import partial

from dashboard.export.delivery_book import TYPE, Asked, delivery_book
from dashboard.page import cards, loaders
from dashboard.text.language import translator


def template_button(indicator_id: str, language: str, *, sender: str = "") -> None:
    """Offer the template, of one who hands in the series or of everybody."""
    asked = Asked(
        indicator_id=indicator_id,
        sender=sender,
        language=language,
        home=loaders.settings().public_url,
    )
    # Figures are handed in now, whatever moment the page shows.
    facts, today = loaders.door().reader(loaders.viewer()), loaders.this_day()
    cards.download(
        translator(language)("Hämta mallen"),
        partial(delivery_book, facts, loaders.catalogue(), asked, today),
        asked.file_name,
        mime=TYPE,
        key="template-indicator",
    )
