"""Repair: garbled text to text, as edits. Begin to read at ``engine``.

The way of a text:

=====================  =====================================================================
``gate``               sends clean text home: by the signs in ``patterns`` and ``remains``,
                       ``short_lines``, ``short_words``, ``vanished``, ``truncated``,
                       ``unshown``, ``resaved`` and ``plain_signs``, and by ``bound`` (in East
                       Asian text ``bound_wide``; ``hidden``), what a misread could gain at most
``engine``             rounds of finders; they answer with a ``proposal``, and what the policy
                       does not allow goes on in ``withheld``
``finders``            one for each kind of damage: ``misread``, ``lost``, ``shifted``,
                       ``annotation``, ``unrecoverable``; of what is lost of UTF-8 read byte by
                       byte, ``layers``, ``sunken`` (``second_layer``, ``unshown_layer``),
                       ``sign`` (``halved_signs``, ``halved_marks``, ``ticks``, ``emoji``),
                       ``no_break``, ``space`` and ``letter`` (around them: ``mended``)
=====================  =====================================================================

The way of a line in the finder of misreads:

=====================  =====================================================================
``whole_lines``        lines that are nothing but UTF-8 misread, which are told at once
``windows``            which misreads are worth a look, by ``families`` and ``heat``; of single
                       bytes by their ``tables``, all of them ``by_reader``
``align``              what the line would be if one were undone, in units
``runs``               which units are worth undoing; ``anywhere`` those that may begin and end
                       at any character; ``borders``, ``ends``, ``stretch`` say where
``candidates``         all of these as a ``candidate`` each; ``twins`` explain one as well
``score``              the bits it gains; ``words`` with ``lexicon``, ``vocabulary``, ``accents``
                       and ``typeset`` where letters are not enough
``decide``             whether it is touched: ``due`` is what it has to gain, ``oddities``,
                       ``drawings`` and ``shape`` speak against it, ``lone`` and ``certain`` for
                       it; ``quoted`` is text about garble, ``operands`` what mends it
``struck``             what bits do not tell; ``stray_controls`` too, and ``made_small``
``single_signs``       signs that are one East Asian character, told by their places; ``dashes``
                       between words
``confidence``         how sure it is then, by its ``signs`` and runs that end ``elsewhere``
=====================  =====================================================================

Beside these: ``byte_pairs`` and ``readings`` for pages that were edited byte by byte, ``cycles``
for U+FFFD read on, ``latest`` for answers that several ask for. ``resync`` is about bytes, before
they are text: ``broken_utf8``, ``reread``, ``orphans`` and ``trails`` are parts of it.
"""
