"""File formats: one module for each, and ``files``, the only one that opens a file.

``record`` says what a format is to the filter, ``table`` which there are and which a file is of:
``lines`` (plain text), ``jsonl``, ``delimited`` (CSV and TSV), ``subtitles``. ``compressed`` packs
and unpacks any of them. ``text`` is what a repair makes of a whole file, ``temporary`` how it is
replaced.
"""
