"""One finder a kind of damage."""
