"""The parts of the page Ladda upp, in the order a person meets them."""
