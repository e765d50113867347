"""What damage looks like, a module for each form of it; gate and finders both ask here.

===================  ======================================================================
``remains``          U+FFFD in its disguises, and memory never written; ``cycles`` of it
``vanished``         pairs of bytes that GBK dropped without a mark
``truncated``        UTF-8 of which cp1252 showed two bytes in three
``unshown``          UTF-8 that Latin-1 showed without its controls; ``unshown_layer`` twice
``second_layer``     Cyrillic garbled twice without the byte that cp1251 lacks
``halved_marks``     typographic marks that lost their last bytes; ``halved_signs``, emoji too
``ticks``            ✅ and ❌ that did
``emoji``            those of which Shift_JIS shows half; ``emoji_by_pairs``, Windows-949
``shown_signs``      emoji, arrows and rules in lines that are ASCII else
``single_signs``     signs that became one East Asian character
``resaved``          Japanese that was saved after a misread with losses
``byte_pairs``       pages of GBK and Big5 whose bytes were edited
===================  ======================================================================
"""
