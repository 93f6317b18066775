"""Tree to text, in the one canonical layout. Takes nodes, gives text that parses to them.

A declaration is a head in column 1 and parts, each on its own line; a part that is too long is
broken at its outermost joints first. ``binding.py`` knows where parentheses must stand,
``phrases.py`` how expressions are written, ``layout.py`` how lines are broken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from checker.source import Span
from checker.syntax import nodes as n
from checker.syntax.binding import A_NAME, LOOSEST, NONE, PRIMARY, TAKEN, Place, Words, taken_by_generator
from checker.syntax.depth import room_to_recurse
from checker.syntax.layout import INDENT, Break, Pieces, flat, laid, quoted, rows
from checker.syntax.phrases import approval, expression, generator, norm, norm_begins

# --- parts -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one part, what it is, and where it stood (nowhere when the tree has no place)."""

    lines: tuple[str, ...]
    span: Span = n.NOWHERE
    key: str = ""

    @property
    def indent(self) -> int:
        """Return the column its first line begins at, from 0."""
        return len(self.lines[0]) - len(self.lines[0].lstrip(" "))


def _block(pieces: Pieces, span: Span, indent: int = INDENT, key: str = "") -> Block:
    return Block(tuple(laid(pieces, indent, max(indent, INDENT) + INDENT)), span, key)


def _over(items: Sequence[n.Name | n.Param | n.Generator | n.Expr | n.Unless | n.Text]) -> Span:
    return items[0].span.to(items[-1].span)


def _citation(node: n.Citation | None) -> Pieces:
    if node is None:
        return []
    pin = [f" pin {node.pin}"] if node.pin else []
    basis = [f" basis {node.basis}"] if node.basis else []
    return [Break(0), "at ", *quoted(node.paragraph.value), *pin, *basis]


def _head(lead: str, title: n.Text | None, cited: n.Citation | None, span: Span) -> Block:
    """Return the first line: words, title and citation; ``span`` is that of the declaration."""
    pieces: Pieces = [lead, *([" ", *quoted(title.value)] if title is not None else []), *_citation(cited)]
    ends = [part.span.end for part in (title, cited) if part is not None]
    return _block(pieces, Span(span.path, span.start, max(ends, default=span.start)), indent=0, key="head")


def _named_head(word: str, name: n.Name, title: n.Text | None, cited: n.Citation | None, span: Span) -> Block:
    block = _head(f"{word} {name.text}", title, cited, span)
    return replace(block, span=replace(block.span, end=max(block.span.end, name.span.end)))


def _text_part(word: str, text: n.Text | None, indent: int = INDENT) -> list[Block]:
    return [] if text is None else [_block([f"{word} ", *quoted(text.value)], text.span, indent)]


def _given_part(params: Sequence[n.Param], indent: int = INDENT) -> list[Block]:
    if not params:
        return []
    pieces: Pieces = ["given "]
    for i, param in enumerate(params):
        called = f" called {param.alias.text}" if param.alias else ""
        pieces += [",", Break(0)] if i else []
        pieces.append(param.type.text + called)
    return [_block(pieces, _over(params), indent)]


def _table_part(table: n.Table, indent: int = INDENT) -> list[Block]:
    every = (table.header, *table.rows)
    return [
        Block((line,), row[0].span.to(row[-1].span), "row")
        for row, line in zip(every, rows(table, indent), strict=True)
    ]


def _value_part(word: str, node: n.Expr, level: int, follow: Words, indent: int = INDENT) -> Block:
    return _block([f"{word} ", *expression(node, Place(level, follow))], node.span, indent)


# --- clauses ---------------------------------------------------------------------------------


