"""What a command says when it cannot be carried out."""


class CommandError(Exception):
    """A command cannot be carried out; the text says why and what to do."""
