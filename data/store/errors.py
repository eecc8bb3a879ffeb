"""What can go wrong at the door to facts, in sentences a colleague can act on."""


class StoreError(Exception):
    """The store cannot do what was asked; the text says why and what to do."""


class StoreBusyError(StoreError):
    """Another process owns the store file."""


class StoreDamagedError(StoreError):
    """What the store file holds cannot be read any more."""


class NotAllowedError(StoreError):
    """Whoever asks may not do this."""


class UnknownTokenError(StoreError):
    """A key to the API that does not apply."""


class UnknownRevisionError(StoreError):
    """No such revision, or it cannot be taken back."""


class ConflictError(StoreError):
    """The facts moved between preview and commit."""


class TooMuchError(StoreError):
    """The question would read so much that nobody could use the answer."""
