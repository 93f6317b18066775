"""What holds of any draft: undone it is undone, in any order it is the same, and a rate that rises is always found."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.compare.effects import effects
from checker.compare.sides import Side
from checker.compare.states import with_amendments
from checker.findings.amended import Effect
from checker.ir.from_typed import lowered
from checker.proof.terms import Terms
from checker.source import Source, Span
from checker.syntax.nodes import File
from checker.syntax.parse import parse
from checker.typed import nodes as t
from checker.typed.from_syntax import type_program
from checker.workspace import read_workspace

ROOT = Path(__file__).parents[1]
AGREEMENTS = ROOT / "agreements"
QUICK = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
FEW = settings(QUICK, max_examples=8)


# --- from texts to two sides -----------------------------------------------------------------------


@cache
def shared() -> tuple[File, ...]:
    """Return the shipped rules, read once."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "redline.toml").write_text("", "utf-8")
        workspace, _ = read_workspace(Path(folder))
    assert workspace is not None
    return tuple(parse(s)[0] for s in workspace.rules)


@cache
def parsed(path: str, text: str) -> File:
    tree, problems = parse(Source(path, text))
    assert not [p.message for p in problems if p.severity == "error"], (problems, text)
    return tree


@dataclass(frozen=True)
class Typed:
    """An agreement and its amendments, typed."""

    program: t.Program
    document: t.Document
    texts: Mapping[str, str]

    def side(self, names: Sequence[str] = ()) -> Side:
        """Return the agreement with these amendments of it."""
        state = with_amendments(self.document, names)
        rules = lowered(self.program, state)
        return Side(state, Terms.of(rules), rules, self._words)

    def _words(self, span: Span) -> str:
        return self.texts.get(span.path, "")[span.start : span.end]

    def renames(self, names: Sequence[str]) -> tuple[t.Rename, ...]:
        return tuple(r for a in self.document.amendments if a.name in names for r in a.renames)


def typed(*texts: str, beside: Mapping[str, str] | None = None) -> Typed:
    """Return an agreement of these texts; nothing may be wrong with it."""
    name = re.search(r"^agreement\s+(\w+)", texts[0], re.MULTILINE)[1]  # type: ignore[index]
    paths = {f"agreements/{name}/{i}.clause": text for i, text in enumerate(texts)}
    others = {f"agreements/{n}/agreement.clause": text for n, text in (beside or {}).items()}
    folders = {name: [parsed(p, x) for p, x in paths.items()]}
    folders |= {n: [parsed(f"agreements/{n}/agreement.clause", x)] for n, x in (beside or {}).items()}
    program, problems, _ = type_program(list(shared()), folders)
    wrong = [p.message for p in problems if p.severity == "error"]
    assert not wrong, (wrong, texts)
    return Typed(program, program.agreements[name], {**paths, **others})


def compared(before: Side, after: Side, renames: tuple[t.Rename, ...] = ()) -> tuple[Effect, ...]:
    return effects(before, after, renames, lambda span: None, {})


def gist(found: Sequence[Effect]) -> list[tuple[Any, ...]]:
    """Return what effects say, but for the places where it stands."""
    return sorted(
        (e.key, e.element, e.fund, e.share_class, e.old, e.new, e.change, e.direction, e.which, e.worse_off)
        for e in found
    )


def shape(node: Any) -> Any:
    """Return what is declared, without places, and rows and names in any order."""
    if isinstance(node, Span):
        return None
    if isinstance(node, t.Schedule):
        rows = sorted((tuple(sorted((k, str(v)) for k, v in r.values.items())) for r in node.rows), key=str)
        return node.name, shape(node.kind), node.keys, rows
    if isinstance(node, Mapping):
        return sorted(((str(k), shape(v)) for k, v in node.items()), key=lambda x: x[0])
    if isinstance(node, tuple | list):
        return tuple(shape(x) for x in node)
    if is_dataclass(node) and not isinstance(node, type):
        return type(node).__name__, tuple((f.name, shape(getattr(node, f.name))) for f in fields(node))
    return node


# --- a small agreement, and what may be changed in it ----------------------------------------------


