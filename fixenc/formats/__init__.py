"""File formats: one module for each, and ``files``, the only one that opens a file."""
