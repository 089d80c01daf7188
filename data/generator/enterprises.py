"""The customers: three groups with their trees, and those that stand alone."""

# ruff: noqa: E501 -- a table of customers, one a line

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.generator.book import Book, Row
from data.generator.catalogue import (
    EDUCATION,
    ENERGY,
    FINANCE,
    GOVERNMENT,
    LOGISTICS,
    MANUFACTURING,
    TRANSPORT,
)

HEALTH, MEDIA, RETAIL = "医疗 Health", "传媒 Media", "零售 Retail"
CONSTRUCTION, FARMING, TOURISM = "建筑 Construction", "农业 Agriculture", "旅游 Tourism"
SERVICES = "服务 Services"
W, Q, Y, S = "望川 Wangchuan", "青屿 Qingyu", "云泽 Yunze", "石渡 Shidu"

# key, name, name_en, industry, region, employees, ownership, owners as key:share
_GROUPS = (
    ("QF", "青屿金融控股集团", "Qingyu Financial Holdings", FINANCE, Q, 240, "state_owned", ""),
    ("QB", "青屿银行", "Qingyu Bank", FINANCE, Q, 4200, "listed", "QF:0.58"),
    ("QS", "青屿证券", "Qingyu Securities", FINANCE, Q, 860, "listed", "QF:0.72"),
    ("QI", "青屿保险", "Qingyu Insurance", FINANCE, Q, 1300, "state_owned", "QF:0.6"),
    ("QV", "青屿村镇银行", "Qingyu Rural Bank", FINANCE, S, 380, "private", "QB:0.65"),
    ("QL", "青屿融资租赁", "Qingyu Leasing", FINANCE, Q, 120, "state_owned", "QB:1"),
    ("QU", "青屿期货", "Qingyu Futures", FINANCE, Q, 150, "private", "QS:1"),
    ("QP", "东礁支付服务", "Dongjiao Payment Services", FINANCE, S, 90, "private", "QV:0.8"),
    ("JV", "望青清算中心", "Wangqing Clearing Centre", FINANCE, W, 75, "state_owned", "QF:0.5 WE:0.5"),
    ("WE", "望川能源集团", "Wangchuan Energy Group", ENERGY, W, 520, "state_owned", ""),
    ("WG", "望川燃气", "Wangchuan Gas", ENERGY, W, 2100, "state_owned", "WE:1"),
    ("WD", "望川燃气输配", "Wangchuan Gas Distribution", ENERGY, W, 640, "state_owned", "WG:0.9"),
    ("WS", "石渡加气站", "Shidu Gas Stations", ENERGY, S, 180, "private", "WD:0.7"),
    ("WN", "望川电网服务", "Wangchuan Grid Services", ENERGY, W, 1500, "state_owned", "WE:1"),
    ("WP", "望川港口物流", "Wangchuan Port & Logistics", LOGISTICS, W, 980, "listed", "WE:0.67"),
    ("WL", "望川液化气码头", "Wangchuan LNG Terminal", LOGISTICS, W, 210, "foreign", "WP:0.5"),
    ("WR", "望川物业", "Wangchuan Property", SERVICES, W, 430, "state_owned", "WE:1"),
    ("YT", "云泽交通投资集团", "Yunze Transport Investment", TRANSPORT, Y, 310, "state_owned", ""),
    ("YB", "云泽公交", "Yunze Bus", TRANSPORT, Y, 3600, "state_owned", "YT:1"),
    ("YC", "云泽出租汽车", "Yunze Taxi", TRANSPORT, Y, 900, "private", "YB:0.75"),
    ("YE", "云泽充电服务", "Yunze Charging", TRANSPORT, Y, 140, "private", "YC:0.6"),
    ("YM", "云泽轨道", "Yunze Metro", TRANSPORT, Y, 2400, "state_owned", "YT:0.8"),
    ("YA", "轨道传媒", "Metro Media", MEDIA, Y, 85, "private", "YM:1"),
    ("YH", "云泽高速", "Yunze Expressway", TRANSPORT, Y, 1700, "listed", "YT:0.55"),
    ("YR", "高速服务区", "Expressway Service Areas", RETAIL, Y, 620, "private", "YH:1"),
    ("YG", "云泽航空地勤", "Yunze Ground Handling", TRANSPORT, Y, 540, "state_owned", "YT:0.9"),
)  # fmt: skip
# key, name, name_en, industry, region, employees, ownership, kind
_ALONE = (
    ("CG", "望川市城市管理局", "Wangchuan City Administration", GOVERNMENT, W, 760, "public_sector", "public_body"),
    ("GA", "望川市公安局", "Wangchuan Public Security Bureau", GOVERNMENT, W, 2900, "public_sector", "public_body"),
    ("WJ", "青屿市卫生健康委", "Qingyu Health Commission", GOVERNMENT, Q, 320, "public_sector", "public_body"),
    ("CZ", "石渡县财政局", "Shidu Finance Bureau", GOVERNMENT, S, 140, "public_sector", "public_body"),
    ("JY", "云泽市教育局", "Yunze Education Bureau", GOVERNMENT, Y, 210, "public_sector", "public_body"),
    ("SW", "青屿市水务局", "Qingyu Water Authority", GOVERNMENT, Q, 450, "public_sector", "public_body"),
    ("DX", "望川大学", "Wangchuan University", EDUCATION, W, 3100, "public_sector", "campus"),
    ("YZ", "青屿第一中学", "Qingyu No.1 Middle School", EDUCATION, Q, 260, "public_sector", "campus"),
    ("ZY", "云泽职业学院", "Yunze Vocational College", EDUCATION, Y, 540, "public_sector", "campus"),
    ("XX", "石渡实验小学", "Shidu Primary School", EDUCATION, S, 95, "public_sector", "campus"),
    ("RM", "望川人民医院", "Wangchuan People's Hospital", HEALTH, W, 2600, "public_sector", "public_body"),
    ("FY", "青屿妇幼保健院", "Qingyu Women's Hospital", HEALTH, Q, 820, "public_sector", "public_body"),
    ("ZH", "云泽中医院", "Yunze Hospital of Chinese Medicine", HEALTH, Y, 690, "public_sector", "public_body"),
    ("RB", "望川晨报社", "Wangchuan Morning Post", MEDIA, W, 410, "media", "media"),
    ("TV", "青屿广播电视台", "Qingyu Broadcasting", MEDIA, Q, 650, "media", "media"),
    ("HH", "海衡证券", "Haiheng Securities", FINANCE, W, 380, "listed", "company"),
    ("AL", "安澜保险望川分公司", "Anlan Insurance Wangchuan", FINANCE, W, 290, "listed", "company"),
    ("BL", "北岭钢铁", "Beiling Steel", MANUFACTURING, S, 6200, "state_owned", "company"),
    ("HY", "恒曜汽车零部件", "Hengyao Auto Parts", MANUFACTURING, W, 1900, "private", "company"),
    ("LG", "澜光电子", "Languang Electronics", MANUFACTURING, Q, 2700, "foreign", "company"),
    ("QH", "青禾食品", "Qinghe Foods", MANUFACTURING, Y, 880, "private", "company"),
    ("SN", "石渡水泥", "Shidu Cement", MANUFACTURING, S, 740, "private", "company"),
    ("YJ", "云锦纺织", "Yunjin Textiles", MANUFACTURING, Y, 1200, "private", "company"),
    ("WH", "万合百货", "Wanhe Department Stores", RETAIL, W, 950, "private", "company"),
    ("LL", "邻里连锁超市", "Linli Supermarkets", RETAIL, Y, 1600, "private", "company"),
    ("JA", "捷岸物流", "Jie'an Logistics", LOGISTICS, Q, 720, "private", "company"),
    ("YN", "远帆货运", "Yuanfan Freight", LOGISTICS, W, 310, "private", "company"),
    ("ZA", "筑安建设", "Zhu'an Construction", CONSTRUCTION, W, 2200, "private", "company"),
    ("NY", "云泽农业合作社", "Yunze Farming Cooperative", FARMING, Y, 60, "private", "company"),
    ("JD", "青屿海湾酒店", "Qingyu Bay Hotel", TOURISM, Q, 340, "foreign", "company"),
    ("LX", "岛湾旅行社", "Daowan Travel", TOURISM, Q, 45, "private", "company"),
    ("LC", "立衡咨询", "Liheng Consulting", SERVICES, W, 60, "private", "company"),
    ("CM", "晨木设计", "Chenmu Design", SERVICES, W, 18, "private", "company"),
    ("DH", "石渡电话村", "Shidu Phone Village", SERVICES, S, 8, "private", "phone_village"),
    ("NJ", "南街商户联盟", "South Street Traders", RETAIL, W, 5, "private", "scattered"),
)  # fmt: skip