def _clause_parts(node: n.Clause, follow: Words, indent: int = INDENT) -> list[Block]:
    """Return the parts of a clause in their one order; ``follow`` is what stands behind them."""
    heads = (_text_part("says", node.says, indent), _given_part(node.params, indent))
    return [
        *heads[0],
        *heads[1],
        *_when_parts(node, indent),
        *_norm_part(node, follow, indent),
        *_unless_parts(node, follow, indent),
        *_name_parts(node, indent),
        *(block for text in node.assuming for block in _text_part("assuming", text, indent)),
        *_text_part("cure", node.cure, indent),
        *(_block([f"basis {node.basis}"], n.NOWHERE, indent, "basis") for _ in [0] if node.basis),
        *(_block([f"severity {node.severity}"], n.NOWHERE, indent, "severity") for _ in [0] if node.severity),
    ]


_BINDS = {
    "always": "binds always",
    "plan": "binds while plan is in force",
    "agreement": "binds while agreement is in force",
}


def _when_parts(node: n.Clause, indent: int) -> list[Block]:
    """Return the parts before the norm that say for whom and when it holds."""
    follow = norm_begins(node.norm)
    blocks: list[Block] = []
    if node.binds:
        blocks.append(_block([_BINDS[node.binds]], n.NOWHERE, indent, "binds"))
        follow = frozenset({"binds"})
    if node.when is not None:
        blocks.insert(0, _value_part("when", node.when, LOOSEST, follow, indent))
        follow = frozenset({"when"})
    if node.until is not None:
        blocks.insert(0, _value_part("until", node.until, TAKEN, follow, indent))
        follow = frozenset({"until"})
    if node.since is not None:
        blocks.insert(0, _value_part("from", node.since, TAKEN, follow, indent))
        follow = frozenset({"from"})
    if node.each:
        blocks.insert(0, _each_part(node.each, follow, indent))
    return blocks


def _each_part(each: Sequence[n.Generator], follow: Words, indent: int) -> Block:
    pieces: Pieces = ["for each "]
    for i, source in enumerate(each):
        last = i + 1 == len(each)
        pieces += [",", Break(0)] if i else []
        place = Place(LOOSEST, follow if last else frozenset({","}), 1 if len(each) > 1 else 0)
        pieces += generator(source, place)
    return _block(pieces, _over(each), indent)


def _behind_norm(node: n.Clause, follow: Words) -> Words:
    """Return what follows the norm: the next part, or what stands behind the clause."""
    standing = {
        "unless": node.unless, "despite": node.despite, "subject": node.subject_to,
        "assuming": node.assuming, "cure": node.cure, "basis": node.basis, "severity": node.severity,
    }  # fmt: skip
    return next((frozenset({word}) for word, value in standing.items() if value), follow)


def _norm_part(node: n.Clause, follow: Words, indent: int) -> list[Block]:
    place = Place(LOOSEST, _behind_norm(node, follow))
    return [_block(norm(node.norm, place), node.norm.span, indent, "norm")]


def _unless_parts(node: n.Clause, follow: Words, indent: int) -> list[Block]:
    bare = replace(node, unless=())
    blocks = []
    for i, item in enumerate(node.unless):
        last = i + 1 == len(node.unless)
        place = Place(LOOSEST, _behind_norm(bare, follow) if last else frozenset({"unless"}))
        label: Pieces = [*quoted(item.label.value), ":", Break(0)] if item.label else []
        condition = expression(item.condition, replace(place, depth=1) if label else place)
        blocks.append(_block(["unless ", *label, *condition], item.span, indent))
    return blocks


def _name_parts(node: n.Clause, indent: int) -> list[Block]:
    return [
        _block(_listed(word, names), _over(names), indent)
        for word, names in (("despite", node.despite), ("subject to", node.subject_to))
        if names
    ]


def _listed(word: str, names: Sequence[n.Name]) -> Pieces:
    pieces: Pieces = [f"{word} "]
    for i, name in enumerate(names):
        pieces += [",", Break(0)] if i else []
        pieces.append(name.text)
    return pieces


# --- entries ---------------------------------------------------------------------------------

_JOINED = ("plan under", "agreement with")