@dataclass(frozen=True)
class Plan:
    """A small agreement; its text follows from these."""

    rates: tuple[tuple[str, str, str], ...] = (("Alpha Fund", "0.45%", "0.25%"), ("Beta Fund", "0.40%", "0.20%"))
    days: int = 10
    notice: int = 60
    reports: str = "quarter"
    most: str = "$500.00"
    party: str = "Small Distributors, Inc."
    votes: str = "majority of board and majority of independent_directors"
    paragraph: str = "SIXTH"
    excepted: bool = False
    extra: bool = False
    until: str = "2005-12-31"

    def rate_rows(self) -> str:
        return "\n".join(f"  | {f} | {fee} | {service} |" for f, fee, service in self.rates)

    def paid_in_time(self) -> str:
        return f"""
  for each payment
  limit payment.paid_on to at most {self.days} days after end of payment.accrued_for
"""

    def ended(self) -> str:
        return f"""
  plan and agreement terminable by majority of board or distributor on {self.notice} days written notice
    without penalty
"""

    def reported(self) -> str:
        return f"""
  for each {self.reports}
  distributor must deliver report where report.delivered is in {self.reports}
"""

    def at_most(self) -> str:
        unless = '  unless "small": payment.amount is at most $10.00\n' if self.excepted else ""
        return f"""
  for each payment
  limit payment.amount to at most {self.most}
{unless}"""

    def term(self) -> str:
        return f"""
  plan and agreement continues until {self.until}, then year to year while approved each year by both_boards
"""

    def text(self, name: str = "small", head: str = "") -> str:
        """Return the agreement; ``head`` are entries of its own."""
        extra = f'clause one_more at "NINTH"{ONE_MORE}' if self.extra else ""
        return f"""
agreement {name} "A small plan"
  {head}
  dated 2004-01-01
  effective 2004-01-01
  shares "Class S"
  is plan under rule_12b_1, agreement with distributor
  funds in rates

party distributor "{self.party}" at "FIRST"

assumption day_count "Not said." at "FIRST"
  is actual_365

schedule rates at "SCHEDULE"
  for each fund
  | fund | fee: rate per year | service: rate per year |
{self.rate_rows()}

approval both_boards at "SECOND"
  {self.votes}

clause cap at "SECOND"
  for each fund, month
  when any payment where payment.fund is fund and payment.accrued_for is month
  limit sum of payment.amount for each payment where payment.fund is fund and payment.accrued_for is month
    to at most rates.fee of $1,000,000.00 over month

clause service_cap at "SECOND"
  for each fund, month
  when any payment
    where payment.fund is fund and payment.kind is service_fee and payment.accrued_for is month
  limit sum of payment.amount
      for each payment where payment.fund is fund and payment.kind is service_fee and payment.accrued_for is month
    to at most rates.service of $1,000,000.00 over month

clause paid_in_time at "THIRD"{self.paid_in_time()}
clause at_most at "FOURTH"{self.at_most()}
clause reported at "FIFTH"{self.reported()}
clause approved at "{self.paragraph}"
  for each amendment
  requires both_boards by amendment.effective

clause term at "SEVENTH"{self.term()}
clause ended at "EIGHTH"{self.ended()}
{extra}
"""


ONE_MORE = """
  for each payment
  must hold payment.payee is distributor
"""

RATES = st.integers(1, 99).map(lambda n: f"0.{n:02d}%")
FUNDS = ("Gamma Fund", "Delta Fund", "Epsilon Fund")


@dataclass(frozen=True)
class Edit:
    """One edit: what it touches, its text, and what the agreement is with it."""

    touches: str
    text: str
    made: Callable[[Plan], Plan] = field(compare=False)


def set_rate(fund: str, column: int, rate: str) -> Edit:
    name = ("fee", "service")[column - 1]

    def made(p: Plan) -> Plan:
        rows = tuple(tuple(rate if r[0] == fund and i == column else x for i, x in enumerate(r)) for r in p.rates)
        return replace(p, rates=rows)

    return Edit(f"rates {fund} {name}", f'  in rates where fund is "{fund}" set {name} to {rate}\n', made)


