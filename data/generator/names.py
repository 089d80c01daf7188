"""Invented names of people, in Chinese and in English; nobody real is meant."""

# ruff: noqa: E501 -- tables of names

from __future__ import annotations

from random import Random

_SURNAMES = """陈 Chen|林 Lin|黄 Huang|周 Zhou|吴 Wu|徐 Xu|孙 Sun|马 Ma|朱 Zhu|胡 Hu|郭 Guo|何 He|高 Gao|罗 Luo|郑 Zheng|梁 Liang|谢 Xie|宋 Song|唐 Tang|许 Xu|邓 Deng|冯 Feng|韩 Han|曹 Cao|曾 Zeng|彭 Peng|萧 Xiao|蔡 Cai|潘 Pan|田 Tian|董 Dong|袁 Yuan|于 Yu|余 Yu|叶 Ye|蒋 Jiang|杜 Du|苏 Su|魏 Wei|程 Cheng|吕 Lü|丁 Ding|沈 Shen|任 Ren|姚 Yao|卢 Lu|傅 Fu|钟 Zhong|姜 Jiang|崔 Cui|谭 Tan|廖 Liao|范 Fan|汪 Wang|陆 Lu|金 Jin|石 Shi|戴 Dai|贾 Jia|韦 Wei|夏 Xia|邱 Qiu|方 Fang|侯 Hou|邹 Zou|熊 Xiong|孟 Meng|秦 Qin|白 Bai|江 Jiang|阎 Yan|薛 Xue|尹 Yin|段 Duan|雷 Lei|黎 Li|史 Shi|龙 Long|陶 Tao|贺 He|顾 Gu|毛 Mao|郝 Hao|龚 Gong|邵 Shao|万 Wan|钱 Qian|严 Yan|赖 Lai|覃 Qin|洪 Hong|武 Wu|莫 Mo|孔 Kong"""
_GIVEN = """国梁 Guoliang|明远 Mingyuan|若薇 Ruowei|建平 Jianping|丽华 Lihua|志远 Zhiyuan|晓燕 Xiaoyan|文博 Wenbo|雅琴 Yaqin|海涛 Haitao|玉兰 Yulan|俊杰 Junjie|思琪 Siqi|永康 Yongkang|春梅 Chunmei|立新 Lixin|佳怡 Jiayi|振华 Zhenhua|秀英 Xiuying|一鸣 Yiming|慧敏 Huimin|德胜 Desheng|婉清 Wanqing|少华 Shaohua|静怡 Jingyi|庆丰 Qingfeng|雪梅 Xuemei|伟民 Weimin|小满 Xiaoman|宏图 Hongtu|兰芳 Lanfang|世杰 Shijie|巧玲 Qiaoling|安邦 Anbang|可心 Kexin|长青 Changqing|月华 Yuehua|景行 Jingxing|素贞 Suzhen|卫东 Weidong|念慈 Nianci|子昂 Zi'ang|彩霞 Caixia|学军 Xuejun|采薇 Caiwei|松涛 Songtao|美玲 Meiling|天佑 Tianyou|冬梅 Dongmei|培根 Peigen|芷若 Zhiruo|光耀 Guangyao|淑珍 Shuzhen|浩然 Haoran|红霞 Hongxia|致远 Zhiyuan|琳 Lin|斌 Bin|颖 Ying|磊 Lei|倩 Qian|峰 Feng|洁 Jie|凯 Kai|妍 Yan|鹏 Peng|蕾 Lei|超 Chao|瑶 Yao|勇 Yong|璐 Lu|杰 Jie|敏 Min|涛 Tao|娜 Na|刚 Gang|霞 Xia|辉 Hui|芸 Yun|毅 Yi|蓉 Rong|昊 Hao|静 Jing|威 Wei|萍 Ping|宁 Ning|航 Hang|岚 Lan|越 Yue|卉 Hui"""


def _pairs(table: str) -> list[tuple[str, str]]:
    return [(zh, en) for zh, en in (entry.split(" ") for entry in table.split("|"))]


class Names:
    """Hands out names; nobody gets the same one, in either language.

    Examples
    --------
    >>> names = Names(Random(1))
    >>> names.take("程国梁", "Cheng Guoliang")
    ('程国梁', 'Cheng Guoliang')
    """

    def __init__(self, dice: Random) -> None:
        every = [
            (f"{s}{g}", f"{s_en} {g_en}")
            for s, s_en in _pairs(_SURNAMES)
            for g, g_en in _pairs(_GIVEN)
        ]
        dice.shuffle(every)
        self._left = every
        self._used: set[str] = set()

    def take(self, name: str, name_en: str) -> tuple[str, str]:
        """Keep a name for somebody in particular."""
        self._used |= {name, name_en}
        return name, name_en

    def next(self) -> tuple[str, str]:
        """Return a name that nobody has yet."""
        while True:
            name, name_en = self._left.pop()
            if name not in self._used and name_en not in self._used:
                return self.take(name, name_en)
