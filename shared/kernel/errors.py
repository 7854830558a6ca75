"""Refusals: every "no" that the suite says has a stable code, an HTTP status and a text in Chinese and English."""

from dataclasses import dataclass
from typing import Any

REGISTRY: dict[str, "ErrorCode"] = {}


@dataclass(frozen=True)
class ErrorCode:
    """A stable reason for a refusal.

    `code` is `<service>.<reason>` or a plain word for reasons that every service shares; it never changes meaning.
    `en` and `zh` are format templates over the refusal's facts.
    """

    code: str
    status: int
    en: str
    zh: str

    def __post_init__(self) -> None:
        if self.code in REGISTRY:
            raise ValueError(f"error code {self.code} is declared twice")
        REGISTRY[self.code] = self

    def __call__(self, pointer: str | None = None, **facts: Any) -> "Refusal":
        """A refusal for this reason; `pointer` is the JSON pointer of the field that caused it, such as `/text`."""
        return Refusal(self, pointer, facts)

    def text(self, language: str, facts: dict[str, Any]) -> str:
        return (self.zh if language == "zh" else self.en).format_map(_Named(facts))


class _Named(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return f"<{key}>"


class Refusal(Exception):
    """A command or question that is refused; nothing was changed."""

    def __init__(self, reason: ErrorCode, pointer: str | None = None, facts: dict[str, Any] | None = None) -> None:
        super().__init__(reason.code)
        self.reason = reason
        self.pointer = pointer
        self.facts = facts or {}

    def __str__(self) -> str:
        at = f" at {self.pointer}" if self.pointer else ""
        return f"{self.reason.code}{at} {self.facts or ''}".strip()


INVALID = ErrorCode("invalid", 422, "The request is not valid.", "请求内容不符合要求。")
MALFORMED = ErrorCode("malformed", 400, "The body is not valid JSON.", "请求体不是有效的 JSON。")
UNAUTHENTICATED = ErrorCode("unauthenticated", 401, "Sign in first.", "请先登录。")
TOKEN_EXPIRED = ErrorCode("token_expired", 401, "The access token has expired; refresh it.", "登录凭证已过期，请刷新。")
FORBIDDEN = ErrorCode("forbidden", 403, "You may not do this.", "您没有权限进行此操作。")
OUTSIDE_AREA = ErrorCode("outside_area", 403, "This lies outside of your area of duty.", "该事项不在您的负责范围内。")
NOT_FOUND = ErrorCode("not_found", 404, "There is no such {what}.", "未找到该{what}。")
CONFLICT = ErrorCode(
    "conflict", 409, "Somebody else changed this at the same moment; try again.", "数据刚被他人修改，请重试。"
)
NOT_ALLOWED_NOW = ErrorCode(
    "not_allowed_now",
    409,
    "The action '{action}' is not possible in the state '{state}'; possible for you now: {allowed}.",
    "当前状态“{state}”不能执行“{action}”；您现在可以执行的操作：{allowed}。",
)
STALE_VERSION = ErrorCode(
    "stale_version",
    412,
    "You worked from version {expected}; it is now {current}.",
    "您依据的是第 {expected} 版，当前已是第 {current} 版。",
)
KEY_REUSED = ErrorCode(
    "key_reused", 422, "This Idempotency-Key was used for another request.", "该 Idempotency-Key 已用于另一个请求。"
)
ALREADY_DONE = ErrorCode(
    "already_done",
    409,
    "This was done before under the same Idempotency-Key; its reply is secret and was not kept.",
    "该请求已用同一 Idempotency-Key 执行过，其结果属敏感信息，未予保存。",
)
TOO_LARGE = ErrorCode("too_large", 413, "The body is larger than {limit} bytes.", "请求体超过 {limit} 字节。")
TOO_MANY = ErrorCode(
    "too_many", 429, "Too many requests; wait {retry_after} s.", "请求过于频繁，请 {retry_after} 秒后再试。"
)
UNAVAILABLE = ErrorCode(
    "unavailable",
    503,
    "This part of the service is not available; nothing was changed. Try again soon.",
    "该服务暂时不可用，未做任何更改，请稍后再试。",
)
DEADLINE = ErrorCode(
    "deadline",
    504,
    "There was no answer in time. Repeat with the same Idempotency-Key to learn what became of it.",
    "未在时限内得到答复。请使用相同的 Idempotency-Key 重试以确认结果。",
)
INTERNAL = ErrorCode(
    "internal", 500, "Something went wrong on our side; quote the request id.", "系统内部出错，请提供请求编号。"
)
