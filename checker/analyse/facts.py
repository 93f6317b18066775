"""F020: determinations of what is not asked, completeness of what is no kind of fact."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from checker.diagnostics import Diagnostic, Place, diagnostic
from checker.facts.store import Facts, Record
from checker.ir import nodes as ir
from checker.values.spelling import did_you_mean, shown


def names_in_facts(a: ir.Agreement, facts: Facts, elsewhere: Collection[str]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each fact of an agreement that names what is not declared.

    ``elsewhere`` are the questions and assumptions of the other agreements: facts that several
    share may name those.
    """
    for record in facts.of("complete_records"):
        kind = str(record.values["facts"])
        if kind not in a.kinds:
            yield _wrong(record, f"no kind of fact is called {shown(kind)}", kind, a.kinds)
    for record in facts.of("determination"):
        if record.values.get("agreement", a.name) == a.name:
            yield from _determination(a, record, elsewhere)


def _determination(a: ir.Agreement, record: Record, elsewhere: Collection[str]) -> Iterator[Diagnostic]:
    name, answer = str(record.values["question"]), str(record.values["answer"])
    if name in a.questions:
        answers: Collection[str] = a.questions[name].answers or ("yes", "no")
    elif name in a.assumptions:
        answers = [label for label, _ in a.assumptions[name].readings]
    else:
        if name not in elsewhere:
            known = {*a.questions, *a.assumptions}
            yield _wrong(record, f"no question or assumption is called {shown(name)}", name, known)
        return
    if answer not in answers:
        listed = ", ".join(shown(x) for x in answers)
        yield _wrong(
            record, f"{shown(answer)} is no answer to {shown(name)}: it is one of {listed}", answer, answers
        )


def _wrong(record: Record, message: str, name: str, known: Collection[str]) -> Diagnostic:
    return diagnostic("F020", message, Place(record.path, record.line), help=did_you_mean(name, known))
