"""The observed months replayed under old and new terms: what is payable, what is left under each cap."""
