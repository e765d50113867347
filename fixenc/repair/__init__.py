"""Repair: garbled text to text, as edits. Begin to read at ``engine``.

The way of a text, each package with a map of its own:

=====================  =====================================================================
``gate``               sends clean text home
``engine``             rounds of finders; they answer with a ``proposal``, and what the policy
                       does not allow goes on in ``withheld``
``finders``            one for each kind of damage
``search``             the candidates for one line: which misreads, and of which parts of it
``deciding``           whether a candidate is taken; ``quoted`` is text about garble,
                       ``spoken_of`` what sentences say of it, ``operands`` what programs replace
=====================  =====================================================================

What these are made of:

=====================  =====================================================================
``undoing``            what a line becomes where a misread is undone, and what that gains
``damage``             what damage looks like, a module for each form of it
``lists``              packed lists: words, how common they are, how ideographs are read
``latest``             answers that several ask for
``out_of_step``        bytes before they are text, where one is missing or too many
=====================  =====================================================================
"""
