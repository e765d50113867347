"""The candidates for one line: which misreads are undone there, and of which parts of it.

``whole_lines`` are nothing but UTF-8 misread, and told at once. For others, ``heat`` says where the
line is least likely, ``windows`` which misreads are worth a look there; ``candidates`` makes of
their runs, and of those ``anywhere``, a ``candidate`` each, whose ``ends`` may be clean words.
``twins`` explain one as well.
"""
