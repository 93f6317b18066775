"""One requirement on one draft, made into what is needed: part by part, each with how it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from checker.evaluate.approvals import Approval, describe, on_file
from checker.evaluate.case import Case, Env, Trace
from checker.evaluate.checks import Outcome, check
from checker.evaluate.conditions import said
from checker.evaluate.expressions import evaluate, truth
from checker.evaluate.findings import Told
from checker.evaluate.instances import Instance
from checker.evaluate.moments import fund_value
from checker.evaluate.phrases import plain
from checker.facts.store import Record
from checker.findings.amended import Need, NeedKind, NeedStanding
from checker.findings.model import TextSpan
from checker.ir import nodes as ir
from checker.needs import parts
from checker.needs.consents import holders
from checker.needs.gate import Bite, bite, by_approval, due_day, freed, questions, standing
from checker.needs.law import Asked
from checker.needs.relief import relief_allowed
from checker.needs.supposing import Supposing
from checker.needs.votes import Counts
from checker.typed import nodes as t
from checker.values.truth import Truth, Unknown, every, some

CONDITIONS = (ir.Holds, ir.OnFile)


@dataclass(frozen=True, slots=True)
class Asking:
    """A rule that asks something of one instance, whether its version stands, and the effects behind it.

    ``supposed`` is the kind of the fact that the draft would make, where the rule is about one;
    ``changed`` tells whether the draft changes what the rule looks at.
    """

    rule: ir.Rule
    instance: Instance
    over: Truth
    effects: tuple[str, ...]
    supposed: str
    changed: bool


@dataclass(frozen=True, slots=True)
class _Context:
    """Where a need is read from, and what it is for."""

    code: str
    authority: str
    paragraph: str
    says: str
    span: TextSpan
    fund: str
    effects: tuple[str, ...]
    about: str


@dataclass(slots=True)
class Maker:
    """Makes the needs of one draft."""

    supposing: Supposing
    draft: t.Amendment
    told: Told
    counts: Counts
    _spans: dict[str, TextSpan] = field(default_factory=dict)

    # --- what a rule asks --------------------------------------------------------------------

    def of_instance(self, a: Asking) -> Iterator[Need]:
        """Yield what a rule wants of one instance, nothing where it does not apply."""
        rule, env = freed(a.rule), a.instance.env
        case = self.supposing.until(self.draft.effective, a.supposed)
        due = due_day(case, rule, env)
        case = self.supposing.until(max(due or self.draft.effective, self.draft.effective), a.supposed)
        context = self._context(a.rule, a.instance, a.effects)
        for wanted in self._wanted(case, rule):
            found = bite(case, rule, a.instance, wanted.otherwise, a.over)
            if found.needed is False:
                continue
            if wanted.approvals:
                yield from self._approved(case, rule, env, wanted, found, context)
            else:
                yield from self._other(case, a, wanted, found, context, due)

    def _wanted(self, case: Case, rule: ir.Rule) -> Iterator[parts.Wanted]:
        match rule.check:
            case ir.OnFile(request=request):
                yield parts.Wanted(None, (request,), ())
            case ir.Holds(condition=condition):
                yield from parts.wanted(condition, case.agreement.definitions)
            case _:
                yield parts.Wanted(None, (), ())

    def of_condition(
        self, draft: t.Amendment, record: Record, condition: t.Expr, fund: str
    ) -> Iterator[Need]:
        """Yield what a draft itself says it takes effect only with."""
        case = self.supposing.until(draft.effective)
        variables = {"amendment": record, "date": draft.effective, **({"fund": fund} if fund else {})}
        env = Env(variables, draft.effective)  # type: ignore[arg-type]
        context = _Context(
            code=f"{case.agreement.name}/{draft.name}",
            authority=case.agreement.name,
            paragraph=draft.title or draft.name,
            says="It takes effect only once this is so.",
            span=self.told.place(draft.span),
            fund=fund,
            effects=(),
            about="",
        )
        for wanted in parts.wanted(condition, case.agreement.definitions):
            if wanted.approvals:
                needed = every([_opposite(truth(case, e, env)) for e in wanted.otherwise])
                if needed is not False:
                    yield from self._each(case, env, wanted, Bite(needed), context, False, "")
                continue
            met = truth(case, wanted.condition, env) if wanted.condition is not None else True
            kind = parts.kind_of_records(condition, case.agreement.definitions)
            yield self._need(
                context,
                kind=kind,
                standing=standing(True, met, False),
                what=case.wording(wanted.condition.span) if wanted.condition is not None else "",
                missing=_reasons(met),
            )

    # --- approvals ---------------------------------------------------------------------------

    def _approved(
        self,
        case: Case,
        rule: ir.Rule,
        env: Env,
        wanted: parts.Wanted,
        found: Bite,
        context: _Context,
    ) -> Iterator[Need]:
        """Yield the approvals that a rule wants; another way that is on file does for all of them."""
        escapes = by_approval(case, rule)
        labels = [u.label for u in escapes if truth(case, u.condition, env) is True]
        other_way = wanted.condition is not None and truth(case, wanted.condition, env) is True
        satisfied = bool(labels) or other_way
        relief = f"{labels[0]}: on file" if labels else relief_allowed(case, escapes, self._limit(case, env))
        yield from self._each(case, env, wanted, found, context, satisfied, relief)

    def _limit(self, case: Case, env: Env) -> date:
        return env.time if isinstance(env.time, date) else self.draft.effective

    def _each(
        self,
        case: Case,
        env: Env,
        wanted: parts.Wanted,
        found: Bite,
        context: _Context,
        satisfied: bool,
        relief: str,
    ) -> Iterator[Need]:
        if len(wanted.approvals) > 1:
            either = t.AnyOf(tuple(r.approval for r in wanted.approvals))
            yield self._unit(case, env, wanted.approvals, either, found, context, satisfied, relief)
            return
        request = wanted.approvals[0]
        for unit in parts.units(request.approval):
            if isinstance(unit, t.ConsentOf) and unit.every is not None:
                yield from self._every_holder(case, env, request, unit, found, context, satisfied)
            else:
                yield self._unit(case, env, (request,), unit, found, context, satisfied, relief)

    def _unit(
        self,
        case: Case,
        env: Env,
        requests: Sequence[t.ApprovalRequest],
        unit: t.Approval,
        found: Bite,
        context: _Context,
        satisfied: bool,
        relief: str,
    ) -> Need:
        """Return one need: a vote, a consent, or alternatives of which any one does."""
        request = requests[0]
        looked = [
            on_file(case, r if len(requests) > 1 else replace(r, approval=unit), env) for r in requests
        ]
        met = some([x.met for x in looked])
        by = self._by(case, request, env)
        first = parts.first_of(unit)
        in_person = any(isinstance(x, t.VoteOf) and x.in_person for x in parts.elementary(unit))
        stands = standing(found.needed, met, satisfied)
        vote = unit if isinstance(unit, t.VoteOf) else None
        fund = self._fund(case, request, first, env) or context.fund
        return self._need(
            context,
            kind=parts.kind_of(unit, case.agreement.bodies),
            standing=stands,
            what=describe(case, unit).strip("()"),
            fund=fund,
            share_class=case.agreement.bodies[first.body].holders if isinstance(first, t.VoteOf) else "",
            who=_who(case, unit),
            matter=_matter(request, context),
            in_person=in_person,
            relief=relief if in_person else "",
            by=by,
            votes=self._votes(case, vote, fund, by),
            on_file=_lines(looked, good=True) if stands == "on file" else (),
            missing=self._lacking(case, unit, looked, met, by, context) if stands != "on file" else (),
            question=questions(found, "missing"),
        )

    def _votes(self, case: Case, vote: t.VoteOf | None, fund: str, by: str) -> object:
        if vote is None:
            return None
        day = date.fromisoformat(by) if by else self.draft.effective
        return self.counts.votes(vote.threshold, case.agreement.bodies[vote.body], fund, day)

    def _fund(
        self, case: Case, request: t.ApprovalRequest, first: t.VoteOf | t.ConsentOf, env: Env
    ) -> str:
        return fund_value(case, request.fund, env) or ""

    def _by(self, case: Case, request: t.ApprovalRequest, env: Env) -> str:
        day = evaluate(case, request.day, env) if request.day is not None else None
        if not isinstance(day, date):
            return ""
        return (day - timedelta(days=1) if request.strictly else day).isoformat()

    def _lacking(
        self,
        case: Case,
        unit: t.Approval,
        looked: Sequence[Approval],
        met: Truth,
        by: str,
        context: _Context,
    ) -> tuple[str, ...]:
        """Return what is to come to file, and why what is there does not do."""
        what = describe(case, unit).strip("()")
        until = f" by {by}" if by else ""
        about = f" for {context.fund}" if context.fund else ""
        wanted = f"{what}{about}{until}, on {self.draft.name}"
        return (wanted, *_lines(looked, good=False), *_reasons(met))

    def _every_holder(
        self,
        case: Case,
        env: Env,
        request: t.ApprovalRequest,
        unit: t.ConsentOf,
        found: Bite,
        context: _Context,
        satisfied: bool,
    ) -> Iterator[Need]:
        """Yield the consent of each holder that is on file, and of those that may be missing."""
        named, open_ = holders(case, unit, env)
        for holder, sure in named:
            known, one = holder.known(case), replace(unit, party=holder.name, every=None, holder=None)
            needed = every([found.needed, sure])
            yield self._unit(
                known, env, (request,), one, replace(found, needed=needed), context, satisfied, ""
            )
        if open_ is not None and not satisfied:
            yield self._need(
                context,
                kind="consent",
                standing="not known",
                what=describe(case, unit),
                who=f"any other {plain(unit.every.name)}'s holder" if unit.every is not None else "",
                matter="amendment",
                by=self._by(case, request, env),
                missing=_reasons(open_),
                question=questions(found, "missing"),
            )

    # --- everything else ---------------------------------------------------------------------

    def _other(
        self,
        case: Case,
        a: Asking,
        wanted: parts.Wanted,
        found: Bite,
        context: _Context,
        due: date | None,
    ) -> Iterator[Need]:
        """Yield what a rule wants that is no approval: a limit kept, a record that is to be on file."""
        rule, env = freed(a.rule), a.instance.env
        outcome = self._outcome(case, rule, env, wanted, due)
        sought = self._sought(case, rule, wanted)
        escapes = by_approval(case, rule)
        if outcome.met is not True and escapes:
            yield from self._cured(case, rule, env, escapes, found, context)
            return
        if sought:
            yield self._record(case, rule, env, wanted, found, context, outcome, due)
            return
        if outcome.met is True and not a.changed:
            return
        yield self._limited(rule, found, context, outcome)

    def _outcome(
        self, case: Case, rule: ir.Rule, env: Env, wanted: parts.Wanted, due: date | None
    ) -> Outcome:
        judged = case
        if rule.due is not None and due is not None and isinstance(rule.check, (ir.Bound, ir.Holds)):
            judged = case.on(due)
        trace, judged.trace = judged.trace, Trace(quiet=1)
        if wanted.condition is None:
            outcome = check(judged, rule, env, due)
        else:
            inner = Env(env.variables, env.time, due if rule.due is not None else None)
            met = truth(judged, wanted.condition, inner)
            told = said(judged, wanted.condition, inner)
            outcome = Outcome(met, told.expected, told.observed, told.difference, told.unit)
        judged.trace = trace
        return outcome

    def _sought(self, case: Case, rule: ir.Rule, wanted: parts.Wanted) -> bool:
        if isinstance(rule.check, ir.Happens):
            return True
        e = wanted.condition
        return e is not None and bool(parts.facts_sought(e, case.agreement.definitions))

    def _cured(
        self,
        case: Case,
        rule: ir.Rule,
        env: Env,
        escapes: Sequence[t.Unless],
        found: Bite,
        context: _Context,
    ) -> Iterator[Need]:
        """Yield the approvals by which a rule lets through what it otherwise forbids."""
        ways = [r for u in escapes for r in parts.requests(u.condition)]
        satisfied = any(truth(case, u.condition, env) is True for u in escapes)
        for request in ways[:1] if len(ways) == 1 else []:
            yield from self._each(
                case, env, parts.Wanted(None, (request,), ()), found, context, satisfied, ""
            )
        if len(ways) > 1:
            yield from self._each(
                case, env, parts.Wanted(None, tuple(ways), ()), found, context, satisfied, ""
            )

    def _record(
        self,
        case: Case,
        rule: ir.Rule,
        env: Env,
        wanted: parts.Wanted,
        found: Bite,
        context: _Context,
        outcome: Outcome,
        due: date | None,
    ) -> Need:
        """Return a record that is to be on file: a notice, a prospectus, a vote of holders however called."""
        definitions = case.agreement.definitions
        looked_in: object = wanted.condition if wanted.condition is not None else rule.check
        kind = parts.kind_of_records(looked_in, definitions)  # type: ignore[arg-type]
        by = (due or self.draft.effective).isoformat()
        stands = standing(found.needed, outcome.met, False)
        body = self._holders(case) if kind == "holders" else None
        threshold = parts.threshold_in(looked_in, definitions)  # type: ignore[arg-type]
        votes = None
        if body is not None and threshold:
            votes = self.counts.votes(threshold, body, context.fund, date.fromisoformat(by))
        if kind == "holders":
            what = f"{plain(threshold)} of {body.title if body else 'the holders of the class'}"
        else:
            what = outcome.expected or rule.says
        actor = getattr(rule.check, "actor", "")
        return self._need(
            context,
            kind=kind,
            standing=stands,
            what=what,
            share_class=body.holders if body else "",
            who=body.title if body else _title(case, actor),
            matter=self._matter_sought(case, looked_in) if kind == "holders" else "",
            by=by,
            votes=votes,
            on_file=(outcome.observed,) if stands == "on file" else (),
            missing=(f"{what} by {by}", *_reasons(outcome.met)) if stands != "on file" else (),
            question=questions(found, "missing"),
        )

    def _holders(self, case: Case) -> t.Body | None:
        """Return the agreement's body of holders whose funds vote separately, if there is just one."""
        found = [b for b in case.agreement.document.bodies.values() if b.holders and b.separately]
        return found[0] if len(found) == 1 else None

    def _matter_sought(self, case: Case, e: object) -> str:
        """Return the matter that a search for votes names."""
        for x in parts.through(e, case.agreement.definitions):
            match x:
                case t.Compare(left=t.Get(field="matter"), right=t.Const(value=value)):
                    return str(value)
        return "amendment"

    def _limited(self, rule: ir.Rule, found: Bite, context: _Context, outcome: Outcome) -> Need:
        """Return a limit on what a draft may do: kept, or forbidden where no approval lets it through."""
        difference = f" ({outcome.difference})" if outcome.difference else ""
        observed = f"; with the draft it is {outcome.observed}{difference}" if outcome.observed else ""
        what = f"{outcome.expected}{observed}"
        if outcome.met is True:
            return self._need(context, kind="limit", standing="kept", what=what)
        stands = standing(found.needed, outcome.met, False)
        kind: NeedKind = "limit"
        if stands == "missing" and rule.severity == "error":
            kind, stands = "never", "forbidden"
        return self._need(
            context,
            kind=kind,
            standing=stands,
            what=what,
            missing=(*((rule.cure,) if rule.cure else ()), *_reasons(outcome.met)),
            question=questions(found, "not kept"),
        )

    # --- what is told ------------------------------------------------------------------------

    def ended(self, rule: ir.Rule, event: Record, over: Truth, effects: tuple[str, ...]) -> Need:
        """Return that an instrument would end by itself if what the draft does is such an event."""
        assert isinstance(rule.check, ir.Ended)
        case = self.supposing.until(self.draft.effective, event.kind)
        env = Env({rule.check.event.variable: event}, self.draft.effective)
        where = rule.check.event.where
        met = every([over, truth(case, where, env) if where is not None else True])
        what = f"{' and '.join(rule.check.instruments)} would end by themselves: {plain(event.kind)}"
        context = self._at(rule, str(event.values.get("fund", "")), effects, "")
        stands: NeedStanding = "missing" if met is True else standing(met, False, False)
        if met is False:
            return self._need(context, kind="other", standing="kept", what=f"no {plain(event.kind)}")
        return self._need(
            context,
            kind="other",
            standing=stands,
            what=what,
            by=self.draft.effective.isoformat(),
            missing=("a new agreement, approved as the law wants it", *_reasons(met)),
        )

    def law_need(
        self,
        rule: ir.Rule,
        row: Asked,
        fund: str,
        *,
        standing: NeedStanding,
        question: str,
        effects: tuple[str, ...],
    ) -> Need:
        """Return what the law asks where no fact shows it."""
        context = replace(self._at(rule, fund, effects, ""), paragraph=row.paragraph)
        return self._need(context, kind=row.kind, standing=standing, what=row.what, question=question)

    def _context(self, rule: ir.Rule, instance: Instance, effects: tuple[str, ...]) -> _Context:
        subject = dict(instance.subject)
        names = {s.variable for s in rule.sources if s.kind in ("amendments", "funds")}
        made = {n for n, v in instance.env.variables.items() if isinstance(v, Record) and not v.path}
        about = ", ".join(v for n, v in subject.items() if n not in names | made | {"fund"})
        return self._at(rule, subject.get("fund", ""), effects, about)

    def _at(self, rule: ir.Rule, fund: str, effects: tuple[str, ...], about: str) -> _Context:
        if rule.code not in self._spans:
            self._spans[rule.code] = self.told.place(rule.span)
        return _Context(
            code=rule.code,
            authority=rule.document,
            paragraph=rule.citation.paragraph,
            says=rule.says,
            span=self._spans[rule.code],
            fund=fund,
            effects=effects,
            about=about,
        )

    def _need(self, context: _Context, /, **told: object) -> Need:
        what = str(told.pop("what", ""))
        values: dict[str, object] = {
            "what": what + (f" ({context.about})" if context.about else ""),
            "fund": context.fund,
            "share_class": "",
            "who": "",
            "matter": "",
            "in_person": False,
            "relief": "",
            "by": "",
            "votes": None,
            "on_file": (),
            "missing": (),
            "question": "",
            "effects": context.effects,
            "code": context.code,
            "authority": context.authority,
            "paragraph": context.paragraph,
            "says": context.says,
            "span": context.span,
            **told,
        }
        return Need.model_validate(values)


