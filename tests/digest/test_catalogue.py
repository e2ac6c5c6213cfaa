"""Bodies in the shapes that real pages have and the seeds have not, each with its reading written down by hand.

In a reading, a line with a colon at its end is a heading as printed, the others are claims with their citations.
"""

import pytest

from rare_earth_data.digest import read_page
from rare_earth_data.documents import Document

CASES = {
    # dashes inside headings and inside prose
    "2. Upstream End - Ore - Shipments fell [2]. 3. Mid - stream End - Magnets rose [3].": """
        2. Upstream End - Ore:
        Shipments fell [2]
        3. Mid - stream End:
        Magnets rose [3]""",
    "Price Logic - Prices were 3,100 - 3,400 yuan in the short - term [4] - The T - 1 spread is 5% - 6%[5].": """
        Price Logic:
        Prices were 3,100 - 3,400 yuan in the short - term [4]
        The T - 1 spread is 5% - 6% [5]""",
    "Core Viewpoint - U.S. - China talks resumed [1] Group 1: Trade - Sino - U.S. trade rose [2]": """
        Core Viewpoint:
        U.S. - China talks resumed [1]
        Group 1: Trade:
        Sino - U.S. trade rose [2]""",
    "Core View - The deal holds. Off - season demand is weak. Nd - Fe - B alloys rose [3]": """
        Core View:
        The deal holds. Off - season demand is weak. Nd - Fe - B alloys rose [3]""",
    "Off - season demand stays weak [1] - Ore fell [2]": """
        Off - season demand stays weak [1]
        Ore fell [2]""",
    # headings of every kind
    "Group 2: Risks for the U.S. - Output is low in the U.S. [3] Group 3 - X rose [4]": """
        Group 2: Risks for the U.S.:
        Output is low in the U.S. [3]
        Group 3:
        X rose [4]""",
    "Core Points - Ore fell [1] Group 1: impact on prices - Salt rose [2] Impact on rare earth prices - Tin rose [3]": """
        Core Points:
        Ore fell [1]
        Group 1: impact on prices:
        Salt rose [2]
        Impact on rare earth prices:
        Tin rose [3]""",
    "Core Viewpoint - The text looks at prices. Group 1: impact on mines - Ore fell [1]": """
        Core Viewpoint:
        The text looks at prices
        Group 1: impact on mines:
        Ore fell [1]""",
    "2025 Outlook - Ore fell [1] Q3 Results - 10 mines closed [2] NVIDIA H20 Chip - Up [3] Oil, Gas and Coal - Up [4]": """
        2025 Outlook:
        Ore fell [1]
        Q3 Results:
        10 mines closed [2]
        NVIDIA H20 Chip:
        Up [3]
        Oil, Gas and Coal:
        Up [4]""",
    "Commodities Metals - Ore fell [1] Group 2: Core Views Macro - Rates fell [2]": """
        Commodities Metals:
        Ore fell [1]
        Group 2: Core Views Macro:
        Rates fell [2]""",
    "Core Viewpoint Group 1: Market Group 2: Prices - Ore fell [1]": """
        Core Viewpoint:
        Group 1: Market:
        Group 2: Prices:
        Ore fell [1]""",
    "Core View - Ore fell [1]. 3.2 Outlook Watch the meeting [3]. Trend Intensity Financing shows -41 million [4].": """
        Core View:
        Ore fell [1]
        3.2 Outlook:
        Watch the meeting [3]
        Trend Intensity:
        Financing shows -41 million [4]""",
    "Core Views - Up [1]. Summary by Relevant Catalogs 3.1 Spot Market - Down [2]. Summaries by Metals Copper - Flat [3].": """
        Core Views:
        Up [1]
        Summary by Relevant Catalogs 3.1 Spot Market:
        Down [2]
        Summaries by Metals Copper:
        Flat [3]""",
    "Core Views - Up [1]. Summary by Sections Cash Flow Inflow rose in May [2]. 3. Summary The market fell [3].": """
        Core Views:
        Up [1]
        Summary by Sections Cash Flow:
        Inflow rose in May [2]
        3. Summary:
        The market fell [3]""",
    # no citation, no section, fillers
    "Ore fell [1] - Salt rose [2] - Tin was flat [3]": """
        Ore fell [1]
        Salt rose [2]
        Tin was flat [3]""",
    "- Ore fell [1] - Salt rose [2]": """
        Ore fell [1]
        Salt rose [2]""",
    "Ore fell [1]. Salt rose [2].": """
        Ore fell [1]
        Salt rose [2]""",
    "Core Viewpoint - Prices of ore fell in the short - term - Prices of salt rose. Market Outlook - All is calm": """
        Core Viewpoint:
        Prices of ore fell in the short - term []
        Prices of salt rose []
        Market Outlook:
        All is calm []""",
    "Investment Rating - No information provided Core View - Prices fell [3]": """
        Investment Rating:
        No information provided []
        Core View:
        Prices fell [3]""",
    "Report Summary 1. Report Industry Investment Rating No data. 2. Core View of the Report - Prices fell [3].": """
        Report Summary 1. Report Industry Investment Rating No data. 2. Core View of the Report:
        Prices fell [3]""",
    "1. Report Industry Investment Rating The rating is neutral. 2. Core Views - Prices fell [3].": """
        1. Report Industry Investment Rating:
        The rating is neutral []
        2. Core Views:
        Prices fell [3]""",
    "Core Views - Ore is low in the short - term 3. Summary": """
        Core Views:
        Ore is low in the short - term []
        3. Summary:""",
    # citations
    "Group 1 - Ore fell[31][27]. - Salt is [3100, 3300] yuan[4]. - Stock is 5[6].5 tons [7].": """
        Group 1:
        Ore fell [31][27]
        Salt is [3100, 3300] yuan [4]
        Stock is 5 [6]
        .5 tons [7]""",
    "Core View - Ore fell [1], and salt rose [2] - Tin rose [3]": """
        Core View:
        Ore fell [1], and salt rose [1][2]
        Tin rose [3]""",
    "Core View - The range is [3100, 3300] - Salt rose [2] - Announcement [2025] No. 61 came [3]": """
        Core View:
        The range is [3100, 3300] []
        Salt rose [2]
        Announcement [2025] No. 61 came [3]""",
    "Core View - Ore fell [1][2] - Salt rose [3][1": """
        Core View:
        Ore fell [1][2]
        Salt rose [3]""",
    # labels
    "Core View - **Macro - view**: rates fell [1]. - Inventory: stocks rose [2].": """
        Core View:
        **Macro - view**: rates fell [1]
        Inventory: stocks rose [2]""",
    # Chinese
    "供应情况 - 产量回升 [1] 价格走势 - 10月报价持平 [2] - 产量回升 价格持平[3]": """
        供应情况:
        产量回升 [1]
        价格走势:
        10月报价持平 [2]
        产量回升 价格持平 [3]""",
    "概况 * 产能扩大 [1] * 现货 - 2511为 - 2,410元 [2]": """
        概况:
        产能扩大 [1]
        现货 - 2511为 - 2,410元 [2]""",
    "文章核心观点 - 本文梳理了价格。 价格走势 - 报价持平。[2] 投资评级 - 维持增持 核心观点 - 涨价 [3]": """
        文章核心观点:
        本文梳理了价格 []
        价格走势:
        报价持平。 [2]
        投资评级:
        维持增持 []
        核心观点:
        涨价 [3]""",
    "稀土 - 涨 [1][2][3][4][5][6][7][8][9][10][11][12][13][14]": """
        稀土:
        涨 [1][2][3][4][5][6][7][8][9][10][11][12][13][14]""",
    "Core Viewpoint - mine 复产 expected in May [1] Group 1: 供给 - Ore rose [2]": """
        Core Viewpoint:
        mine 复产 expected in May [1]
        Group 1: 供给:
        Ore rose [2]""",
}


