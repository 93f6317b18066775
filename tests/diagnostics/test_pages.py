"""Every page's example gives exactly its code, and what is to be used instead gives none."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from page_files import BAD, GOOD, HEADINGS, PAGES, PLACES, Block, Page, page

from checker import pipeline
from checker.cli import main
from checker.cli.common import load_everything
from checker.diagnostics import Diagnostic
from checker.diagnostics.catalogue import CODES
from checker.source import Source

OTHERS = {code for code in CODES if code.startswith("S")}
"""Their examples need a source document: tests/sources runs them."""

CODE_PAGES = [path for path in PAGES if path.stem not in OTHERS]

SAMPLE_AGREEMENT = """\
agreement sample "Distribution Plan and Agreement, Class D Shares"
  effective 2024-01-01
  shares "Class D"

party distributor "Example Distributors, LLC" at "PREAMBLE"

schedule schedule_a at "SCHEDULE A"
  for each fund
  | fund                | service_fee: rate per year |
  | Example Growth Fund | 0.25%                      |
  | Example Income Fund | 0.20%                      |

clause largest_payment at "SECOND"
  says "No single payment exceeds $50,000."
  for each payment
  limit payment.amount to at most $50,000
"""
"""The agreement that register, ledger, settings and waivers belong to."""


# --- what no file can show -------------------------------------------------------------------

Prepare = Callable[[Path, pytest.MonkeyPatch], None]


def _nothing(root: Path, patch: pytest.MonkeyPatch) -> None:
    """Leave the workspace as it is."""


def _no_workspace(root: Path, patch: pytest.MonkeyPatch) -> None:
    for path in sorted(root.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


def _latin(root: Path, patch: pytest.MonkeyPatch) -> None:
    _register(root, "meetings:\n  - {id: m1, on: 2024-05-09, mode: in_person, minutes: Café}\n", "latin-1")


def _utf_8(root: Path, patch: pytest.MonkeyPatch) -> None:
    _register(root, "meetings:\n  - {id: m1, on: 2024-05-09, mode: in_person, minutes: Café}\n", "utf-8")


def _register(root: Path, text: str, encoding: str) -> None:
    path = root / PLACES["yaml"]
    path.parent.mkdir()
    path.write_bytes(text.encode(encoding))


def _huge(root: Path, patch: pytest.MonkeyPatch) -> None:
    path = root / PLACES["clause"]
    path.write_text(path.read_text() + "# pasted\n" * 230_000)


def _broken(root: Path, patch: pytest.MonkeyPatch) -> None:
    def fail(workspace: object) -> None:
        raise ZeroDivisionError("division by zero")

    patch.setattr(pipeline, "load", fail)


def _git(root: Path, *arguments: str) -> None:
    named = ["-c", "user.name=Test", "-c", "user.email=test@example.com"]
    subprocess.run(["git", *named, *arguments], cwd=root, check=True, capture_output=True)


def _committed(root: Path, patch: pytest.MonkeyPatch) -> None:
    _git(root, "init", "--quiet", "--initial-branch=main")
    _git(root, "add", "--all")
    _git(root, "commit", "--quiet", "--message=base")


def _moved_twice(root: Path, patch: pytest.MonkeyPatch) -> None:
    kept = root / "agreements"
    for folder in ("east", "west"):
        shutil.copytree(kept, root / folder / "agreements")
    kept.rename(root / "kept")
    (root / "redline.toml").rename(root / "kept.toml")
    _committed(root, patch)
    for folder in ("east", "west"):
        shutil.rmtree(root / folder)
    (root / "kept").rename(kept)
    (root / "kept.toml").rename(root / "redline.toml")


@dataclass(frozen=True)
class Situation:
    """What the test must make because no block can hold it, and why."""

    why: str
    bad: Prepare
    good: Prepare = _nothing


SITUATIONS = {
    "P003": Situation("a page is UTF-8 itself and cannot hold other bytes", _latin, _utf_8),
    "P009": Situation("two million characters are no page", _huge),
    "W002": Situation("the folder must not be a workspace", _no_workspace, _no_workspace),
    "W007": Situation("a page is no repository", _nothing, _committed),
    "W008": Situation("a page is no repository", _committed, _committed),
    "W009": Situation("a page is no repository", _moved_twice, _committed),
    "I001": Situation("Redline must have a mistake, which it is not known to have", _broken),
}


# --- running a page --------------------------------------------------------------------------


def workspace(root: Path, blocks: list[Block]) -> None:
    """Write the sample workspace, and the blocks over it."""
    files = {PLACES["toml"]: "", PLACES["clause"]: SAMPLE_AGREEMENT}
    files |= {block.path: block.text for block in blocks if block.info != "console"}
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def diagnosed(root: Path) -> list[Diagnostic]:
    """Return every mistake in the workspace, its settings and waivers included."""
    _, loaded, problems, _ = load_everything(root)
    if loaded is not None and not any(d.severity == "error" for d in problems):
        assert loaded.rules is not None
    return problems


def typed(transcript: str) -> list[tuple[list[str], list[str]]]:
    """Return the commands of a console block, each with the lines that are shown below it."""
    runs: list[tuple[list[str], list[str]]] = []
    for line in transcript.splitlines():
        if line.startswith("$ "):
            runs.append((shlex.split(line[2:]), []))
        elif line:
            runs[-1][1].append(line)
    return runs


def codes_said(transcript: str) -> list[str]:
    """Run the commands of a console block; return the codes they report.

    What the block shows must be what is said, line by line. It may leave out what follows, and the
    rest of a line with ``...``.
    """
    found = []
    for (program, *arguments), shown in typed(transcript):
        assert program == "redline"
        run = CliRunner().invoke(main, arguments)
        said = [line for line in run.output.splitlines() if line]
        assert len(said) >= len(shown), run.output
        for line, start in zip(said, shown, strict=False):
            assert line.startswith(start.removesuffix("...")), run.output
        found += re.findall(r"^(?:error|warning|note)\[([A-Z]\d{3}) ", run.output, re.MULTILINE)
    return found


def codes_of(it: Page, heading: str, root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    """Return the codes that the blocks below a heading give."""
    blocks = it.blocks(heading)
    workspace(root, blocks)
    patch.chdir(root)
    situation = SITUATIONS.get(it.code)
    if situation:
        (situation.bad if heading == BAD else situation.good)(root, patch)
    consoles = [block for block in blocks if block.info == "console"]
    if consoles:
        return [code for block in consoles for code in codes_said(block.text)]
    return [d.code for d in diagnosed(root)]


@pytest.fixture(params=CODE_PAGES, ids=lambda path: path.stem)
def each(request: pytest.FixtureRequest) -> Page:
    return page(request.param)


def test_example_gives_the_code(each: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert codes_of(each, BAD, tmp_path, monkeypatch) == [each.code]


def test_use_instead_gives_none(each: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert codes_of(each, GOOD, tmp_path, monkeypatch) == []


def test_the_sample_is_right(tmp_path: Path) -> None:
    workspace(tmp_path, [])
    assert diagnosed(tmp_path) == []


# --- form ------------------------------------------------------------------------------------


def test_headings(each: Page) -> None:
    assert each.title == f"# {each.code} {CODES[each.code].slug}"
    assert tuple(each.sections) == HEADINGS


def test_prose(each: Page) -> None:
    for heading in ("What it does", "Why it matters", "Source"):
        sentences = re.findall(r"[.:?](?= [A-Z0-9`\"]|$)", each.prose(heading))
        least = 1 if heading == "Source" else 2
        assert least <= len(sentences) <= 6, f"{heading}: {len(sentences)} sentences"
    for heading in HEADINGS:
        assert all(len(line) <= 100 for line in each.outside_blocks(heading).splitlines())


def test_blocks(each: Page) -> None:
    for heading in (BAD, GOOD):
        assert each.blocks(heading), f"{heading} shows nothing"
        kinds = {block.info.split(" ")[0] for block in each.blocks(heading)}
        assert kinds <= {"clause", "yaml", "csv", "toml", "console"}
        assert ("console" in kinds) or each.code not in SITUATIONS
    assert each.blocks(BAD) != each.blocks(GOOD) or each.code in SITUATIONS


def test_clauses_are_in_their_one_layout(each: Page) -> None:
    for block in each.blocks(GOOD):
        if block.info == "clause":
            text, problems = pipeline.format_text(Source(block.path, block.text))
            assert not problems
            assert text == block.text