def add_fund(fund: str, fee: str, service: str) -> Edit:
    text = f"  add to rates\n    | fund | fee | service |\n    | {fund} | {fee} | {service} |\n"
    return Edit(f"fund {fund}", text, lambda p: replace(p, rates=(*p.rates, (fund, fee, service))))


def remove_fund(fund: str) -> Edit:
    return Edit(
        f"fund {fund}",
        f'  remove from rates where fund is "{fund}"\n',
        lambda p: replace(p, rates=tuple(r for r in p.rates if r[0] != fund)),
    )


REPLACED: Mapping[str, tuple[str, str, Callable[[Plan], str]]] = {
    "days": ("paid_in_time", "THIRD", Plan.paid_in_time),
    "notice": ("ended", "EIGHTH", Plan.ended),
    "reports": ("reported", "FIFTH", Plan.reported),
    "most": ("at_most", "FOURTH", Plan.at_most),
    "until": ("term", "SEVENTH", Plan.term),
}


def put(name: str, value: Any) -> Edit:
    """Return the edit that gives one field of the agreement another value."""

    def made(p: Plan) -> Plan:
        return replace(p, **{name: value})

    if name == "party":
        return Edit(name, f'  replace party distributor "{value}" at "FIRST"\n', made)
    if name == "votes":
        return Edit(name, f'  replace approval both_boards at "SECOND"\n    {value}\n', made)
    if name == "paragraph":
        return Edit(name, f'  renumber clause approved at "{value}"\n', made)
    if name == "extra":
        text = f'  insert clause one_more at "NINTH"{ONE_MORE}' if value else "  strike clause one_more\n"
        return Edit(name, text, made)
    if name == "excepted":
        return _clause("at_most", "FOURTH", made, Plan.at_most)
    clause, at, body = REPLACED[name]
    return _clause(clause, at, made, body)


def _clause(clause: str, at: str, made: Callable[[Plan], Plan], body: Callable[[Plan], str]) -> Edit:
    return Edit(clause, f'  replace clause {clause} at "{at}" with{body(made(Plan()))}', made)


VOTES = (
    "majority of board",
    "(majority of board and majority of independent_directors) in person at a meeting called for the purpose",
    "majority of board or majority of independent_directors",
    "majority of independent_directors and written consent of distributor",
)
VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "days": st.sampled_from((5, 9, 11, 20)),
    "notice": st.sampled_from((30, 59, 61, 90)),
    "reports": st.sampled_from(("month", "year")),
    "most": st.sampled_from(("$499.99", "$500.01", "$1,000,000.00")),
    "until": st.sampled_from(("2004-12-31", "2006-12-31")),
    "party": st.sampled_from(("Large Distributors, Inc.", "Another, LLC")),
    "votes": st.sampled_from(VOTES),
    "paragraph": st.sampled_from(("SIXTH (A)", "TENTH")),
    "extra": st.just(True),
    "excepted": st.just(True),
}


@st.composite
def edits(draw: st.DrawFn, most: int = 4) -> list[Edit]:
    """Return edits of which no two touch the same thing."""
    one = st.one_of(
        st.builds(set_rate, st.sampled_from(("Alpha Fund", "Beta Fund")), st.integers(1, 2), RATES),
        st.builds(add_fund, st.sampled_from(FUNDS), RATES, RATES),
        st.just(remove_fund("Beta Fund")),
        *(v.map(lambda value, name=name: put(name, value)) for name, v in VALUES.items()),
    )
    found = draw(st.lists(one, min_size=1, max_size=most, unique_by=lambda e: e.touches))
    if any(e.touches == "fund Beta Fund" for e in found):
        found = [e for e in found if not e.touches.startswith("rates Beta Fund")]
    return found


def amendment(name: str, chosen: Sequence[Edit], first_day: str = "2004-06-01", to: str = "small") -> str:
    return f'amendment {name} to {to} "{name}"\n  effective {first_day}\n' + "".join(e.text for e in chosen)


def made_by(chosen: Sequence[Edit], plan: Plan | None = None) -> Plan:
    made = plan or Plan()
    for e in chosen:
        made = e.made(made)
    return made


