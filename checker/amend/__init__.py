"""A draft, from its text to what it would do, needs and costs; and two states of an agreement compared.

The agreement as it stands just before the draft and with it are two documents; effects are what is
different between them, costs what the observed months come to under each. What is needed is asked of
the agreement that has the draft among its amendments, on the facts on file.
"""

from checker.amend.difference import State as State
from checker.amend.difference import difference as difference
from checker.amend.draft import draft as draft
from checker.amend.read import Draft as Draft
from checker.amend.read import load_draft as load_draft