def _entry_parts(entries: Sequence[n.Entry], indent: int = INDENT) -> list[Block]:
    """Return a line for each entry; neighbours that say what the document is share one."""
    blocks: list[Block] = []
    waiting = list(entries)
    while waiting:
        run = [waiting.pop(0)]
        while run[0].keyword in _JOINED and waiting and waiting[0].keyword in _JOINED:
            run.append(waiting.pop(0))
        pieces: Pieces = ["is "] if run[0].keyword in _JOINED else []
        for i, entry in enumerate(run):
            pieces += [",", Break(0)] if i else []
            pieces += _entry(entry)
        blocks.append(_block(pieces, run[0].span.to(run[-1].span), indent))
    return blocks


def _entry(node: n.Entry) -> Pieces:
    pieces: Pieces = [node.keyword]
    for i, value in enumerate(node.values):
        pieces += [",", Break(0)] if i else [" "]
        match value:
            case n.Text():
                pieces += quoted(value.value)
            case n.Name():
                pieces.append(value.text)
            case _:
                pieces += expression(value, Place(PRIMARY))
    return pieces


# --- amendments ------------------------------------------------------------------------------


def _edit_parts(edits: Sequence[n.Edit], once: n.Expr | None) -> list[Block]:
    blocks: list[Block] = []
    for i, edit in enumerate(edits):
        after = edits[i + 1] if i + 1 < len(edits) else None
        follow = NONE if after is None else frozenset({_edit_begins(after)})
        open_ = _is_open(edits[i - 1]) if i > 0 else once is not None
        then = open_ and isinstance(edit, n.SetCells) and edit.where is not None
        blocks += _edit(edit, follow, then=then)
    return blocks


def _edit_begins(node: n.Edit) -> str:
    match node:
        case n.SetCells():
            return "in"
        case n.ReplaceSchedule() | n.ReplaceClause():
            return "replace"
        case n.AddRows():
            return "add"
        case n.RemoveRows():
            return "remove"
        case n.Strike():
            return "strike"
        case n.InsertClause():
            return "insert"
        case n.Renumber():
            return "renumber"
        case n.Rename():
            return "rename"
        case n.Declare():
            return node.verb
        case _:
            assert_never(node)


def _is_open(node: n.Edit) -> bool:
    """Return whether an edit ends in what may be the name of a fact, which would take a following ``in``."""
    if isinstance(node, n.Declare):
        return True
    if not isinstance(node, n.ReplaceClause | n.InsertClause):
        return False
    last = node.clause.norm
    match last:
        case n.Duty(event=event, by=None) | n.TerminatesWhen(event=event, on=None):
            ends = _behind_norm(node.clause, NONE) == NONE
            return ends and "in" in taken_by_generator(event)
        case _:
            return False


def _edit(node: n.Edit, follow: Words, *, then: bool) -> list[Block]:
    deeper = 2 * INDENT
    match node:
        case n.ReplaceSchedule():
            head = _block([f"replace {node.schedule.text}"], _upto(node, node.schedule))
            return [head, *_table_part(node.table, deeper)]
        case n.AddRows():
            return [
                _block([f"add to {node.schedule.text}"], _upto(node, node.schedule)),
                *_table_part(node.table, deeper),
            ]
        case n.RemoveRows():
            where = expression(node.where, Place(LOOSEST, follow, 1))
            return [_block([f"remove from {node.schedule.text}", Break(0), "where ", *where], node.span)]
        case n.SetCells():
            return [_block(_set(node, follow, then=then), node.span)]
        case n.Strike():
            return [_block([f"strike {node.kind} {node.name.text}"], node.span)]
        case n.Renumber():
            return [_block([f"renumber clause {node.clause.text}", *_citation(node.citation)], node.span)]
        case n.Rename():
            return [_block(["rename ", *_rename(node)], node.span)]
        case n.Declare():
            return _declare(node)
        case n.ReplaceClause() | n.InsertClause():
            clause = node.clause
            replaces = isinstance(node, n.ReplaceClause)
            lead = f"{'replace' if replaces else 'insert'} clause {clause.name.text}"
            pieces: Pieces = [lead, *_citation(clause.citation), *([" with"] if replaces else [])]
            head = _block(pieces, _upto(node, clause.citation or clause.name))
            return [head, *_clause_parts(clause, follow, deeper)]
        case _:
            assert_never(node)


