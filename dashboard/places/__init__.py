"""The pages about several places at once: how it goes elsewhere, where, and who lives there."""
