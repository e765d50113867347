"""What makes clean text cheap: text that no finder has anything to say of goes home.

``look`` goes over a text for the signs in ``patterns``, and for ``short_lines`` (``short_words``
in Cyrillic) that are likelier otherwise. Lines with a sign go on where ``bound``, in East Asian
text ``bound_wide``, allows a misread to gain enough, or a word would be known (``hidden``), but not
for ``plain_signs`` alone.
"""
