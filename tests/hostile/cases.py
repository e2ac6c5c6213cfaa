"""Every kind of bad input by name, how it is made, and the finding that it must give ("exit 2": a refusal in a sentence)."""

from __future__ import annotations

import io
import json
import os
import stat
import struct
import zipfile
from itertools import pairwise
from pathlib import Path

import polars as pl

EXIT_2 = "exit 2"
PAGE = "稀土产业\nSearch documents\n矿山停产\nSou Hu Cai Jing· 2025-10-20 08:10\nCore Insights - Mines closed [1]\n"
CASES = {}
HEAVY = set()


def case(name, code, heavy=False):
    """Register a maker: it gets an empty folder and returns the path to check."""

    def register(make):
        assert name not in CASES, name
        CASES[name] = (code, make)
        if heavy:
            HEAVY.add(name)
        return make

    return register


def file_case(name, file, content, code, heavy=False):
    @case(name, code, heavy)
    def make(folder: Path) -> Path:
        path = folder / file
        data = content() if callable(content) else content
        path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))
        return path


def yaml(name, content, code="RED-C001", heavy=False):
    file_case(f"yaml: {name}", "titles.yaml", content, code, heavy)


def bomb():
    names = "abcdefghi"
    lines = ["a: &a [x,x,x,x,x,x,x,x,x,x]"]
    lines += [f"{new}: &{new} [{','.join([f'*{old}'] * 10)}]" for old, new in pairwise(names)]
    return "\n".join(lines)


