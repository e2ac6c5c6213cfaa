"""A table as it comes from a file: its header, its records, its keys, and whom it points to."""

import pytest

from rare_earth_data.schema.tables import Field, ForeignKey, Table
from rare_earth_data.validation import blocks
from rare_earth_data.validation import report as report_module
from rare_earth_data.validation.report import Report
from rare_earth_data.validation.rows import text_rows, whole
from rare_earth_data.validation.source import CsvSource
from rare_earth_data.validation.tables import check_tables, header_findings, shown
from rare_earth_data.validation.targets import validate

PARTIES = "event_id,area,role\n"


def field(name, type_="string", **more):
    return Field(name, type_, "", "", **more)


def table(name, fields, key=(), foreign=()):
    return Table(name, "", "", tuple(fields), tuple(key), tuple(foreign), {})


def parties(tmp_path, content):
    """What is found in a table of three fields: [(line, code)], in the order of the lines."""
    path = tmp_path / "event_parties.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return [(finding.line, finding.code) for finding in validate(path).ordered]


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (["a", "b", "c"], []),
        (["a", "c", "b"], [("the fields stand in another order", "a,b,c", None)]),
        (["a", "b"], [("the field c is not there", "a,b,c", "c")]),
        (["a", "b", "c", "zzz"], [("there is no field 'zzz'", None, "zzz")]),
        (["a", "b", "c", "b"], [("the field 'b' is named more than once", "every field once", "b")]),
        (["a;b;c"], [("the fields are separated by ';'", "commas", None)]),
        (["a\tb\tc"], [("the fields are separated by '\\t'", "commas", None)]),
        (["a|b|c"], [("the fields are separated by '|'", "commas", None)]),
    ],
)
def test_headers(header, told):
    made = table("t", [field("a"), field("b"), field("c")])
    found = header_findings(made, header, "t.csv")
    assert [(finding.message, finding.expected, finding.field) for finding in found] == told
    assert {(finding.code, finding.line, finding.column, finding.severity) for finding in found} <= {
        ("RED-T010", 1, 1, "error")
    }


def test_a_header_that_is_nearly_right_gets_a_hint():
    made = table("t", [field("published"), field("b")])
    assert header_findings(made, ["publish", "b"], "t.csv")[0].expected == "perhaps published"
    assert len(header_findings(made, ["published", "b", *(f"x{n}" for n in range(30))], "t.csv")) == 20


def test_a_table_of_one_field_may_hold_any_separator():
    assert header_findings(table("t", [field("a;b")]), ["a;b"], "t.csv") == []