def undone(chosen: Sequence[Edit]) -> list[Edit]:
    """Return the edits that take back what these have done, by what is different in the agreement."""
    was, is_ = Plan(), made_by(chosen)
    rows, now = {r[0]: r for r in was.rates}, {r[0]: r for r in is_.rates}
    back = [remove_fund(f) for f in now if f not in rows]
    back += [add_fund(*rows[f]) for f in rows if f not in now]
    back += [set_rate(f, i, rows[f][i]) for f in now if f in rows for i in (1, 2) if rows[f][i] != now[f][i]]
    names = [f.name for f in fields(Plan) if f.name != "rates" and getattr(was, f.name) != getattr(is_, f.name)]
    texts = {put(n, getattr(was, n)).text: n for n in names}
    return back + [put(n, getattr(was, n)) for n in texts.values()]


# --- the properties ----------------------------------------------------------------------------------


@QUICK
@given(edits())
def test_what_is_applied_and_taken_back_has_no_effect(chosen: list[Edit]) -> None:
    there = amendment("there", chosen)
    back = amendment("back", undone(chosen), "2004-07-01")
    made = typed(Plan().text(), there, back)
    before, after = made.side(), made.side(("there", "back"))
    assert compared(before, after) == ()
    assert shape(after.document) == shape(before.document)


@QUICK
@given(edits())
def test_a_restatement_has_the_effects_of_the_edits_that_make_it(chosen: list[Edit]) -> None:
    by_edits = typed(Plan().text(), amendment("draft", chosen))
    anew = typed(made_by(chosen).text())
    before = by_edits.side()
    edited = compared(before, by_edits.side(("draft",)))
    restated = compared(before, anew.side())
    assert gist(edited) == gist(restated)
    assert bool(edited) == (made_by(chosen) != Plan())


@FEW
@given(edits(most=3))
def test_a_restatement_that_declares_a_new_name_has_the_effects_of_edits_and_renaming(chosen: list[Edit]) -> None:
    chosen = [e for e in chosen if "Alpha" not in e.touches]
    by_edits = typed(Plan().text(), amendment("draft", chosen) + '  rename fund "Alpha Fund" to "Omega Fund"\n')
    plan = made_by(chosen)
    rows = tuple(("Omega Fund", *r[1:]) if r[0] == "Alpha Fund" else r for r in plan.rates)
    head = 'restates small\n  renames fund "Alpha Fund" to "Omega Fund"'
    anew = typed(replace(plan, rates=rows).text("anew", head), beside={"small": Plan().text()})
    before = by_edits.side()
    edited = compared(before, by_edits.side(("draft",)), by_edits.renames(("draft",)))
    assert gist(edited) == gist(compared(before, anew.side(), anew.document.renames))


@QUICK
@given(edits(), st.randoms(use_true_random=False))
def test_the_order_of_independent_edits_does_not_matter(chosen: list[Edit], random: Any) -> None:
    other = list(chosen)
    random.shuffle(other)
    one = typed(Plan().text(), amendment("draft", chosen))
    two = typed(Plan().text(), amendment("draft", other))
    sides = one.side(("draft",)), two.side(("draft",))
    assert shape(sides[0].document) == shape(sides[1].document)
    assert gist(compared(one.side(), sides[0])) == gist(compared(two.side(), sides[1]))


@FEW
@given(edits())
def test_two_amendments_come_to_what_one_does_whichever_is_first(chosen: list[Edit]) -> None:
    half = len(chosen) // 2
    together = typed(Plan().text(), amendment("draft", chosen))
    wanted = gist(compared(together.side(), together.side(("draft",))))
    for days in (("2004-06-01", "2004-07-01"), ("2004-07-01", "2004-06-01")):
        first, second = amendment("one", chosen[:half], days[0]), amendment("two", chosen[half:], days[1])
        made = typed(Plan().text(), first, second)
        assert gist(compared(made.side(), made.side(("one", "two")))) == wanted


@FEW
@given(st.dates(date(2004, 1, 2), date(2010, 1, 1)), st.booleans())
def test_an_empty_amendment_has_no_effect(day: date, remain: bool) -> None:
    more = "  all other terms remain\n" if remain else ""
    made = typed(Plan().text(), amendment("nothing", (), day.isoformat()) + more)
    assert compared(made.side(), made.side(("nothing",))) == ()
    assert shape(made.side(("nothing",)).document) == shape(made.side().document)


