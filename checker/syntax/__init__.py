"""Text to tree. Takes a ``Source``, gives a ``File`` and diagnostics P001 to P011; never raises."""
