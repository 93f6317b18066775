"""``redline impact``: which verdicts changed with the facts, agreement by agreement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from checker import __version__, pipeline
from checker.findings.gated import FORMAT_VERSION, FigureChange, Impact, VerdictChange
from checker.findings.model import Finding, Severity, Verdict
from checker.gate.facts import facts_changed
from checker.gate.inputs import files_changed, same_inputs
from checker.gate.states import State, clock

CLEAN, VIOLATED, NOT_KNOWN, NOTHING = 0, 1, 3, 4
_SEVERITIES: tuple[Severity, ...] = ("note", "warning", "error")
_OPEN: frozenset[Verdict] = frozenset({"undetermined", "needs_judgement"})

Key = tuple[str, str]


def impact(before: State, after: State, *, as_of: date | None = None, notes: Iterable[str] = ()) -> Impact:
    """Return the verdicts of both sides that differ, both judged on one day."""
    day, day_from = clock(before, after, as_of)
    names = sorted({*before.loaded.program.agreements, *after.loaded.program.agreements})
    same = [name for name in names if same_inputs(name, before, after)]
    checked = frozenset(names) - frozenset(same)
    old, new = (_findings(s, checked, day) for s in (before, after))
    changes = [_change(key, old.get(key, ()), new.get(key, ())) for key in sorted(old.keys() | new.keys())]
    differ = [c for c in changes if c.old != c.new]
    return Impact(
        format_version=FORMAT_VERSION,
        tool_version=__version__,
        base=before.name,
        base_commit=before.commit,
        head=after.name,
        head_commit=after.commit,
        as_of=day.isoformat(),
        as_of_from=day_from,
        texts=tuple(files_changed(before, after, facts=False)),
        files=tuple(files_changed(before, after, facts=True)),
        facts=tuple(facts_changed(before, after)),
        checked=tuple(sorted(checked)),
        same=tuple(same),
        changed=tuple(c for c in differ if c.old and c.new),
        new=tuple(c for c in differ if not c.old),
        gone=tuple(c for c in differ if not c.new),
        figures=tuple(_figures(old, new)),
        unchanged=len(changes) - len(differ),
        notes=tuple(notes),
        exit_code=exit_code(differ, names, after.loaded.workspace.settings.fail_level),
    )


def exit_code(differ: Iterable[VerdictChange], names: Iterable[str], fail_level: Severity) -> int:
    """Return 1 where something is violated that was not, 3 where it is no longer decided, 4 for nothing."""
    counted = [c for c in differ if _SEVERITIES.index(c.severity) >= _SEVERITIES.index(fail_level)]
    worse = [set(c.new) - set(c.old) for c in counted]
    if any("violated" in verdicts for verdicts in worse):
        return VIOLATED
    if any(verdicts & _OPEN for verdicts in worse):
        return NOT_KNOWN
    return CLEAN if list(names) else NOTHING


# --- findings --------------------------------------------------------------------------------


def _findings(state: State, names: frozenset[str], day: date) -> dict[Key, tuple[Finding, ...]]:
    chosen = names & frozenset(state.loaded.program.agreements)
    found: dict[Key, tuple[Finding, ...]] = {}
    if chosen:
        for x in pipeline.check(state.loaded, as_of=day, agreements=chosen).findings:
            key = (x.code, ", ".join(s.value for s in x.subject))
            found[key] = (*found.get(key, ()), x)
    return found


def _change(key: Key, old: tuple[Finding, ...], new: tuple[Finding, ...]) -> VerdictChange:
    shown = new or old
    return VerdictChange(
        code=key[0],
        subject=key[1],
        old=tuple(sorted(x.verdict for x in old)),
        new=tuple(sorted(x.verdict for x in new)),
        severity=max((x.severity for x in shown), key=_SEVERITIES.index),
        old_message=" ".join(x.message for x in old),
        new_message=" ".join(x.message for x in new),
        path=shown[0].span.path,
        line=shown[0].span.line,
    )


def _figures(
    old: Mapping[Key, tuple[Finding, ...]], new: Mapping[Key, tuple[Finding, ...]]
) -> Iterator[FigureChange]:
    for key in sorted(old.keys() & new.keys()):
        for was, now in zip(old[key], new[key], strict=False):
            told = [_figure(x) for x in (was, now)]
            if was.verdict == now.verdict and told[0] != told[1]:
                yield FigureChange(code=key[0], subject=key[1], verdict=now.verdict, old=told[0], new=told[1])


def _figure(x: Finding) -> str:
    unit = f" {x.unit}" if x.unit else ""
    parts = [("expected", x.expected), ("observed", x.observed), ("difference", x.difference)]
    return ", ".join(f"{name} {value}{unit}" for name, value in parts if value)
