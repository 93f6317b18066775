"""Which way a changed clause goes, for all votes, amounts and days: translated to z3 and decided there.

``clauses.compare`` is the entry; ``translate`` says what is claimed, and why that may be. From the text of a
part to its direction: ``instances`` and ``formulas`` (when a clause is violated), ``translate`` with
``records``, ``amounts``, ``days``, ``times``, ``queries`` and ``votes`` (expressions as terms), ``worlds``
and ``small`` (all cases, and single ones), ``solver`` (the only door to z3), ``decide`` (old and new in
order), ``parts``, ``approvals`` and ``whole`` (the changes that are told).
"""
