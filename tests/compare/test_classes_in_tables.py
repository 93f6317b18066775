"""A class that comes or goes with the rows of a schedule of rates, though the head does not name it."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker import amend

AGREEMENT = """agreement pier "Distribution Plan"
  effective 2020-01-01
  shares "Class A", "Class C"
  is plan under rule_12b_1
  funds in funds

schedule funds at "A"
  for each fund
  | fund      |
  | East Fund |

schedule rates at "B"
  for each fund, share_class
  | fund      | share_class | fee: rate per year |
  | East Fund | Class A     | 0.25%              |
  | East Fund | Class C     | 0.75%              |
  | East Fund | Class X     | 0.50%              |
"""


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        ('add to rates\n    | fund | share_class | fee |\n    | East Fund | Class Z | 0.10% |',
         ("class-added", "Class Z", "", "Class Z")),
        ('remove from rates where share_class is "Class X"', ("class-dropped", "Class X", "Class X", "")),
    ],
)  # fmt: skip
def test_it_is_told_once(tmp_path: Path, edit: str, told: tuple[str, ...]) -> None:
    home = tmp_path / "agreements" / "pier"
    home.mkdir(parents=True)
    (tmp_path / "redline.toml").write_text("as_of = 2020-06-01\n")
    (home / "agreement.clause").write_text(AGREEMENT)
    draft = tmp_path / "draft.clause"
    draft.write_text(f"amendment one to pier\n  effective 2020-07-01\n  {edit}\n")
    found, problems, _ = amend.load_draft(tmp_path, draft)
    assert found is not None, problems
    effects = amend.draft(found).effects
    classes = [(e.key, e.share_class, e.old, e.new) for e in effects if e.key.startswith("class-")]
    assert classes == [told]