@pytest.mark.parametrize("name", ["class_k_2000", "class_k_2003", "class_b_2003", "larkspur_class_c_2001"])
def test_an_empty_amendment_of_an_encoded_agreement_has_no_effect(name: str) -> None:
    made = encoded(name, f'amendment nothing to {name}\n  effective 2009-01-01\n  all other terms remain\n')
    assert compared(made.side(), made.side(("nothing",))) == ()


# --- rates of the encoded agreements ---------------------------------------------------------------


BESIDE = {"class_k_2003": ("class_k_2000",)}


def _text(name: str) -> str:
    return (AGREEMENTS / name / "agreement.clause").read_text("utf-8")


def encoded(name: str, *amendments: str) -> Typed:
    return typed(_text(name), *amendments, beside={n: _text(n) for n in BESIDE.get(name, ())})


@cache
def cells(name: str) -> list[tuple[str, str, str, str, Fraction]]:
    """Return the rates of an agreement: schedule, column, the row's condition, its fund, and the rate."""
    found = []
    for schedule in encoded(name).document.schedules.values():
        rates = [f.name for f in schedule.kind.fields if f.type.kind == "number" and f.type.per == "year"]
        for row in schedule.rows:
            for column in rates:
                value = row.values.get(column)
                if isinstance(value, Fraction):
                    found.append((schedule.name, column, _picked(schedule, row), str(row.values.get("fund", "")), value))
    return found


def _picked(schedule: t.Schedule, row: t.Row) -> str:
    parts = [f"{k} is {_shown(row.values[k])}" for k in schedule.keys if k in row.values]
    return "where " + " and ".join(parts) if parts else ""


def _shown(value: Any) -> str:
    return f"${value.numerator:,}" if isinstance(value, Fraction) else f'"{value}"'


NAMES = ("class_k_2000", "class_k_2003", "class_b_2003", "larkspur_class_c_2001")
CELLS = [(n, *c) for n in NAMES for c in cells(n)]
"""Every rate that an encoded agreement prints."""


def test_the_encoded_agreements_have_rates() -> None:
    assert {c[0] for c in CELLS} == set(NAMES)
    assert len(CELLS) == 19 + 18 * 3 + 29 * 3 + 3 + 2


@settings(QUICK, max_examples=14)
@given(st.sampled_from(CELLS), st.integers(1, 100_000))
def test_a_raised_rate_is_always_found(cell: tuple[str, str, str, str, str, Fraction], more: int) -> None:
    name, schedule, column, where, fund, rate = cell
    raised = rate + Fraction(more, 10_000_000)
    figure = f"{Decimal((raised * 10_000_000).numerator) / 100_000}%"
    draft = f"amendment up to {name}\n  effective 2009-01-01\n  in {schedule} {where} set {column} to {figure}\n"
    made = encoded(name, draft)
    found = compared(made.side(), made.side(("up",)))
    assert [(e.key, e.direction, e.element, e.fund) for e in found] == [
        ("rate-raised", "raised", f"{schedule}.{column}", fund)
    ]
    assert found[0].worse_off


@FEW
@given(st.sampled_from(("Alpha Fund", "Beta Fund")), st.integers(1, 2), RATES)
def test_a_rate_is_raised_lowered_or_the_same(fund: str, column: int, rate: str) -> None:
    made = typed(Plan().text(), amendment("draft", [set_rate(fund, column, rate)]))
    found = [e.key for e in compared(made.side(), made.side(("draft",)))]
    old = next(r[column] for r in Plan().rates if r[0] == fund)
    way = (rate > old) - (rate < old)  # all are of the form 0.00%
    assert found == [[], ["rate-raised"], ["rate-lowered"]][way]


# --- clauses struck and put back, names there and back ----------------------------------------------


DECLARED = re.compile(r"^clause (\w+)(.*?)(?=^\w|^#|\Z)", re.MULTILINE | re.DOTALL)