def _rename(node: n.Rename) -> Pieces:
    old, new = (quoted(x.value) if isinstance(x, n.Text) else [x.text] for x in (node.old, node.new))
    return [f"{node.kind} ", *old, " to ", *new]


def _declare(node: n.Declare) -> list[Block]:
    """Return a declaration within an amendment: its own lines, deeper, behind what is done with it."""
    deeper = " " * INDENT
    made = [
        replace(b, lines=tuple(deeper + line for line in b.lines))
        for b in _parts(node.declaration)
    ]
    head = made[0]
    first = f"{deeper}{node.verb} {head.lines[0].lstrip()}"
    begun = replace(head.span, start=node.span.start)
    return [replace(head, lines=(first, *head.lines[1:]), span=begun, key=""), *made[1:]]


def _upto(node: n.Edit, last: n.Name | n.Citation) -> Span:
    return Span(node.span.path, node.span.start, last.span.end)


def _set(node: n.SetCells, follow: Words, *, then: bool) -> Pieces:
    pieces: Pieces = [f"{'then ' if then else ''}in {node.schedule.text}"]
    if node.where is not None:
        pieces += [Break(0), "where ", *expression(node.where, Place(LOOSEST, frozenset({"set"}), 1))]
    for i, (column, value) in enumerate(node.changes):
        after = follow if i + 1 == len(node.changes) else frozenset({","})
        pieces += [",", Break(1)] if i else [Break(0), "set "]
        pieces += [f"{column.text} to ", *expression(value, Place(TAKEN, after, 2))]
    return pieces


# --- declarations ----------------------------------------------------------------------------


def blocks(node: n.Declaration) -> tuple[Block, ...]:
    """Return the parts of a declaration in their canonical order, each with its lines."""
    with room_to_recurse():
        return tuple(_parts(node))


def _parts(node: n.Declaration) -> list[Block]:
    match node:
        case n.Document() | n.PartyDecl() | n.FactDecl() | n.ScheduleDecl() | n.Amendment():
            return _described(node)
        case n.Define():
            return _define(node)
        case n.Carry():
            return _carry(node)
        case n.Assumption():
            return _assumption(node)
        case n.QuestionDecl():
            return _question(node)
        case n.ApprovalDecl():
            head = _named_head("approval", node.name, None, node.citation, node.span)
            return [head, _block(approval(node.approval, Place()), node.approval.span)]
        case n.Clause():
            head = _named_head("clause", node.name, None, node.citation, node.span)
            return [head, *_clause_parts(node, NONE)]
        case n.Passage():
            return _passage(node)
        case _:
            assert_never(node)


def _described(node: n.Document | n.PartyDecl | n.FactDecl | n.ScheduleDecl | n.Amendment) -> list[Block]:
    """Return the parts of what is described by entries and tables."""
    match node:
        case n.Document():
            head = _named_head(node.kind, node.name, node.title, None, node.span)
            return [head, *_entry_parts(node.entries), *_renames(node.renames)]
        case n.PartyDecl():
            head = _named_head(node.kind, node.name, node.title, node.citation, node.span)
            return [head, *_entry_parts(node.entries), *_members_part(node)]
        case n.FactDecl():
            head = _named_head("fact", node.name, node.title, None, node.span)
            return [head, *_entry_parts(node.entries), *_table_part(node.table)]
        case n.ScheduleDecl():
            return _schedule(node)
        case n.Amendment():
            pieces: Pieces = [f"amendment {node.name.text} to {node.to.text}", *_title(node.title)]
            head = _block(pieces, replace(node.span, end=(node.title or node.to).span.end), 0, "head")
            return [head, *_entry_parts(node.entries), *_once(node), *_edit_parts(node.edits, node.once)]
        case _:
            assert_never(node)


