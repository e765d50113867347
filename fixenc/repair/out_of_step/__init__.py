"""Bytes that lost their step: one of them is missing, too many or wrong.

``resync`` goes through the file and says where; ``broken_utf8`` does so for UTF-8. ``reread`` reads
what was out of step again, ``orphans`` are the bytes that stand alone there, ``trails`` those of
them in the ASCII range.
"""
