"""Two states of a workspace compared: what an edit does to agreements in force, and what is to be read."""