def reading(article):
    lines = [(heading.start, f"{heading.raw}:") for heading in article.headings]
    for claim in article.claims:
        cited = "".join(f"[{number}]" for number in claim.citations)
        lines.append((claim.start, f"{claim.text} {cited or '[]'}"))
    return [line for _, line in sorted(lines)]


def written(text):
    lines = [line.strip() for line in text.strip().splitlines()]
    return [line if line.endswith((":", "]")) else f"{line} []" for line in lines]


@pytest.mark.parametrize("body", CASES)
def test_reading(body):
    page, _ = read_page(Document.from_text(f"稀土\nSearch documents\n标题\nSou Hu Cai Jing· 2025-10-27 03:26\n{body}"))
    assert reading(page.articles[0]) == written(CASES[body])
    assert page.articles[0].body_kind == "digest"


BYLINES = {
    "ACMEACME(SH:600000) 某账号·2025-10-24 10:33": ("某账号", "2025-10-24 10:33"),
    "3 6 Ke· 2025-10-24 10:33": ("3 6 Ke", "2025-10-24 10:33"),
    "2025-08-24 22:47": (None, "2025-08-24 22:47"),
    "citic securities·2025-08-24 22:47": ("citic securities", "2025-08-24 22:47"),
    "阿里·巴巴·2025-08-24 22:47": ("阿里·巴巴", "2025-08-24 22:47"),
    "新财富 2025-08-24 22:47": ("新财富", "2025-08-24 22:47"),
}


