"""Invented names of places and of people, with the pinyin of places.

Own lists rather than a data library: at 50,000 residents a second a name may cost about a microsecond.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import NamedTuple

__all__ = ["PlaceName", "given_name", "place_names", "surname"]


class PlaceName(NamedTuple):
    """A place's name in Chinese and in English."""

    zh: str
    en: str


def _syllables(characters: str, pinyin: str) -> dict[str, str]:
    return dict(zip(characters, pinyin.split(), strict=True))


_FIRST = _syllables(
    "向朝春晨锦瑞祥福康安景翠碧金银玉青文丰嘉清明盛荣云星长新广泰",
    "Xiang Chao Chun Chen Jin Rui Xiang Fu Kang An Jing Cui Bi Jin Yin Yu Qing Wen Feng Jia Qing Ming Sheng Rong Yun "
    "Xing Chang Xin Guang Tai",
)
_SECOND = _syllables(
    "阳霞晖园泉兴和宁华庆平乐秀悦溪林桥湖岭荷松柏梅竹",
    "yang xia hui yuan quan xing he ning hua qing ping le xiu yue xi lin qiao hu ling he song bai mei zhu",
)
# One stem for each spelling, so that names differ in English too.
_STEMS = tuple({x + y: PlaceName(a + b, x + y) for a, x in _FIRST.items() for b, y in _SECOND.items()}.values())


def place_names(rng: Random, count: int, zh_endings: tuple[str, ...], en_endings: tuple[str, ...]) -> list[PlaceName]:
    """`count` different place names; the endings of both languages go in pairs and are drawn for each name."""
    endings = tuple(zip(zh_endings, en_endings, strict=True))
    names = []
    for stem in rng.sample(_STEMS, count):
        zh, en = rng.choice(endings)
        names.append(PlaceName(stem.zh + zh, f"{stem.en} {en}"))
    return names


# Residents per thousand and the surnames that each have so many, roughly as in northern China.
_SURNAME_SHARES = (
    (92, "王"),
    (88, "李"),
    (86, "张"),
    (64, "刘"),
    (36, "杨"),
    (34, "陈赵"),
    (22, "郭"),
    (20, "孙高"),
    (18, "马"),
    (16, "周吴"),
    (14, "黄徐宋韩"),
    (12, "胡朱"),
    (10, "林何梁郑冯于董"),
    (8, "罗曹许贾魏任"),
    (7, "白"),
    (6, "谢唐程袁吕苏薛杜田姜郝"),
    (5, "丁范石崔侯段武乔"),
    (4, "邓沈彭卢蒋蔡潘夏汪方姚金康秦史孟常贺"),
    (3, "傅曾叶阎余戴邹陆孔毛江邵雷尹包"),
    (2, "萧钟谭廖熊邱顾龙万钱汤龚文云"),
    (1, "黎易赖"),
)
_SURNAMES = tuple(name for share, names in _SURNAME_SHARES for name in names for _ in range(share))

# (last year of birth, men, women); each entry gives the usual first and second characters of given names of its time.
_ERAS = (
    (1957, ("德玉福国文永长振世广", "山林祥贵义海田财生元"), ("秀玉桂淑凤兰素翠金月", "英兰珍芳花云莲梅荣清")),
    (1975, ("建国志卫红永向胜学俊", "国军华民平忠明强生东"), ("丽秀淑红桂艳春玉爱小", "华英梅芳霞红敏琴兰萍")),
    (1994, ("伟志海晓建俊文立鹏永", "强刚涛杰勇超斌鹏飞军"), ("丽晓海静艳婷雪春燕慧", "娟丽敏静燕玲娜洁霞婷")),
    (9999, ("子浩宇俊梓皓奕沐一博", "轩涵宇泽睿辰豪然晨航"), ("梓欣雨诗一思佳若语芷", "涵怡萱琪诺彤妍瑶桐宁")),
)


def _given(first: str, second: str) -> tuple[str, ...]:
    pairs = tuple(a + b for a in first for b in second if a != b)
    return pairs + tuple(second)


_MEN = tuple((last, _given(*men)) for last, men, _ in _ERAS)
_WOMEN = tuple((last, _given(*women)) for last, _, women in _ERAS)


def surname(draw: Callable[[], float]) -> str:
    """A surname, common ones more often; `draw` gives numbers in [0, 1)."""
    return _SURNAMES[int(draw() * len(_SURNAMES))]


def given_name(draw: Callable[[], float], woman: bool, birth_year: int) -> str:
    """A given name as parents chose them in the year of birth."""
    pool = next(names for last, names in (_WOMEN if woman else _MEN) if birth_year <= last)
    return pool[int(draw() * len(pool))]
