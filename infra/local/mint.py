"""Tokens for measuring and testing on one machine, signed with identity's own key, which takes the data key to open."""

import base64
import json
import time
from collections.abc import Mapping
from typing import Any

import pymongo
from joserfc import jwt
from joserfc.jwk import ECKey

from shared.contracts.actor import Actor
from shared.runtime.tokens import ALGORITHM, claims_of
from shared.storage.sealing import Sealing

PURPOSE = "signing-key"


class Mint:
    """`environment` is what the suite's processes were started with."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._sealing = Sealing(base64.b64decode(environment["LINLI_DATA_KEY"]))
        mongo: pymongo.MongoClient[Any] = pymongo.MongoClient(environment["LINLI_MONGO_URL"])
        self._issuer = environment.get("LINLI_ISSUER", "linli")
        self._keys = mongo[f"{environment['LINLI_DATABASE_PREFIX']}identity"]["signing_keys"]

    def token(self, actor: Actor, seconds: int = 3600) -> str:
        """An access token for the actor, as good as one that identity gave."""
        key = self._newest_key()
        return jwt.encode({"alg": ALGORITHM, "kid": key.kid}, claims_of(actor, self._issuer, time.time(), seconds), key)

    def _newest_key(self) -> ECKey:
        stored = self._keys.find_one(sort=[("made_at", -1)])
        return ECKey.import_key(json.loads(self._sealing.unseal(stored["sealed"], PURPOSE)))