def test_a_long_cell_is_cut():
    assert shown("a" * 80) == repr("a" * 80)
    assert shown("a" * 81) == repr("a" * 80 + "…")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (PARTIES, []),
        (PARTIES + "a,CHN,issuer\n", []),
        (PARTIES + "a,CHN,issuer", []),
        (PARTIES.strip(), []),
        (PARTIES + "a,CHN\n", [(2, "RED-T011")]),
        (PARTIES + "a,CHN,issuer,x\n", [(2, "RED-T011")]),
        (PARTIES + "a,CHN,nothing,x\nb,CHN,nothing\n", [(2, "RED-T011"), (3, "RED-T023")]),
        (PARTIES + "\n", [(2, "RED-T011")]),
        (PARTIES + "a,CHN,issuer\n\nb,CHN,author\n", [(3, "RED-T011"), (4, "RED-T023")]),
        (PARTIES + '"a,CHN,issuer\n', [(2, "RED-T012")]),
        (PARTIES + 'a"b,CHN,issuer\n', [(2, "RED-T012")]),
        (PARTIES + '"a"b,CHN,issuer\nb,CHN,author\n', [(2, "RED-T012"), (3, "RED-T023")]),
        (PARTIES + '"a""b",CHN,issuer\n', []),
        (PARTIES + '"a\r""b",CHN,issuer\n', []),
        (PARTIES + '"a\r,b",CHN,issuer\n', []),
        (PARTIES + '"a\rb","C""HN",issuer\n', []),
        (PARTIES + 'a"b,"C\rN",issuer\n', [(2, "RED-T012")]),
        (PARTIES + "a\0b,CHN,issuer\n", [(2, "RED-T012")]),
        (PARTIES.encode() + b"a\xe9,CHN,issuer\nb,CHN,author\n", [(2, "RED-T013"), (3, "RED-T023")]),
        (PARTIES.encode() + b"a\xe9\0,CHN,issuer\n", [(2, "RED-T012"), (2, "RED-T013")]),
        ("\ufeff" + PARTIES, [(1, "RED-T014")]),
        ("\ufeff" + PARTIES + "a,CHN,author\n", [(1, "RED-T014"), (2, "RED-T023")]),
        (PARTIES.replace("\n", "\r\n"), [(1, "RED-T015")]),
        (PARTIES.replace("\n", "\r\n") + "a,CHN,author\r\n", [(1, "RED-T015"), (2, "RED-T023")]),
        (b"\xff\xfe" + PARTIES.encode(), [(1, "RED-T013")]),
        (b"\xfe\xff" + PARTIES.encode(), [(1, "RED-T013")]),
        ("event_id\0,area,role\n", [(1, "RED-T013")]),
        (b"event_id\xe9,area,role\n", [(1, "RED-T013")]),
        ('event_id,"area"x,role\n', [(1, "RED-T012")]),
        ("", [(1, "RED-T010")]),
        ("\r\n", [(1, "RED-T010"), (1, "RED-T015")]),
        ("\ufeff\n", [(1, "RED-T010"), (1, "RED-T014")]),
        ("event_id,area,area\na,CHN,author\n", [(1, "RED-T010"), (1, "RED-T010")]),
        ("x,y,z\na,CHN,author\n", [(1, "RED-T010")] * 6),
        ("x,y,z\na,CHN\n", [(1, "RED-T010")] * 6),
        ("event_id,area\na,CHN\na,CHN\n", [(1, "RED-T010")]),
        (PARTIES + "a,CHN,issuer\na,CHN,target\n", []),
        (PARTIES + "a,CHN,issuer\nb,CHN,issuer\na,CHN,issuer\na,CHN,issuer\n", [(4, "RED-T002"), (5, "RED-T002")]),
        (PARTIES + ",,\n,,\n", [(2, "RED-T021")] * 3 + [(3, "RED-T021")] * 3),
    ],
)
def test_files(tmp_path, content, told):
    assert sorted(parties(tmp_path, content)) == sorted(told)


def checked(tmp_path, tables, neighbours=(), **contents):
    sources, beside, report = {}, {}, Report()
    for name, content in contents.items():
        path = tmp_path / f"{name}.csv"
        path.write_text(content, newline="")
        source = CsvSource(path, path.name, tables[name])
        assert source.open_header() == []
        (beside if name in neighbours else sources)[name] = source
    counts = check_tables(tables, sources, report, beside)
    return counts, [(f.file, f.line, f.code, f.message) for f in report.ordered], report.checked


TREE = table("tree", [field("id"), field("up")], ["id"], [ForeignKey(("up",), "tree", ("id",))])
LEAF = table("leaf", [field("of"), field("n", unique=True)], [], [ForeignKey(("of",), "tree", ("id",))])
TABLES = {"leaf": LEAF, "tree": TREE}


def test_a_table_may_point_to_itself_before_and_after(tmp_path):
    _, found, _ = checked(tmp_path, TABLES, tree="id,up\na,b\nb,\nc,a\nd,e\n")
    assert found == [("tree.csv", 5, "RED-T027", "up 'e' is not in tree.id")]


def test_a_table_may_point_to_a_later_block_of_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", 4)
    monkeypatch.setattr(blocks, "_TAIL", 4)
    _, found, _ = checked(tmp_path, TABLES, tree="id,up\na,d\nb,\nc,e\nd,a\n")
    assert found == [("tree.csv", 4, "RED-T027", "up 'e' is not in tree.id")]


def test_what_points_nowhere_in_its_own_table_is_counted_beyond_what_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(report_module, "KEPT", 1)
    (tmp_path / "tree.csv").write_text("id,up\na,x\nb,y\nc,z\n")
    source, report = CsvSource(tmp_path / "tree.csv", "tree.csv", TREE), Report()
    source.open_header()
    check_tables({"tree": TREE}, {"tree": source}, report)
    assert (len(report.findings), report.count("error")) == (1, 3)


