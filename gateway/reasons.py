"""What an operation may be refused with: the codes of its contract, and those that come from its being an operation."""

from shared.contracts.operation import Http, Op
from shared.kernel.errors import (
    ALREADY_DONE,
    CONFLICT,
    DEADLINE,
    FORBIDDEN,
    INTERNAL,
    INVALID,
    KEY_REUSED,
    MALFORMED,
    TOKEN_EXPIRED,
    TOO_LARGE,
    TOO_MANY,
    UNAUTHENTICATED,
    UNAVAILABLE,
    ErrorCode,
)

METHODS_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})

NO_SUCH_PATH = ErrorCode("no_such_path", 404, "There is nothing at this path.", "该路径不存在。")
METHOD_NOT_ALLOWED = ErrorCode("method_not_allowed", 405, "Use one of: {allowed}.", "可用的方法：{allowed}。")
BAD_REQUEST = ErrorCode("bad_request", 400, "The request cannot be read.", "无法读取该请求。")
UNSUPPORTED_TYPE = ErrorCode(
    "unsupported_media_type",
    415,
    "Send JSON (Content-Type: application/json).",
    "请使用 JSON 格式（Content-Type: application/json）。",
)
UNSUPPORTED_PHOTO = ErrorCode(
    "unsupported_photo_type",
    415,
    "Send the picture as multipart/form-data or as an image.",
    "请以 multipart/form-data 或图片格式上传。",
)
BODY_REASONS = (MALFORMED, BAD_REQUEST, TOO_LARGE, UNSUPPORTED_TYPE)
ALWAYS = (INVALID, TOO_MANY, INTERNAL, UNAVAILABLE, DEADLINE)


def reasons_of(op: Op, http: Http) -> list[ErrorCode]:
    """Every reason once, in the order of status and code."""
    found = {*op.errors, *ALWAYS}
    if not op.public:
        found |= {UNAUTHENTICATED, TOKEN_EXPIRED, FORBIDDEN}
    if http.method in METHODS_WITH_BODY:
        found |= set(BODY_REASONS)
    if "{" in http.path:
        found.add(NO_SUCH_PATH)
    if op.writes:
        found |= {CONFLICT, KEY_REUSED}
        if not op.keeps_reply:
            found.add(ALREADY_DONE)
    return sorted(found, key=lambda reason: (reason.status, reason.code))
