"""Generated questions and answers on policy: the same seed gives the same entries.

Each entry is one matter, one kind of person and one aspect, so that its neighbours differ from it in a few words only.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from tests.support.town import Town
from tests.support.waiting import eventually

MATTERS = (
    ("城乡居民医疗保险", "resident medical insurance"), ("基本养老保险", "basic pension insurance"),
    ("居住证", "residence permit"), ("户口迁移", "household registration transfer"), ("生育津贴", "maternity allowance"),
    ("失业保险金", "unemployment benefit"), ("高龄津贴", "allowance for the aged"), ("残疾人护理补贴", "disability care subsidy"),
    ("最低生活保障", "minimum living allowance"), ("临时救助", "temporary relief"), ("公租房", "public rental housing"),
    ("住房公积金提取", "housing fund withdrawal"), ("老旧小区加装电梯", "lift installation in old estates"),
    ("创业担保贷款", "start-up guaranteed loan"), ("职业技能培训补贴", "vocational training subsidy"),
    ("入学报名", "school enrolment"), ("学前教育资助", "preschool aid"), ("医疗救助", "medical aid"),
    ("异地就医备案", "registration for treatment elsewhere"), ("门诊慢特病", "outpatient chronic disease cover"),
    ("老年人优待证", "senior citizen card"), ("结婚登记", "marriage registration"), ("独生子女奖励", "only child reward"),
    ("退役军人优待", "veteran benefits"), ("农机购置补贴", "farm machinery subsidy"), ("耕地地力保护补贴", "farmland subsidy"),
    ("宅基地审批", "homestead approval"), ("危房改造", "dilapidated house renovation"), ("养犬登记", "dog registration"),
    ("电动自行车上牌", "e-bike plates"), ("个体工商户登记", "sole trader registration"), ("小微企业减税", "small business tax relief"),
    ("灵活就业社保补贴", "flexible employment subsidy"), ("法律援助", "legal aid"), ("家庭医生签约", "family doctor contract"),
    ("儿童免疫接种", "child vaccination"), ("丧葬补助", "funeral grant"), ("燃气安装", "gas connection"),
    ("机动车驾驶证换证", "driving licence renewal"), ("护照办理", "passport application"),
)  # fmt: skip
PEOPLE = (
    ("老年人", "senior citizens"), ("残疾人", "disabled persons"), ("在校大学生", "college students"),
    ("退役军人家属", "veteran families"), ("外来务工人员", "migrant workers"), ("新生儿", "newborns"),
    ("单亲家庭", "single parent families"), ("低收入家庭", "low income households"), ("返乡农民工", "returning farmers"),
    ("孕产妇", "expectant mothers"), ("失独家庭", "bereaved parents"), ("个体经营者", "shop owners"),
    ("港澳台居民", "residents of Hong Kong, Macao and Taiwan"), ("高校毕业生", "graduates"), ("未成年人", "minors"),
    ("空巢老人", "elders living alone"), ("企业职工", "company employees"), ("农村居民", "rural residents"),
    ("外籍人员", "foreign nationals"), ("非遗传承人", "heritage craftspeople"), ("环卫工人", "street cleaners"),
    ("网约车司机", "ride hailing drivers"), ("快递骑手", "delivery riders"), ("渔民", "fishers"), ("乡村教师", "village teachers"),
)  # fmt: skip
ASPECTS = (
    ("需要哪些材料", "要带什么资料", "which papers are needed", "what documents to bring"),
    ("办理时限是多久", "多少天能办完", "how many days it takes", "how long is the processing time"),
    ("在哪里办理", "去什么地方申请", "where to apply", "which office handles it"),
    ("收费标准是多少", "要交多少钱", "what it costs", "how much is the fee"),
    ("申请条件是什么", "符合什么要求可以申请", "who may apply", "what are the conditions"),
    ("能否网上办理", "可以在手机上办吗", "whether it can be done online", "can I apply by phone app"),
    ("补贴金额怎么计算", "能领多少钱", "how the amount is calculated", "how much money is paid"),
    ("可以委托他人代办吗", "家里人能帮忙办吗", "whether somebody else may apply", "can a relative apply"),
    ("每年什么时候申报", "几月份开始报名", "when to apply each year", "in which month it opens"),
    ("未通过审核如何申诉", "被拒绝了怎么办", "how to appeal a refusal", "what to do when refused"),
)  # fmt: skip
FILLING = (
    "请携带本人有效身份证件原件到场核验", "窗口受理后将以短信告知结果", "资料不全的一次性告知需要补正的内容",
    "办理结果可选择邮寄或到场领取", "由社区初审、街道复核、区级部门审定", "如有疑问可拨打咨询电话", "工作日上午九点至下午五点受理",
    "行动不便者可预约上门服务", "相关信息将依法保密", "逾期未申报的视为放弃当年资格",
)  # fmt: skip


@dataclass(frozen=True)
class Generated:
    """An entry, and the numbers of its matter, kind of person and aspect."""

    matter: int
    people: int
    aspect: int
    question: str
    question_en: str
    answer: str

    @property
    def topic(self) -> str:
        return f"topic_{self.matter % 8}"


def entries(count: int, seed: int) -> list[Generated]:
    """Up to 10,000, all different."""
    chance = random.Random(seed)
    numbers = list(product(range(len(MATTERS)), range(len(PEOPLE)), range(len(ASPECTS))))
    chance.shuffle(numbers)
    return [_entry(*each, chance) for each in numbers[:count]]


def _entry(matter: int, people: int, aspect: int, chance: random.Random) -> Generated:
    (what, what_en), (who, who_en), (asked, _, asked_en, _) = MATTERS[matter], PEOPLE[people], ASPECTS[aspect]
    said = "，".join(chance.sample(FILLING, 4))
    days, fen = chance.randint(1, 60), chance.randint(0, 900)
    return Generated(
        matter, people, aspect, f"{who}{what}{asked}？", f"{what_en} for {who_en}: {asked_en}?",
        f"{who}申请{what}的，自受理之日起{days}个工作日内办结，收取工本费{fen}元。{said}。",
    )  # fmt: skip


SHAPES = ("{who}想办{what}，{asked}", "我家有{who}，{what}{asked}", "{what}{asked}，{who}", "请问{who}的{what}{asked}")
SHAPES_EN = ("{asked}: {what}, {who}", "I ask for {who}, {what}, {asked}")


def asked(found: list[Generated], count: int, seed: int, english: bool = False) -> Iterator[tuple[str, Generated]]:
    """Questions in other words and another order than the entry that answers them."""
    chance = random.Random(seed)
    for entry in chance.sample(found, count):
        language = 1 if english else 0
        shape = chance.choice(SHAPES_EN if english else SHAPES)
        wording = ASPECTS[entry.aspect][chance.choice((2, 3)) if english else chance.choice((0, 1))]
        yield (
            shape.format(who=PEOPLE[entry.people][language], what=MATTERS[entry.matter][language], asked=wording),
            entry,
        )


SYNONYMS = tuple((zh, other) for zh, other, _, _ in ASPECTS) + tuple((en, other) for _, _, en, other in ASPECTS) + (
    ("医疗保险", "医保"), ("养老保险", "社保养老"), ("最低生活保障", "低保"), ("公租房", "公共租赁住房"),
)  # fmt: skip


def forget_policies(town: Town) -> None:
    """A city has ten thousand entries, and not those of every test: what others have loaded is not searched any more."""
    database = town.database("tickets")
    eventually(lambda: database.search_term_changes.find_one() is None, 60)
    database.search_rows.delete_many({"sought": "policy"})
    database.search_terms.delete_many({"_id": {"$regex": "^policy\\|"}})
