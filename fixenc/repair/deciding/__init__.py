"""Whether a candidate is taken: what is never enough, and what speaks for doubt.

``decide`` asks whether it gains what is ``due``. Its ``shape`` speaks against it, and so do
``oddities``, ``drawings``, letters that programs hold (``accents``), characters that were typed
(``compatibility``) and lines that are not ``fluent``; for it speak ``words`` where letters are not
enough, marks that are ``typeset`` well, what is ``certain`` and what stands ``lone``.
"""
