"""Repair: garbled text to text, as edits."""
