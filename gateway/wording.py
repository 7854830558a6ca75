"""What is wrong with a field, in English and Chinese, by the code that validation gives; names of roles and things."""

import re
from datetime import datetime
from typing import Any

from gateway.fact_wording import FORMS, KINDS, NOTHING, PERIODS, RULE_FAULTS, UNITS
from gateway.flow_wording import ACTIONS, STATES
from shared.contracts.actor import Role
from shared.kernel.clock import SHANGHAI

WHOLE = ("must be a whole number", "必须是整数")
NUMBER = ("must be a number", "必须是数字")
FLAG = ("must be true or false", "必须是 true 或 false")
OBJECT = ("must be an object", "必须是对象")
LIST = ("must be a list", "必须是列表")
CHOICE = ("must be one of: {expected}", "必须是以下之一：{expected}")
DATE = ("must be a date, such as 2026-11-21", "必须是日期，例如 2026-11-21")
TIME = ("must be a time of day, such as 08:30", "必须是时刻，例如 08:30")
MOMENT = ("must be a moment, such as 2026-11-21T08:00:00Z", "必须是时间，例如 2026-11-21T08:00:00Z")
DURATION = ("must be a duration, such as PT30M", "必须是时长，例如 PT30M")
DECIMAL = ("must be a decimal number", "必须是十进制数")
ADDRESS = ("must be a web address", "必须是网址")
UUID = ("must be a UUID", "必须是 UUID")
BASE64 = ("must be Base64", "必须是 Base64 编码")
KIND = ("does not say which kind it is; one of: {expected_tags}", "类型不明确，须为以下之一：{expected_tags}")
OTHERWISE = ("is not valid", "不符合要求")

