"""Adverts and abuse are held back; what citizens report is not, however much of phones, shops and prices it tells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.moderating import HOLD, judge_text, refuse_biased, same_text
from services.tickets.domain.moderation_words import FIRST_RULES
from shared.contracts.tickets.judged import JudgedKind, ModerationRule
from shared.contracts.tickets.moderation import OWN_TEXT, UPHELD_BY_YOU, HoldState, RuleSet
from shared.kernel.errors import Refusal

ORDINARY = (
    "3号楼1单元门口路灯坏了三天，晚上老人出门不安全，请尽快维修。",
    "楼下烧烤店营业到凌晨两点，油烟和音乐太大，店里电话13800000001没人接。",
    "小区东门水果店占道经营，西瓜摊摆到人行道上，轮椅过不去。",
    "物业费从每平米1.2元涨到1.8元，没有公示，多收了360元，请核实。",
    "停车场一次收20元，说好的5元，收费员态度不好，收据上电话是010-12345678。",
    "理发店办卡3000元，关门跑路，老板电话13800000002已停机，微信也联系不上。",
    "楼道里贴满了“开锁 疏通管道 办证 13800000003”的小广告，请派人清理。",
    "收到短信说“免费领取鸡蛋，点击链接http://t.example/a1”，怀疑是诈骗，提醒老人注意。",
    "邻居半夜装修，说了几次还骂我“神经病”“滚蛋”，希望社区出面调解。",
    "有人在群里冒充社区干部要验证码，已转账5000元，对方账号已拉黑我。",
    "超市卖的牛奶过期了，价格还是原价58元，店员说不退。",
    "垃圾站臭味太大！！！夏天窗户都不敢开！！！请每天清运两次。",
    "废品回收车每天早上六点用喇叭喊“高价回收旧家电”，影响休息。",
    "菜市场公平秤坏了，3斤少了半斤，摊主说爱买不买。",
    "社保卡丢了怎么补办？办理窗口电话是多少？周末上班吗？",
    "医保报销比例是多少，住院花了12000元，能报多少？",
    "想咨询公租房申请条件，一家三口，月收入4500元。",
    "家里水管漏了，楼下住户找上门，物业说要自己找人疏通管道，费用300元合理吗？",
    "电动车在楼道充电，隐患很大，之前说过3次都没人管。",
    "楼上空调水滴到我家雨棚，嗒嗒嗒响一夜，麻烦协调一下。",
    "小区有人出租群租房，一套房住了十几个人，联系人电话13800000004贴在门口。",
    "中介在电梯里贴出售房屋的广告，撕了又贴，物业不管。",
    "公交站牌倒了，差点砸到人，位置在人民路18号。",
    "单元门禁坏了，扫码进不去，刷卡也没反应。",
    "请问老年大学今年招生吗？听说要交120元，在哪里报名？",
    "快递柜超时收费，取件要扫码付2元，提前没有提示。",
    "幼儿园门口卖玩具的小贩太多，放学时堵路，都是扫码支付一堆人排队。",
    "小区健身器材断了，孩子划伤了手，去医院花了460元。",
    "暖气不热，室内只有14度，供热公司热线电话打了5次没人接，供热费2100元已交。",
    "朋友圈有人造谣说小区停水三天，请官方澄清。",
)
URGENT = (
    "5号楼3楼着火了！！！！！！！快来人！！！！！！",
    "楼道里有很浓的煤气味，已经打了电话13800000005没人接，快！",
    "老人在家晕倒了没有呼吸，妈的救护车还不来，傻逼导航",
    "化粪池盖塌陷，有小孩掉下去，救命救命救命救命救命救命救命救命",
    "楼下两个人在打架，一个持刀，喊着“弄死你”“操你妈”",
)
ADVERTS = (
    "专业代开发票，各行业均可，税点低，联系13900000001",
    "刻章办证，学历代办，QQ123456789",
    "无抵押贷款，秒到账，黑户可贷，加微信abc12345",
    "新店开业，全场特价，买一送一，欢迎选购，咨询热线13900000002",
    "诚招加盟，稳赚不赔，月入过万，名额有限",
    "兼职日结，刷单返现，躺着赚钱，扫码进群",
    "加 微 信 领 红包，免 费 领 取，点*击*链*接 http://a.example/x",
    "ＶＸ：ａｂｃ１２３４５，代​购正品保证，包邮，下单立减，优惠",
    "厂家直销按摩椅，8折，货到付款，有意者电话13900000003 13900000003 13900000003",
    "http://a.example/1 http://a.example/2 http://a.example/3 http://a.example/4",
)
ABUSE = (
    "你就是个傻逼，社区的人都是废物",
    "操 你 妈 的 物业",
    "再来收费我弄死你",
    "3栋那个女的是婊子，全家死光",
    "居委会一群废物，人渣，不要脸",
)
KINDS = st.sampled_from(list(JudgedKind))


def judged(text: str, kind: JudgedKind = JudgedKind.STATEMENT, **facts):
    return judge_text(text, kind, FIRST_RULES, **facts)


@pytest.mark.parametrize("kind", list(JudgedKind))
@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_report_is_not_held(text: str, kind: JudgedKind):
    assert not judged(text, kind).reached


@pytest.mark.parametrize("text", URGENT)
def test_cry_for_help_is_never_held(text: str):
    assert not judged(text, JudgedKind.REPORT).held
    assert judged(text, JudgedKind.REPORT).emergency


@pytest.mark.parametrize(("texts", "rule"), [(ADVERTS[:-1], ModerationRule.ADVERT), (ABUSE, ModerationRule.ABUSE)])
def test_adverts_and_abuse_are_held_and_say_which_rule_fired(texts, rule: ModerationRule):
    for text in texts:
        found = judged(text)
        assert found.held, text
        assert rule in {each.rule for each in found.fired}, text


def test_row_of_links_is_held_without_a_listed_word():
    found = judged(ADVERTS[-1])
    assert [each.rule for each in found.fired] == [ModerationRule.LINKS] and found.held


@given(st.sampled_from((*ADVERTS, *ABUSE)), KINDS)
def test_emergency_by_class_is_flagged_and_never_held(text: str, kind: JudgedKind):
    found = judged(text, kind, emergency=True)
    assert found.reached and not found.held


@given(
    st.lists(st.sampled_from(ORDINARY), min_size=1, max_size=3, unique=True),
    st.lists(st.integers(13_000_000_000, 19_999_999_999), max_size=5, unique=True),
    st.lists(st.integers(1, 99_999), max_size=6),
    st.booleans(),
)
def test_phones_prices_and_shouting_alone_hold_nothing(sentences, phones, prices, loud):
    listed = RuleSet(**(FIRST_RULES.model_dump() | {"adverts": [], "abuse": []}))
    text = "，".join([*sentences, *(f"电话{phone}" for phone in phones), *(f"{price}元" for price in prices)])
    found = judge_text(text.replace("http", "") + "！" * 9 * loud, JudgedKind.STATEMENT, listed)
    assert not found.held


@given(st.text(max_size=300), KINDS, st.integers(0, 5))
def test_any_text_is_judged_and_only_held_at_the_threshold(text: str, kind: JudgedKind, posted: int):
    found = judged(text, kind, posted=posted)
    assert found.reached == (sum(each.points for each in found.fired) >= FIRST_RULES.threshold)
    assert all(each.points > 0 for each in found.fired)


@given(st.sampled_from(ADVERTS[:7]), st.lists(st.sampled_from(" *.-_·|~"), max_size=3))
def test_signs_between_the_characters_hide_nothing(text: str, signs: list[str]):
    veiled = "".join(sign + "".join(signs) * ("一" <= sign <= "鿿") for sign in text)
    points = {each.rule: each.points for each in judged(text).fired}
    assert {each.rule: each.points for each in judged(veiled).fired}[ModerationRule.ADVERT] == points[
        ModerationRule.ADVERT
    ]


def test_same_text_is_held_from_the_fifth_time_on_where_it_is_no_report():
    text = "请大家都来支持这个提案谢谢"
    assert [judged(text, posted=times).held for times in range(6)] == [False, False, False, False, True, True]
    assert not judged(text, JudgedKind.REPORT, posted=500).held


def test_same_text_is_known_in_other_width_and_with_other_signs():
    assert same_text("路灯坏了，请 尽快修！") == same_text("路灯坏了请尽快修")
    assert same_text("路灯坏了") is None


def test_what_somebody_else_has_said_counts_half():
    said, told = judged("废物，人渣"), judged("他当众骂我废物")
    assert told.fired[0].points * 4 == said.fired[0].points
    assert judged("墙上喷着“代开发票13800000006”").held is False


def test_rules_are_data():
    strict = RuleSet(**(FIRST_RULES.model_dump() | {"threshold": 20}))
    assert judge_text("请打电话13800000007", JudgedKind.STATEMENT, strict).held
    assert not judged("请打电话13800000007").held


def test_appeal_is_possible_once():
    appealed = HOLD.decide(HoldState.UPHELD, "appeal", {"author"}).target
    confirmed = HOLD.decide(appealed, "uphold", {"reviewer"}).target
    for state in (appealed, confirmed):
        with pytest.raises(Refusal, match="not_allowed_now"):
            HOLD.decide(state, "appeal", {"author"})


@pytest.mark.parametrize(("account", "upheld_by", "reason"), [("a", None, OWN_TEXT), ("b", "b", UPHELD_BY_YOU)])
def test_nobody_decides_on_what_is_their_own(account, upheld_by, reason):
    with pytest.raises(Refusal) as refused:
        refuse_biased(account, "a", upheld_by)
    assert refused.value.reason is reason
    refuse_biased("c", "a", "b")
