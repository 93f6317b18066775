"""What is wrong with an amendment itself, as a finding of the check."""

from __future__ import annotations

import hashlib

from checker.findings import model as f
from checker.findings.amended import Trouble
from checker.ir import nodes as ir

SAYS = {
    "out-of-order": "Amendments take effect in the order in which they are made.",
    "absent-text": "An amendment edits what the agreement has.",
    "conflict": "Two amendments do not change the same text on the same day.",
    "effective-before-approval": "An amendment takes effect once it has the approvals that it needs.",
    "base-not-on-file": "What is amended or restated is on file.",
    "earlier-amendment-not-on-file": "The amendments before one are on file.",
    "earlier-amendment-not-in-effect": "The amendments before one are in effect.",
}


def finding_of(a: ir.Agreement, x: Trouble, enforcement: f.Enforcement, span: f.TextSpan) -> f.Finding:
    """Return one trouble as a finding, a warning: the clauses that are broken by it are found beside it."""
    name = "amendment_" + x.key.replace("-", "_")
    open_ = x.verdict == "undetermined"
    missing = (f.Missing(kind="fact", text=x.message, settle=x.cure),) if open_ else ()
    identity = "\n".join((a.name, name, x.amendment, x.message))
    return f.Finding(
        code=f"{a.name}/{name}",
        verdict=x.verdict,
        severity="warning",
        enforcement=enforcement,
        agreement=a.name,
        version="",
        clause=name,
        paragraph="",
        authority="amendments",
        says=SAYS[x.key],
        quote="",
        span=x.span or span,
        related=(),
        subject=(f.Subject(name="amendment", value=x.amendment),) if x.amendment else (),
        message=x.message,
        expected="an amendment in order",
        observed=x.key.replace("-", " "),
        difference="",
        unit="",
        steps=(),
        facts=(),
        evidence=(),
        missing=missing,
        excuse="",
        cure=f.Cure(who="", what=x.cure, by=""),
        assumptions=(),
        notes=(),
        waiver=None,
        fingerprint=hashlib.sha256(identity.encode()).hexdigest(),
    )
