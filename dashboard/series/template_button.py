"""The button that gives the template of an indicator, with the rows that come next."""

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
    today = loaders.this_day()

    def made() -> bytes:
        # Figures are handed in now, whatever moment the page shows, and by who may do so now.
        return delivery_book(loaders.reader_now(), loaders.catalogue(), asked, today)

    cards.download(
        translator(language)("Hämta mallen"),
        made,
        asked.file_name,
        mime=TYPE,
        key="template-indicator",
    )
