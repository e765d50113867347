"""One finder a kind of damage.

=====================  =====================================================================
``misread``            misreads that can be undone exactly
``lost``               misreads that lost bytes
``layers``             whole lines garbled twice that lost bytes in either layer
``pairs_below``        pairs of UTF-8 that were lost in the lower of two layers
``sunken``             garbled once more in a layer that lost bytes by and by
``sign``               signs and marks that lost bytes
``no_break``           no-break spaces that became plain ones
``space``, ``letter``  spaces and letters that are told by what is ``mended`` around them
``er``                 Р of Cyrillic that became a space with its second byte
``annotation``         ideographs with their readings in brackets
``shifted``            characters of GBK and Big5 shifted by a byte
``unrecoverable``      what nothing brings back
=====================  =====================================================================
"""
