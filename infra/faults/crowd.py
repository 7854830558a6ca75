"""People at work, each with a phone of their own."""

import random
import threading
from collections.abc import Callable

from infra.faults.phone import Answers, Phone

Scene = Callable[[Phone, random.Random], None]


class Crowd:
    """`count` people who play `scene` over and over until `stop`, each with dice of their own that `seed` throws."""

    def __init__(self, url: str, scene: Scene, count: int, seed: int) -> None:
        self.answers = Answers()
        self.failed: list[str] = []
        self._url = url
        self._scene = scene
        self._seed = seed
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._work, args=(n,), daemon=True) for n in range(count)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Nobody begins a new scene; those under way are brought to their end."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _work(self, number: int) -> None:
        phone, dice = Phone(self._url, self.answers), random.Random(f"{self._seed}:{number}")
        while not self._stop.is_set():
            try:
                self._scene(phone, dice)
            except Exception as error:
                self.failed.append(f"{type(error).__name__}: {error}")