@cache
def clauses_of(name: str) -> list[tuple[str, str]]:
    """Return the clauses of an encoded agreement that bind, by name, each with its text."""
    kept = encoded(name).document.clauses
    means = {n for n, c in kept.items() if isinstance(c.norm, t.Means)}
    return [(m[1], m[2].rstrip()) for m in DECLARED.finditer(_text(name)) if m[1] not in means]


@settings(QUICK, max_examples=10)
@given(st.sampled_from(("class_k_2003", "class_b_2003", "larkspur_class_c_2001")), st.data())
def test_a_clause_struck_and_put_back_as_it_was_has_no_effect(name: str, data: st.DataObject) -> None:
    clause, text = data.draw(st.sampled_from(clauses_of(name)))
    back = "\n".join("  " + line for line in f"insert clause {clause}{text}".splitlines())
    one = f"amendment at_once to {name}\n  effective 2009-01-01\n  strike clause {clause}\n{back}\n"
    made = encoded(name, one)
    assert compared(made.side(), made.side(("at_once",))) == ()
    struck = f"amendment struck to {name}\n  effective 2009-01-01\n  strike clause {clause}\n"
    again = f"amendment again to {name}\n  effective 2009-02-01\n{back}\n"
    made = encoded(name, struck, again)
    assert compared(made.side(), made.side(("struck",))) != ()
    assert compared(made.side(), made.side(("struck", "again"))) == ()


NAMED = {
    "fund": ('fund "Alpha Fund"', "Alpha Fund", 'fund "Omega Fund"', "Omega Fund"),
    "class": ('class "Class S"', "Class S", 'class "Class Z"', "Class Z"),
    "party": ("party distributor", "Small Distributors, Inc.", "party distributor", "Other Distributors, LLC"),
}


def renaming(kind: str) -> Typed:
    """Return an agreement with an amendment that renames something and one that takes it back."""
    known, old, known_then, new = NAMED[kind]
    return typed(
        Plan().text(),
        f'amendment there to small\n  effective 2004-06-01\n  rename {known} to "{new}"\n',
        f'amendment back to small\n  effective 2004-07-01\n  rename {known_then} to "{old}"\n',
    )


@pytest.mark.parametrize("kind", NAMED)
def test_a_new_name_is_told_as_one_and_nothing_else(kind: str) -> None:
    made = renaming(kind)
    found = compared(made.side(), made.side(("there",)), made.renames(("there",)))
    assert [(e.key, e.old, e.new) for e in found] == [(f"{kind}-renamed", NAMED[kind][1], NAMED[kind][3])]


@pytest.mark.parametrize("kind", NAMED)
def test_a_name_there_and_back_has_no_effect(kind: str) -> None:
    made = renaming(kind)
    assert compared(made.side(), made.side(("there", "back")), made.renames(("there", "back"))) == ()


def test_a_name_changed_twice_is_told_as_one_change() -> None:
    made = typed(
        Plan().text(),
        'amendment one to small\n  effective 2004-06-01\n  rename fund "Alpha Fund" to "Omega Fund"\n',
        'amendment two to small\n  effective 2004-07-01\n  rename fund "Omega Fund" to "Sigma Fund"\n',
    )
    found = compared(made.side(), made.side(("one", "two")), made.renames(("one", "two")))
    assert [(e.key, e.old, e.new) for e in found] == [("fund-renamed", "Alpha Fund", "Sigma Fund")]


@FEW
@given(edits(most=3))
def test_a_rename_changes_nothing_else(chosen: list[Edit]) -> None:
    """A fund renamed and other things changed: what is told beside the renaming is what is told without it."""
    chosen = [e for e in chosen if "Alpha" not in e.touches]
    plain = typed(Plan().text(), amendment("draft", chosen))
    named = typed(Plan().text(), amendment("draft", chosen) + '  rename fund "Alpha Fund" to "Omega Fund"\n')
    without = compared(plain.side(), plain.side(("draft",)))
    found = compared(named.side(), named.side(("draft",)), named.renames(("draft",)))
    assert [e.key for e in found].count("fund-renamed") == 1
    assert gist([e for e in found if e.key != "fund-renamed"]) == gist(without)
