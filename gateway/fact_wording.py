"""What facts of a refusal are called in a sentence, in English and Chinese, where their codes would not do."""

RULE_FAULTS: dict[str, tuple[str, str]] = {
    "form": ("it is not one RRULE as RFC 5545 writes it", "不符合 RFC 5545 的 RRULE 写法"),
    "pairs": ("each part is NAME=VALUE and stands there once", "各部分须写成“名称=值”，且不得重复"),
    "part": (
        "only FREQ, INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS and WKST are used here",
        "此处只使用 FREQ、INTERVAL、COUNT、UNTIL、BYDAY、BYMONTHDAY、BYMONTH、BYSETPOS 和 WKST",
    ),
    "frequency": (
        "FREQ is DAILY, WEEKLY, MONTHLY or YEARLY",
        "FREQ 须为 DAILY（每天）、WEEKLY（每周）、MONTHLY（每月）或 YEARLY（每年）",
    ),
    "weekdays": (
        "BYDAY is a list of MO to SU, with 1 to 5 or -1 to -5 before them if wanted, such as 1MO",
        "BYDAY 须为星期列表（MO 至 SU），前面可加 1 至 5 或 -1 至 -5，例如每月第一个星期一写作 1MO",
    ),
    "number": (
        "COUNT is from 1 to 1000 and INTERVAL from 1 to 400",
        "COUNT 须为 1 至 1000，INTERVAL 须为 1 至 400",
    ),
    "until": ("UNTIL is a date, such as 20271231", "UNTIL 须为日期，例如 20271231"),
    "never": ("no day ever keeps to it", "没有任何一天符合该规则"),
}
UNITS: dict[str, tuple[str, str]] = {
    "minute": ("minutes", "分钟"),
    "point": ("points", "积分"),
    "fen": ("fen", "分（人民币）"),
}
PERIODS: dict[str, tuple[str, str]] = {"day": ("day", "天"), "week": ("week", "周"), "month": ("month", "月")}
KINDS: dict[str, tuple[str, str]] = {
    "carer_child": ("carer and child", "爱心妈妈与儿童"),
    "elder_child": ("elder and child", "老人与儿童"),
    "volunteer_elder": ("volunteer and elder", "志愿者与老人"),
    "hazard_snapshot": ("a hazard pointed out", "隐患随手拍"),
    "clean_up": ("a clean-up", "环境清洁"),
    "goods_given": ("goods given", "捐赠物品"),
    "service": ("service", "志愿服务"),
    "district": ("district", "区县"),
    "street": ("street", "街道"),
    "community": ("community", "社区"),
    "grid": ("grid", "网格"),
}
"""Kinds of areas, of pairs, and the deeds that rules begin with; what a district names itself stands as it is."""
NOTHING = ("nothing", "无")
