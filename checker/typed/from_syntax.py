"""Trees to a typed program. Takes ``File``s, gives a ``Program`` and diagnostics; never raises.

May report every N and T code, and P005, P007, P008, P011, A001, A006, A008, A011, A013.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from checker.diagnostics import Diagnostic, diagnostic
from checker.source import Span
from checker.syntax import nodes as s
from checker.typed import nodes as t
from checker.typed.amendments import State, amendments
from checker.typed.approvals import approval
from checker.typed.clauses import clause
from checker.typed.definitions import assumption, definition
from checker.typed.expressions import a
from checker.typed.parties import Entries, body, date_of, party, question
from checker.typed.renames import head_renames, with_titles
from checker.typed.scope import BUILT_IN, ByName, Context, Names, Scope
from checker.typed.tables import fact_kind, schedule
from checker.typed.types import DATE, TEXT, FactKind, Field, record_of

VOCABULARY = "vocabulary"
NOWHERE = Span("", 0, 0)

AMENDMENT = FactKind(
    "amendment",
    "An amendment to the agreement",
    "part",
    "",
    (
        Field("name", TEXT, "key", "its name", NOWHERE),
        Field("title", TEXT, "optional", "its title", NOWHERE),
        Field("effective", DATE, "required", "when it takes effect", NOWHERE),
    ),
    NOWHERE,
    dated="effective",
)


def type_program(
    shared: Sequence[s.File], agreements: Mapping[str, Sequence[s.File]]
) -> tuple[t.Program, tuple[Diagnostic, ...], dict[str, frozenset[str]]]:
    """Return the program, what is wrong with it, and the names used in each document.

    ``agreements`` maps folder names to the files in the folder.
    """
    problems: list[Diagnostic] = []
    common = [d for f in shared for d in f.declarations]
    own, found = _by_name(common)
    problems += found
    kinds: dict[str, FactKind] = {"amendment": AMENDMENT}
    lost = tuple(d for f in shared for d in f.lost)
    base = Context(Names(own, None, kinds, lost=lost), problems)
    _add_facts(base, own)
    _prepare(base, own)
    documents = {}
    for name, group in _by_regulation(shared).items():
        documents[name] = _document(base, name, group, None)
    used: dict[str, frozenset[str]] = {}
    typed: dict[str, t.Document] = {}
    begun = {folder: _begun(base, folder, files) for folder, files in agreements.items()}
    others = {c.names.document.name.text: c.names.schedules for c in begun.values() if c.names.document}
    for folder, ctx in begun.items():
        ctx.names.others = others
        made = _agreement(ctx, agreements[folder])
        problems += ctx.problems
        used[folder] = frozenset(ctx.used)
        if made is not None:
            _check_same_name(problems, typed, made)
            typed[made.name] = made
    unread = {c.names.document.name.text for c in begun.values() if c.names.document and c.names.lost}
    problems += head_renames(typed, unread)
    typed = with_titles(typed)
    used[VOCABULARY] = frozenset(base.used).union(*used.values())
    return t.Program(kinds, documents, typed), tuple(dict.fromkeys(problems)), used


def _check_same_name(problems: list[Diagnostic], typed: dict[str, t.Document], made: t.Document) -> None:
    if made.name in typed:
        problems.append(
            diagnostic(
                "N002",
                f"two folders hold an agreement `{made.name}`",
                made.span,
                related=[(typed[made.name].span, "the other one")],
            )
        )


def _named(d: s.Declaration) -> s.Name | None:
    return None if isinstance(d, s.Passage) else d.name


def _by_name(declarations: Iterable[s.Declaration]) -> tuple[ByName, list[Diagnostic]]:
    found: ByName = {}
    problems = []
    for d in declarations:
        name = _named(d)
        if name is None:
            continue
        if name.text in BUILT_IN and not isinstance(d, s.Document):
            problems.append(diagnostic("N012", f"`{name.text}` is a word of the language", name.span))
        first = found.setdefault(name.text, d)
        if first is not d:
            where = _named(first)
            related = [(where.span, "the first one")] if where else []
            problems.append(
                diagnostic("N002", f"`{name.text}` is declared twice", name.span, related=related)
            )
    return found, problems


def _by_regulation(files: Sequence[s.File]) -> dict[str, list[s.Declaration]]:
    groups: dict[str, list[s.Declaration]] = {}
    for f in files:
        head = next((d for d in f.declarations if isinstance(d, s.Document)), None)
        groups.setdefault(head.name.text if head else VOCABULARY, []).extend(f.declarations)
    return groups


def _add_facts(ctx: Context, own: ByName) -> None:
    facts = [d for d in own.values() if isinstance(d, s.FactDecl)]
    known = {d.name.text for d in facts} | set(ctx.names.kinds)
    for d in facts:
        ctx.names.kinds[d.name.text] = fact_kind(ctx, d, known)


def _prepare(ctx: Context, own: ByName) -> None:
    """Type what other declarations look at: schedules first, then bodies."""
    for d in own.values():
        if isinstance(d, s.ScheduleDecl):
            made = schedule(ctx, d)
            ctx.names.schedules[made.name] = made
            ctx.names.kinds[made.name] = made.kind
    for d in own.values():
        if isinstance(d, s.PartyDecl) and d.kind == "body":
            ctx.names.bodies[d.name.text] = body(ctx, d)


def _begun(base: Context, folder: str, files: Sequence[s.File]) -> Context:
    """Return an agreement with what others can look at: its kinds of fact, schedules and bodies."""
    declarations = [d for f in files for d in f.declarations]
    own, found = _by_name(declarations)
    lost = tuple(d for f in files for d in f.lost)
    ctx = Context(Names(own, base.names, dict(base.names.kinds), lost=lost), found, parent=base)
    heads = [d for d in declarations if isinstance(d, s.Document)]
    _check_own_names(ctx, base, own)
    if not heads:
        if declarations and not ctx.names.has_lost("agreement"):
            path = declarations[0].span.path
            ctx.report("N011", f"the files in `{folder}` declare no agreement", Span(path, 0, 0))
        return ctx
    for extra in heads[1:]:
        ctx.report(
            "N002",
            "a folder holds one agreement",
            extra.name.span,
            related=((heads[0].name.span, "the first one"),),
        )
    ctx.names.document = heads[0]
    _add_facts(ctx, own)
    _prepare(ctx, own)
    return ctx


def _check_own_names(ctx: Context, base: Context, own: ByName) -> None:
    """Report N002 for what the rules declare already; a term of theirs may be defined anew."""
    for name, d in own.items():
        shared = base.names.own.get(name)
        if shared is None:
            continue
        if isinstance(shared, s.Define) and isinstance(d, s.Define | s.Carry):
            _check_same_term(ctx, shared, d)
            continue
        where = _named(shared)
        here = _named(d)
        assert here is not None and where is not None
        ctx.report(
            "N002",
            f"`{name}` is declared by the rules already",
            here.span,
            related=((where.span, "declared here"),),
        )


def _check_same_term(ctx: Context, shared: s.Define, own: s.Define | s.Carry) -> None:
    """Report N002 for a term of the rules that an agreement defines as one of something else."""
    wanted, found = ([(p.variable, p.type.text) for p in d.params] for d in (shared, own))
    if wanted != found:
        about = ", ".join(n for n, _ in wanted) or "nothing"
        ctx.report(
            "N002",
            f"`{own.name.text}` is a term of the rules, about {about}",
            own.name.span,
            related=((shared.name.span, "declared here"),),
            help=f"give it the same parameters: `given {about}`" if wanted else None,
        )


def _agreement(ctx: Context, files: Sequence[s.File]) -> t.Document | None:
    head = ctx.names.document
    if head is None:
        return None
    return _document(ctx, head.name.text, [d for f in files for d in f.declarations], head)


@dataclass(slots=True)
class _Declared:
    """What a document declares, typed, by name."""

    definitions: dict[str, t.Definition] = field(default_factory=dict)
    assumptions: dict[str, t.Assumption] = field(default_factory=dict)
    questions: dict[str, t.Question] = field(default_factory=dict)
    approvals: dict[str, t.Approval] = field(default_factory=dict)
    clauses: dict[str, t.Clause] = field(default_factory=dict)


def _declared(ctx: Context, declarations: Sequence[s.Declaration], document: str) -> _Declared:
    made = _Declared()
    for d in declarations:
        match d:
            case s.Define() | s.Carry():
                found = definition(ctx, d.name.text, d.span)
                if found is not None and _is_of_its_type(ctx, found):
                    made.definitions[found.name] = found
            case s.Assumption():
                made.assumptions[d.name.text] = assumption(ctx, d)
            case s.QuestionDecl():
                made.questions[d.name.text] = question(ctx, d)
            case s.ApprovalDecl():
                approved = approval(ctx, d.approval, Scope())
                if approved is not None:
                    made.approvals[d.name.text] = approved
            case s.Clause():
                typed = clause(ctx, d, document)
                if typed is not None:
                    made.clauses[typed.name] = typed
                    if isinstance(typed.norm, t.Means):
                        defined = definition(ctx, typed.name, d.span)
                        assert defined is not None
                        made.definitions[typed.name] = defined
            case _:
                pass
    return made


def _is_of_its_type(ctx: Context, own: t.Definition) -> bool:
    """Report T001 for a term of the rules that an agreement defines as something of another type."""
    shared = ctx.parent.definitions.get(own.name) if ctx.parent is not None else None
    if shared is None or shared.type == own.type:
        return True
    ctx.report(
        "T001",
        f"`{own.name}` is {a(own.type)} here, and {a(shared.type)} in the rules",
        own.span,
        related=((shared.span, "the term of the rules"),),
    )
    return False


def _document(
    ctx: Context, name: str, declarations: Sequence[s.Declaration], head: s.Document | None
) -> t.Document:
    head = head or next((d for d in declarations if isinstance(d, s.Document)), None)
    entries = _entries(ctx, head)
    typed = _declared(ctx, declarations, name)
    people = [d for d in declarations if isinstance(d, s.PartyDecl)]
    parties = {d.name.text: party(ctx, d) for d in people if d.kind == "party"}
    bodies = {d.name.text: ctx.names.bodies[d.name.text] for d in people if d.kind == "body"}
    tables = [d.name.text for d in declarations if isinstance(d, s.ScheduleDecl)]
    schedules = {n: ctx.names.schedules[n] for n in tables}
    state = State(
        dict(schedules),
        dict(typed.clauses),
        dict(typed.definitions),
        dict(parties),
        dict(bodies),
        dict(typed.approvals),
        dict(typed.assumptions),
        dict(typed.questions),
    )
    declared = [d for d in declarations if isinstance(d, s.Amendment)]
    amended = amendments(ctx, declared, name if head else "", state)
    _check_references(ctx, head, entries)
    return t.Document(
        kind=head.kind if head else "regulation",
        name=name,
        title=head.title.value if head else "Words and facts that every document may use",
        source=_text(entries, "source"),
        dated=date_of(ctx, entries, "dated"),
        effective=date_of(ctx, entries, "effective"),
        until=date_of(ctx, entries, "until"),
        shares=tuple(v.value for e in entries.get("shares", ()) for v in e.values if isinstance(v, s.Text)),
        plan_under=_name(entries, "plan under"),
        agreement_with=_name(entries, "agreement with"),
        under=tuple(v.text for e in entries.get("under", ()) for v in e.values),  # type: ignore[union-attr]
        funds_in=_name(entries, "funds in"),
        parties=parties,
        bodies=bodies,
        schedules=schedules,
        definitions=typed.definitions,
        assumptions=typed.assumptions,
        questions=typed.questions,
        approvals=typed.approvals,
        clauses=typed.clauses,
        passages=tuple(_passage(d) for d in declarations if isinstance(d, s.Passage)),
        amendments=amended,
        kinds={k: v for k, v in ctx.names.kinds.items() if k not in ctx.names.schedules},
        span=head.span if head else NOWHERE,
        restates=_name(entries, "restates"),
        renames=tuple(_renamed(r) for r in head.renames) if head else (),
    )


def _renamed(r: s.Rename) -> t.Rename:
    old, new = (x.value if isinstance(x, s.Text) else x.text for x in (r.old, r.new))
    return t.Rename("definition" if r.kind == "define" else r.kind, old, new, r.span)


ONCE = (
    "source",
    "address",
    "dated",
    "effective",
    "until",
    "funds in",
    "restates",
    "plan under",
    "agreement with",
)


def _entries(ctx: Context, head: s.Document | None) -> Entries:
    found: Entries = {}
    for e in head.entries if head else ():
        same = found.setdefault(e.keyword, [])
        if same and e.keyword in ONCE:
            ctx.report(
                "P006", f"`{e.keyword}` stands twice", e.span, related=((same[0].span, "the first one"),)
            )
        same.append(e)
    if head is not None and head.kind == "agreement" and "effective" not in found:
        ctx.report(
            "P007",
            f"`{head.name.text}` does not say when it is effective",
            head.name.span,
            help="write `effective` and a date",
        )
    return found


def _check_references(ctx: Context, head: s.Document | None, entries: Entries) -> None:
    for e in entries.get("under", []) + entries.get("plan under", []):
        for v in e.values:
            assert isinstance(v, s.Name)
            declared = ctx.names.find(v.text)
            if not (isinstance(declared, s.Document) and declared.kind == "regulation"):
                known = [n for n in ctx.names.all_names() if isinstance(ctx.names.find(n), s.Document)]
                ctx.unknown("N001", "no regulation is called", v.text, known, v.span)
    for e in entries.get("agreement with", []):
        v = e.values[0]
        assert isinstance(v, s.Name)
        ctx.used.add(v.text)
        if not isinstance(ctx.names.find(v.text), s.PartyDecl):
            ctx.unknown("N001", "no party is called", v.text, list(ctx.names.own), v.span)
    for e in entries.get("funds in", []):
        v = e.values[0]
        assert isinstance(v, s.Name)
        ctx.used.add(v.text)
        if v.text not in ctx.names.schedules:
            ctx.unknown("N001", "no schedule is called", v.text, list(ctx.names.schedules), v.span)


def _text(entries: Entries, keyword: str) -> str:
    found = entries.get(keyword)
    return found[0].values[0].value if found else ""  # type: ignore[union-attr,return-value]


def _name(entries: Entries, keyword: str) -> str:
    found = entries.get(keyword)
    return found[0].values[0].text if found else ""  # type: ignore[union-attr]


def _passage(d: s.Passage) -> t.Passage:
    return t.Passage(t.Citation(d.citation.paragraph.value, d.citation.pin, d.citation.span), d.reason.value)


__all__ = ["type_program", "record_of"]
