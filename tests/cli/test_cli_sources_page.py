"""``redline sources page``: a small plan paragraph by paragraph, with an amendment that has its own document."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.cli import main

PLAN = """\
                         OLD MILL PLAN

     This plan is made by Old Mill Funds, all of whose series are named below (the "Company"), and
by an agent of theirs that sells the shares of one class.

     FIRST:  Each month the Company pays the agent no more than one twelfth of one percent of the
assets of the class at the end of that month, and it pays this from the assets of the class and
from no others, whatever else it may owe the agent under this plan or any other.

     SECOND:  The agent is not paid twice:

     (A)  not for one month; and

     (B)  not by others.

     FOURTH:  Notices are sent by mail, as paragraph THIRD says.

     FIFTH:  What is small is let pass.
"""
LETTER = """\
                         LETTER

     THIS PLAN is hereby amended as follows:

     1.  Nothing is paid in December.
"""
CLAUSES = """\
agreement mill "Old Mill Plan"
  source "mill.txt"
  effective 2020-01-01

party agent "Mill Agents, Inc." at "PREAMBLE"

party owner "Old Mill Holdings" at "NINETY"

assumption small "How much is small." at "FIFTH"
  is $10.00 or $20.00

define assets given fund, month
  means (the net_assets where net_assets.fund is fund and net_assets.on is end of month).amount

clause monthly_fee at "FIRST"
  says "A month costs a twelfth of a percent at most."
  for each payment
  limit payment.amount to at most 1/12 * 1% * assets(payment.fund, payment.accrued_for)
  unless "paid by others": payment.provider is given
  assuming "Assets <b>after</b> accruals."

clause let_pass at "FIFTH"
  says "A small excess is let pass."
  for each payment where payment.amount is less than small
  agent may receive payment
  despite monthly_fee

passage "TITLE"
  not encoded because "The title."

passage "SECOND (A)"
  not encoded because "Follows from FIRST."
"""
AMENDMENT = """\
amendment december to mill
  source "letter.txt"
  effective 2021-01-01
  insert clause nothing_in_december at "1"
    says "December is free."
    for each payment
    must hold start of payment.accrued_for is not 2021-12-01

amendment longer to mill
  effective 2022-01-01
  strike clause nothing_in_december
"""
SCENARIO = """\
# The facts are invented.
scenarios:
  - id: over
    title: Too much in January
    as_of: 2020-12-31
    expect:
      - {clause: monthly_fee, subject: {payment: P1}, verdict: compliant}
      - {clause: mill/monthly_fee, subject: {payment: P2}, verdict: violated}
  - id: free
    title: December
    as_of: 2021-12-31
    expect:
      - {clause: nothing_in_december, subject: {payment: P3}, verdict: undetermined}
