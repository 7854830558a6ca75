"""Settings of a local run, from variables LINLI_... of the environment or from a file `.env` beside the Makefile."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from infra.local.environment import ROOT


class LocalSettings(BaseSettings):
    """Ports (0 chooses a free one and remembers it), folder, sizes and passwords of a local run."""

    model_config = SettingsConfigDict(env_prefix="LINLI_", env_file=ROOT / ".env", extra="ignore")

    port: int = Field(8080, description="the gateway's HTTP port")
    amqp_port: int = Field(5682, description="the broker's AMQP port")
    management_port: int = Field(15682, description="the broker's management page and API")
    broker_metrics_port: int = Field(15693, description="the broker's metrics for Prometheus")
    mqtt_port: int = Field(1893, description="the broker's port for devices")
    broker_password: str | None = Field(None, description="password of the broker's user linli; made and kept if unset")
    mongo_port: int = Field(27027, description="the database's port")
    mongo_cache_gigabytes: float = Field(0.5, description="upper bound of the database's cache in gigabytes")
    run_dir: Path = Field(ROOT / ".run", description="data, logs and secrets; `make clean` removes it")
    town_size: int = Field(5_000, ge=0, description="residents of the demo town; 0 loads none")
