"""`Provide(factory)`: give a service object what it works with, made once per process, so that it needs no nameko."""

from collections.abc import Callable
from typing import Any

from nameko.extensions import DependencyProvider


class Provide(DependencyProvider):
    def __init__(self, factory: Callable[[], Any]) -> None:
        super().__init__()
        self.factory = factory

    def setup(self) -> None:
        self.thing = self.factory()

    def get_dependency(self, worker_ctx: Any) -> Any:
        return self.thing
