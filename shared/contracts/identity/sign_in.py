"""Signing in by phone, and keeping signed in."""

from typing import Literal

from pydantic import Field

from shared.contracts.actor import PUBLIC
from shared.contracts.identity.accounts import AccountOpened, AccountView
from shared.contracts.identity.words import Digits, Phone, Secret
from shared.contracts.model import Command, ShortText, Value, View
from shared.contracts.operation import POST, Op
from shared.kernel.errors import ErrorCode


class SendCode(Command):
    phone: Phone


class CodeSent(View):
    """The same for every number, known or not."""

    expires_in: int = Field(description="seconds")
    retry_after: int = Field(description="seconds until another code may be asked for")


class Device(Value):
    device: ShortText | None = Field(None, description="what the session list calls it", examples=["Ming's phone"])


class SignInByPhone(Device, Command):
    phone: Phone
    code: Digits


class RefreshTokens(Command):
    refresh_token: Secret


class TokensView(View):
    """`access_token` goes along as Bearer; `refresh_token` is good for one use, which gives the next one."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"
    expires_in: int = Field(description="seconds that the access token is good for")
    refresh_token: str
    account: AccountView


CODE_TOO_SOON = ErrorCode(
    "identity.code_too_soon",
    429,
    "A code was just sent; ask for another in {retry_after} s.",
    "验证码刚刚发送，请 {retry_after} 秒后再获取。",
)
TOO_MANY_CODES = ErrorCode(
    "identity.too_many_codes",
    429,
    "Too many codes were sent to this number; ask again in {retry_after} s.",
    "该号码获取验证码次数过多，请 {retry_after} 秒后再试。",
)
CODE_NOT_SENT = ErrorCode(
    "identity.code_not_sent",
    503,
    "The text message could not be sent; ask for a code again.",
    "短信发送失败，请重新获取验证码。",
)
WRONG_CODE = ErrorCode("identity.wrong_code", 401, "The code is wrong or has expired.", "验证码错误或已过期。")
CODE_USED_UP = ErrorCode(
    "identity.code_used_up", 401, "The code was tried too often; ask for a new one.", "验证码错误次数过多，请重新获取。"
)
ACCOUNT_DISABLED = ErrorCode("identity.account_disabled", 403, "This account is disabled.", "该账号已停用。")
SESSION_OVER = ErrorCode(
    "identity.session_over", 401, "This session is over; sign in again.", "登录已失效，请重新登录。"
)
REFRESH_REUSED = ErrorCode(
    "identity.refresh_reused",
    401,
    "This refresh token was used before. The session was ended, since somebody else may have it; sign in again.",
    "该刷新凭证已被使用过。为保障安全已结束本次登录，请重新登录。",
)

SEND_CODE = Op(
    "send_code", POST("/sign-in/codes"), SendCode, CodeSent, PUBLIC, "Have a one-time code sent to a phone",
    errors=(CODE_TOO_SOON, TOO_MANY_CODES, CODE_NOT_SENT), deadline=12, keeps_reply=False,
)  # fmt: skip
SIGN_IN_BY_PHONE = Op(
    "sign_in_by_phone", POST("/sign-in/phone"), SignInByPhone, TokensView, PUBLIC,
    "Sign in with a one-time code; the first time opens an account",
    emits=(AccountOpened,), errors=(WRONG_CODE, CODE_USED_UP, ACCOUNT_DISABLED), keeps_reply=False,
)  # fmt: skip
REFRESH_TOKENS = Op(
    "refresh_tokens", POST("/sign-in/refresh"), RefreshTokens, TokensView, PUBLIC, "The next pair of tokens",
    errors=(SESSION_OVER, REFRESH_REUSED, ACCOUNT_DISABLED), keeps_reply=False,
)  # fmt: skip

OPERATIONS = (SEND_CODE, SIGN_IN_BY_PHONE, REFRESH_TOKENS)
