"""``redline.toml``."""

from __future__ import annotations

from datetime import date

import pytest

from checker.compare.catalogue import CATALOGUE
from checker.settings import EnforcementRule, Settings, places, read_settings, unknown_effects, unknown_names
from checker.source import Source

TOO_MUCH = "the settings are nested too deep or hold too long a number"


def mistakes(text: str) -> list[tuple[int, str, str | None]]:
    source = Source("redline.toml", text)
    settings, found = read_settings(source)
    assert (settings is None) == bool(found)
    assert {d.code for d in found} <= {"W001"}
    ordered = sorted(found, key=lambda d: d.sort_key)
    return [(source.line_column(d.primary.where.start)[0], d.message, d.help) for d in ordered]


def test_everything_there_is() -> None:
    text = """
as_of = 2004-05-31
sources = "../documents"
fail_level = "warning"
[agreements.class_b_2003.assumptions]
day_count = "actual_actual"
[[enforcement]]
clause = "class_b_2003/*"
level = "soft"
from = 2004-01-01
override_by = ["Chief Compliance Officer"]
[fetch]
user_agent = "A. Clerk clerk@example.com"
largest = 1000
seconds = 5
"""
    settings, found = read_settings(Source("redline.toml", text))
    assert found == []
    assert settings is not None
    assert settings.as_of == date(2004, 5, 31)
    assert settings.sources == "../documents"
    assert settings.fail_level == "warning"
    assert settings.fetch.user_agent == "A. Clerk clerk@example.com"
    assert (settings.fetch.largest, settings.fetch.seconds) == (1000, 5)
    assert settings.agreements["class_b_2003"].assumptions == {"day_count": "actual_actual"}
    assert settings.enforcement[0].since == date(2004, 1, 1)
    assert settings.enforcement[0].override_by == ("Chief Compliance Officer",)


def test_nothing_set() -> None:
    assert read_settings(Source("redline.toml", "# nothing\n")) == (Settings(), [])


@pytest.mark.parametrize(
    ("text", "line", "message", "help"),
    [
        ("\nas_off = 2004-05-31", 2, "unknown key `as_off`", "did you mean `as_of`?"),
        ("colour = 1", 1, "unknown key `colour`",
         "the keys here are `as_of`, `sources`, `fetch`, `fail_level`, `agreements`, `enforcement` and `effects`"),
        ('as_of = "2004-05-31"', 1, "`as_of` must be a date, written 2004-05-31 without quotes", None),
        ("as_of = 2004-05-31T10:00:00", 1, "`as_of` must be a date, written 2004-05-31 without quotes", None),
        ("as_of = true", 1, "`as_of` must be a date, written 2004-05-31 without quotes", None),
        ("sources = 3", 1, "`sources` must be text in quotes", None),
        ('sources = "a\\u0000b"', 1, "`sources` is `a\\x00b`; write the path of a folder", None),
        ("fetch = 1", 1, "`fetch` must be a table", None),
        ('[fetch]\nuser_agnt = "A a@b.test"', 2, "unknown key `user_agnt`", "did you mean `user_agent`?"),
        ('[fetch]\nuser_agent = "A\\nB: c"', 2,
         "`user_agent` is `A\\nB: c`; write a name and an e-mail address in plain characters", None),
        ("[fetch]\nlargest = 0", 2, "`largest` must be a number of at least 1", None),
        ("[fetch]\nseconds = 1.5", 2, "`seconds` must be a whole number", None),
        ('fail_level = "eror"', 1, "`fail_level` is `eror`; it can be `error`, `warning` or `note`",
         "did you mean `error`?"),
        ("agreements = 3", 1, "`agreements` must be a table", None),
        ("[agreements]\nx = 1", 2, "`x` must be a table", None),
        ("\n[agreements.x.asumptions]\na = 'b'", 2, "unknown key `asumptions`",
         "did you mean `assumptions`?"),
        ("[agreements.x.assumptions]\na = 1", 2, "`a` must be text in quotes", None),
        ("[agreements.x.assumptions]\na = ''", 2, "`a` must be filled in", None),
        ("enforcement = 1", 1, "`enforcement` must be a list", None),
        ('[[enforcement]]\nclause = "a/b"\nlevel = "hard"', 1, "the key `from` is missing", None),
        ('[[enforcement]]\nclause = "a"\nlevel = "hard"\nfrom = 2004-01-01', 2,
         "`clause` is `a`; write `agreement/clause`, or `agreement/*` for every clause", None),
        ('[[enforcement]]\nclause = "a/b"\nlevel = "hard"\nfrom = 2004-01-01\noverride_by = ["CCO"]', 5,
         "level `hard` has no override; only `soft` has", None),
        ('[[enforcement]]\nclause = "a/b"\nlevel = "soft"\nfrom = 2004-01-01\noverride_by = "CCO"', 5,
         "`override_by` must be a list", None),
        ('enforcement = [{clause = "a/b", level = "hrd", from = 2004-01-01}]', 1,
         "`level` is `hrd`; it can be `advisory`, `soft` or `hard`", "did you mean `hard`?"),
        ("as_of = 2004-02-30", 1, "not well-formed TOML: invalid date or datetime", None),
        ("\n\nas_of = 2004-05-31\nas_of = 2004-05-31", 4, "not well-formed TOML: cannot overwrite a value",
         None),
        ("a = 1\r\nb =\r\n", 2, "not well-formed TOML: invalid value", None),
        ("a = " + "[" * 5000 + "]" * 5000, 1, TOO_MUCH, None),
        ("a = " + "9" * 5000, 1, TOO_MUCH, None),
    ],
)  # fmt: skip
def test_each_mistake(text: str, line: int, message: str, help: str | None) -> None:
    assert mistakes(text) == [(line, message, help)]


