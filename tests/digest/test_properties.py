"""What holds for any page: an article rendered in any layout and style is read back; quotes are the text; nothing raises."""

import re
from dataclasses import dataclass
from random import Random

from hypothesis import example, given
from hypothesis import strategies as st

from rare_earth_data.digest import decode, read_page
from rare_earth_data.documents import Document

# --- articles, told by chance ---------------------------------------------------------------------------------------

SMALL = [
    "ore",
    "fell",
    "rose",
    "prices",
    "in",
    "the",
    "of",
    "supply",
    "by",
    "a",
    "month-on-month",
    "and",
    "under",
    "more",
    "than",
]
HAZARDS = """short - term|3,100 - 3,400 yuan|5% - 6%|T - 1 spread|the U.S. and|Acme Co., Ltd. of|35%-40%|(600001)|-41 million|
the [3100, 3300] range|"dual - use" goods|$8.5 billion|F-35 jets|mine 复产 plans|No. 61 of|Sample Rare Metals Inc. and|0.1%|
Q4|China’s share|month - on - month change|(Li2O: 5.5% - 6%)|Sino-U.S. talks|2,600 tons|a/b|A$202.5 million|U.S. - EU talks|
Nd - Fe - B alloys|the Ministry of Commerce|Class 2. and""".replace("\n", "").split("|")
ENDINGS = [
    "closed",
    "up 12%",
    "in the U.S.",
    "by 2027",
    '"for good"',
    "(see below)",
    "at Acme Inc.",
    "at 3,400 - 3,500",
]
LABELS = ["", "", "", "", "Inventory: ", "**Macro - finance**: ", "**Supply**: ", "Off - season demand: "]
JOINERS = ["and", "of", "on", "in", "for", "by", "to", "from", "with", "the", "vs."]
ODD_NAMES = ["U.S.", "AI", "Mid-stream", "EU's", "H20", "U.S.-China", "2025", "Up", "In"]
OPENINGS = ["Core Viewpoint", "Core Insights", "Core Points", "Core Views", "Investment Rating", "Report Information"]
HAN = "价格产量回升持平稀土出口管制新规企业需求矿端供给同比增长吨万元年月预计公司主营收入"
HAN_HAZARDS = [
    "现货 - 2511为 - 2,410元",
    "较T - 1增640元",
    "46.2%",
    ",同比增长11%",
    "、靶材",
    "8月",
    "(300001)",
    " 价格",
]
TITLES = """“中方审批提速”,车企:还得再等等|样本稀土企业推进分离技术升级|释新闻¦稀土协议签了,能见效吗?!|
样本期货早报-20250701|Sample Cells: Demand Builds As Lines Start|《样本办法》公布(附全文)|样本磁材(300001):扩产并进|
没想到。。。|"稀土"来了|刚刚!涨了!|稀土 - 磁材日报|7000亿!砸向稀土 ?""".replace("\n", "").split("|")
NAMES = ["Sou Hu Cai Jing", "券商中国", "citic securities", "3 6 Ke", "Guoxin Securities", "日经中文网", None]


@dataclass
class Section:
    raw: str | None
    title: str | None
    group: int | None
    bullets: list[tuple[str, tuple[int, ...]]]


@dataclass
class Story:
    """An article and how it is printed: what stands before a citation, behind it, and the list mark."""

    title: str
    publisher: str | None
    date: str
    sections: list[Section]
    style: tuple[str, str, str]
    intro: str | None = None
    cut: str | None = None

    @property
    def body(self):
        before, stop, mark = self.style
        parts = [] if self.intro is None else [f"Core Viewpoint {mark} {self.intro}."]
        for section in self.sections:
            bullets = [text + before + printed(citations) + stop for text, citations in section.bullets]
            if self.cut is not None and section is self.sections[-1]:
                bullets.append(self.cut)
            parts.append(("" if section.raw is None else f"{section.raw} {mark} ") + f" {mark} ".join(bullets))
        return " ".join(parts)

    @property
    def claims(self):
        claims = [] if self.intro is None else [("Core Viewpoint", None, self.intro, ())]
        for section in self.sections:
            claims += [(section.title, section.group, text, citations) for text, citations in section.bullets]
        if self.cut is not None:
            claims.append((self.sections[-1].title, self.sections[-1].group, self.cut, ()))
        return claims

    @property
    def headings(self):
        first = [] if self.intro is None else ["Core Viewpoint"]
        return first + [section.raw for section in self.sections if section.raw is not None]

    def byline(self, dot="· "):
        return f"{self.publisher}{dot}{self.date}" if self.publisher else self.date


