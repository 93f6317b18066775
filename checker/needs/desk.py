"""Where the needs of one draft are written: what each is read from, and for what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from checker.evaluate.case import Asked
from checker.evaluate.findings import Told
from checker.evaluate.instances import Instance
from checker.facts.store import Record
from checker.findings.amended import Need
from checker.findings.model import TextSpan
from checker.ir import nodes as ir
from checker.needs.gate import Bite
from checker.needs.reading import Reading, read
from checker.needs.supposing import Supposing
from checker.needs.votes import Counts
from checker.typed import nodes as t
from checker.values.truth import Truth, Unknown


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
class Context:
    """Where a need is read from, and what it is for."""

    code: str
    authority: str
    paragraph: str
    says: str
    span: TextSpan
    fund: str
    effects: tuple[str, ...]
    about: str
    """What else the instance is about, such as the row of a schedule."""


@dataclass(slots=True)
class Desk:
    """What the needs of one draft are made with."""

    supposing: Supposing
    draft: t.Amendment
    told: Told
    counts: Counts
    _spans: dict[str, TextSpan] = field(default_factory=dict)
    _read: dict[int, Reading] = field(default_factory=dict)
    _open: dict[Asked, Context] = field(default_factory=dict)
    _settled: dict[tuple[str, str, int], tuple[Record, Context]] = field(default_factory=dict)

    # --- where it is read from ---------------------------------------------------------------

    def read(self, rule: ir.Rule) -> Reading:
        """Return a rule taken apart, once."""
        if id(rule) not in self._read:  # the rules outlive the desk
            self._read[id(rule)] = read(rule, self.supposing.case.agreement.definitions)
        return self._read[id(rule)]

    def of(self, rule: ir.Rule, instance: Instance, effects: tuple[str, ...]) -> Context:
        """Return the context of one instance of a rule."""
        subject = dict(instance.subject)
        names = {s.variable for s in rule.sources if s.kind in ("amendments", "funds")}
        made = {n for n, v in instance.env.variables.items() if isinstance(v, Record) and not v.path}
        about = ", ".join(v for n, v in subject.items() if n not in names | made | {"fund"})
        return self.at(rule, subject.get("fund", ""), effects, about)

    def at(self, rule: ir.Rule, fund: str, effects: tuple[str, ...], about: str = "") -> Context:
        """Return the context of a rule."""
        if rule.code not in self._spans:
            self._spans[rule.code] = self.told.place(rule.span)
        return Context(
            code=rule.code,
            authority=rule.document,
            paragraph=rule.citation.paragraph,
            says=rule.says,
            span=self._spans[rule.code],
            fund=fund,
            effects=effects,
            about=about,
        )

    def of_draft(self, fund: str) -> Context:
        """Return the context of what the draft says of itself."""
        agreement = self.supposing.case.agreement.name
        return Context(
            code=f"{agreement}/{self.draft.name}",
            authority=agreement,
            paragraph=self.draft.title or self.draft.name,
            says="It takes effect only once this is so.",
            span=self.told.place(self.draft.span),
            fund=fund,
            effects=(),
            about="",
        )

    # --- what is written ---------------------------------------------------------------------

    def need(self, context: Context, /, **told: object) -> Need:
        """Return one need; what is not told is empty."""
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

    def wanting(self, what: str, context: Context, by: str, more: Sequence[str]) -> tuple[str, ...]:
        """Return what is to come to file, and why what is there does not do."""
        about = f" for {context.fund}" if context.fund else ""
        until = f" by {by}" if by and by not in what else ""
        return (f"{what}{about}{until}, on {self.draft.name}", *more)

    # --- questions ---------------------------------------------------------------------------

    def note(self, found: Bite, context: Context, *, decides: bool) -> None:
        """Note the questions that something turns on, open or answered; one for several funds is for all.

        An open one is not asked where it decides nothing, since all is on file whatever the answer.
        """
        for asked in found.asked if decides else ():
            known = self._open.get(asked, context)
            self._open[asked] = known if known.fund == context.fund else replace(known, fund="")
        for r in found.determined:
            place = (r.key, r.path, r.line)
            _, known = self._settled.get(place, (r, context))
            self._settled[place] = (r, known if known.fund == context.fund else replace(known, fund=""))

    def determinations(self) -> Iterator[Need]:
        """Yield each question that what is needed turns on, with its answer where there is one."""
        questions = self.supposing.case.agreement.questions
        for r, context in self._settled.values():
            name = str(r.values["question"])
            said = f"{r.values['answer']}: {r.values['by']}, {r.values['role']}, {r.values['on']}"
            text = questions[name].text if name in questions else name
            given = _of_record(r)
            yield self.need(
                replace(context, about=""),
                kind="determination",
                standing="on file",
                what=text + self._about(given),
                on_file=(said,),
            )
        by = self.draft.effective.isoformat()
        for asked, context in self._open.items():
            text, about = questions[asked.question].text, self._about(asked.about)
            yield self.need(
                replace(context, about=""),
                kind="determination",
                standing="question",
                what=text + about,
                by=by,
                missing=(f"a determination of `{asked.question}`{about}: {' or '.join(asked.answers)}",),
                question=text,
            )

    def _about(self, about: Sequence[tuple[str, str]]) -> str:
        return f" ({', '.join(f'{n} {v}' for n, v in about)})" if about else ""


def _of_record(r: Record) -> list[tuple[str, str]]:
    said = r.values.get("about", ())
    assert isinstance(said, tuple)
    return [(str(x.values["name"]), str(x.values["value"])) for x in said]


def reasons(x: Truth) -> tuple[str, ...]:
    """Return why something is not known, nothing where it is."""
    if not isinstance(x, Unknown):
        return ()
    return tuple(dict.fromkeys(r.text for r in sorted(x.reasons)))
