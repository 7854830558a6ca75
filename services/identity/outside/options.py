"""Settings that only identity needs, from the environment (`LINLI_...`)."""

from functools import lru_cache

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Options(BaseSettings):
    """sms_sender: a name from the table in sms.py. Times in seconds."""

    model_config = SettingsConfigDict(env_prefix="LINLI_", extra="ignore")

    sms_sender: str = "print"
    sms_url: str = ""
    sms_token: SecretStr = SecretStr("")
    run_dir: str = ".run"


@lru_cache
def options() -> Options:
    return Options()