"""


@pytest.fixture
def mill(tmp_path: Path) -> Path:
    files = {
        "redline.toml": 'sources = "documents"\n',
        "documents/mill.txt": PLAN,
        "documents/letter.txt": LETTER,
        "agreements/mill/agreement.clause": CLAUSES,
        "agreements/mill/amendments.clause": AMENDMENT,
        "agreements/mill/scenarios/all.yaml": SCENARIO,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def page(where: Path, *args: str) -> Result:
    return CliRunner().invoke(main, ["sources", "page", *args, "--workspace", str(where)])


def parts(text: str) -> dict[str, str]:
    """Return what stands under each heading of a Markdown page."""
    found = re.split(r"^#{2,3} (.+)\n", text, flags=re.M)
    return dict(zip(found[1::2], found[2::2], strict=True))


def test_every_passage_in_the_order_of_the_document(mill: Path) -> None:
    ran = page(mill, "mill")
    assert ran.exit_code == 0, ran.output
    assert re.findall(r"^#{2,3} (.+)\n", ran.stdout, flags=re.M) == [
        "mill.txt (mill)",
        *("TITLE", "PREAMBLE", "FIRST", "SECOND", "SECOND (A)", "SECOND (B)", "FOURTH", "FIFTH", "NINETY"),
        "letter.txt (december)",
        *("TITLE", "AMENDING CLAUSE", "1"),
        "Without a paragraph",
        "Amendment december",
        "Amendment longer",
    ]


def test_a_clause_with_all_that_is_to_be_said_of_it(mill: Path) -> None:
    told = parts(page(mill, "mill").stdout)["FIRST"]
    words = "**clause `monthly_fee`**: A month costs a twelfth of a percent at most."
    norm = "for each payment\nlimit payment.amount to at most 1 / 12 * 1% * assets(payment.fund, payment.accrued_for)"
    assert words in told and f"```clause\n{norm}\n```" in told
    assert "- Unless paid by others: `payment.provider is given`\n" in told
    assert "- Assumes: Assets &lt;b&gt;after&lt;/b&gt; accruals.\n" in told
    assert (
        "- Decided by: `net_assets` (ledger net_assets: fund, on, amount); "
        "`payment` (ledger payments: fund, provider, amount, accrued_for)\n"
    ) in told
    assert "- Tried by: `over` (violated, compliant)\n" in told


def test_a_permission_names_what_it_bears_on(mill: Path) -> None:
    told = parts(page(mill, "mill").stdout)["FIFTH"]
    assert "- Prevails over: `monthly_fee`\n" in told and "- Bears on: `monthly_fee`\n" in told
    assert "Tried by" not in told
    assert "- Used by: `let_pass`\n" in told
    assert "is $10.00 or $20.00" in told


def test_a_clause_that_no_scenario_tries_says_so(mill: Path) -> None:
    (mill / "agreements" / "mill" / "scenarios" / "all.yaml").unlink()
    assert "- Tried by no scenario of this agreement.\n" in parts(page(mill, "mill").stdout)["FIRST"]


def test_what_is_left_out_and_what_is_uncovered(mill: Path) -> None:
    found = parts(page(mill, "mill").stdout)
    assert "Not encoded because: Follows from FIRST.\n" in found["SECOND (A)"]
    assert "Uncovered" in found["SECOND (B)"] and "Uncovered" not in found["SECOND (A)"]
    assert "8 passages: 3 encoded, 2 left out with a reason, 3 uncovered." in found["mill.txt (mill)"]
    assert "The document has no such paragraph." in found["NINETY"] and "Old Mill Holdings" in found["NINETY"]


def test_a_passage_inside_one_that_is_cited(mill: Path) -> None:
    file = mill / "agreements" / "mill" / "agreement.clause"
    file.write_text(CLAUSES.replace('passage "SECOND (A)"', 'passage "SECOND"'), encoding="utf-8")
    assert "Left out with the passage around it, SECOND.\n" in parts(page(mill, "mill").stdout)["SECOND (B)"]


def test_a_defect_of_the_document_stands_where_it_was_found(mill: Path) -> None:
    found = parts(page(mill, "mill").stdout)
    noted = [
        label for label, text in found.items() if "Note on the document: The text refers to `THIRD`" in text
    ]
    assert noted == ["FOURTH"]


def test_forty_words_or_all_of_them(mill: Path) -> None:
    short, full = (parts(page(mill, "mill", *more).stdout)["FIRST"] for more in ((), ("--full",)))
    quote = next(line for line in short.splitlines() if line.startswith("> "))
    assert len(quote.split()) == 1 + 40 + 1 and quote.endswith(" ...")
    assert "whatever else it may owe the agent under this plan or any other." in full
    assert "whatever else" not in short


def test_an_amendment_with_and_without_a_document(mill: Path) -> None:
    text = page(mill, "mill").stdout
    assert text.count("**clause `nothing_in_december`**") == 1
    told = text.partition("## letter.txt (december)")[2]
    assert "- Tried by: `free` (undetermined)\n" in told.partition("### 1\n")[2].partition("## ")[0]
    assert "strike clause nothing_in_december" in parts(text)["Amendment longer"]


def test_a_document_that_is_not_at_hand_is_not_quoted(mill: Path) -> None:
    (mill / "documents" / "mill.txt").unlink()
    ran = page(mill, "mill")
    assert ran.exit_code == 3 and "S001" in ran.stderr
    found = parts(ran.stdout)
    assert "not at hand" in found["mill.txt (mill)"]
    assert list(found)[1:5] == ["PREAMBLE", "NINETY", "FIFTH", "FIRST"]
    assert "**clause `monthly_fee`**" in found["FIRST"] and "> " not in found["FIRST"]
    assert "Nothing is paid in December" in found["1"]


def test_the_same_files_give_the_same_page(mill: Path) -> None:
    for style in ("markdown", "html"):
        assert page(mill, "mill", "--format", style).stdout == page(mill, "mill", "--format", style).stdout


def test_a_file_to_write_to(mill: Path) -> None:
    ran = page(mill, "mill", "-o", str(mill / "mill.md"))
    assert ran.exit_code == 0 and ran.stdout == ""
    assert (mill / "mill.md").read_text(encoding="utf-8") == page(mill, "mill").stdout


@pytest.mark.parametrize(
    ("args", "said"), [(("nobody",), "nobody"), (("mill", "--format", "pdf"), "pdf"), ((), "AGREEMENT")]
)
def test_mistakes_on_the_command_line(mill: Path, args: tuple[str, ...], said: str) -> None:
    ran = page(mill, *args)
    assert ran.exit_code == 2 and said in ran.stderr and ran.stdout == ""


@pytest.mark.parametrize(
    ("file", "text", "code"),
    [("more.clause", "clause odd\n  must hold nobody", "N001"), ("scenarios/odd.yaml", "id: odd\n", "F003")],
)
def test_mistakes_in_files(mill: Path, file: str, text: str, code: str) -> None:
    (mill / "agreements" / "mill" / file).write_text(text, encoding="utf-8")
    ran = page(mill, "mill")
    assert ran.exit_code == 2 and code in ran.stderr and ran.stdout == ""


class Page(HTMLParser):
    """What a page of HTML is made of: its ids, links and the resources it would load."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given["href"])
        elif "src" in given or "href" in given:
            self.loaded.append(given.get("src") or given["href"])


def test_the_html_needs_nothing_beside_itself_and_its_links_lead_somewhere(mill: Path) -> None:
    text = page(mill, "mill", "--format", "html").stdout
    found = Page()
    found.feed(text)
    assert len(found.ids) == len(set(found.ids))
    assert found.links and {link.removeprefix("#") for link in found.links} <= set(found.ids)
    assert found.loaded == ["data:,"] and not found.tags & {"script", "img", "b"}
    assert "Assets &lt;b&gt;after&lt;/b&gt; accruals." in text
    assert "<code>for each payment\nlimit payment.amount to at most" in text
    assert "size: Letter" in text
