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
    """No encoding goes by that name.

    >>> import fixenc
    >>> fixenc.repair_bytes(b"", encoding="latin-99")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    fixenc.errors.EncodingNotFound: no encoding is called 'latin-99'; did you mean iso8859-15, ...
    """


class PolicyError(FixencError, ValueError):
    """A policy asks for something that cannot be.

    >>> import fixenc
    >>> fixenc.Policy(min_confidence=2)
    Traceback (most recent call last):
    fixenc.errors.PolicyError: min_confidence must be within 0 and 1, not 2
    """


class ChainError(FixencError, ValueError):
    """A chain is misspelt, or a text cannot pass through it.

    >>> from fixenc.chains import Chain
    >>> Chain.parse("utf-8>cp1252>utf-8")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    fixenc.errors.ChainError: 'utf-8>cp1252>utf-8' is not a chain: write pairs such as ...
    """


class ReplayError(FixencError, ValueError):
    """A report does not belong to the text it is replayed on.

    >>> import fixenc
    >>> fixenc.repair("cafÃ©").replay("another text")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    fixenc.errors.ReplayError: this report does not belong to this text: ...
    """


class FormatError(FixencError, ValueError):
    """A file or record is not of the format it should be.

    ``line`` and ``column`` count from 1, in lines and code points; 0 means unknown.

    >>> import fixenc
    >>> fixenc.Filter(format="doc")
    Traceback (most recent call last):
    fixenc.errors.FormatError: no format 'doc'; there are text, jsonl, csv, tsv, srt, vtt
    """

    def __init__(self, message: str, *, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class DamagedRecord(FormatError):
    """A record is damaged or malformed, and the filter was told to fail then.

    >>> import fixenc
    >>> sieve = fixenc.Filter(format="jsonl", on_damaged="fail")
    >>> sieve.feed(b"cut off\\n") + sieve.close()  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    fixenc.errors.DamagedRecord: line 1, byte 0: malformed: no JSON value where one is due, ...
    """
