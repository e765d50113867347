"""Packed lists: words that are known, how common they are, and how ideographs are read.

``lexicon`` has words of any language, ``vocabulary`` those of a few with their shares, ``readings``
the syllables of Chinese characters, ``compression`` how the last two are kept small.
"""