def test_every_mistake_at_once_and_each_once() -> None:
    text = """
as_off = 2004-05-31
sources = 3
[[enforcement]]
clause = "a/b"
levl = "soft"
from = 2004-01-01
[[enforcement]]
clause = "a/b"
level = "none"
from = 2004-01-01
"""
    assert [line for line, _, _ in mistakes(text)] == [2, 3, 6, 10]


def test_two_levels_from_one_day() -> None:
    entry = '[[enforcement]]\nclause = "a/b"\nlevel = "soft"\nfrom = 2004-01-01\n'
    assert mistakes(entry + entry) == [(6, "`a/b` has two levels from 2004-01-01", None)]


def test_names_that_do_not_exist() -> None:
    text = """[agreements.plam.assumptions]
a = "b"
[[enforcement]]
clause = "plan/cap"
level = "hard"
from = 2004-01-01
[[enforcement]]
clause = "plan/*"
level = "hard"
from = 2004-01-01
[[enforcement]]
clause = "plan/cup"
level = "hard"
from = 2004-01-01
"""
    source = Source("redline.toml", text)
    settings, _ = read_settings(source)
    assert settings is not None
    found = list(unknown_names(source, settings, {"plan": {}}, ["plan/cap"]))
    assert [(d.message, d.help) for d in found] == [
        ("no agreement is named `plam`", "did you mean `plan`?"),
        ("no clause is named `plan/cup`", "did you mean `plan/cap`?"),
    ]


def test_an_effect_that_does_not_exist() -> None:
    source = Source("redline.toml", '[effects]\nrate-raised = "note"\nrate-rised = "error"\n')
    settings, problems = read_settings(source)
    assert settings is not None and not problems and settings.effects["rate-raised"] == "note"
    (found,) = unknown_effects(source, settings, CATALOGUE)
    assert (found.message, found.help) == ("there is no effect `rate-rised`", "did you mean `rate-raised`?")
    assert source.line_column(found.primary.where.start)[0] == 3


def rule(clause: str, level: str, since: date) -> EnforcementRule:
    return EnforcementRule.model_validate({"clause": clause, "level": level, "from": since})


def test_which_level_holds() -> None:
    settings = Settings(
        enforcement=(
            rule("a/*", "advisory", date(2004, 1, 1)),
            rule("a/*", "hard", date(2004, 6, 1)),
            rule("a/b", "soft", date(2004, 3, 1)),
        )
    )

    def level(code: str, *day: int) -> str | None:
        found = settings.enforcement_of(code, date(*day))
        return found.level if found else None

    assert level("a/b", 2003, 12, 31) is None
    assert level("a/b", 2004, 1, 1) == "advisory"
    assert level("a/b", 2004, 3, 1) == "soft"
    assert level("a/b", 2004, 6, 1) == "soft"
    assert level("a/c", 2004, 6, 1) == "hard"
    assert level("b/c", 2004, 6, 1) is None


def test_places_of_quoted_dotted_and_long_things() -> None:
    text = 'x = """\na = 1\n"""\n"a b".c = 1 # no\n[ t . "u v" ]\nk = "#" # yes\n'
    text += "[[l]]\n[[l]]\nk = 2\n[l.m]\nn = 3\n"
    source = Source("redline.toml", text)
    found = {loc: text[span.start : span.end] for loc, span in places(source).items()}
    assert ("a",) not in found
    assert found["a b", "c"] == '"a b".c = 1'
    assert found["t", "u v", "k"] == 'k = "#"'
    assert found["l", 1, "k"] == "k = 2"
    assert found["l", 1, "m", "n"] == "n = 3"
