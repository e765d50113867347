"""The exceptions that fixenc raises, all in one tree.

::

    FixencError (Exception)
    ├── EncodingNotFound (LookupError)   no encoding goes by that name
    ├── PolicyError (ValueError)         a policy asks for something that cannot be
    ├── ChainError (ValueError)          a chain is misspelt, or a text cannot pass through it
    ├── ReplayError (ValueError)         a report does not belong to the text it is replayed on
    └── FormatError (ValueError)         a file or record is not of the format it should be
        └── DamagedRecord                a record stays damaged, and the filter is to fail then

A ``str`` where bytes are due, or the reverse, raises the builtin ``TypeError``.
"""


class FixencError(Exception):
    """Base of every error that fixenc raises on purpose.

    >>> issubclass(EncodingNotFound, FixencError)
    True
    """


class EncodingNotFound(FixencError, LookupError):
    """No encoding goes by that name."""


class PolicyError(FixencError, ValueError):
    """A policy asks for something that cannot be."""


class ChainError(FixencError, ValueError):
    """A chain is misspelt, or a text cannot pass through it."""


class ReplayError(FixencError, ValueError):
    """A report does not belong to the text it is replayed on."""


class FormatError(FixencError, ValueError):
    """A file or record is not of the format it should be.

    ``line`` and ``column`` count from 1, in lines and code points; 0 means unknown.
    """

    def __init__(self, message: str, *, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class DamagedRecord(FormatError):
    """A record is damaged or malformed, and the filter was told to fail then."""
