"""Who is meant by a name: a party goes by several, and an amendment may give its part to another."""

from __future__ import annotations

from checker.evaluate.case import Case, Value
from checker.ir.versions import as_written
from checker.values.truth import Truth, Unknown, unknown_from


def same_party(case: Case, left: Value, right: Value) -> Truth:
    """Tell whether two names mean the same party."""
    unknown = unknown_from([left, right])
    return unknown if unknown is not None else bool(_names(case, left) & _names(case, right))


def compared_parties(case: Case, op: str, left: Value, right: Value) -> Truth:
    """Return the truth of a comparison of parties: ``=`` or ``!=``."""
    same = same_party(case, left, right)
    return same if isinstance(same, Unknown) or op == "=" else not same


def _names(case: Case, name: Value) -> set[object]:
    """Return every name of what goes by this one.

    The name that the agreement gives a party (``distributor``) stands, in a record, for whoever has the part.
    """
    party = case.agreement.parties.get(name) if isinstance(name, str) else None
    if party is not None:
        return {name, as_written(party.name), *party.names}
    found: set[object] = {name}
    for p in case.agreement.parties.values():
        if name in p.names:
            found |= set(p.names)
    return found
