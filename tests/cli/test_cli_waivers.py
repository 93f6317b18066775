"""``waivers.yaml``."""

from __future__ import annotations

from datetime import date

import pytest

from checker.source import Source
from checker.waivers import Key, Pairs, Waiver, match, read_waivers, stale

GOOD = """# Accepted by the committee.
waivers:
  - code: plan/cap
    subject: {fund: Energy Fund, year: 2004}
    clause_hash: 12345678
    reason: Paid back in March
    approver: Jo Doe
    role: Chief Compliance Officer
    approved_on: 2004-03-01
    expires_on: 2004-12-31
"""
HASH = "1234567890abcdef"


def read(text: str) -> tuple[tuple[Waiver, ...], list[tuple[int, str, str | None]]]:
    source = Source("waivers.yaml", text)
    waivers, found = read_waivers(source)
    assert {d.code for d in found} <= {"W006"}
    return waivers, [(source.line_column(d.primary.where.start)[0], d.message, d.help) for d in found]


def one(**changed: str) -> Waiver:
    text = GOOD
    for key, value in changed.items():
        lines = [line for line in text.splitlines() if not line.strip().startswith(f"{key}:")]
        text = "\n".join([*lines, f"    {key}: {value}"]) + "\n"
    waivers, found = read(text)
    assert found == []
    return waivers[0]


def test_a_good_one() -> None:
    waivers, found = read(GOOD)
    assert found == []
    assert [(w.agreement, w.clause, w.subject, w.period) for w in waivers] == [
        ("plan", "cap", (("fund", "Energy Fund"), ("year", "2004")), None)
    ]
    assert (waivers[0].approved_on, waivers[0].expires_on) == (date(2004, 3, 1), date(2004, 12, 31))


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "waivers: []\n"])
def test_none(text: str) -> None:
    assert read(text) == ((), [])


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


@pytest.mark.parametrize(
    ("text", "line", "message", "help"),
    [
        (changed("role:", "rolle:"), 8, "unknown key `rolle`", "did you mean `role`?"),
        (changed("    role: Chief Compliance Officer\n", ""), 3, "the key `role` is missing", None),
        (changed("Jo Doe", ""), 7, "`approver` must be filled in", None),
        (changed("Jo Doe", "~"), 7, "`approver` must be filled in", None),
        (changed("Jo Doe", "[Jo, Doe]"), 7, "`approver` must be text in quotes", None),
        (changed("2004-03-01", "2004-02-30"), 9, "there is no day `2004-02-30`", None),
        (changed("2004-03-01", "1 March 2004"), 9, "`1 March 2004` is no date: write 2004-05-31", None),
        (changed("2004-12-31", "2004-02-29"), 3, "the waiver expires before it is approved", None),
        (changed("12345678", "1234"), 5,
         "`clause_hash` is `1234`; it is eight or more of the hexadecimal digits that the report shows",
         None),
        (changed("plan/cap", "cap"), 3, "`code` is `cap`; write `agreement/clause`", None),
        (changed("    reason", "    clause: term\n    reason"), 3,
         "`agreement` and `clause` say otherwise than `plan/cap`", None),
        (changed("{fund: Energy Fund, year: 2004}", "[a]"), 4, "`subject` must be text in quotes", None),
        (changed("{fund: Energy Fund, year: 2004}", "{fund: ''}"), 4, "`fund` must be filled in", None),
        (changed("    reason", "    role: x\n    reason"), 9, "the key `role` stands twice", None),
        (changed("waivers:", "wavers:"), 2, "unknown key `wavers`", "did you mean `waivers`?"),
        ("- a\n", 1, "the file must be a table", None),
        ("waivers: 3\n", 1, "`waivers` must be a list", None),
        ("waivers:\n  - 3\n", 2, "an entry of `waivers` must be a table", None),
    ],
)  # fmt: skip
def test_each_mistake(text: str, line: int, message: str, help: str | None) -> None:
    waivers, found = read(text)
    assert waivers == ()
    assert found == [(line, message, help)]


@pytest.mark.parametrize(
    "text", ["waivers: [", "a: &x 1\nb: *x\n", "\x07", "a: 1\n---\nb: 2\n", "x: " + "[" * 999]
)
def test_no_yaml(text: str) -> None:
    waivers, found = read(text)
    assert waivers == ()
    assert found


def test_two_at_one_time() -> None:
    _, found = read(GOOD + GOOD.partition("waivers:\n")[2])
    assert found == [(11, "`plan/cap` is waived twice at one time for the same subject", None)]
    later = changed("2004-12-31", "2005-12-31").replace("2004-03-01", "2005-01-01").partition("waivers:\n")[2]
    assert read(GOOD + later)[1] == []


FUND_YEAR: Pairs = (("fund", "Energy Fund"), ("year", "2004"))


@pytest.mark.parametrize(
    ("waiver", "subject", "covers"),
    [
        (one(), FUND_YEAR, True),
        (one(), FUND_YEAR[::-1], True),
        (one(), FUND_YEAR[:1], False),
        (one(), (*FUND_YEAR, ("month", "2004-02")), False),
        (one(), (), False),
        (one(subject="Energy Fund, 2004"), FUND_YEAR, True),
        (one(subject="fund Energy Fund, year 2004"), FUND_YEAR, True),
        (one(subject="Energy Fund"), FUND_YEAR, False),
        (one(subject="Energy Fund", period="2004"), FUND_YEAR, True),
        (one(subject="{fund: Energy Fund}", period="2004"), FUND_YEAR, True),
        (one(subject="{fund: Energy Fund}", period="2005"), FUND_YEAR, False),
        (one(subject="{}"), (), True),
    ],
)
def test_the_whole_subject_is_named(waiver: Waiver, subject: Pairs, covers: bool) -> None:
    found = match([waiver], Key("plan/cap", subject, HASH), date(2004, 6, 1))
    assert found == (waiver if covers else None)


@pytest.mark.parametrize(
    ("day", "covers"),
    [((2004, 2, 29), False), ((2004, 3, 1), True), ((2004, 12, 31), True), ((2005, 1, 1), False)],
)
def test_both_ends_are_included(day: tuple[int, int, int], covers: bool) -> None:
    assert bool(match([one()], Key("plan/cap", FUND_YEAR, HASH), date(*day))) == covers


def test_another_clause_or_another_text_of_it() -> None:
    day = date(2004, 6, 1)
    assert match([one()], Key("plan/term", FUND_YEAR, HASH), day) is None
    assert match([one()], Key("plan/cap", FUND_YEAR, "f" * 16), day) is None


def test_the_one_that_runs_longest() -> None:
    longer = one(expires_on="2005-12-31")
    assert match([one(), longer], Key("plan/cap", FUND_YEAR, HASH), date(2004, 6, 1)) == longer


def test_standing() -> None:
    waiver, key = one(), Key("plan/cap", FUND_YEAR, HASH)
    day = date(2004, 6, 1)
    assert stale([waiver], [key], day) == []
    assert stale([waiver], [], day) == [(waiver, "unused")]
    assert stale([waiver], [Key("plan/cap", FUND_YEAR, "f" * 16)], day) == [(waiver, "hash_changed")]
    assert stale([waiver], [key], date(2005, 1, 1)) == [(waiver, "expired")]
    assert stale([waiver], [key], date(2004, 1, 1)) == [(waiver, "not_yet")]
