"""The declarations of the language, by the word they begin with."""

from __future__ import annotations

import pyparsing as pp

from checker.syntax.amendments import amendment
from checker.syntax.clauses import clause
from checker.syntax.heads import document, party, passage
from checker.syntax.records import fact, schedule
from checker.syntax.words import approval_decl, assumption, carry, define, question

DECLARATIONS: dict[str, pp.ParserElement] = {
    "agreement": document,
    "regulation": document,
    "amendment": amendment,
    "party": party,
    "body": party,
    "fact": fact,
    "schedule": schedule,
    "define": define,
    "carry": carry,
    "assumption": assumption,
    "question": question,
    "approval": approval_decl,
    "clause": clause,
    "passage": passage,
}
for _element in DECLARATIONS.values():
    _element.parse_with_tabs()
