"""Lost bytes: misreads that cannot be undone exactly, because bytes of them are gone.

The way of the data: ``finder`` goes through the lines; ``utf8`` and ``legacy`` ask which reader a
line went through, ``islands`` and ``places`` where it is garbled and troubled there, ``languages``
what it was written in; ``beside`` leaves clean text out. ``readers``, ``losses``, ``gone`` and
``fills`` say what may have been lost at such a place, ``eaten`` what ASCII went with it,
``writers`` what comes of bytes; ``memory`` bounds what they keep. ``beam`` searches through
``states`` by ``steps``, each a move of ``moves``, at the ``prices`` that ``costs`` gives, and
``absent`` sums where the loss leaves no trace of letters that ``missed`` asks for. ``worded``, with
``spelling``, and ``punctuation`` weigh once more; ``scripts`` refuses what mixes alphabets;
``choice`` says what is filled in and what is left to holes, ``confidence`` how sure that is, and
``edits`` makes of it what is proposed. ``again`` does all that for text that was saved after the
misread.
"""

from fixenc.repair.finders.lost.finder import find, signed_edits

__all__ = ["find", "signed_edits"]