def test_a_table_points_to_another_that_comes_later(tmp_path):
    counts, found, notes = checked(tmp_path, TABLES, leaf="of,n\na,1\nb,2\n,3\n", tree="id,up\na,\n")
    assert counts == {"leaf": 3, "tree": 1}
    assert found == [("leaf.csv", 3, "RED-T027", "of 'b' is not in tree.id")]
    assert notes == []


def test_a_table_that_is_not_here_is_not_pointed_to(tmp_path):
    counts, found, notes = checked(tmp_path, TABLES, leaf="of,n\nb,2\n")
    assert (counts, found) == ({"leaf": 1}, [])
    assert notes == ["leaf.of: not checked, tree is not here"]


def test_of_a_neighbour_nothing_is_told(tmp_path):
    counts, found, _ = checked(tmp_path, TABLES, neighbours=["tree"], leaf="of,n\na,1\nb,2\n", tree="id,up\na,x\na,y\n")
    assert counts == {"leaf": 2}
    assert [code for _, _, code, _ in found] == ["RED-T027"]


def test_a_key_whose_field_is_lacking_is_not_checked(tmp_path):
    assert checked(tmp_path, TABLES, leaf="n\n1\n", tree="up\nx\n")[1] == []


def test_what_is_unique_comes_once_and_may_be_missing(tmp_path):
    _, found, _ = checked(tmp_path, TABLES, leaf="of,n\n,1\n,\n,\n,1\n", tree="id,up\n")
    assert found == [("leaf.csv", 5, "RED-T026", "n (1) stands already in line 2")]


def test_a_key_of_two_fields(tmp_path):
    pair = table("pair", [field("x"), field("y")], ["x", "y"])
    many = table("many", [field("x"), field("y")], [], [ForeignKey(("x", "y"), "pair", ("x", "y"))])
    _, found, _ = checked(
        tmp_path, {"pair": pair, "many": many}, pair="x,y\na,b\nb,a\na,b\n", many="x,y\na,b\nb,a\na,a\na,\n"
    )
    assert found == [
        ("many.csv", 4, "RED-T027", "x, y 'a', 'a' is not in pair.x, y"),
        ("many.csv", 5, "RED-T027", "x, y 'a', '' is not in pair.x, y"),
        ("pair.csv", 4, "RED-T002", "the key (a, b) stands already in line 2"),
    ]


def test_tables_that_point_to_each_other_are_both_checked(tmp_path):
    one = table("one", [field("id"), field("other")], ["id"], [ForeignKey(("other",), "two", ("id",))])
    two = table("two", [field("id"), field("other")], ["id"], [ForeignKey(("other",), "one", ("id",))])
    counts, _, _ = checked(tmp_path, {"one": one, "two": two}, one="id,other\na,b\n", two="id,other\nb,a\n")
    assert counts == {"one": 1, "two": 1}


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("-5", -5), ("007", 7), ("", None), (None, None), ("1.5", None), ("x", None), ("１", None),
     ("9" * 18, 10**18 - 1), ("9" * 19, None), ("-" + "9" * 18, 1 - 10**18)],
)  # fmt: skip
def test_a_whole_number(text, number):
    assert whole(text) == number


def test_rows_of_another_length_are_passed_over(tmp_path):
    (tmp_path / "a.csv").write_text('a,b\n1,2\n"x\ny",3\n4\n5,6,7\n8,9\n', newline="")
    found = list(text_rows(tmp_path / "a.csv"))
    assert found == [(2, {"a": "1", "b": "2"}), (3, {"a": "x\ny", "b": "3"}), (7, {"a": "8", "b": "9"})]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ('"a,CHN,issuer\n', "a quote is opened here and never closed"),
        ('"a"b,CHN,issuer\n', "not CSV: "),
        ('a"b,CHN,issuer\n', "a quote inside a cell that is not quoted"),
    ],
)
def test_quotes_are_told_apart(tmp_path, rows, words):
    (tmp_path / "event_parties.csv").write_text(PARTIES + rows)
    (found,) = validate(tmp_path / "event_parties.csv").ordered
    assert found.message.startswith(words)
