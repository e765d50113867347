"""What nothing can bring back: named with a reason and an estimate of the loss, never changed.

``finder`` joins what ``questions`` (words that became question marks), ``layers`` (text garbled
many times over) and, beside this package, remains and cycles (U+FFFD in its disguises)
find; ``mention`` tells text that speaks of such remains from text that lost something.
"""

from fixenc.repair.finders.unrecoverable.finder import find, hopeless

__all__ = ["find", "hopeless"]