def printed(citations):
    return "".join(f"[{number}]" for number in citations)


class Teller:
    """Makes up articles. A seed stands for all its choices."""

    def __init__(self, seed):
        self.chance = Random(seed)

    def letters(self, alphabet, low, high):
        return "".join(self.chance.choices(alphabet, k=self.chance.randint(low, high)))

    def capital(self):
        return self.letters("abcdefghilmnoprstuvwy", 3, 9).capitalize()

    def han(self, low=2, high=12):
        return self.letters(HAN, low, high)

    def sentence(self):
        words = [self.capital(), *self.some(lambda: self.chance.choice(SMALL), 1, 6)]
        for _ in range(self.chance.randint(0, 2)):
            words += [self.chance.choice(HAZARDS), *self.some(lambda: self.chance.choice(SMALL), 1, 3)]
        return " ".join([*words, self.chance.choice(ENDINGS)])

    def stopless(self):
        """A sentence to which a full stop can be added and taken off again."""
        return next(text for text in iter(self.sentence, None) if not text.endswith("."))

    def bullet(self, chinese=False):
        if chinese:
            hazards = self.some(lambda: self.chance.choice(HAN_HAZARDS) + self.han(), 0, 2)
            return self.han() + "".join(hazards)
        return self.chance.choice(LABELS) + ". ".join([*self.some(self.stopless, 0, 1), self.sentence()])

    def heading(self, chinese=False):
        if chinese:
            return self.han() + self.chance.choice(["", "与", "、"]) + self.han()
        words = [self.capital()]
        for _ in range(self.chance.randint(0, 4)):
            words += self.some(lambda: self.chance.choice(JOINERS), 0, 1)
            words.append(self.chance.choice([self.capital(), self.capital(), self.chance.choice(ODD_NAMES)]))
        return " ".join(words)

    def citations(self):
        count = self.chance.choice([1, 1, 1, 2, 2, 3, self.chance.randint(4, 14)])
        return tuple(self.chance.randint(1, 199) for _ in range(count))

    def some(self, make, low, high):
        return [make() for _ in range(self.chance.randint(low, high))]

    def bullets(self, chinese=False, high=4):
        return self.some(lambda: (self.bullet(chinese), self.citations()), 1, high)

    def sections(self, chinese):
        kind = (
            "plain" if chinese else self.chance.choice(["plain", "plain", "group", "group", "bare", "numbered", "flat"])
        )
        if kind == "flat":
            return [Section(None, None, None, [(without_name(text), cited) for text, cited in self.bullets()])]
        sections = []
        for number in range(1, self.chance.randint(1, 5) + 1):
            name, bullets = self.heading(chinese), self.bullets(chinese)
            if kind == "plain":
                sections.append(Section(name, name, None, bullets))
            elif kind == "group":
                sections.append(Section(f"Group {number}: {name}", name, number, bullets))
            elif kind == "bare":
                sections.append(Section(f"Group {number}", None, number, bullets))
            else:
                name = f"{number}. {name}" if number % 3 else f"{number}.{number} {name}"
                sections.append(Section(name, name, None, [(without_name(text), c) for text, c in bullets]))
        if not chinese and self.chance.random() < 0.6:
            opening = self.chance.choice(OPENINGS)
            sections.insert(0, Section(opening, opening, None, self.bullets(high=3)))
        return sections

    def story(self, chinese=None):
        chinese = self.chance.random() < 0.3 if chinese is None else chinese
        sections = self.sections(chinese)
        mark = "*" if chinese and self.chance.random() < 0.25 else "-"
        style = (self.chance.choice([" ", ""]), self.chance.choice([".", ""]), mark)
        title = self.chance.choice([*TITLES, self.han(6, 20)]).replace("¦", "|")
        date = f"20{self.chance.randint(0, 99):02}-{self.chance.randint(1, 12):02}-{self.chance.randint(1, 28):02}"
        time = f"{self.chance.randint(0, 23):02}:{self.chance.randint(0, 59):02}"
        story = Story(title, self.chance.choice(NAMES), f"{date} {time}", sections, style)
        if sections[0].group is not None and self.chance.random() < 0.4:
            story.intro = self.stopless()
        return story


