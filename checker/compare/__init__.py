"""Two states of an agreement compared by meaning: the catalogue of effects, and who is worse off."""
