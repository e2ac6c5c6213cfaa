"""Documents that are damaged, cut or nothing of the kind: a finding with a place, never a traceback."""

import time

import pytest

from rare_earth_data.digest import decode, read_page
from rare_earth_data.documents import Document

PAGE = (
    "稀土\nSearch documents\n矿山停产\nSou Hu Cai Jing· 2025-10-27 03:26\nCore Viewpoint - Mines in Goiás closed [1]\n"
)


def read(text):
    page, findings = read_page(Document.from_text(text, "d", "d.txt"))
    return page, {finding.code for finding in findings}, findings


def codes(data):
    document, findings = decode(data, "d", "d.txt")
    assert all(finding.file == "d.txt" for finding in findings)
    return document, {finding.code for finding in findings}, findings


@pytest.mark.parametrize("data", [b"", b"\n", b" \t\r\n ", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n\n"])
def test_empty(data):
    document, found, _ = codes(data)
    assert document is None and found == {"RED-D001"}


def test_sound_bytes_are_kept_as_they_are():
    data = PAGE.replace("\n", "\r\n").encode()
    document, found, _ = codes(data)
    assert not found and document.text.encode() == data
    assert (document.byte_size, len(document.sha256)) == (len(data), 64)
    page, found, _ = read(document.text)
    assert not found and page.articles[0].claims[0].citations == (1,)


def test_byte_order_mark_is_kept_and_noted():
    document, found, _ = codes(b"\xef\xbb\xbf" + PAGE.encode())
    assert document.text[0] == "\ufeff" and not found
    page, found, _ = read(document.text)
    assert page.topic == "稀土" and found == {"RED-D008"}


def test_one_damaged_byte_is_placed_and_the_rest_is_read():
    document, found, findings = codes(PAGE.encode().replace("á".encode(), b"\xe1"))
    assert found == {"RED-D006"}
    assert findings[0].where == f"d.txt:5:{PAGE.splitlines()[4].index('á') + 1}"
    page, _, _ = read(document.text)
    assert page.articles[0].claims[0].text == "Mines in Goi\ufffds closed"


def test_character_cut_at_the_end():
    document, found, _ = codes((PAGE + "磁").encode()[:-1])
    assert found == {"RED-D006"} and document.text.endswith("\n\ufffd")


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (PAGE.encode("gb18030"), "RED-D003", "GB18030"),
        (("é" * 200).encode("latin-1"), "RED-D003", "UTF-8"),
        (PAGE.encode("utf-16"), "RED-D003", "UTF-16"),
        (PAGE.encode("utf-16-le"), "RED-D004", "zero bytes"),
        (b"PK\x03\x04\x00\x00" + bytes(range(256)), "RED-D004", "zero bytes"),
        (b"Core Viewpoint - a [1]\nb\x00c", "RED-D004", "1 zero bytes"),
    ],
)
def test_other_encodings_and_binaries(data, code, says):
    document, found, findings = codes(data)
    assert document is None and found == {code}
    assert says in findings[0].message + str(findings[0].expected)


def test_zero_byte_is_placed():
    _, _, findings = codes("稀土\n矿\x00".encode())
    assert findings[0].where == "d.txt:2:2"


@pytest.mark.parametrize(
    "text", ["hello", "Dear all,\n\nsee you on Monday.\n", "def f(x):\n    return [1, 2]\n", "{}", "a,b\n1,2\n"]
)
def test_no_digest(text):
    page, found, _ = read(text)
    assert page.articles == () and found == {"RED-D002"}


@pytest.mark.parametrize(
    "text", ["\ud800", PAGE + "\udfff", "Core Viewpoint - a\ud800b [1]", "\ud800· 2025-10-27 03:26"]
)
def test_lone_surrogates(text):
    _, found, findings = read(text)
    assert "RED-D007" in found
    for finding in findings:
        str(finding).encode("utf-8")


@pytest.mark.parametrize("cut", range(len(PAGE)))
def test_a_page_cut_anywhere(cut):
    page, _, findings = read(PAGE[:cut])
    assert page.articles or findings
    for article in page.articles:
        for claim in article.claims:
            assert claim.text in PAGE


def test_date_that_is_none():
    for date in ("2025-02-30 10:00", "2025-10-27 24:00", "2025-1-2 3:04", "2025-10-27 03:26:11", "2025-10-27"):
        page, found, findings = read(PAGE.replace("2025-10-27 03:26", date))
        article = page.articles[0]
        assert (article.title, article.publisher, article.published_at) == ("矿山停产", "Sou Hu Cai Jing", None)
        assert found == {"RED-D013"} and findings[0].line == 4 and date in findings[0].message


def test_stray_lines_are_reported_once_where_they_stand():
    text = PAGE + "加载更多\n推荐阅读\n磁材\nSou Hu Cai Jing· 2025-10-28 03:26\nCore Viewpoint - b [2]\n关于我们\n"
    page, found, findings = read(text)
    assert [article.title for article in page.articles] == ["矿山停产", "磁材"]
    assert found == {"RED-D011"} and [finding.line for finding in findings] == [6, 11]


def test_pages_run_together_without_a_newline():
    first, second = (
        PAGE.rstrip("\n"),
        "Workflow\n磁材\nicon\nSearch documents\n磁材涨价\n第一财经·2025-10-28 03:26\nGroup 1 - b [2]",
    )
    for joined in (first + second, first + second.removeprefix("Workflow\n").replace("icon\n", "")):
        page, found, _ = read(joined)
        assert page.topic == "稀土" and found == {"RED-D010"}
        assert [(a.title, [c.text for c in a.claims]) for a in page.articles] == [
            ("矿山停产", ["Mines in Goiás closed"]),
            ("磁材涨价", ["b"]),
        ]


UNITS = [
    "over ", "1", "1. ", "1. A b. ", "[", "[1] ", "[1][", "[1], ", " ", "- ", "* ", "A. - B ", "Group 1: ", "| a ", "a\n",
    "\r", "“", '"', "“a。”b", "稀土", "稀土。", "(。", "。", "稀土 - ", "No data ", "No information provided. Core View - A ",
    "U.S. ", "Title Case ", "Core View - ", " ...", "标题\nName· 2025-10-27 03:26\n", "topic\nSearch documents\n", "\ud800",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_time_is_linear(unit):
    """Eight times the text may take no more than some twenty times as long: a quadratic reader would take sixty-four times."""

    def seconds(size):
        document = Document(
            "d", "d.txt", "T\nName· 2025-10-27 03:26\nCore View - Ore [1] " + unit * (size // len(unit))
        )
        started = time.process_time()
        read_page(document)
        return time.process_time() - started

    short = min(seconds(8_000) for _ in range(3))
    assert min(seconds(64_000) for _ in range(3)) < 24 * short + 0.1


@pytest.mark.parametrize("unit", ["over ", "Ore fell in May [1] - ", "稀土价格上涨。", "[", "9", " "], ids=ascii)
def test_five_megabytes_in_one_line(unit):
    text = "Core Viewpoint - " + unit * (5_000_000 // len(unit.encode()))
    started = time.process_time()
    page, found, _ = read(text)
    assert page.articles or found
    assert time.process_time() - started < 30
