"""Files as users and machines leave them: empty, binary, huge, cut short, in the wrong place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

LOTS = "id,bought,shares,exchanged_from\n"
MEETING = "meetings:\n  - {id: m, held: 2004-02-01, in_person: yes, present: 1}\n"


@pytest.mark.parametrize("path", ["a.yaml", "a.yml", "lots.csv", "lots.parquet"])
def test_a_file_of_no_bytes_is_empty(path: str, said) -> None:
    assert [line[:5] for line in said({path: b""})] == ["F018 "]


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf", b"\n\r\n", b"# only this", b"---\n", b"{}", b"[]"])
def test_a_register_of_nothing_is_empty(data: bytes, said) -> None:
    assert said({"a.yaml": data}) == ["F018 1:1 the register file holds no entries"]


@pytest.mark.parametrize("path", ["a.yaml", "lots.csv"])
def test_what_is_not_text_is_refused_with_its_line(path: str, said) -> None:
    assert said({path: b"id\n\xff\xfe"}) == [
        "P003 2:- the file is not UTF-8 text: byte 0xff cannot stand there"
    ]
    assert said({path: b"id\n\n\0"}) == ["P003 3:- the file is not text: it holds a zero byte"]


def test_a_control_character_is_pointed_at(said) -> None:
    assert said({"a.yaml": "votes: []\nx: \x07"}) == [
        "F017 2:4 the character U+0007 cannot stand in a register"
    ]


def test_escapes_that_stand_for_no_character_are_pointed_at(said) -> None:
    assert said({"a.yaml": 'votes: "\\ud800"'}) == ["F017 1:8 an escape stands for half a character"]
    [line] = said({"a.yaml": 'votes: "\\UFFFFFFFF"'})
    assert line.startswith("F017 1:") and "not well-formed YAML" in line


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "{[", "!x [", "&a ["])
def test_ten_megabytes_of_openings_are_refused_at_once(opening: str, said) -> None:
    [line] = said({"a.yaml": opening * (10_000_000 // len(opening))})
    assert line.startswith("F017 1:")


def test_nesting_too_deep_is_pointed_at(said) -> None:
    assert said({"a.yaml": "votes: " + "[" * 40}) == [
        "F017 1:39 lists and mappings are nested more than 32 deep"
    ]


def test_a_register_beyond_its_size_is_refused(said) -> None:
    assert said({"a.yaml": b"#" * (20 * 1024 * 1024 + 1)}) == [
        "F001 -:- the register file is larger than 20 MB"
    ]


@pytest.mark.parametrize("path", ["notes.txt", "lots", "lots.csv.bak", "x/.yaml.d/a"])
def test_a_file_of_another_sort_is_refused(path: str, said) -> None:
    assert said({path: b"x"}) == ["F015 -:- a fact file is a register (.yaml) or a ledger (.csv, .parquet)"]


@pytest.mark.parametrize("name", ["lots.csv", "lots-2003.csv", "lots.2003.csv", "x/y/lots-a.b.CSV"])
def test_a_ledger_is_known_by_its_name(name: str, said) -> None:
    assert said({name: LOTS}) == []


@pytest.mark.parametrize("name", ["lot.csv", "lots2003.csv", "Lots.csv", ".csv"])
def test_a_ledger_of_another_name_belongs_to_nothing(name: str, read) -> None:
    _, [found], _ = read({name: LOTS})
    assert found.code == "F015"
    assert (found.help == "did you mean `lots`?") == (name in ("lot.csv", "Lots.csv"))


def test_a_quote_never_closed_is_told_by_its_row(read) -> None:
    facts, [found], _ = read({"lots.csv": LOTS + '1,2003-08-01,5,\n2,2003-08-01,"6,\n'})
    assert (found.code, found.primary.where.row) == ("F001", 3)
    assert "never closed" in found.message
    assert [lot.key for lot in facts.of("lot")] == ["1"]


def test_text_after_a_closing_quote_is_told_by_its_row(said) -> None:
    [line] = said({"lots.csv": LOTS + '"1"x,2003-08-01,5,\n'})
    assert line.startswith("F001 2:- ") and "follows the closing double quote" in line


def test_semicolons_are_named_as_the_likely_cause(read) -> None:
    _, found, _ = read({"lots.csv": "id;bought;shares\n1;2003-08-01;5\n"})
    assert "F007" in {one.code for one in found}
    assert "part the columns with commas" in {one.help for one in found}


def test_the_same_mistake_in_a_column_is_counted_after_twenty(said) -> None:
    rows = "".join(f"{n},2003-08-01,-1,\n" for n in range(1, 1235))
    lines = said({"lots.csv": LOTS + rows})
    assert len(lines) == 21
    assert lines[0].startswith("F010 2:shares `shares`: `-1` is less than 0")
    assert lines[20] == "F010 22:shares 1,214 more like the 20 above in column `shares`, from row 22 on"


def test_a_wrong_name_is_one_mistake_in_however_many_rows(said) -> None:
    rows = "".join(f"{n},2003-08-01,1,none\n" for n in range(25))
    assert said({"lots.csv": LOTS + rows}) == [
        "F013 2:exchanged_from `exchanged_from`: no lot with the key `none` is on file, here and in 24 other places"
    ]


def test_wrong_names_in_many_rows_are_counted_too(said) -> None:
    rows = "".join(f"{n},2003-08-01,1,none{n}\n" for n in range(25))
    lines = said({"lots.csv": LOTS + rows})
    assert len(lines) == 21 and lines[20].startswith("F013 22:exchanged_from 5 more like the 20 above")


def test_thousands_of_wrong_names_do_not_keep_anyone_waiting(said) -> None:
    rows = "".join(f"{n:06},2003-08-01,1,x{n:06}\n" for n in range(20_000))
    assert len(said({"lots.csv": LOTS + rows})) == 21


def test_a_long_chain_of_references_is_followed_to_its_end(said) -> None:
    rows = "".join(f"{n},2003-08-01,1,{n + 1}\n" for n in range(5_000))
    assert said({"lots.csv": LOTS + rows + "5000,2003-08-01,1,\n"}) == []
    [line] = said({"lots.csv": LOTS + rows + "5000,2003-08-01,1,0\n"})
    assert line.startswith("F014 2:exchanged_from the lot `0` refers back to itself through `1`, `2`")
    assert line.endswith("and 4992 more")


def test_what_an_unreadable_file_may_hold_is_not_called_missing(said) -> None:
    vote = "votes:\n  - {id: v, meeting: elsewhere, about: continuance}\n"
    assert len(said({"a.yaml": vote})) == 1
    assert [line[:4] for line in said({"a.yaml": vote, "b.yaml": "meetings: ["})] == ["F017"]
    assert [line[:4] for line in said({"a.yaml": vote, "b.yaml": b"\xff"})] == ["P003"]
    assert [line[:4] for line in said({"a.yaml": vote, "b.yaml": "meeting:\n  - id: elsewhere"})] == ["F006"]


def test_an_entry_with_a_mistake_can_still_be_referred_to(said) -> None:
    vote = "votes:\n  - {id: v, meeting: m, about: continuance}\n"
    lines = said({"a.yaml": vote, "b.yaml": MEETING.replace("present: 1", "present: x")})
    assert len(lines) == 1 and "`present`" in lines[0]
    ragged = LOTS + "1,2003-08-01,5\n2,2003-08-01,5,1\n"
    assert [line[:4] for line in said({"lots.csv": ragged})] == ["F016"]


def test_every_file_is_read_though_others_are_wrong(read) -> None:
    files = {
        "b.yaml": MEETING,
        "a.yaml": "votes: [",
        "lots.csv": b"\xff",
        "lots-2.csv": LOTS + "1,2003-08-01,5,\n",
    }
    facts, found, sources = read(files)
    assert sorted(one.code for one in found) == ["F017", "P003"]
    assert [facts.of(kind)[0].key for kind in ("meeting", "lot")] == ["m", "1"]
    assert [source.path for source in sources] == ["a.yaml", "b.yaml"]
    assert [path for path, _ in facts.digests] == sorted(files)


def test_keys_are_compared_over_all_files(read) -> None:
    facts, [found], _ = read({"b.yaml": MEETING, "a.yaml": "\n\n" + MEETING})
    assert (found.code, found.primary.where.path, found.related[0].where.path) == ("F012", "b.yaml", "a.yaml")
    assert len(facts.of("meeting")) == 1


def test_entries_without_a_key_are_numbered_over_all_files(read) -> None:
    notice = "notices:\n  - {sent: 2004-01-01, text: x}\n  - {sent: 2004-01-02, text: y}\n"
    facts, _, _ = read({"b.yaml": notice, "a.yaml": notice})
    assert [(r.key, r.path) for r in facts.of("notice")] == [
        ("notices[1]", "a.yaml"),
        ("notices[2]", "a.yaml"),
        ("notices[3]", "b.yaml"),
        ("notices[4]", "b.yaml"),
    ]


def test_the_order_of_the_files_changes_nothing(read) -> None:
    files = {"b.yaml": MEETING, "a.yaml": MEETING, "lots.csv": LOTS + "1,2003-08-01,-5,\n"}
    assert read(files)[:2] == read(dict(reversed(files.items())))[:2]


def test_a_fund_of_the_register_is_known_and_a_near_miss_is_named(read) -> None:
    notice = "notices:\n  - {sent: 2004-01-01, text: x, fund: Fonds Économie}\n"
    assert read({"a.yaml": notice})[1] == ()
    [found] = read({"a.yaml": notice.replace("É", "E")})[1]
    assert (found.code, found.help) == ("F019", "did you mean `Fonds Économie`?")
    added = "funds:\n  - name: Fonds Economie\n"
    assert read({"a.yaml": notice.replace("É", "E"), "b.yaml": added})[1] == ()


def test_a_diagnostic_carries_its_help_and_where_the_field_is_declared(read) -> None:
    _, [found], sources = read({"a.yaml": "notices:\n  - {sent: 2004-01-01, text: x, cap: 0.0025}\n"})
    assert found.help == "write 0.25%"
    assert found.related[0].text == "declared here: a percentage per year"
    where = found.primary.where
    assert sources[0].text[where.start : where.end] == "0.0025"


def test_quotes_and_block_texts_are_covered_by_their_span(read) -> None:
    text = 'notices:\n  - sent: "x y"\n    text: |\n      a\x0bb\n'.replace("\x0b", "\\v")
    _, [found], [source] = read({"a.yaml": text})
    assert source.text[found.primary.where.start : found.primary.where.end] == '"x y"'


def test_an_unknown_key_that_was_plainly_meant_is_one_mistake(said) -> None:
    assert said({"a.yaml": MEETING.replace("held", "hedl")}) == ["F002 2:13 `hedl` is no key of meeting"]


def test_a_mapping_of_very_many_unknown_keys_is_read_in_fair_time(said) -> None:
    keys = "".join(f"    k{n}: 1\n" for n in range(5_000))
    assert len(said({"a.yaml": "funds:\n  - name: x\n" + keys})) == 5_000


WORDS = st.sampled_from(
    [
        "meetings",
        "votes",
        "funds",
        "notices",
        "id",
        "held",
        "ballots",
        "name",
        "x",
        "- ",
        ": ",
        "\n",
        "  ",
        "[",
        "]",
        "{",
        "}",
        ",",
        "|",
        ">",
        "'",
        '"',
        "#",
        "&a",
        "*a",
        "!t",
        "%",
        "---",
        "...",
        "?",
        "\t",
        "\r",
        "~",
        "2004-02-30",
        "1e400",
        "\u2028",
        "\x85",
        "\\",
        "@",
        "`",
        "<<",
        "é",
        "😀",
    ]
)


def check_outcome(read, path: str, data: bytes) -> None:
    facts, found, sources = read({path: data})
    assert len(facts.digests) == 1
    texts = {source.path: source.text for source in sources}
    for one in found:
        where = one.primary.where
        if path.endswith("yaml") and hasattr(where, "start"):
            assert 0 <= where.start <= where.end <= len(texts[path])
        assert one.message and "\n" not in one.message


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["a.yaml", "lots.csv", "payments.csv", "lots.parquet"]))
def test_no_bytes_make_the_reader_fail(read, data: bytes, path: str) -> None:
    check_outcome(read, path, data)


@settings(max_examples=700, deadline=None)
@given(st.lists(WORDS, max_size=30).map("".join))
def test_no_text_like_yaml_makes_the_reader_fail(read, text: str) -> None:
    check_outcome(read, "a.yaml", text.encode())


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(["a", ",", "\n", '"', "\r", "1", "2003-08-01", " "]), max_size=20).map("".join)
)
def test_no_rows_make_the_reader_fail(read, text: str) -> None:
    check_outcome(read, "lots.csv", (LOTS + text).encode())


def test_what_a_ledger_of_a_misspelled_name_holds_is_not_called_missing(said) -> None:
    files = {"lot-1.csv": LOTS + "1,2003-08-01,5,\n", "lots-2.csv": LOTS + "2,2003-08-01,5,1\n"}
    assert [line[:4] for line in said(files)] == ["F015"]
