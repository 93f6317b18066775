"""Which passage each stretch of a text belongs to: paragraphs and numbers put into an outline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from checker.sources import markers as m
from checker.sources.blocks import Block
from checker.sources.lists import Item, list_in

TITLE, PREAMBLE, AMENDING, SAVING = "TITLE", "PREAMBLE", "AMENDING CLAUSE", "SAVING CLAUSE"
DATED, FURTHER, SIGNATURES = "DATED", "FURTHER TEXT", "SIGNATURES"
NOW_THEREFORE, IN_WITNESS = "NOW, THEREFORE", "IN WITNESS WHEREOF"

GAP = 3
"""How far a number may be above the one before it; ordinals in words may be any way above."""

PARTIES = 12
"""How many paragraphs of names may stand before the first line to sign on."""

_IN_BRACKETS = re.compile(r"\([^()]*\)")
_QUOTES = re.compile(r"[\"\u201c\u201d]")
_CUT_OFF = re.compile(r"[a-z,]$")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(slots=True, eq=False)
class Node:
    """A passage while the outline grows: its label, what it lies in, and its number in a list.

    ``body`` is where its own text begins, after the number; None as long as it has none.
    """

    label: str
    parent: Node | None = None
    marker: m.Marker | None = None
    edge: int = 0
    body: int | None = None

    @property
    def is_item(self) -> bool:
        """Return whether the passage is one of a list."""
        return self.marker is not None


@dataclass(frozen=True, slots=True)
class Switch:
    """From ``at`` on the text belongs to ``node``; ``opens`` where the passage begins there."""

    at: int
    node: Node
    opens: bool = False


@dataclass(slots=True)
class _Held:
    """A paragraph (or a part of it): the numbers that open in it, then the text of ``node``."""

    block: Block
    node: Node
    text_at: int
    opened: list[tuple[Node, int]] = field(default_factory=list)

    @property
    def prose(self) -> bool:
        return self.block.prose and bool(self.block.text[self.text_at :].strip())


def outline(blocks: Sequence[Block]) -> list[Switch]:
    """Return where the text goes over from one passage to another, in order."""
    reading = _Reading(blocks)
    for i in range(len(blocks)):
        reading.take(i)
    return list(_switches(reading.held, reading.taken))


# --- one paragraph after the other -----------------------------------------------------------


class _Reading:
    """Takes paragraphs in order; knows the passage it is in and the lists that are open."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.held: list[_Held] = []
        self.taken: dict[str, int] = {}
        self.open: list[Node] = []
        self.zone = "title"
        self.recitals = 0
        self.amends = False
        self.references: set[str] = set()
        self.quoted = False
        self.quotes = 0

    def take(self, i: int) -> None:
        """Put one paragraph where it belongs."""
        block = self.blocks[i]
        self.amends = self.amends or bool(m.AMENDING.search(block.text))
        heading = self._heading(i)
        if heading:
            self._open_annex(block, heading)
        elif m.IN_WITNESS.match(block.text):
            self._top(IN_WITNESS, block, "closing")
        elif self.zone in ("closing", "signatures"):
            self._sign(block)
        elif self.zone == "annex":
            self._annex(block)
        elif not (self._worded(block) or self._numbered(block)):
            self._other(i)

    def _heading(self, i: int) -> m.AnnexHeading | None:
        """Return the annex that a paragraph opens; at the head of a file an exhibit is its number."""
        words = self.blocks[i].lines[0].words
        heading = m.annex_heading(words)
        if heading is None or self.zone == "title" and heading.label.startswith("EXHIBIT"):
            return None
        cut_off = i > 0 and _CUT_OFF.search(self.blocks[i - 1].text.rstrip())
        return None if cut_off and words != words.upper() else heading

    def _top(self, label: str, block: Block, zone: str) -> None:
        node = Node(_unused(label, self.taken))
        self.open = [node]
        self.zone = zone
        self.held.append(_Held(block, node, 0, [(node, 0)]))

    def _add(self, block: Block) -> None:
        """Put a paragraph without number into the passage that is open, as deep as it is indented."""
        while len(self.open) > 1 and block.edge < self.open[-1].edge:
            self.open.pop()
        self.held.append(_Held(block, self.open[-1], 0))

    def _worded(self, block: Block) -> bool:
        if m.RECITAL.match(block.text):
            self.recitals += 1
            self._top(f"RECITAL {self.recitals}", block, "body")
        elif m.NOW_THEREFORE.match(block.text):
            self._top(NOW_THEREFORE, block, "body")
        else:
            return False
        return True

    def _other(self, i: int) -> None:
        block = self.blocks[i]
        title = self.zone == "title"
        if title and not block.prose:
            if self.open:
                self._add(block)
            else:
                self._top(TITLE, block, "title")
        elif title:
            self._top(AMENDING if self.amends else PREAMBLE, block, "body")
        elif self._signing(i):
            self._top(SIGNATURES, block, "signatures")
        elif m.DATED.match(block.text) and not block.prose:
            self._top(DATED, block, "body")
        elif self.amends and m.SAVING.search(block.text):
            self._top(SAVING, block, "body")
        elif self.open:
            self._add(block)
        else:
            self._top(AMENDING if m.AMENDING.search(block.text) else FURTHER, block, "body")

    # --- numbers ---

    def _numbered(self, block: Block) -> bool:
        """Open the passages whose numbers a paragraph begins with; return whether there are any."""
        at = 0
        opened: list[tuple[Node, int]] = []
        while node := self._item(block, at):
            opened.append((node, at))
            assert node.marker is not None  # INVARIANT: items have markers
            at = node.marker.end
        if not opened:
            return False
        self.zone = "body" if self.zone == "title" else self.zone
        self.held.append(_Held(block, self.open[-1], at, opened))
        return True

    def _item(self, block: Block, at: int) -> Node | None:
        readings = m.markers(block.text, at)
        for depth in range(len(self.open) - 1, -1, -1):
            before = self.open[depth].marker
            for marker in readings:
                if before and marker.kind == before.kind and _follows(before, marker):
                    del self.open[depth:]
                    return self._push(marker, block)
        kinds = {node.marker.kind for node in self.open if node.marker}
        for marker in readings:
            if marker.kind not in kinds and (marker.value == 1 or marker.style == "ordinal" and not kinds):
                return self._push(marker, block)
        return None

    def _push(self, marker: m.Marker, block: Block) -> Node:
        if self.open and not self.open[-1].is_item and self.zone != "annex" and marker.style != "bracketed":
            self.open.clear()  # a list that is the text's own, not of its preamble
        parent = self.open[-1] if self.open else None
        node = Node(_unused(_label(parent, marker), self.taken), parent, marker, block.edge)
        self.open.append(node)
        return node

    # --- signatures ---

    def _sign(self, block: Block) -> None:
        if self.zone == "closing":
            self._top(SIGNATURES, block, "signatures")
        else:
            self._add(block)

    def _signing(self, i: int) -> bool:
        """Return whether signatures begin here: a line ``By:``, after nothing but names of parties."""
        for block in self.blocks[i : i + PARTIES]:
            if m.SIGNED.search(block.text):
                return True
            if not _is_party(block):
                return False
        return False

    # --- annexes ---

    def _open_annex(self, block: Block, heading: m.AnnexHeading) -> None:
        self._top(heading.label, block, "annex")
        self.references = set()
        self.quoted = heading.quoted
        self.quotes = 0
        self._read_on(block)

    def _annex(self, block: Block) -> None:
        if not (self._notes(block) or self._numbered(block)):
            if self.open[-1].label.startswith(f"{self.open[0].label} note"):
                self.held.append(_Held(block, self.open[-1], 0))
            else:
                self._add(block)
        self._read_on(block)

    def _read_on(self, block: Block) -> None:
        """Remember what notes an annex refers to, and leave a quoted one where the quotation ends."""
        self.references |= m.note_references(block.text)
        self.quotes += len(_QUOTES.findall(block.text))
        if self.quoted and self.quotes % 2 == 0 and _QUOTES.match(block.text.rstrip()[-1:]):
            self.zone, self.quoted = "body", False
            self.open.clear()

    def _notes(self, block: Block) -> bool:
        """Open the notes that begin in a paragraph; return whether there are any."""
        notes = list(self._notes_in(block))
        if not notes:
            return False
        annex = self.open[0]
        for n, (first, mark, text_at) in enumerate(notes):
            last = notes[n + 1][0] if n + 1 < len(notes) else len(block.lines)
            if n == 0 and first > 0:
                self._add(Block(block.lines[:first]))
            node = Node(_unused(f"{annex.label} note {mark}", self.taken), annex)
            self.open = [annex, node]
            self.held.append(_Held(Block(block.lines[first:last]), node, text_at, [(node, 0)]))
        return True

    def _notes_in(self, block: Block) -> Iterator[tuple[int, str, int]]:
        above = set(self.references)
        for i, line in enumerate(block.lines):
            found = m.note_mark(line.text)
            if found and found[0] in above:
                yield i, *found
            above |= m.note_references(line.text)