def without_name(text):
    """Where a heading may stand or go on, words before a dash and a capital may be one: the page itself does not tell."""
    return re.sub(r"(?<=[A-Za-z.]) - (?=[A-Z])", "-", text)


TELLERS = st.integers(0, 2**32).map(Teller)
STORIES = TELLERS.map(lambda teller: teller.story())


def read(text):
    page, findings = read_page(Document.from_text(text))
    check_invariants(text, page, findings)
    return page, findings


def claims_of(article):
    return [(claim.section, claim.group_number, claim.text, claim.citations) for claim in article.claims]


def serious(findings):
    return [finding for finding in findings if finding.severity != "note"]


# --- what holds for every page --------------------------------------------------------------------------------------


def check_invariants(text, page, findings):
    codes = {finding.code for finding in findings}
    end = 0
    for position, article in enumerate(page.articles, 1):
        assert article.position == position
        assert article.title is None or text[article.title_start : article.title_end] == article.title
        assert end <= article.body_start <= article.body_end <= len(text)
        at, end = article.body_start, article.body_end
        uncovered = ""
        for part in sorted((*article.headings, *article.claims), key=lambda part: part.start):
            quote = getattr(part, "raw", None) or part.text
            assert text[part.start : part.end] == quote == quote.strip() != ""
            assert at <= part.start < part.end <= end
            uncovered += text[at : part.start]
            at = part.end
        uncovered += text[at:end]
        if article.body_kind in ("digest", "full_text") and "RED-D012" not in codes:
            assert not any(sign.isalpha() for sign in uncovered), "something is dropped in silence"
        assert not any(claim.is_truncated for claim in article.claims[:-1])
        assert article.body_kind in ("digest", "full_text") or article.claims == ()
    for finding in findings:
        assert finding.line >= 1 and finding.column >= 1
        str(finding).encode("utf-8")


# --- read back what was rendered ------------------------------------------------------------------------------------


@given(STORIES)
def test_a_body_alone_is_read_back(story):
    page, _ = read(story.body)
    (article,) = page.articles
    assert claims_of(article) == story.claims
    assert [heading.raw for heading in article.headings] == story.headings
    assert (article.body_kind, article.is_truncated) == ("digest", False)


@given(TELLERS)
def test_a_body_cut_in_its_last_bullet_is_read_back_and_marked(teller):
    story = teller.story()
    story.cut = teller.han() if story.body[0] >= "一" else teller.sentence()
    (article,) = read(story.body)[0].articles
    assert claims_of(article) == story.claims
    assert article.is_truncated and article.claims[-1].is_truncated


LAYOUTS = {
    "TAG4": "Workflow\n{topic}\nicon\nSearch documents\n",
    "TAG2": "{topic}\nSearch documents\n",
    "TAG2 blank": "{topic}\n\nSearch documents\n",
    "TAG3": "Workflow\nicon\nSearch documents\n",
    "CN4": "Workflow\n{topic}\nicon\n搜索文档\n",
    "CN2": "{topic}\n搜索文档\n",
    "CN3": "Workflow\nicon\n搜索文档\n",
}


