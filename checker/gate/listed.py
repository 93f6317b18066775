"""What people are to read: rules, settings, waivers, pins and what is said of the encoding, old and new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checker import settings
from checker.findings.gated import Listed, ListedKind
from checker.gate.pins import pins
from checker.gate.same import by_name, parts
from checker.gate.states import State
from checker.source import Span
from checker.typed import nodes as t
from checker.typed.types import FactKind
from checker.waivers import Waiver, subject_text


def listed(before: State, after: State) -> Iterator[Listed]:
    """Yield every change that is neither an effect on an agreement nor a fact."""
    yield from _rules(before, after)
    for name, new in after.loaded.program.agreements.items():
        old = before.loaded.program.agreements.get(name)
        if old is not None:
            yield from _encoding(before, old, after, new)
    yield from _settings(before, after)
    yield from _waivers(before, after)
    yield from _texts(before, after)


# --- rules -----------------------------------------------------------------------------------


def _rules(before: State, after: State) -> Iterator[Listed]:
    """Yield each declaration of the workspace's rules that is new, gone or another."""
    old, new = before.loaded.program.shared, after.loaded.program.shared
    for name in dict.fromkeys([*old, *new]):
        was, now = _declared(old.get(name)), _declared(new.get(name))
        for what in dict.fromkeys([*was, *now]):
            if was.get(what, _GONE)[1] != now.get(what, _GONE)[1]:
                yield _declaration("rule", "", f"{name}: {what}", before, was.get(what), after, now.get(what))
    yield from _kinds("", before, before.loaded.program.kinds, after, after.loaded.program.kinds)


_GONE = (None, "not there")


def _declared(document: t.Document | None) -> Mapping[str, tuple[Any, Any]]:
    return parts(document) if document is not None else {}


def _declaration(
    kind: ListedKind,
    agreement: str,
    what: str,
    before: State,
    was: tuple[Any, Any] | None,
    after: State,
    now: tuple[Any, Any] | None,
) -> Listed:
    head = ": head " in what or what.startswith("head ")

    def told(state: State, one: tuple[Any, Any] | None) -> str:
        if one is None:
            return ""
        return _shown(one[1]) if head else state.words(one[0].span)

    where = after.place(now[0].span) if now is not None else None
    return Listed(
        kind=kind,
        agreement=agreement,
        what=what,
        old=told(before, was),
        new=told(after, now),
        path=where.path if where else "",
        line=where.line if where else 1,
    )


def _kinds(
    agreement: str, before: State, old: Mapping[str, FactKind], after: State, new: Mapping[str, FactKind]
) -> Iterator[Listed]:
    """Yield each kind of fact whose declaration is not worded as it was."""
    for name in dict.fromkeys([*old, *new]):
        spans = [kinds[name].span if name in kinds else None for kinds in (old, new)]
        was = before.words(spans[0]) if spans[0] else ""
        now = after.words(spans[1]) if spans[1] else ""
        if was != now:
            where = after.place(spans[1]) if spans[1] else None
            path, line = (where.path, where.line) if where else ("", 1)
            yield _one("encoding" if agreement else "rule", agreement, f"fact {name}", was, now, path, line)


# --- what is said of an agreement's encoding -------------------------------------------------


def _encoding(before: State, old: t.Document, after: State, new: t.Document) -> Iterator[Listed]:
    """Yield pins, passages, the clauses' own severities, and kinds of fact of the agreement's own."""
    name = new.name
    yield from pins(name, before, after)
    for clause, was, now in by_name(old, new, lambda c: c.severity):
        span = new.clauses[clause].span
        yield _placed("enforcement", name, f"clause {clause}: severity", was, now, after, span)
    for clause, was, now in by_name(old, new, lambda c: c.basis):
        yield _placed("encoding", name, f"clause {clause}: basis", was, now, after, new.clauses[clause].span)
    if old.title != new.title:
        yield _placed("encoding", name, "title", old.title, new.title, after, new.span)
    titles = {a.name: a.title for a in old.amendments}
    for a in new.amendments:
        if a.name in titles and titles[a.name] != a.title:
            what = f"amendment {a.name}: title"
            yield _placed("encoding", name, what, titles[a.name], a.title, after, a.span)
    if old.source != new.source:
        yield _placed("encoding", name, "source", old.source, new.source, after, new.span)
    yield from _passages(old, after, new)
    yield from _kinds(name, before, _own_kinds(before, old), after, _own_kinds(after, new))