@dataclass(frozen=True)
class Enterprise:
    """A customer as the other modules need it."""

    id: str
    key: str
    name: str
    name_en: str
    industry: str
    region: str
    employees: int
    kind: str
    owners: tuple[tuple[str, float], ...] = ()
    left_on: date | None = None


# Customers that have left us, and when.
_LEFT = {"LX": date(2024, 9, 1), "DH": date(2025, 3, 1), "SN": date(2025, 11, 1)}
GROUP_HEADS = ("QF", "WE", "YT")


def write_enterprises(book: Book) -> dict[str, Enterprise]:
    """Add all customers and who owns whom; return them by their short key."""
    made: dict[str, Enterprise] = {}
    for key, name, name_en, industry, region, employees, ownership, owners in _GROUPS:
        pairs = tuple((k, float(s)) for k, s in (part.split(":") for part in owners.split()))
        made[key] = _add(
            book, Enterprise(f"E{len(made) + 1:02d}", key, name, name_en, industry, region,
                             employees, "company", pairs), ownership)  # fmt: skip
    for key, name, name_en, industry, region, employees, ownership, kind in _ALONE:
        made[key] = _add(
            book, Enterprise(f"E{len(made) + 1:02d}", key, name, name_en, industry, region,
                             employees, kind, (), _LEFT.get(key)), ownership)  # fmt: skip
    for one in made.values():
        for owner, share in one.owners:
            book.add(
                "member_of", start=one.id, end=made[owner].id, share=share, since=date(2014, 1, 1)
            )
    return made


