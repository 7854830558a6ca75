"""Staff sign in by password and second factor, or through the city's OpenID provider."""

from typing import Annotated

from pydantic import Field, StringConstraints

from shared.contracts.actor import EVERYBODY, PUBLIC
from shared.contracts.identity.sign_in import ACCOUNT_DISABLED, Device, TokensView
from shared.contracts.identity.words import Digits, Secret, StaffNumber
from shared.contracts.model import Command, Done, View
from shared.contracts.operation import POST, Op
from shared.kernel.errors import CONFLICT, NOT_FOUND, ErrorCode

NewPassword = Annotated[
    str,
    StringConstraints(min_length=12, max_length=128, pattern=r"^[^\x00]+$"),
    Field(repr=False, description="12 to 128 characters"),
]
BackupCode = Annotated[str, StringConstraints(pattern=r"^[a-z2-7]{5}-[a-z2-7]{5}$")]
Opaque = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._~+/=-]{1,2048}$"), Field(repr=False)]


class SignInAsStaff(Device, Command):
    """`code` from the authenticator app, or one of the backup codes; neither at the first sign-in."""

    staff_number: StaffNumber
    password: Secret
    code: Digits | None = Field(None, repr=False)
    backup_code: BackupCode | None = Field(None, repr=False)


class Enrolment(View):
    """What the first sign-in asks for: another password, and an authenticator app that knows the secret."""

    ticket: str = Field(description="to be sent with the new password and the app's first code")
    expires_in: int = Field(description="seconds")
    totp_secret: str = Field(description="Base32, for apps that cannot scan")
    provisioning_uri: str = Field(description="otpauth://..., to be shown as a QR code")


class StaffSignedIn(View):
    """Tokens, or at the first sign-in the enrolment."""

    tokens: TokensView | None = None
    enrolment: Enrolment | None = None


class Enrol(Device, Command):
    ticket: Secret
    new_password: NewPassword
    code: Digits


class Enrolled(TokensView):
    backup_codes: list[str] = Field(description="each good for one sign-in without the app; shown this once")


class ChangePassword(Command):
    password: Secret
    new_password: NewPassword


class StartOidc(Command):
    pass


class OidcStart(View):
    """Where to send the browser, and the state that it must bring back."""

    url: str
    state: str


class FinishOidc(Command):
    state: Opaque
    code: Opaque


WRONG_CREDENTIALS = ErrorCode(
    "identity.wrong_credentials", 401, "Staff number or password is wrong.", "工号或密码错误。"
)
LOCKED = ErrorCode(
    "identity.locked",
    429,
    "Too many failed sign-ins; try again in {retry_after} s.",
    "登录失败次数过多，请 {retry_after} 秒后再试。",
)
SECOND_FACTOR_NEEDED = ErrorCode(
    "identity.second_factor_needed", 401, "Send the code of your authenticator app along.", "请同时提供动态验证码。"
)
WRONG_SECOND_FACTOR = ErrorCode(
    "identity.wrong_second_factor",
    401,
    "The code is wrong, or was used before; wait for the next one.",
    "动态验证码错误或已使用，请等待下一个验证码。",
)
WEAK_PASSWORD = ErrorCode(
    "identity.weak_password",
    422,
    "Choose a password with more different characters, and without your staff number.",
    "密码过于简单或包含工号，请更换。",
)
SAME_PASSWORD = ErrorCode(
    "identity.same_password", 422, "The new password must not be the present one.", "新密码不能与当前密码相同。"
)
ENROLMENT_OVER = ErrorCode(
    "identity.enrolment_over",
    401,
    "Sign in with the initial password again to enrol.",
    "请使用初始密码重新登录后再完成设置。",
)
NO_PROVIDER = ErrorCode("identity.no_provider", 404, "No OpenID provider is set up here.", "未配置统一身份认证。")
PROVIDER_AWAY = ErrorCode(
    "identity.provider_away",
    503,
    "The OpenID provider does not answer; try again soon.",
    "统一身份认证暂时不可用，请稍后再试。",
)
OIDC_REFUSED = ErrorCode(
    "identity.oidc_refused",
    401,
    "The sign-in through the OpenID provider failed; start again.",
    "统一身份认证登录失败，请重新登录。",
)
UNKNOWN_STAFF = ErrorCode(
    "identity.unknown_staff", 403, "No account here belongs to this sign-in.", "该身份在本系统中没有对应账号。"
)

SIGN_IN_AS_STAFF = Op(
    "sign_in_as_staff", POST("/sign-in/staff"), SignInAsStaff, StaffSignedIn, PUBLIC,
    "Sign in by staff number, password and second factor",
    errors=(WRONG_CREDENTIALS, LOCKED, SECOND_FACTOR_NEEDED, WRONG_SECOND_FACTOR, ACCOUNT_DISABLED, CONFLICT),
    keeps_reply=False, deadline=10,
)  # fmt: skip
ENROL = Op(
    "enrol", POST("/sign-in/staff/enrolment"), Enrol, Enrolled, PUBLIC,
    "Finish the first sign-in: choose a password, confirm the authenticator app",
    errors=(ENROLMENT_OVER, WEAK_PASSWORD, SAME_PASSWORD, WRONG_SECOND_FACTOR, ACCOUNT_DISABLED), keeps_reply=False, deadline=10,
)  # fmt: skip
CHANGE_PASSWORD = Op(
    "change_password", POST("/me/password", 200), ChangePassword, Done, EVERYBODY,
    "Change my password; my other sessions end",
    errors=(NOT_FOUND, WRONG_CREDENTIALS, LOCKED, WEAK_PASSWORD, SAME_PASSWORD, CONFLICT), keeps_reply=False, deadline=10,
)  # fmt: skip
START_OIDC = Op(
    "start_oidc", None, StartOidc, OidcStart, PUBLIC, "Begin a sign-in through the OpenID provider",
    errors=(NO_PROVIDER, PROVIDER_AWAY), keeps_reply=False, deadline=10,
)  # fmt: skip
FINISH_OIDC = Op(
    "finish_oidc", None, FinishOidc, TokensView, PUBLIC, "End a sign-in through the OpenID provider",
    errors=(NO_PROVIDER, PROVIDER_AWAY, OIDC_REFUSED, UNKNOWN_STAFF, ACCOUNT_DISABLED), keeps_reply=False, deadline=20,
)  # fmt: skip

OPERATIONS = (SIGN_IN_AS_STAFF, ENROL, CHANGE_PASSWORD, START_OIDC, FINISH_OIDC)