@pytest.mark.parametrize("line", BYLINES)
def test_byline(line):
    page, _ = read_page(
        Document.from_text(f"稀土\nSearch documents\n标题 2025-10-27\n{line}\nGroup 1 - Ore fell [1]\n")
    )
    (article,) = page.articles
    assert article.title == "标题 2025-10-27"
    assert (article.publisher, article.published_at) == BYLINES[line]


def test_articles_without_byline_or_title_between_others():
    text = (
        "稀土\nSearch documents\n甲\n第一财经· 2025-10-27 03:26\nGroup 1 - Ore fell [1]\n乙\nCore Viewpoint - Salt rose [2]\n"
        "2025-10-28 03:26\n| 品种 | 甲 | 乙 | ...\n丁\n搜狐财经· 2025-10-29 03:26\n产量回升。 价格持平。 后续 ...\n"
    )
    page, _ = read_page(Document.from_text(text))
    assert [(a.title, a.publisher, a.published_at, a.body_kind, len(a.claims)) for a in page.articles] == [
        ("甲", "第一财经", "2025-10-27 03:26", "digest", 1),
        ("乙", None, None, "digest", 1),
        (None, None, "2025-10-28 03:26", "table", 0),
        ("丁", "搜狐财经", "2025-10-29 03:26", "full_text", 3),
    ]


def test_bullets_on_lines_of_their_own():
    body = "Core Viewpoint\n- Ore fell [1]\n- Salt rose [2]\nGroup 1: Market Outlook\n- Tin was flat [3]"
    page, _ = read_page(Document.from_text(f"标题\n第一财经· 2025-10-27 03:26\n{body}\n"))
    (article,) = page.articles
    assert [(c.section, c.group_number, c.text) for c in article.claims] == [
        ("Core Viewpoint", None, "Ore fell"),
        ("Core Viewpoint", None, "Salt rose"),
        ("Market Outlook", 1, "Tin was flat"),
    ]


FULL_TEXTS = {
    "他说:“真的吗?”记者没有回答。": ["他说:“真的吗?”", "记者没有回答。"],
    "“我们不会断供。”他说。谁知道呢?": ["“我们不会断供。”他说。", "谁知道呢?"],
    "“断供了怎么办?”这个问题难答。完。": ["“断供了怎么办?”这个问题难答。", "完。"],
    "他说:“价格涨了。产量没涨!我们等。”会场安静。": ["他说:“价格涨了。产量没涨!我们等。”", "会场安静。"],
    "《谁是赢家?》一文走红。(图源:网络。)好!": ["《谁是赢家?》一文走红。", "(图源:网络。)", "好!"],
    "价格涨了\uff01产量呢\uff1f没有\uff0c真的没有。": ["价格涨了\uff01", "产量呢\uff1f", "没有\uff0c真的没有。"],
    "产量升至1.8 倍。难以替 代。": ["产量升至1.8 倍。", "难以替 代。"],
    "见 a.com/x?id=1 的公告。对吗?": ["见 a.com/x?id=1 的公告。", "对吗?"],
    "价格涨了……没人知道为什么。": ["价格涨了……", "没人知道为什么。"],
    "产量回升[1]。价格持平 [2][3]。 完。[4]": ["产量回升", "价格持平", "完。"],
    "-广告-产量回升。-广告- 价格持平。": ["产量回升。", "价格持平。"],
}


@pytest.mark.parametrize("body", FULL_TEXTS)
def test_full_text(body):
    page, _ = read_page(Document.from_text(f"标题\n第一财经· 2025-10-27 03:26\n{body}\n"))
    (article,) = page.articles
    assert (article.body_kind, article.is_truncated) == ("full_text", False)
    assert [claim.text for claim in article.claims] == FULL_TEXTS[body]
