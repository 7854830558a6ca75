"""All settings, typed, from the environment (`LINLI_...`)."""

from functools import lru_cache

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What every process may be told. Times in seconds, sizes in bytes."""

    model_config = SettingsConfigDict(env_prefix="LINLI_", extra="ignore")

    amqp_url: str = "amqp://linli:linli@127.0.0.1:5682/linli"
    gateway_amqp_url: str = ""
    tools_amqp_url: str = ""
    mongo_url: str = "mongodb://127.0.0.1:27027/?replicaSet=rs0&directConnection=true"
    management_url: str = "http://linli:linli@127.0.0.1:15682"
    database_prefix: str = "linli_"

    host: str = "127.0.0.1"
    port: int = 8080
    health_port: int = 0
    threads: int = 12
    workers: int = 20
    retry_seconds: tuple[float, ...] = (5, 60, 600, 3600)
    run_dir: str = ".run"

    data_key: SecretStr = SecretStr("")
    issuer: str = "linli"
    token_seconds: int = 900
    refresh_days: int = 30

    log_level: str = "INFO"
    otlp_endpoint: str = ""
    trace_share: float = 0.1

    jurisdiction: str = "linli"
    open311_contact: str = "See the operators of this suite."

    body_limit: int = 1_000_000
    photo_limit: int = 8_000_000
    rate_limit: str = "600/minute"
    rate_limit_anonymous: str = "300/minute"
    rate_limit_storage: str = "memory://"
    request_seconds: float = 30
    https_only: bool = False
    cors_origins: str = ""
    trusted_proxies: int = 0


@lru_cache
def settings() -> Settings:
    return Settings()
