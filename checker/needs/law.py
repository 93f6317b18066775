"""What the law asks when an amendment has an effect: the facts it would make, and what a plan must say.

The clauses of the regulations are about facts: a change of what may be spent, a change of the deferred
charge, a plan adopted for a fund. A draft makes such facts by its effects. ``SUPPOSED`` says which; each is
then judged by the clauses that are about facts of that kind, those of the agreement too. ``ASKED`` has
what no fact shows: limits and questions, each with the clause of the regulation it is read from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from checker.findings.amended import NeedKind, NeedStanding


@dataclass(frozen=True, slots=True)
class Supposed:
    """A fact that an effect makes: its kind, the fields the effect settles, and what it is read from.

    ``per_fund`` tells whether there is one for each fund; ``about`` narrows it to effects on one
    element (``{distributor}`` stands for the party that the agreement is with).
    """

    effects: tuple[str, ...]
    fact: str
    source: str
    values: Mapping[str, str | bool] = field(default_factory=dict)
    dated: str = "effective"
    per_fund: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the law asks where no fact shows it: a need of this kind, read from a clause of a regulation.

    ``outstanding`` marks what holds for shares issued before the draft only: where the effect is for
    some by their day of issue, that is a question. ``converting`` marks what holds where shares of
    another class convert into these, and more may be spent on them.
    """

    effects: tuple[str, ...]
    regulation: str
    clause: str
    paragraph: str
    kind: NeedKind
    standing: NeedStanding
    what: str
    question: str
    outstanding: bool = False
    converting: bool = False
    who: str = ""


_MORE = "Rule 12b-1(b)(4)"
_VARIED = "Rules 6c-10(a)(3), 22d-1"

SUPPOSED: tuple[Supposed, ...] = (
    Supposed(("rate-raised", "rate-added"), "spending_change", _MORE, {"kind": "rate_raised"}, per_fund=True),
    Supposed(("cap-raised",), "spending_change", _MORE, {"kind": "cap_raised"}, per_fund=True),
    Supposed(("cap-removed",), "spending_change", _MORE, {"kind": "limit_removed"}, per_fund=True),
    Supposed(
        ("fee-base-widened", "fee-base-changed"),
        "spending_change",
        _MORE,
        {"kind": "base_widened"},
        per_fund=True,
    ),
    Supposed(("cdsc-raised", "cdsc-waiver-removed"), "cdsc_change", _VARIED, {"kind": "increase"}),
    Supposed(("cdsc-lowered",), "cdsc_change", _VARIED, {"kind": "reduction"}),
    Supposed(("cdsc-waived",), "cdsc_change", _VARIED, {"kind": "waiver"}),
    Supposed(("cdsc-shortened",), "cdsc_change", _VARIED, {"kind": "period_shortened"}),
    Supposed(("cdsc-lengthened",), "cdsc_change", _VARIED, {"kind": "period_lengthened"}),
    Supposed(
        ("conversion-shortened", "conversion-lengthened", "conversion-changed"),
        "conversion_change",
        "the agreement's own clauses on conversion",
    ),
    Supposed(
        ("fund-added", "class-added"),
        "plan_adoption",
        "Rule 12b-1(b)(1), (b)(2), (g)",
        dated="on",
        per_fund=True,
    ),
    Supposed(
        ("party-substituted",),
        "implementing_agreement",
        "Rule 12b-1(b)(2)",
        {"written": True},
        dated="from",
        about="party {distributor}",
    ),
    Supposed(
        ("party-substituted",),
        "underwriting_contract",
        "Section 15(b), (c) of the 1940 Act",
        {"written": True},
        dated="executed",
        about="party {distributor}",
    ),
    Supposed(
        ("party-substituted",),
        "assignment",
        "Section 2(a)(4) of the 1940 Act; Rule 12b-1(b)(3)(iv)(B)",
        {"kind": "contract_transfer"},
        dated="on",
        about="party {distributor}",
    ),
)

ASKED: tuple[Asked, ...] = (
    Asked(
        ("cdsc-raised", "cdsc-lengthened", "cdsc-waiver-removed"),
        "rule_6c_10",
        "no_raise_for_held_shares",
        "(a)(1)",
        "never",
        "forbidden",
        "the charge on shares issued before stays within what was specified when they were bought",
        "Is it for shares bought from then on alone?",
        outstanding=True,
    ),
    Asked(
        ("approval-removed", "approval-loosened", "approval-changed"),
        "rule_12b_1",
        "material_amendment_by_both_boards",
        "(b)(4)",
        "limit",
        "question",
        "the plan goes on wanting the holders for a material increase, and board and independent directors "
        "for every material amendment",
        "Does the plan, with the draft, still ask for all the votes that Rule 12b-1(b)(4) wants?",
    ),
    Asked(
        ("term-lengthened", "term-changed"),
        "rule_12b_1",
        "continued_each_year",
        "(b)(3)(i)",
        "limit",
        "question",
        "the plan goes on for more than a year only with both votes at least once a year",
        "Does the plan, with the draft, still end unless both votes continue it at least once a year?",
    ),
    Asked(
        ("reporting-lessened",),
        "rule_12b_1",
        "report_each_quarter",
        "(b)(3)(ii)",
        "limit",
        "question",
        "the board goes on getting written reports of amounts and purposes at least quarterly",
        "Does the plan, with the draft, still ask for the reports that Rule 12b-1(b)(3)(ii) wants?",
    ),
    Asked(
        ("termination-right-removed", "notice-lengthened"),
        "rule_12b_1",
        "agreement_ended_without_penalty",
        "(b)(3)(iii), (b)(3)(iv)(A)",
        "limit",
        "question",
        "independent directors and holders can end plan and agreement, the agreement on at most sixty days' "
        "notice, without penalty",
        "Can both still end it at any time, with the draft, on no more than sixty days' notice?",
    ),
    Asked(
        ("conversion-shortened", "conversion-lengthened", "conversion-changed"),
        "rule_18f_3",
        "votes_separately_where_interests_differ",
        "(a)(3)",
        "holders",
        "question",
        "a vote of the class by itself where its interests differ from those of another",
        "Do the interests of the class in the conversion differ from those of the other class?",
        who="Holders of the class",
    ),
    Asked(
        ("rate-raised", "rate-added", "cap-raised", "cap-removed", "fee-base-widened"),
        "rule_18f_3",
        "purchase_class_asked_or_kept_whole",
        "(f)(2)(iii)",
        "holders",
        "question",
        "a vote of the class whose shares convert into these, or a new class on the old terms for it",
        "Do shares of another class convert into these? If so, and the increase is material, its holders "
        "approve it too, or get a new class on the old terms.",
        converting=True,
        who="Holders of the class that converts into it",
    ),
)

RECORDS: Mapping[str, NeedKind] = {
    "notice": "notice",
    "prospectus": "prospectus",
    "variation_statement": "prospectus",
    "consent": "consent",
    "determination": "determination",
}
"""What kind of need a record meets, by its kind of fact; any other meets an ``other`` one."""

TO_HOLDERS = "to_holders"
"""A statement to this address is a notice, whatever record it is kept in."""
