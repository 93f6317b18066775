"""Which way a changed clause goes, for all votes, amounts and days: translated to z3 and decided there."""