def _passages(old: t.Document, after: State, new: t.Document) -> Iterator[Listed]:
    was, now = ({p.citation.paragraph: p.reason for p in d.passages} for d in (old, new))
    for paragraph in dict.fromkeys([*was, *now]):
        reasons = was.get(paragraph, ""), now.get(paragraph, "")
        if reasons[0] != reasons[1]:
            what = f"passage {paragraph}: not encoded because"
            span = next((p.citation.span for p in new.passages if p.citation.paragraph == paragraph), None)
            yield _placed("encoding", new.name, what, *reasons, after, span or new.span)


def _own_kinds(state: State, document: t.Document) -> dict[str, FactKind]:
    folder = f"agreements/{state.folder(document.name)}/"
    return {name: kind for name, kind in document.kinds.items() if folder in kind.span.path}


# --- settings, waivers, texts ----------------------------------------------------------------


def _settings(before: State, after: State) -> Iterator[Listed]:
    was, now = (_flat(s.loaded.workspace.settings) for s in (before, after))
    for key in sorted(was.keys() | now.keys()):
        if was.get(key, "") != now.get(key, ""):
            kind: ListedKind = "enforcement" if key.startswith(("enforcement", "fail_level")) else "setting"
            yield _one(kind, "", key, was.get(key, ""), now.get(key, ""), settings.FILE, 1)


def _flat(chosen: settings.Settings) -> dict[str, str]:
    table = chosen.model_dump(mode="json", by_alias=True)
    rules = table.pop("enforcement", ())
    found = dict(_leaves("", table))
    for rule in rules:
        allowed = f", override by {', '.join(rule['override_by'])}" if rule["override_by"] else ""
        found[f"enforcement of {rule['clause']} from {rule['from']}"] = f"{rule['level']}{allowed}"
    return found


def _leaves(key: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(f"{key}.{name}" if key else name, inner)
    elif value is not None:
        yield key, _shown(value)


def _waivers(before: State, after: State) -> Iterator[Listed]:
    was, now = ({_about(w): w for w in s.loaded.workspace.waivers} for s in (before, after))
    for about in dict.fromkeys([*was, *now]):
        old, new = was.get(about), now.get(about)
        told = _waiver(old), _waiver(new)
        if told[0] != told[1]:
            what = about
            if old and new and new.expires_on > old.expires_on:
                what = f"{about}: prolonged"
            span = new.span if new is not None else None
            yield _placed("waiver", (new or old).agreement, what, *told, after, span)  # type: ignore[union-attr]


def _about(w: Waiver) -> str:
    subject = w.subject if isinstance(w.subject, str) else subject_text(tuple(sorted(w.subject)))
    return ", ".join(x for x in (w.code, subject, w.period or "") if x)


def _waiver(w: Waiver | None) -> str:
    if w is None:
        return ""
    days = f"{w.approved_on.isoformat()} to {w.expires_on.isoformat()}"
    return f"{days}, by {w.approver} ({w.role}), of {w.clause_hash}: {w.reason}"


def _texts(before: State, after: State) -> Iterator[Listed]:
    """Yield the source documents that are other texts now."""
    was, now = (_documents(s) for s in (before, after))
    for path in sorted(was.keys() | now.keys()):
        if was.get(path) != now.get(path):
            old, new = was.get(path, ""), now.get(path, "")
            yield _one("text", "", path, old and f"sha256 {old[:12]}", new and f"sha256 {new[:12]}", path, 1)


def _documents(state: State) -> dict[str, str]:
    digests = dict(state.loaded.workspace.digests)
    files = [d for a in state.loaded.workspace.agreements for d in a.documents]
    files += state.loaded.workspace.documents.values()
    return {d.path: digests[d.path] for d in files}


# --- one entry -------------------------------------------------------------------------------


def _placed(
    kind: ListedKind, agreement: str, what: str, old: str, new: str, after: State, span: Span | None
) -> Listed:
    source = after.sources.get(span.path) if span is not None else None
    if source is None or span is None:
        return _one(kind, agreement, what, old, new, "", 1)
    return _one(kind, agreement, what, old, new, span.path, source.line_column(span.start)[0])


def _one(kind: ListedKind, agreement: str, what: str, old: str, new: str, path: str, line: int) -> Listed:
    return Listed(kind=kind, agreement=agreement, what=what, old=old, new=new, path=path, line=line)


def _shown(value: Any) -> str:
    if isinstance(value, (tuple, list)):
        return ", ".join(_shown(each) for each in value)
    return "" if value is None else str(value)
