"""Reports of files: as JSON with ``entry``, as a page with ``page``, taken back with ``undo``."""