GOOD = "titles:\n  - {title: 矿山停产, en: Mines close}\n"
yaml("python object tag", "titles: !!python/object/apply:os.system ['touch owned']\n")
yaml("local tag", "titles: !secret x\n")
yaml("binary tag", "titles: !!binary aGVsbG8=\n")
yaml("anchor and alias", "titles: &x []\ntopics: *x\n")
yaml("anchors that expand a million-fold", bomb)
yaml("merge key", "titles:\n  - <<: {title: a}\n    en: b\n", "RED-C002")
yaml("key twice in an entry", "titles:\n  - {title: a, title: b, en: c}\n")
yaml("list twice", GOOD + GOOD)
yaml("entry twice", GOOD + "  - {title: 矿山停产, en: Mines shut}\n", "RED-C003")
yaml("unknown key", "titles:\n  - {title: a, en: b, de: c}\n", "RED-C002")
yaml("unknown list", "headlines: []\n", "RED-C002")
yaml("list for a text", "titles:\n  - {title: [a], en: b}\n", "RED-C002")
yaml("number for a text", "titles:\n  - {title: 12, en: b}\n", "RED-C002")
yaml("boolean for a text", "titles:\n  - {title: true, en: b}\n", "RED-C002")
yaml("nothing for a text", "titles:\n  - {title: , en: b}\n", "RED-C002")
yaml("empty text", "titles:\n  - {title: '', en: b}\n", "RED-C002")
yaml("required key left out", "titles:\n  - {title: a}\n", "RED-C002")
yaml("text for a list", "titles: none\n", "RED-C002")
yaml("text for the whole", "just words\n", "RED-C002")
yaml("list for the whole", "- a\n- b\n", "RED-C002")
yaml("quote never closed", "titles:\n  - title: 'a\n")
yaml("bracket never closed", "titles: [\n")
yaml("tabs for indentation", "titles:\n\t- title: a\n")
yaml("mapping as a key", "? {a: b}\n: c\n")
yaml("alias of nothing", "titles: *nowhere\n")
yaml("two documents", GOOD + "---\n" + GOOD)
yaml("unknown version directive", "%YAML 9.9\n---\ntitles: []\n")
yaml("deep brackets", "[" * 5000)
yaml("deep blocks", "".join(f"{' ' * depth}a:\n" for depth in range(300)))
yaml("million brackets", "[" * 1_000_000)
yaml("Latin-1", "titles:\n  - {title: Gua\u00e9, en: b}\n".encode("latin-1"))
yaml("UTF-16", GOOD.encode("utf-16"))
yaml("NUL", "titles:\n  - {title: a\0b, en: c}\n")
yaml("escape character", "titles:\n  - {title: a\x1b[31m, en: c}\n")
yaml("lone surrogate", "titles:\n  - {title: a\ud800, en: c}\n")
yaml("scalar of 100 MB", lambda: "titles:\n  - title: " + "a" * 100_000_000, heavy=True)
yaml(
    "scalar of 15 MB", lambda: "titles:\n  - {en: b, title: " + "a" * 15_000_000 + ", de: c}\n", "RED-C002", heavy=True
)
yaml("number of a million digits", lambda: "titles:\n  - {title: " + "7" * 1_000_000 + ", en: 8}\n", "RED-C002")
yaml("PNG", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
file_case("yaml: unknown name", "headlines.yaml", GOOD, "RED-C008")


def table(name, file, content, code, heavy=False):
    file_case(f"csv: {name}", file, content, code, heavy)


PARTIES = "event_id,area,role\n"
ROW = "cn-ban,CHN,issuer\n"
PUBLISHERS = "publisher_id,name,name_zh,name_en,kind\n"
PLACES = "article_id,document_id,position\n"
table("byte-order mark", "event_parties.csv", "\ufeff" + PARTIES + ROW, "RED-T014")
table("NUL in a cell", "event_parties.csv", PARTIES + "cn\0ban,CHN,issuer\n", "RED-T012")
table("NUL in the header", "event_parties.csv", "event_id\0,area,role\n", "RED-T013")
table("quote never closed", "event_parties.csv", PARTIES + '"cn-ban,CHN,issuer\n' + ROW, "RED-T012")
table(
    "quote never closed in 60 MB",
    "event_parties.csv",
    lambda: PARTIES + '"cn-ban' + ROW * 3_000_000,
    "RED-T012",
    heavy=True,
)
table("quote inside a cell", "event_parties.csv", PARTIES + 'cn"ban,CHN,issuer\n', "RED-T012")
table("words after a quote", "event_parties.csv", PARTIES + '"cn"-ban,CHN,issuer\n', "RED-T012")
table("ten thousand columns", "event_parties.csv", ",".join(f"c{n}" for n in range(10_000)) + "\n", "RED-T010")
table("hundred columns too many", "event_parties.csv", PARTIES.strip() + ",c" * 100 + "\n", "RED-T010")
table("ten thousand cells", "event_parties.csv", PARTIES + "a," * 10_000 + "\n", "RED-T011")
table("million cells", "event_parties.csv", PARTIES + "a," * 1_000_000 + "\n", "RED-T011")
table("one cell", "event_parties.csv", PARTIES + "cn-ban\n", "RED-T011")
table("empty line", "event_parties.csv", PARTIES + ROW + "\n" + ROW.replace("CHN", "USA"), "RED-T011")
table("semicolons", "event_parties.csv", (PARTIES + ROW).replace(",", ";"), "RED-T010")
table("tabs", "event_parties.csv", (PARTIES + ROW).replace(",", "\t"), "RED-T010")
table("bars", "event_parties.csv", (PARTIES + ROW).replace(",", "|"), "RED-T010")
table("semicolons in the rows", "event_parties.csv", PARTIES + ROW.replace(",", ";"), "RED-T011")
table("UTF-16", "event_parties.csv", (PARTIES + ROW).encode("utf-16"), "RED-T013")
table("UTF-16 without a mark", "event_parties.csv", (PARTIES + ROW).encode("utf-16-le"), "RED-T013")
table("Latin-1", "publishers.csv", (PUBLISHERS + "g,Gu\u00e9,,,news\n").encode("latin-1"), "RED-T013")
table("GB18030", "publishers.csv", (PUBLISHERS + "g,观察者,,,news\n").encode("gb18030"), "RED-T013")
table("encoded surrogate", "event_parties.csv", PARTIES + "cn-\ud800,CHN,issuer\n", "RED-T013")
table("formula", "publishers.csv", PUBLISHERS + "g,\"=cmd|' /C calc'!A0\",,,news\n", "RED-T028")
table("formula with an at sign", "publishers.csv", PUBLISHERS + "g,@SUM(1),,,news\n", "RED-T028")
table("CR LF", "event_parties.csv", (PARTIES + ROW).replace("\n", "\r\n"), "RED-T015")
table("CR alone", "event_parties.csv", (PARTIES + ROW).replace("\n", "\r"), "RED-T012")
table("CR inside a row", "event_parties.csv", PARTIES + "cn\rban,CHN,issuer\n", "RED-T012")
table("nothing", "event_parties.csv", "", "RED-T010")
table("blanks", "event_parties.csv", "  \n", "RED-T010")
table("no line end for 2 MB", "event_parties.csv", "a" * 2_000_000, "RED-T010")
table("header in other words", "event_parties.csv", "event,country,part\n" + ROW, "RED-T010")
table("header in another order", "event_parties.csv", "area,event_id,role\nCHN,cn-ban,issuer\n", "RED-T010")
table("header with a field twice", "event_parties.csv", "event_id,area,area\n" + ROW, "RED-T010")
table("header with a field too few", "event_parties.csv", "event_id,area\ncn-ban,CHN\n", "RED-T010")
table(
    "number of a million digits",
    "appearances.csv",
    PLACES + "art-00000000000000000001,p," + "7" * 1_000_000 + "\n",
    "RED-T020",
)
table(
    "number beyond 64 bits", "appearances.csv", PLACES + "art-00000000000000000001,p,9223372036854775808\n", "RED-T020"
)
table("full-width digits", "appearances.csv", PLACES + "art-00000000000000000001,p,１\n", "RED-T020")
table("exponent for a whole number", "appearances.csv", PLACES + "art-00000000000000000001,p,1e0\n", "RED-T020")
table("negative position", "appearances.csv", PLACES + "art-00000000000000000001,p,-1\n", "RED-T024")
table("line end in a key", "publishers.csv", PUBLISHERS + '"guan\n",Guan,,,news\n', "RED-T022")
table("key in capitals", "publishers.csv", PUBLISHERS + "Guan,Guan,,,news\n", "RED-T022")
table("key twice", "event_parties.csv", PARTIES + ROW + ROW, "RED-T002")
table("code in capitals", "event_parties.csv", PARTIES + "cn-ban,CHN,Issuer\n", "RED-T023")
table("parent that is not there", "policy_events.csv", (
    "event_id,title,event_type,legal_status,date,date_precision,date_basis,effective_date,effective_date_precision,issuer_body,"
    "instrument_number,parent_event_id,relation,summary,source_id\n"
    "cn-ban,A ban,export_prohibition,announced,,unknown,stated,,,,,cn-other,amends,A ban.,\n"
), "RED-T027")  # fmt: skip
table("PNG", "event_parties.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "RED-T013")
table(
    "cell of 40 MB", "event_parties.csv", lambda: PARTIES + "a" * 40_000_000 + ",CHN,issuer\n", "RED-T012", heavy=True
)
table("unknown table", "people.csv", "name\nx\n", EXIT_2)
file_case("parquet: text", "event_parties.parquet", PARTIES + ROW, "RED-T012")
file_case("parquet: nothing", "event_parties.parquet", b"", "RED-T012")


def parquet(name, make_frame, code, cut=None):
    @case(f"parquet: {name}", code)
    def make(folder):
        path = folder / "event_parties.parquet"
        make_frame().write_parquet(path)
        if cut:
            path.write_bytes(path.read_bytes()[:-cut])
        return path


SOUND = {"event_id": ["cn-ban"], "area": ["CHN"], "role": ["issuer"]}
parquet("cut short", lambda: pl.DataFrame(SOUND), "RED-T012", cut=10)
parquet("structs for texts", lambda: pl.DataFrame(SOUND | {"role": [{"a": 1}]}), "RED-T020")
parquet("bytes for texts", lambda: pl.DataFrame(SOUND | {"role": [b"issuer"]}), "RED-T020")
parquet("lists for texts", lambda: pl.DataFrame(SOUND | {"role": [["issuer", "x"]]}), "RED-T023")
parquet(
    "missing value", lambda: pl.DataFrame(SOUND | {"role": [None]}, schema_overrides={"role": pl.String}), "RED-T021"
)
parquet("other columns", lambda: pl.DataFrame({"a": [1]}), "RED-T010")


def descriptor(name, content, code, heavy=False):
    file_case(f"descriptor: {name}", "datapackage.json", content, code, heavy)


FIELD = {"name": "note", "type": "string"}


def notes(path="notes.csv", schema=None, **more):
    return json.dumps({"resources": [{"name": "notes", "path": path, "schema": schema or {"fields": [FIELD]}, **more}]})


descriptor("not JSON", "{resources: []}", "RED-P001")
descriptor("nothing", "", "RED-P001")
descriptor("cut short", notes()[:40], "RED-P001")
descriptor("deep brackets", "[" * 200_000, "RED-P001")
descriptor("deep objects", '{"a":' * 100_000 + "1" + "}" * 100_000, "RED-P001")
descriptor("key twice", '{"resources": [], "resources": []}', "RED-P001")
descriptor("NaN", '{"resources": NaN}', "RED-P001")
descriptor("number of a million digits", '{"resources": ' + "7" * 1_000_000 + "}", "RED-P001")
descriptor("UTF-16", notes().encode("utf-16"), "RED-P001")
descriptor("60 MB", lambda: '{"resources": "' + "a" * 60_000_000 + '"}', "RED-P001", heavy=True)
descriptor("a list", "[]", "RED-P002")
descriptor("no resources", "{}", "RED-P002")
descriptor("resources are a text", '{"resources": "notes.csv"}', "RED-P002")
descriptor("a resource is a text", '{"resources": ["notes.csv"]}', "RED-P002")
descriptor("a resource without a name", '{"resources": [{"path": "notes.csv"}]}', "RED-P002")
descriptor("a resource without a path", '{"resources": [{"name": "notes"}]}', "RED-P002")
descriptor("several paths", '{"resources": [{"name": "notes", "path": ["a.csv", "b.csv"]}]}', "RED-P002")
descriptor("no schema", '{"resources": [{"name": "notes", "path": "notes.csv"}]}', "RED-P002")
descriptor("schema at an address", notes(schema="https://example.org/schema.json"), "RED-P002")
descriptor("schema in another file", notes(schema="../schema.json"), "RED-P002")
descriptor("field without a name", notes(schema={"fields": [{"type": "string"}]}), "RED-P002")
descriptor("field that is a list", notes(schema={"fields": [["note"]]}), "RED-P002")
descriptor("fields that are a text", notes(schema={"fields": "note"}), "RED-P002")
descriptor("foreign key of nothing", notes(schema={"fields": [FIELD], "foreignKeys": [{}]}), "RED-P002")
descriptor("absolute path", notes("/etc/passwd"), "RED-P003")
descriptor("path upwards", notes("../notes.csv"), "RED-P003")
descriptor("path upwards in the middle", notes("a/../../notes.csv"), "RED-P003")
descriptor("path with backslashes", notes("..\\notes.csv"), "RED-P003")
descriptor("path with a drive", notes("C:/notes.csv"), "RED-P003")
descriptor("path from home", notes("~/notes.csv"), "RED-P003")
descriptor("address", notes("https://example.org/notes.csv"), "RED-P003")
descriptor("file address", notes("file:///etc/passwd"), "RED-P003")
descriptor("data address", notes("data:text/csv,a"), "RED-P003")
descriptor("empty path", notes(""), "RED-P003")
descriptor("NUL in a path", notes("a\0.csv"), "RED-P003")
descriptor("name too long for a file", notes("a" * 300 + ".csv"), "RED-P003")
descriptor("path too long for a file", notes("a/" * 3000 + "a.csv"), "RED-P003")
descriptor("lone surrogate in a path", notes("\ud800.csv"), "RED-P003")
descriptor("lone surrogate in a name", notes().replace("notes", "\\ud800"), "RED-P003")
descriptor("file not there", notes(), "RED-P004")


def packaged(name, code, text, content="note\nab\n", prepare=None):
    @case(f"package: {name}", code)
    def make(folder):
        (folder / "datapackage.json").write_text(text, encoding="utf-8")
        if prepare:
            prepare(folder)
        else:
            (folder / "notes.csv").write_text(content, encoding="utf-8")
        return folder


def field(**constraints):
    return {"fields": [FIELD | constraints]}


packaged("unknown table", "RED-P008", notes())
packaged("wrong bytes", "RED-P005", notes(bytes=3))
packaged("bytes that are a text", "RED-P005", notes(bytes="8"))
packaged("wrong hash", "RED-P006", notes(hash="sha256:" + "0" * 64))
packaged("hash of another kind", "RED-P006", notes(hash="md5:0"))
packaged("hash that is a list", "RED-P006", notes(hash=[]))
packaged("table twice", "RED-P002", json.dumps({"resources": [{"name": "notes", "path": "notes.csv"}] * 2}))
packaged("type that is not known", "RED-P002", notes(schema=field(type="geopoint")))
packaged("pattern with lookahead", "RED-P002", notes(schema=field(constraints={"pattern": "(?=a)b"})))
packaged(
    "pattern that repeats a million times", "RED-P002", notes(schema=field(constraints={"pattern": "(a{1000}){1000}"}))
)
packaged(
    "pattern that backtracks",
    "RED-T022",
    notes(schema=field(constraints={"pattern": "(a+)+b"})),
    "note\n" + "a" * 100_000 + "\n",
)
packaged("least value that is a text", "RED-P002", notes(schema=field(type="integer", constraints={"minimum": "low"})))
packaged("codes that are a number", "RED-P002", notes(schema=field(constraints={"enum": 7})))
packaged("path of a folder", "RED-P004", notes("notes"), prepare=lambda folder: (folder / "notes").mkdir())


def link(folder):
    (folder / "notes.csv").symlink_to("/etc/passwd")


def linked_folder(folder):
    (folder / "more").symlink_to("/etc")


packaged("symbolic link", "RED-P003", notes(), prepare=link)
packaged("symbolic link to a folder", "RED-P003", notes("more/passwd"), prepare=linked_folder)
packaged("pipe", "RED-P004", notes(), prepare=lambda folder: os.mkfifo(folder / "notes.csv"))


def archive(name, code, write, heavy=False):
    @case(f"zip: {name}", code, heavy)
    def make(folder):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
            after = write(file)
        data = buffer.getvalue()
        (folder / "package.zip").write_bytes(after(data) if callable(after) else data)
        return folder / "package.zip"


def entries(**files):
    def write(file):
        for name, content in files.items():
            file.writestr(name, content)

    return write


def named(name, content="note\nab\n"):
    return lambda file: file.writestr(name, content)


def replaced(old, new):
    def write(file):
        file.writestr("datapackage.json", notes())
        file.writestr("notes.csv", "note\nab\n")
        return lambda data: data.replace(old, new)

    return write


def symbolic(file):
    entry = zipfile.ZipInfo("notes.csv")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    file.writestr(entry, "/etc/passwd")


def twice(file):
    file.writestr("notes.csv", "a")
    with open(os.devnull, "w"):
        file.filelist.append(file.filelist[0])


def many(file):
    for number in range(20_000):
        file.writestr(f"{number}.csv", "")


def lying(file):
    """The list of entries says that a file is small; its data goes on."""
    file.writestr("datapackage.json", "a" * 500_000)

    def shrink(data):
        at = data.rindex(b"PK\x01\x02")
        return data[: at + 24] + struct.pack("<I", 10) + data[at + 28 :]

    return shrink


def marked_encrypted(file):
    file.writestr("notes.csv", "note\nab\n")

    def mark(data):
        at = data.rindex(b"PK\x01\x02")
        return data[: at + 8] + b"\x01\x00" + data[at + 10 :]

    return mark


def other_method(file):
    file.writestr("datapackage.json", notes())

    def mark(data):
        at = data.rindex(b"PK\x01\x02")
        return data[: at + 10] + b"\x63\x00" + data[at + 12 :]

    return mark


def damaged(file):
    file.writestr("datapackage.json", notes(), zipfile.ZIP_STORED)
    return lambda data: data.replace(b'"resources"', b'"resourcez"', 1)


def huge(file):
    file.writestr("claims.csv", "0" * 300_000_000)


archive("traversal", "RED-P011", named("../notes.csv"))
archive("absolute path", "RED-P011", named("/srv/notes.csv"))
archive("backslashes", "RED-P011", named("..\\notes.csv"))
archive("drive", "RED-P011", named("C:notes.csv"))
archive("symbolic link", "RED-P011", symbolic)
archive("bomb", "RED-P012", huge, heavy=True)
archive("twenty thousand entries", "RED-P012", many)
archive("name twice", "RED-P013", twice)
archive("encrypted", "RED-P010", marked_encrypted)
archive("unknown method", "RED-P010", other_method)
archive("wrong checksum", "RED-P010", damaged)
archive("size that lies", "RED-P010", lying)
archive("no descriptor", "RED-P004", named("notes.csv"))
archive("descriptor that is not JSON", "RED-P001", named("datapackage.json", "{"))
archive("wrong hash inside", "RED-P006", lambda file: entries(**{
    "datapackage.json": notes(hash="sha256:" + "0" * 64), "notes.csv": "note\nab\n",
})(file))  # fmt: skip
archive("path outside inside", "RED-P003", named("datapackage.json", notes("../notes.csv")))
archive("file and folder of one name", "RED-P010", entries(**{"a": "x", "a/b": "y", "datapackage.json": "{}"}))
archive("cut short", "RED-P010", lambda file: [file.writestr("datapackage.json", notes()), lambda data: data[:50]][1])
file_case("zip: text", "package.zip", "no zip", "RED-P010")
file_case("zip: nothing", "package.zip", b"", "RED-P010")


def page(name, content, code, heavy=False):
    file_case(f"document: {name}", "page.txt", content, code, heavy)


page("nothing", "", "RED-D001")
page("blanks", " \n\t\n" * 1000, "RED-D001")
page("other words", "Dear all, the meeting is moved.\n", "RED-D002")
page("UTF-16", PAGE.encode("utf-16"), "RED-D003")
page("Latin-1", ("Mines in Goi\u00e1s and S\u00e3o Paulo, caf\u00e9 \u00e9t\u00e9 " * 50).encode("latin-1"), "RED-D003")
page("zero bytes", PAGE.encode() + b"\0\0", "RED-D004")
page("PNG", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "RED-D004")
page("300 MB", lambda: PAGE.encode() + b"a" * 300_000_000, "RED-D005", heavy=True)
page("byte-order mark", "\ufeff" + PAGE, "RED-D008")
page("control characters", PAGE.replace("Mines", "Mi\x01nes"), "RED-D007")
page("lone surrogate", PAGE + "- \ud800 [2]\n", "RED-D003")


@case("path: not there", EXIT_2)
def nowhere(folder):
    return folder / "nowhere.csv"


@case("path: empty folder", EXIT_2)
def empty(folder):
    return folder


@case("path: pipe", EXIT_2)
def pipe(folder):
    os.mkfifo(folder / "claims.csv")
    return folder / "claims.csv"


@case("path: device", EXIT_2)
def device(folder):
    return Path("/dev/zero")


@case("path: link to nothing", EXIT_2)
def broken_link(folder):
    (folder / "claims.csv").symlink_to("nowhere")
    return folder / "claims.csv"


@case("path: unknown ending", EXIT_2)
def ending(folder):
    (folder / "claims.exe").write_text("x")
    return folder / "claims.exe"


def repository(name, code, files, prepare=None):
    @case(f"repository: {name}", code)
    def make(folder):
        for path, content in ({"seeds/page.txt": PAGE} | files).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(content, encoding="utf-8")
        if prepare:
            prepare(folder)
        return folder


repository("never built", "RED-P020", {})
repository("unknown curation file", "RED-C008", {"seeds/curation/headlines.yaml": GOOD})
repository("floors that are no YAML", "RED-C001", {"schemas/floors.yaml": "claims: {rows: [\n"})
repository("floors of no table", "RED-C002", {"schemas/floors.yaml": "people: {rows: 3}\n"})
repository("floors that are a text", "RED-C002", {"schemas/floors.yaml": "claims: many\n"})
repository("floor that is a text", "RED-C002", {"schemas/floors.yaml": "claims: {rows: many}\n"})
repository("curation with a tag", "RED-C001", {"seeds/curation/titles.yaml": "titles: !!python/name:os.system x\n"})
repository(
    "document that is a symbolic link",
    "RED-P003",
    {},
    lambda folder: (folder / "seeds" / "x.txt").symlink_to("/etc/passwd"),
)
