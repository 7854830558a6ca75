"""Settings that only identity needs, from the environment (`LINLI_...`)."""

from functools import lru_cache

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Options(BaseSettings):
    """sms_sender: a name from the table in sms.py.

    oidc_claim: the claim of the id_token that holds the staff number. oidc_redirect_uri: the callback's public address.
    """

    model_config = SettingsConfigDict(env_prefix="LINLI_", extra="ignore")

    sms_sender: str = "print"
    sms_url: str = ""
    sms_token: SecretStr = SecretStr("")
    run_dir: str = ".run"

    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_scope: str = "openid profile"
    oidc_claim: str = "preferred_username"
    oidc_redirect_uri: str = ""


@lru_cache
def options() -> Options:
    return Options()