WORDS: dict[str, tuple[str, str]] = {
    "missing": ("is required", "必填"),
    "extra_forbidden": ("is not a known field", "未知字段"),
    "invalid_key": ("has a key that is not a text", "键必须是文本"),
    "none_required": ("must be left out", "不得填写"),
    "json_invalid": ("must be valid JSON", "必须是有效的 JSON"),
    "json_type": ("must be valid JSON", "必须是有效的 JSON"),
    "recursion_loop": ("refers to itself", "存在循环引用"),
    "recursion_depth_exceeded": ("is nested too deeply", "嵌套层数过多"),
    "string_type": ("must be a text", "必须是文本"),
    "string_too_short": ("must have at least {min_length} characters", "至少 {min_length} 个字符"),
    "string_too_long": ("must have at most {max_length} characters", "最多 {max_length} 个字符"),
    "string_pattern_mismatch": ("does not have the right form", "格式不正确"),
    "string_not_ascii": ("must hold ASCII characters only", "只能包含 ASCII 字符"),
    "string_unicode": ("is not valid Unicode", "不是有效的 Unicode 文本"),
    "nul_character": ("must not hold NUL characters", "不得包含空字符（NUL）"),
    "int_type": WHOLE,
    "int_parsing": WHOLE,
    "int_from_float": WHOLE,
    "int_parsing_size": ("is too large a number", "数字过大"),
    "float_type": NUMBER,
    "float_parsing": NUMBER,
    "finite_number": ("must be a finite number", "必须是有限的数字"),
    "multiple_of": ("must be a multiple of {multiple_of}", "必须是 {multiple_of} 的倍数"),
    "bool_type": FLAG,
    "bool_parsing": FLAG,
    "greater_than_equal": ("must be at least {ge}", "不得小于 {ge}"),
    "greater_than": ("must be more than {gt}", "必须大于 {gt}"),
    "less_than_equal": ("must be at most {le}", "不得大于 {le}"),
    "less_than": ("must be less than {lt}", "必须小于 {lt}"),
    "enum": CHOICE,
    "literal_error": CHOICE,
    "union_tag_invalid": KIND,
    "union_tag_not_found": ("does not say which kind it is", "类型不明确"),
    "list_type": LIST,
    "tuple_type": LIST,
    "set_type": LIST,
    "frozen_set_type": LIST,
    "set_item_not_hashable": ("must hold simple values only", "只能包含简单值"),
    "too_short": ("must have at least {min_length} entries", "至少 {min_length} 项"),
    "too_long": ("must have at most {max_length} entries", "最多 {max_length} 项"),
    "dict_type": OBJECT,
    "mapping_type": OBJECT,
    "model_type": OBJECT,
    "model_attributes_type": OBJECT,
    "date_type": DATE,
    "date_parsing": DATE,
    "date_from_datetime_parsing": DATE,
    "date_from_datetime_inexact": ("must be a date without a time of day", "必须是不含时刻的日期"),
    "date_past": ("must lie in the past", "必须早于今天"),
    "date_future": ("must lie in the future", "必须晚于今天"),
    "time_type": TIME,
    "time_parsing": TIME,
    "datetime_type": MOMENT,
    "datetime_parsing": MOMENT,
    "datetime_object_invalid": MOMENT,
    "datetime_from_date_parsing": MOMENT,
    "datetime_past": ("must lie in the past", "必须早于现在"),
    "datetime_future": ("must lie in the future", "必须晚于现在"),
    "timezone_naive": ("must not say a time zone", "不得包含时区"),
    "timezone_aware": ("must say its time zone", "必须包含时区"),
    "timezone_offset": ("has the wrong time zone", "时区不正确"),
    "time_delta_type": DURATION,
    "time_delta_parsing": DURATION,
    "decimal_type": DECIMAL,
    "decimal_parsing": DECIMAL,
    "decimal_max_digits": ("must have at most {max_digits} digits", "最多 {max_digits} 位数字"),
    "decimal_max_places": ("must have at most {decimal_places} decimal places", "最多 {decimal_places} 位小数"),
    "decimal_whole_digits": (
        "must have at most {whole_digits} digits before the point",
        "小数点前最多 {whole_digits} 位",
    ),
    "url_type": ADDRESS,
    "url_parsing": ADDRESS,
    "url_syntax_violation": ADDRESS,
    "url_too_long": ("must have at most {max_length} characters", "最多 {max_length} 个字符"),
    "url_scheme": ("must begin with one of: {expected_schemes}", "必须以下列之一开头：{expected_schemes}"),
    "uuid_type": UUID,
    "uuid_parsing": UUID,
    "uuid_version": UUID,
    "bytes_type": BASE64,
    "bytes_invalid_encoding": BASE64,
    "base64_decode": BASE64,
    "bytes_too_short": ("must have at least {min_length} bytes", "至少 {min_length} 字节"),
    "bytes_too_long": ("must have at most {max_length} bytes", "最多 {max_length} 字节"),
    "value_error": OTHERWISE,
    "assertion_error": OTHERWISE,
    "bad_key": ("must be 1 to 128 visible ASCII characters", "须为 1 到 128 个可见 ASCII 字符"),
    "bad_version": ('must be one version in quotes, such as "3"', '须为一个带引号的版本号，例如 "3"'),
    "given_twice": ("must be given once", "只能出现一次"),
}
ROLE_NAMES: dict[Role, tuple[str, str]] = {
    Role.RESIDENT: ("resident", "居民"),
    Role.VOLUNTEER: ("volunteer", "志愿者"),
    Role.GRID_WORKER: ("grid worker", "网格员"),
    Role.COMMUNITY_STAFF: ("community staff", "社区工作人员"),
    Role.STREET_STAFF: ("street staff", "街道工作人员"),
    Role.DISTRICT_STAFF: ("district staff", "区级工作人员"),
    Role.CARE_ASSISTANT: ("care assistant", "助老员"),
    Role.OPERATOR: ("operator", "话务员"),
    Role.MERCHANT: ("merchant", "商户"),
    Role.EMPLOYER: ("employer", "雇主"),
    Role.COUNTER_CLERK: ("counter clerk", "窗口人员"),
    Role.ASSESSOR: ("assessor", "评估员"),
    Role.APPROVER: ("approver", "审批人"),
    Role.AUDITOR: ("auditor", "审计员"),
    Role.PARTNER: ("partner", "合作单位"),
    Role.OPS: ("operations", "运维"),
}
THINGS: dict[str, str] = {
    "account": "账号",
    "activity": "活动",
    "account of hours": "时间银行账户",
    "transfer of hours": "时长转账记录",
    "admission": "入格申请",
    "answer": "答复",
    "area": "区域",
    "batch of food": "食物批次",
    "bill": "账单",
    "budget": "积分预算",
    "booking": "预约",
    "block": "屏蔽记录",
    "building": "楼栋",
    "call for help": "求助",
    "camera": "摄像头",
    "call-out": "应急出动",
    "category": "事项类别",
    "change": "变更申请",
    "client": "客户端",
    "community fund": "公益资金",
    "council session": "议事会议",
    "deed": "服务记录",
    "desk request": "直播间诉求",
    "drill": "演练",
    "dwelling": "住房",
    "edition": "版本",
    "election": "选举",
    "emptying": "开箱记录",
    "enrolment": "志愿者登记",
    "export": "导出",
    "fair": "积分集市",
    "field": "字段",
    "filing": "办件",
    "fund entry": "资金账目",
    "gift": "捐赠物品",
    "goods of the fair": "集市商品",
    "group": "群组",
    "growth index": "成长指数",
    "guide": "办事指南",
    "hazard": "隐患",
    "held text": "被暂扣内容",
    "home service": "便民服务项目",
    "honours": "表彰结果",
    "household": "家庭户",
    "idle item": "闲置物品",
    "import": "导入批次",
    "item": "办事事项",
    "letter box": "信箱",
    "joint meeting": "联席会议",
    "live question": "直播提问",
    "live stream": "直播场次",
    "member": "成员",
    "membership": "成员资格",
    "person": "人员",
    "photo": "照片",
    "platform": "服务平台",
    "point": "服务点",
    "points": "积分",
    "points offer": "兑换商品",
    "policy": "政策问答",
    "pool": "社区时间池",
    "post": "岗位",
    "posting": "派驻",
    "question": "提问",
    "redemption": "兑换记录",
    "referral": "转办",
    "regridding": "网格调整",
    "resolution": "决议",
    "risk point": "风险点",
    "round": "服务轮次",
    "round series": "服务系列",
    "session": "会话",
    "shop": "积分店铺",
    "set of rules": "规则版本",
    "hours": "服务时长记录",
    "shift": "班次",
    "staff": "工作人员",
    "swap": "互换",
    "swap station": "互换站点",
    "synonym": "同义词",
    "pair": "结对",
    "pair visit": "结对探访",
    "task": "任务",
    "team": "团队",
    "text": "内容",
    "ticket": "工单",
    "need": "需求",
    "project": "项目",
    "resource": "资源",
    "note": "跟进记录",
    "objection": "异议",
    "topic": "议题",
    "training": "培训",
    "unanswered question": "未解答的问题",
    "vetting": "背景核查",
    "visit": "走访记录",
    "visit of help": "互助服务",
    "volunteer": "志愿者",
    "vote": "表决",
    "ward": "关爱对象",
    "award": "积分发放记录",
    "agreement": "合作协议",
    "delivery": "服务成果",
    "meeting": "聚会",
    "meeting series": "系列聚会",
    "partner unit": "合作单位",
    "performer": "演出或讲课人员",
    "programme": "巡演节目",
    "tour stop": "巡演场次",
}
"""Chinese for what a `not_found` names in English."""
SKILLS: dict[str, str] = {
    "meals": "助餐",
    "cleaning": "助洁",
    "bathing": "助浴",
    "medical": "助医",
    "household": "家务",
    "counselling": "心理疏导",
    "teaching": "教学",
    "repairs": "维修",
    "haircuts": "理发",
    "patrol": "巡逻",
    "first_aid": "急救",
    "performing": "文艺表演",
    "company": "陪伴",
    "errands": "代办",
}
REASONS: dict[str, str] = {
    "not_qualified": "类别或技能不符",
    "too_far": "距离过远",
    "no_time": "时间不合",
    "used_up": "已无余量",
    "withdrawn": "已撤回",
    "by_booking": "仅供预约使用",
    "resting": "处于休息期",
    "not_answered": "未应答",
    "own_or_blocked": "为本人或双方已屏蔽",
}
"""Why a resource does not fit a need."""
MOMENT_TEXT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
BOTH_LANGUAGES = {"why": RULE_FAULTS, "unit": UNITS, "period": PERIODS, "kind": KINDS}
CHINESE_ONLY = {
    "what": THINGS,
    "state": STATES,
    "action": ACTIONS,
    "allowed": ACTIONS,
    "skill": SKILLS,
    "reason": REASONS,
}