@given(st.sampled_from(sorted(LAYOUTS)), st.sampled_from(["稀土", "Battery", "ZHmag(300224)"]), TELLERS)
def test_a_topic_page_is_read_back(layout, topic, teller):
    told = teller.some(teller.story, 1, 4)
    header = LAYOUTS[layout].format(topic=topic)
    page, findings = read(header + "\n".join(f"{story.title}\n{story.byline()}\n{story.body}" for story in told))
    assert page.topic == (topic if topic in header else None)
    assert [(a.title, a.publisher, a.published_at) for a in page.articles] == [
        (s.title, s.publisher, s.date) for s in told
    ]
    assert [claims_of(article) for article in page.articles] == [story.claims for story in told]
    assert not any(article.is_truncated for article in page.articles)
    assert not serious(findings)


SINGLE = {
    "WTB": "Workflow\n{title}\n{byline}\n\n{body}",
    "WT": "Workflow\n{title}\n\n{body}",
    "TB": "{title}\n{byline}\n\n{body}",
    "TB1": "{title}\n{byline}\n{body}",
    "TBx": "{title}\n{byline}\n\n{body}\n\n{title} - Reportify",
    "T": "{title}\n\n{body}",
    "T1": "{title}\n{body}\n",
    "bTB": "{body}\n{title}\n{byline}",
    "bTB blank": "\n{body}\n\n{title}\n{byline}\n",
    "bT": "{body}\n{title}\n",
}


@given(st.sampled_from(sorted(SINGLE)), STORIES, st.sampled_from(["· ", "·"]))
def test_a_page_of_one_article_is_read_back(layout, story, dot):
    text = SINGLE[layout].format(title=story.title, byline=story.byline(dot), body=story.body)
    page, findings = read(text)
    (article,) = page.articles
    named = (story.publisher, story.date) if "byline" in SINGLE[layout] else (None, None)
    assert (article.title, article.publisher, article.published_at) == (story.title, *named)
    assert text[article.body_start : article.body_end] == story.body
    assert claims_of(article) == story.claims
    assert not serious(findings)


FILLERS = [
    "No information provided regarding the industry investment rating.",
    "No investment rating information is provided in the report.",
    "No relevant content provided.",
    "No data.",
    "No information provided",
]
KNOWN = ["Core View", "Core Views of the Report", "Report's Core View", "Core Viewpoints"]


@given(st.sampled_from(FILLERS), st.sampled_from(KNOWN), TELLERS, st.booleans(), st.booleans())
def test_a_filler_is_a_bullet_behind_a_dash_and_part_of_the_heading_without(filler, known, teller, dashed, numbered):
    first, second = (
        ("1. Report Industry Investment Rating", f"2. {known}") if numbered else ("Investment Rating", known)
    )
    bullet, cited = without_name(teller.bullet()), teller.citations()
    page, _ = read(f"{first}{' - ' if dashed else ' '}{filler} {second} - {bullet} {printed(cited)}.")
    (article,) = page.articles
    assert [h.raw for h in article.headings] == ([first, second] if dashed else [f"{first} {filler} {second}"])
    assert [(c.text, c.citations) for c in article.claims] == [(filler, ())] * dashed + [(bullet, cited)]


@given(TELLERS)
def test_section_markers_and_headings_before_prose(teller):
    name, bullet, cited = teller.heading(), teller.bullet(), printed(teller.citations())
    prose = f"The {teller.sentence().lower()}"
    body = f"Core View - {bullet} {cited}. Summary by Sections {name} - {bullet} {cited}. 3.2 Outlook {prose} {cited}."
    (article,) = read(body)[0].articles
    assert [h.raw for h in article.headings] == ["Core View", f"Summary by Sections {name}", "3.2 Outlook"]
    assert [c.text for c in article.claims] == [bullet, bullet, prose]


@given(TELLERS)
def test_an_uncited_bullet_ends_before_a_heading_and_before_a_dash(teller):
    first, second, third = (teller.stopless() for _ in range(3))
    name = f"{teller.capital()} {teller.heading()} {teller.capital()}"
    (article,) = read(f"Core Viewpoint - {first}. - {second}. {name} - {third} [3].")[0].articles
    assert [h.raw for h in article.headings] == ["Core Viewpoint", name]
    assert [(c.text, c.citations) for c in article.claims] == [(first, ()), (second, ()), (third, (3,))]