def _follows(before: m.Marker, marker: m.Marker) -> bool:
    """Return whether a number comes after another one in its list."""
    step = marker.value - before.value
    return step > 0 and (marker.style == "ordinal" or step <= GAP)


def _label(parent: Node | None, marker: m.Marker) -> str:
    """Return the label of a number below ``parent``, as agreements cite it."""
    text = f"({marker.text})" if marker.style == "bracketed" else marker.text
    if parent is None:
        return text
    above = parent.marker
    if marker.style == "bracketed":
        return parent.label + ("" if above and above.style in ("bracketed", "dotted") else " ") + text
    if marker.style == "dotted" and above and above.style == "dotted":
        if text.startswith(f"{above.text}."):
            return parent.label.removesuffix(above.text) + text
        return f"{parent.label}.{text}"
    return f"{parent.label} {text}"


def _is_party(block: Block) -> bool:
    """Return whether a paragraph can be the names of parties: capitals, but for what is in brackets."""
    bare = _IN_BRACKETS.sub("", block.text)
    return bool(_LETTER.search(bare)) and bare == bare.upper()


# --- places ----------------------------------------------------------------------------------


def _switches(held: Sequence[_Held], taken: dict[str, int]) -> Iterator[Switch]:
    """Yield the switches of all paragraphs; paragraphs of prose get numbers where there are several."""
    prose: dict[int, int] = {}
    for h in held:
        if h.prose:
            prose[id(h.node)] = prose.get(id(h.node), 0) + 1
    counted: dict[int, int] = {}
    for h in held:
        yield from (Switch(h.block.place(at), node, True) for node, at in h.opened)
        if not h.prose:
            yield from _text(h, h.node)
            continue
        counted[id(h.node)] = n = counted.get(id(h.node), 0) + 1
        if prose[id(h.node)] == 1:
            yield from _text(h, h.node)
            yield from _items(h, h.node, taken)
        else:
            paragraph = Node(_unused(f"{h.node.label} [para {n}]", taken), h.node)
            yield from _text(h, paragraph, opens=True)
            yield from _items(h, paragraph, taken)


def _text(h: _Held, node: Node, *, opens: bool = False) -> Iterator[Switch]:
    text = h.block.text[h.text_at :]
    if text.strip():
        blank = len(text) - len(text.lstrip()) if h.text_at else 0
        at = h.block.place(h.text_at + blank)
        node.body = at if node.body is None else node.body
        yield Switch(at, node, opens)


def _items(h: _Held, parent: Node, taken: dict[str, int]) -> Iterator[Switch]:
    """Yield the items of a list inside a paragraph, and the return to the paragraph after it."""
    found: list[Item] = list_in(h.block.text, h.text_at)
    for item in found:
        label = _unused(_label(parent, item.marker), taken)
        node = Node(label, parent, item.marker, body=h.block.place(item.marker.end))
        yield Switch(h.block.place(item.start), node, True)
    if found and h.block.text[found[-1].end :].strip():
        yield Switch(h.block.place(found[-1].end), parent)


def _unused(label: str, taken: dict[str, int]) -> str:
    """Return the label, or with a number behind it where it is taken already; it is taken then."""
    unique = label
    while unique in taken:
        taken[label] += 1
        unique = f"{label} [{taken[label]}]"
    taken[unique] = 1
    return unique
