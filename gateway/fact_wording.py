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

FORMS: dict[str, tuple[str, str]] = {
    r"^[0-9a-f]{32}$": ("must be an id of 32 hex digits, as replies have it", "必须是编号（32 位十六进制数），以接口返回为准"),
    r"^[0-9a-f]{16}$": ("must be the code of 16 hex digits that was scanned", "必须是扫码所得的 16 位码"),
    r"^\d{10}$": ("must be a code of 10 digits", "必须是 10 位数字的兑换码"),
    r"^[0-9]{6}$": ("must be a code of 6 digits", "必须是 6 位数字的验证码"),
    r"^1\d{10}$": ("must be a mobile number of 11 digits", "必须是 11 位手机号码"),
    r"^\d{6}(\.\d{3}){0,3}$": (
        "must be the path of an area, such as 150202.003.005 for a community",
        "必须是区划编码，例如社区写作 150202.003.005",
    ),
    r"^\d{6}$": ("must be the code of a district, such as 150202", "必须是区县编码，例如 150202"),
    r"^\d{6}\.\d{3}$": ("must be the path of a street, such as 150202.003", "必须是街道编码，例如 150202.003"),
    r"^\d{6}\.\d{3}\.\d{3}$": ("must be the path of a community, such as 150202.003.005", "必须是社区编码，例如 150202.003.005"),
    r"^\d{6}\.\d{3}\.\d{3}(\.\d{3})?$": (
        "must be the path of a community or grid, such as 150202.003.005.012",
        "必须是社区或网格编码，例如 150202.003.005.012",
    ),
    r"^\d{6}(\.\d{3}){3}$": ("must be the path of a grid, such as 150202.003.005.012", "必须是网格编码，例如 150202.003.005.012"),
    r"^20\d\d-(0[1-9]|1[0-2])$": ("must be a month, such as 2026-11", "必须是月份，例如 2026-11"),
    r"^20\d{2}-(0[1-9]|1[0-2]|Q[1-4])$": (
        "must be a month or a quarter, such as 2026-11 or 2026-Q4",
        "必须是月份或季度，例如 2026-11 或 2026-Q4",
    ),
    r"^[A-Z][A-Z0-9=,;+\-]{5,199}$": (
        "must be a rule of recurrence, such as FREQ=MONTHLY;BYDAY=1MO",
        "必须是重复规则，例如每月第一个星期一写作 FREQ=MONTHLY;BYDAY=1MO",
    ),
    r"^[a-z][a-z0-9_]{0,39}$": (
        "must be a code of small letters, digits and underscores, such as rice",
        "必须是由小写字母、数字和下划线组成的代码，例如 rice",
    ),
    r"^[0-9A-Za-z\-]{1,40}$": ("must be a code of letters, digits and hyphens", "必须是由字母、数字和连字符组成的代码"),
    r"^\d[0-9A-Za-z.\-]{1,39}$": (
        "must be the code of a building or estate, such as 150202.003.005.012-B07",
        "必须是楼栋或小区编码，例如 150202.003.005.012-B07",
    ),
    r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,79}$": ("must name one deed, such as ticket:42", "必须是一项行为的标识，例如 ticket:42"),
    r"^\+?[0-9]{5,15}$": ("must be a telephone number of digits", "必须是电话号码（仅数字）"),
    r"^(need|call|ticket):[0-9a-f]{32}$": (
        "must be need:, call: or ticket: with an id after it",
        "必须写成 need:、call: 或 ticket: 加编号",
    ),
    r"^[a-z][a-z_]{1,39}$": (
        "must be a code of small letters and underscores, such as clean_up",
        "必须是由小写字母和下划线组成的代码，例如 clean_up",
    ),
}  # fmt: skip
"""What a text has to look like, by the pattern of its field; for other patterns it is only said that it does not."""
