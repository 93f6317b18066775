"""S017: blanks that nobody filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.diagnostics import Diagnostic, diagnostic
from checker.sources.defects.reading import Reading
from checker.values.spelling import shown

_IN_BRACKETS = re.compile(r"\[\s*(?:[A-Z][A-Z0-9 /,'-]*[A-Z]|[_\u2022*]*)\s*\]")
_LINE = re.compile(r"(?<=[a-z,]\s)_{3,}(?!\w)")


def blanks(reading: Reading) -> Iterator[Diagnostic]:
    """Yield each place that was to be filled in: ``[DATE]``, ``[ ]``, or a line in running text.

    The lines that are signed on are none.
    """
    for paragraph in reading.paragraphs:
        found = list(_IN_BRACKETS.finditer(paragraph.text))
        found += _LINE.finditer(paragraph.text) if not paragraph.signed else ()
        for blank in found:
            where = paragraph.span(blank.start(), blank.end())
            yield diagnostic("S017", f"the blank {shown(' '.join(blank[0].split()))} is not filled in", where)
