"""Texts of scenario files."""

from __future__ import annotations

PAYMENT = (
    "{{id: {id}, fund: Growth Fund, kind: {kind}, payee: Distributor, "
    "amount: {amount}, accrued_for: 2024-01, paid_on: 2024-02-14}}"
)


def payment(id: str = "P-1", amount: str = "100.00", kind: str = "service_fee") -> str:
    return PAYMENT.format(id=id, amount=amount, kind=kind)


def scenario(
    id: str = "S1", *, facts: str = "", expect: str = "", extra: str = "", payments: str | None = None
) -> str:
    """Return the text of a file with one scenario; one payment of 100.00 unless told otherwise."""
    given = payment() if payments is None else payments
    lines = [f"id: {id}", "title: A scenario", "as_of: 2024-03-31"]
    lines += [extra] if extra else []
    lines += ["register:", facts] if facts else []
    lines += ["ledgers:", f"  payments: [{given}]"] if given else []
    lines += ["expect:", expect] if expect else []
    return "\n".join(lines) + "\n"


MET = "  - {clause: small_payments, subject: {payment: P-1}, verdict: compliant}"