def full_text_sentence(teller):
    one, two, three = teller.han(), teller.han(), teller.han()
    return teller.chance.choice(
        [
            f"{one},{two}、{three}。",
            f"{one}——{two}!",
            f"{one}吗?",
            f"{one}“{two}”{three}。",
            f"{one}:“{two}。{three}!”",
            f"“{one}?”{two}说。",
            f"{one}《{two}?》和0.5%的{three}。",
            f'{one}"{two}"是3.5万吨!',
            f"{one}({two}。{three}){one}。",
            f"{one}{{}}{two}{{}}".format("，", "！"),
        ]
    )


@given(TELLERS, st.sampled_from(["", " "]), st.booleans())
def test_a_full_text_is_read_back(teller, gap, cut):
    told = teller.some(lambda: full_text_sentence(teller), 3, 9)
    rest = teller.han(3)
    body = gap.join(told) + f"{gap}{rest} ..." * cut
    page, _ = read(
        f"稀土\nSearch documents\n标题\n券商中国· 2025-05-06 02:20\n{body}\n下一篇\n2025-05-06 02:20\nGroup 1 - Ore [1]"
    )
    article = page.articles[0]
    assert [claim.text for claim in article.claims] == told + [f"{rest} ..."] * cut
    assert (article.body_kind, article.is_truncated, article.claims[-1].is_truncated) == ("full_text", cut, cut)


# --- anything at all ------------------------------------------------------------------------------------------------

PIECES = """Core Viewpoint - ¦Core View¦Group 1: ¦Group 2 - ¦[1]¦[12][3]¦[¦]¦[3100, 3300]¦ - ¦ * ¦. ¦.¦, ¦稀土¦稀土价格¦。¦“¦”
"¦No information provided¦No ¦3.1 ¦2. ¦Title Case ¦U.S. ¦ ...¦…¦Sou Hu Cai Jing· 2025-10-27 03:26¦·¦2025-13-40 25:61¦(¦)¦《
Search documents¦Workflow¦icon¦-广告-¦|¦ - Reportify¦fell ¦The ¦Ore ¦and ¦of ¦ ¦−¦∗∗¦a¦Z¦9¦?¦!¦:¦;¦-¦[a]¦[1-3]¦[1
Summary by Sections ¦3. Summary¦投资评级¦核心观点¦搜索文档¦\uff01¦\uff08¦\u2028¦\x85¦\u3000¦\ufeff¦\x00¦\ud800¦\ufffd¦\t"""
PIECES = [*PIECES.replace("\n", "¦").split("¦"), "\n", "\r\n"]
SOUP = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=60).map("".join)


@given(SOUP)
@example("Core View - a")
@example("Core Viewpoint -  - Ore")
def test_in_any_soup_every_quote_is_the_text(text):
    read(text)


@given(SOUP)
def test_in_any_soup_as_a_body_every_quote_is_the_text(text):
    read(f"稀土\nSearch documents\n标题\n券商中国· 2025-05-06 02:20\nCore Viewpoint - Ore fell [1] {text}")


@given(st.text())
def test_arbitrary_text_never_raises(text):
    read(text)


@given(st.binary(max_size=300) | SOUP.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_arbitrary_bytes_never_raise(data):
    document, findings = decode(data, "d", "d.txt")
    assert document is not None or findings
    if document is not None:
        assert document.byte_size == len(data)
        read(document.text)


@given(STORIES, st.floats(0, 1))
def test_a_page_cut_anywhere_loses_and_invents_no_cited_claim(story, share):
    body = story.body[: int(share * len(story.body))]
    page, _ = read(f"稀土\nSearch documents\n{story.title}\n{story.byline()}\n{body}")
    cited = [claim for claim in claims_of(page.articles[0]) if claim[3]]
    whole = [claim for claim in story.claims if claim[3]]
    assert cited[:-1] == whole[: len(cited) - 1] or not cited
    assert len(cited) >= len(re.findall(r"\[\d+\](?=\.? )", body))
