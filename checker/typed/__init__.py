"""Trees to a typed program: names bound, types and units found, amendments applied."""
