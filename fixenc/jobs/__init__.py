"""Many files filtered, by many processes: what ``fixenc filter`` does with its inputs and outputs.

====================  ======================================================================
``names``             which files are meant, and where the output of each goes
``batch``             the jobs one after the other or several at once; what became of each
``task``              one input, or a split of one: from a file to what is written of it
``whole``             Parquet and WARC, which are no streams of records
``journal``           the folder for what is unfinished, and what is finished (``--resume``)
``stats``             what was counted, for a file of statistics and a line of summary
====================  ======================================================================

What becomes of the records is ``fixenc.filter``.
"""