def _add(book: Book, one: Enterprise, ownership: str) -> Enterprise:
    dice = book.dice(f"enterprise/{one.key}")
    small = one.employees < 10
    revenue = round(one.employees * dice.uniform(3e5, 9e5), -5)
    row: Row = {
        "kind": one.kind, "industry": one.industry, "region": one.region,
        "employees": one.employees, "ownership": ownership,
        "annual_revenue": None if small else revenue, "currency": None if small else "CNY",
        "registration_number": None if small else _credit_code(dice.randrange(10**15)),
        "tax_top_500": revenue > 9e8 and ownership != "public_sector",
        "prominence": round(min(1.0, 0.2 + one.employees / 6000 + dice.uniform(0, 0.2)), 2),
        "signed_on": date(dice.randint(2010, 2021), dice.randint(1, 12), dice.randint(1, 28)),
        "left_on": one.left_on,
    }  # fmt: skip
    if one.key == "LG":  # one customer reports in another currency
        row |= {"annual_revenue": 320_000_000.0, "currency": "USD"}
    book.add("enterprises", id=one.id, name=one.name, name_en=one.name_en, **row)
    return one


_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def _credit_code(number: int) -> str:
    """Return a unified social credit code whose check digit is right."""
    body = f"91990000{number % 10**9:09d}"  # no such region: nobody real can be meant
    total = sum(_CODE.index(c) * w for c, w in zip(body, _WEIGHTS, strict=True))
    return body + _CODE[(31 - total % 31) % 31]
