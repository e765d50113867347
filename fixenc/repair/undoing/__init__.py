"""What a line becomes where a misread is undone, and what that gains.

``align`` cuts a line into units, the least pieces that can be undone by themselves; ``runs`` of
them are worth it, each with its ``borders``, or a ``stretch`` of them is; ``score`` says by how
many bits. ``families`` are misreads that look alike; ``by_reader`` has all of them by the encoding
that was read, and ``tables`` what those of single bytes make of a text.
"""