def _opposite(x: Truth) -> Truth:
    return x if isinstance(x, Unknown) else not x


def _matter(request: t.ApprovalRequest, context: _Context) -> str:
    return request.matter or "amendment"


def _who(case: Case, unit: t.Approval) -> str:
    """Return who gives an approval, by their titles; alternatives joined by ``or``."""
    if isinstance(unit, t.AnyOf):
        return ", or ".join(dict.fromkeys(_who(case, p) for p in unit.parts))
    if isinstance(unit, t.AllOf):
        return " and ".join(dict.fromkeys(_who(case, p) for p in unit.parts))
    if isinstance(unit, t.VoteOf):
        return case.agreement.bodies[unit.body].title or unit.body
    return _title(case, unit.party)


def _title(case: Case, party: str) -> str:
    found = case.agreement.parties.get(party)
    return found.title if found is not None else party


def _lines(looked: Sequence[Approval], *, good: bool) -> tuple[str, ...]:
    """Return the counts and consents that do, or those that do not and why."""
    found = [(text, value) for x in looked for text, value in x.lines]
    if good:
        return tuple(dict.fromkeys(text for text, value in found if value == "yes"))
    return tuple(
        dict.fromkeys(f"{text}: {value}" for text, value in found if value not in ("yes", "none on file"))
    )


def _reasons(x: Truth) -> tuple[str, ...]:
    if not isinstance(x, Unknown):
        return ()
    return tuple(dict.fromkeys(r.text for r in sorted(x.reasons)))
