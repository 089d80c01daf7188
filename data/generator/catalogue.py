"""What stands still: products, rivals, our people, channels, tags."""

# ruff: noqa: E501 -- tables, one thing a line

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from data.generator.book import Book, days_ago

if TYPE_CHECKING:
    from data.generator.enterprises import Enterprise

EDUCATION, FINANCE, GOVERNMENT = "教育 Education", "金融 Finance", "政府 Government"
ENERGY, TRANSPORT, LOGISTICS = "能源 Energy", "交通 Transport", "物流 Logistics"
MANUFACTURING = "制造 Manufacturing"


class Product(NamedTuple):
    """Something we sell; ``list_price`` a month for a usual customer."""

    id: str
    name: str
    name_en: str
    category: str
    list_price: float
    margin: float
    complexity: int
    min_employees: int | None
    industries: tuple[str, ...] | None

    def suits(self, customer: Enterprise) -> bool:
        """Whether it is made for this customer."""
        return customer.employees >= (self.min_employees or 0) and (
            self.industries is None or customer.industry in self.industries
        )


PRODUCTS = tuple(Product(*row) for row in (
    ("XXT", "校讯通", "School Messaging", "消息 Messaging", 9_000, 0.52, 1, None, (EDUCATION,)),
    ("CL", "集团彩铃", "Group Ring-back Tone", "语音 Voice", 3_200, 0.68, 1, None, None),
    ("YXT", "银信通", "Bank Messaging", "消息 Messaging", 22_000, 0.55, 2, None, (FINANCE,)),
    ("CGT", "城管通", "City Management", "行业应用 Industry", 26_000, 0.46, 3, None, (GOVERNMENT,)),
    ("CRM", "集团CRM", "Group CRM", "移动办公 Mobile office", 14_000, 0.44, 3, 100, None),
    ("EW", "集团E网", "Group E-net", "语音 Voice", 12_000, 0.58, 2, None, None),
    ("SXE", "企业随E行", "Enterprise Mobile", "移动办公 Mobile office", 7_500, 0.5, 1, None, None),
    ("ZX", "集团专线", "Leased Line", "连接 Connectivity", 30_000, 0.38, 2, None, None),
    ("ZJ", "集团总机", "Group Switchboard", "语音 Voice", 6_400, 0.41, 2, None, None),
    ("CXT", "财信通", "Finance Messaging", "消息 Messaging", 5_800, 0.36, 2, 50, None),
    ("YX", "手机邮箱", "Mobile Mail", "移动办公 Mobile office", 4_200, 0.45, 1, None, None),
    ("OA", "移动OA", "Mobile OA", "移动办公 Mobile office", 11_000, 0.34, 3, 200, None),
    ("JWT", "警务通", "Police Messaging", "行业应用 Industry", 28_000, 0.33, 3, None, (GOVERNMENT,)),
    ("WXT", "位讯通", "Vehicle Location", "行业应用 Industry", 16_000, 0.39, 2, None,
     (ENERGY, TRANSPORT, MANUFACTURING, GOVERNMENT, LOGISTICS,)),
    ("SJZQ", "手机证券", "Mobile Securities", "行业应用 Industry", 8_000, 0.6, 1, None, (FINANCE,)),
))  # fmt: skip
COMPETITORS = (
    ("HT", "华拓通信", "Huatuo Telecom"),
    ("BH", "宝恒网络", "Baoheng Networks"),
    ("XL", "星联科技", "Xinglian Technology"),
    ("YF", "云帆数据", "Yunfan Data"),
)
# id, name, name_en, role, level
SELLERS = (
    ("S1", "袁卓", "Yuan Zhuo", "executive", 1),
    ("S2", "顾清", "Gu Qing", "executive", 2),
    ("S3", "林悦", "Lin Yue", "key_account_manager", 3),
    ("S4", "贺军", "He Jun", "key_account_manager", 3),
    ("S5", "苏桐", "Su Tong", "solution_manager", 3),
    ("S6", "温妮", "Wen Ni", "account_manager", 4),
    ("S7", "卓然", "Zhuo Ran", "account_manager", 4),
    ("S8", "齐乐", "Qi Le", "phone_manager", 5),
)
# id, name, name_en, kind, unit cost, capacity, loyalty, product knowledge
CHANNELS = (
    ("CH1", "要客经理团队", "Key-account team", "direct", 2600, 15, 0.96, 0.62),
    ("CH2", "客户经理团队", "Account managers", "direct", 1400, 40, 0.92, 0.5),
    ("CH3", "电话经理", "Phone managers", "direct", 320, 200, 0.9, 0.38),
    ("CH4", "服务热线", "Service hotline", "electronic", 45, 2000, 1.0, 0.3),
    ("CH5", "网上营业厅", "Online hall", "electronic", 12, 20000, 1.0, 0.25),
    ("CH6", "行业集成商", "Industry integrators", "partner", 900, 30, 0.55, 0.78),
    ("CH7", "区县代理", "County agents", "partner", 260, 120, 0.42, 0.33),
)
# id, name, name_en, dimension, base
TAGS = (
    ("T-SEX", "性别", "Gender", "demographic", True),
    ("T-AGE", "年龄", "Age", "demographic", True),
    ("T-INC", "收入", "Income", "demographic", True),
    ("T-STOCK", "股民", "Stock investor", "psychographic", False),
    ("T-SMART", "支持手机证券终端", "Handset fit for mobile securities", "business", False),
    ("T-PARENT", "家有学生", "Parent of a pupil", "social", False),
    ("T-TRAVEL", "常出差", "Frequent traveller", "social", False),
    ("T-MUSIC", "音乐偏好", "Likes music", "psychographic", False),
    ("T-DATA", "流量大户", "Heavy data user", "business", False),
    ("T-FLEET", "有车队", "Runs a fleet", "business", False),
    ("T-MULTI", "多分支机构", "Many branches", "business", False),
    ("T-RISK", "合同将到期", "Contract ends soon", "business", False),
)


def write_catalogue(book: Book) -> None:
    """Add products, rivals, sellers, channels and tags."""
    for product in PRODUCTS:
        book.add("products", **product._asdict())
    for id_, name, name_en in COMPETITORS:
        book.add("competitors", id=id_, name=name, name_en=name_en)
    for id_, name, name_en, role, level in SELLERS:
        book.add("sellers", id=id_, name=name, name_en=name_en, role=role, level=level)
    for id_, name, name_en, kind, cost, capacity, loyalty, knowledge in CHANNELS:
        book.add(
            "channels", id=id_, name=name, name_en=name_en, kind=kind, unit_cost=cost,
            capacity=capacity, loyalty=loyalty, product_knowledge=knowledge,
        )  # fmt: skip
    for id_, name, name_en, dimension, base in TAGS:
        book.add("tags", id=id_, name=name, name_en=name_en, dimension=dimension, base=base)
    product_tags = (("SJZQ", "T-STOCK"), ("SJZQ", "T-SMART"), ("XXT", "T-PARENT"), ("CL", "T-MUSIC"),
                    ("SXE", "T-TRAVEL"), ("WXT", "T-FLEET"), ("ZX", "T-MULTI"))  # fmt: skip
    for tagged, tag in product_tags:
        book.add(
            "has_tag", from_kind="Product", start=tagged, end=tag,
            source="rule base", confidence=1.0, as_of=days_ago(200),
        )  # fmt: skip
