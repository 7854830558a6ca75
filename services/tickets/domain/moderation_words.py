"""The set of moderation rules that the suite comes with. Districts change it as data; this one stays version 1."""

from shared.contracts.tickets.moderation import PatternPoints, RuleSet, WeightedWord

_ADVERTS = {
    100: ("代开发票", "刻章办证", "办假证", "出售发票", "裸聊", "网上赌场", "百家乐", "真人荷官", "一夜情", "上门按摩妹",
          "无抵押秒放款", "套现秒到", "代孕包成功", "精准六合彩"),
    60: ("招代理", "诚招加盟", "诚邀加盟", "火爆招商", "扫码进群", "扫码领红包", "加我微信", "加微信领", "躺着赚钱", "日赚千元",
         "月入过万", "稳赚不赔", "内部渠道", "高额返利", "博彩", "特殊服务"),
    45: ("无抵押", "秒到账", "欢迎选购", "欢迎来电", "免费领取", "点击链接", "高价回收", "厂家直销", "全场", "限时抢购",
         "货到付款", "诚信经营", "有意者", "正品保证", "招聘兼职", "刷单", "黑户可贷", "买一送一", "代理加盟"),
    25: ("加微信", "扫码", "包邮", "优惠", "特价", "清仓", "促销", "折扣", "咨询热线", "热线电话", "低价转让", "批发", "兼职", "日结",
         "贷款", "返现", "代购", "出租", "出售", "新店开业", "开业大吉", "家教", "小额", "预订", "下单"),
    15: ("疏通管道", "开锁", "搬家", "保洁", "装修", "回收", "二维码", "微信号", "价格", "便宜"),
}  # fmt: skip
_ABUSE = {
    100: ("傻逼", "傻b", "煞笔", "操你妈", "草泥马", "操你", "肏你", "日你妈", "狗娘养", "狗杂种", "婊子", "贱货", "弄死你", "砍死你",
          "杀了你", "全家死光", "死全家", "去死吧你", "王八蛋"),
    50: ("混蛋", "滚蛋", "人渣", "败类", "畜生", "狗东西", "白痴", "脑残", "废物", "垃圾人", "不要脸", "臭不要脸", "缺德玩意", "神经病"),
    30: ("他妈的", "妈的", "放屁", "去死", "有病"),
}  # fmt: skip
_REPORTING = (
    "骂", "辱骂", "谩骂", "威胁", "说我", "喊我", "叫我", "自称", "声称", "宣称", "小广告", "广告", "短信", "传单", "喷着", "写着",
    "贴着", "贴满", "诈骗", "骗子", "推销", "谎称", "承诺", "号称",
)  # fmt: skip
_EMERGENCIES = (
    "着火", "起火", "失火", "火灾", "冒烟", "燃气泄漏", "煤气泄漏", "漏气", "煤气味", "爆炸", "触电", "漏电", "电线掉", "溺水", "落水",
    "坍塌", "塌陷", "坠落", "坠楼", "跳楼", "轻生", "自杀", "昏迷", "晕倒", "没有呼吸", "大出血", "流血不止", "心脏病", "中毒", "被困",
    "持刀", "砍人", "正在打人", "救命", "求救", "走失", "家暴",
)  # fmt: skip


def _weighted(lists: dict[int, tuple[str, ...]]) -> list[WeightedWord]:
    return [WeightedWord(word=word, points=points) for points, words in lists.items() for word in words]


FIRST_RULES = RuleSet(
    threshold=100,
    adverts=_weighted(_ADVERTS),
    abuse=_weighted(_ABUSE),
    reporting=list(_REPORTING),
    emergencies=list(_EMERGENCIES),
    phones=PatternPoints(points=20, most=40),
    links=PatternPoints(points=30, most=120),
    prices=PatternPoints(points=8, most=32),
    shouting=15,
    repeated_contact=60,
    reposted=PatternPoints(points=50, most=200),
    reposted_report=PatternPoints(points=20, most=60),
    reposts_allowed=3,
    repost_minutes=24 * 60,
    keep_days=180,
)
