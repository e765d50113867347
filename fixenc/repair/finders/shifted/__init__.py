"""Characters shifted by one byte; ``docs/finders/shifted.md`` tells the story.

From the text to the edits: ``zones`` (what may be shifted at all), ``page`` with ``layout`` (what
the search asks of the whole text), ``in_step`` (does a stretch look shifted?), ``runs`` (which
holes begin a run), ``lattice`` with ``walk`` and ``hole`` (all ways to read it; ``quotation`` and
``swallowed`` price marks and ASCII), ``sums``, ``odds`` and ``by_words`` (how sure each character
is), ``edits``; ``finder`` runs them.
"""

from fixenc.repair.finders.shifted.finder import find

__all__ = ["find"]
