"""What is wrong with a field, in Chinese and English, by the code that validation gives."""

from typing import Any

WORDS: dict[str, tuple[str, str]] = {
    "missing": ("is required", "必填"),
    "extra_forbidden": ("is not a known field", "未知字段"),
    "string_type": ("must be a text", "必须是文本"),
    "string_too_short": ("must have at least {min_length} characters", "至少 {min_length} 个字符"),
    "string_too_long": ("must have at most {max_length} characters", "最多 {max_length} 个字符"),
    "string_pattern_mismatch": ("does not have the right form", "格式不正确"),
    "string_unicode": ("is not valid Unicode", "不是有效的 Unicode 文本"),
    "int_type": ("must be a whole number", "必须是整数"),
    "int_parsing": ("must be a whole number", "必须是整数"),
    "int_from_float": ("must be a whole number", "必须是整数"),
    "int_parsing_size": ("is too large a number", "数字过大"),
    "float_type": ("must be a number", "必须是数字"),
    "float_parsing": ("must be a number", "必须是数字"),
    "finite_number": ("must be a finite number", "必须是有限的数字"),
    "bool_type": ("must be true or false", "必须是 true 或 false"),
    "bool_parsing": ("must be true or false", "必须是 true 或 false"),
    "greater_than_equal": ("must be at least {ge}", "不得小于 {ge}"),
    "greater_than": ("must be more than {gt}", "必须大于 {gt}"),
    "less_than_equal": ("must be at most {le}", "不得大于 {le}"),
    "less_than": ("must be less than {lt}", "必须小于 {lt}"),
    "enum": ("must be one of: {expected}", "必须是以下之一：{expected}"),
    "literal_error": ("must be one of: {expected}", "必须是以下之一：{expected}"),
    "list_type": ("must be a list", "必须是列表"),
    "too_short": ("must have at least {min_length} entries", "至少 {min_length} 项"),
    "too_long": ("must have at most {max_length} entries", "最多 {max_length} 项"),
    "dict_type": ("must be an object", "必须是对象"),
    "model_type": ("must be an object", "必须是对象"),
    "model_attributes_type": ("must be an object", "必须是对象"),
    "date_type": ("must be a date, such as 2026-11-21", "必须是日期，例如 2026-11-21"),
    "date_parsing": ("must be a date, such as 2026-11-21", "必须是日期，例如 2026-11-21"),
    "date_from_datetime_parsing": ("must be a date, such as 2026-11-21", "必须是日期，例如 2026-11-21"),
    "datetime_type": ("must be a moment, such as 2026-11-21T08:00:00Z", "必须是时间，例如 2026-11-21T08:00:00Z"),
    "datetime_parsing": ("must be a moment, such as 2026-11-21T08:00:00Z", "必须是时间，例如 2026-11-21T08:00:00Z"),
    "datetime_from_date_parsing": ("must be a moment, such as 2026-11-21T08:00:00Z", "必须是时间，例如 2026-11-21T08:00:00Z"),
    "timezone_aware": ("must say its time zone", "必须包含时区"),
    "bytes_too_long": ("must have at most {max_length} bytes", "最多 {max_length} 字节"),
    "base64_decode": ("must be Base64", "必须是 Base64 编码"),
    "bad_key": ("must be 1 to 128 visible ASCII characters", "须为 1 到 128 个可见 ASCII 字符"),
    "bad_version": ("must be a version in quotes, such as \"3\"", "须为带引号的版本号，例如 \"3\""),
}
OTHERWISE = ("is not valid", "不符合要求")


def wording(code: str, params: dict[str, Any], language: str) -> str | None:
    """The text for a validation code; None for a reason that has a text of its own."""
    if "." in code or code == "value_error":
        return str(params.get("error", "")) or None if code == "value_error" else None
    english, chinese = WORDS.get(code, OTHERWISE)
    template = chinese if language == "zh" else english
    try:
        return template.format(**params)
    except KeyError:
        return OTHERWISE[1] if language == "zh" else OTHERWISE[0]