def _renames(nodes: Sequence[n.Rename]) -> list[Block]:
    return [_block(["renames ", *_rename(node)], node.span) for node in nodes]


def _once(node: n.Amendment) -> list[Block]:
    if node.once is None:
        return []
    follow = frozenset({_edit_begins(node.edits[0])}) if node.edits else NONE
    return [_value_part("once", node.once, LOOSEST, follow)]


def _title(title: n.Text | None) -> Pieces:
    return [] if title is None else [" ", *quoted(title.value)]


def _members_part(node: n.PartyDecl) -> list[Block]:
    if node.members is None:
        return []
    return [_block(["members ", *generator(node.members, Place())], node.members.span)]


def _schedule(node: n.ScheduleDecl) -> list[Block]:
    head = _named_head("schedule", node.name, node.title, node.citation, node.span)
    keys = [_block(_listed("for each", node.keys), _over(node.keys))] if node.keys else []
    missing = [] if node.on_file else [_block(["not on file"], n.NOWHERE, key="not on file")]
    return [head, *keys, *missing, *_table_part(node.table)]


def _define(node: n.Define) -> list[Block]:
    head = _named_head("define", node.name, None, node.citation, node.span)
    means = _value_part("means", node.expression, LOOSEST, NONE)
    return [head, *_text_part("says", node.says), *_given_part(node.params), means]


def _carry(node: n.Carry) -> list[Block]:
    head = _named_head("carry", node.name, None, node.citation, node.span)
    since = expression(node.since, Place(TAKEN, frozenset({A_NAME, "starting"}), 1))
    first = expression(node.first, Place(TAKEN, frozenset({","}), 1))
    lead: Pieces = ["from ", *since, Break(0), "starting at ", *first, ","]
    return [
        head,
        *_text_part("says", node.says),
        *_given_part(node.params),
        _block(lead, node.since.span.to(node.first.span)),
        _value_part("then", node.then, LOOSEST, NONE),
    ]


def _assumption(node: n.Assumption) -> list[Block]:
    head = _named_head("assumption", node.name, node.text, node.citation, node.span)
    pieces: Pieces = ["is "]
    for i, reading in enumerate(node.readings):
        last = i + 1 == len(node.readings)
        pieces += [Break(0), "or "] if i else []
        pieces += expression(reading, Place(TAKEN, NONE if last else frozenset({"or"}), 1))
    return [head, _block(pieces, _over(node.readings))]


def _question(node: n.QuestionDecl) -> list[Block]:
    head = _named_head("question", node.name, node.text, node.citation, node.span)
    answers = [_block(_listed("answers", node.answers), _over(node.answers))] if node.answers else []
    return [head, *_given_part(node.params), *answers]


def _passage(node: n.Passage) -> list[Block]:
    pin = [f" pin {node.citation.pin}"] if node.citation.pin else []
    head: Pieces = ["passage ", *quoted(node.citation.paragraph.value), *pin]
    span = replace(node.span, end=node.citation.span.end)
    return [_block(head, span, 0, "head"), *_text_part("not encoded because", node.reason)]


# --- what others use -------------------------------------------------------------------------


def print_expression(node: n.Expr) -> str:
    """Return an expression on one line."""
    with room_to_recurse():
        return flat(expression(node, Place()))


def print_approval(node: n.Approval) -> str:
    """Return an approval on one line."""
    with room_to_recurse():
        return flat(approval(node, Place()))


def print_norm(node: n.Norm) -> str:
    """Return a norm on one line."""
    with room_to_recurse():
        return flat(norm(node, Place()))


def print_declaration(node: n.Declaration) -> str:
    """Return a declaration in its canonical layout, without a line end behind it.

    Raise ``ValueError`` for a constant that cannot be written (a third, a negative number).
    """
    return "\n".join(line for block in blocks(node) for line in block.lines)


def print_file(file: n.File) -> str:
    """Return a file in its canonical layout, without its comments: a blank line in between."""
    texts = [print_declaration(declaration) for declaration in file.declarations]
    return "\n\n".join(texts) + "\n" if texts else ""