def wording(code: str, params: dict[str, Any], language: str) -> str | None:
    """The text for a validation code; None for a reason that has a text of its own."""
    if "." in code:
        return None
    if params.get("pattern") in FORMS:
        return FORMS[params["pattern"]][1 if language == "zh" else 0]
    english, chinese = WORDS.get(code, OTHERWISE)
    try:
        if language == "zh":
            return chinese.format(**{name: _listed(value) for name, value in params.items()})
        return english.format(**params)
    except KeyError:
        return OTHERWISE[1] if language == "zh" else OTHERWISE[0]


def shown(name: str, value: Any, language: str) -> Any:
    """A fact of the case as it stands in a sentence: lists by commas, moments on Shanghai's clock."""
    place = 1 if language == "zh" else 0
    words = {code: text[place] for code, text in BOTH_LANGUAGES.get(name, {}).items()}
    if language == "zh":
        words |= CHINESE_ONLY.get(name, {})
    if isinstance(value, (list, tuple)):
        return ("、" if language == "zh" else ", ").join(words.get(str(each), str(each)) for each in value) or NOTHING[
            place
        ]
    if not isinstance(value, str):
        return value
    return _on_the_clock(value) if MOMENT_TEXT.fullmatch(value) else words.get(value, value)


def _listed(value: Any) -> Any:
    """Choices as pydantic lists them in English, `'a', 'b' or 'c'`, for a Chinese sentence."""
    return re.sub(r"', '|' or '", "、", value).strip("'") if isinstance(value, str) else value


def _on_the_clock(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
