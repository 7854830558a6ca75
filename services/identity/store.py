"""What identity finds and keeps."""

import json
from typing import Any

from joserfc.jwk import ECKey

from services.identity.documents import SigningKey
from shared.storage.sealing import seal, unseal
from shared.storage.work import Work

PURPOSE = "signing-key"


class IdentityStore(Work):
    documents = (SigningKey,)

    def public_keys(self) -> list[dict[str, Any]]:
        return [json.loads(key.public) for key in SigningKey.objects.order_by("-made_at").limit(3)]

    def signing_key(self) -> ECKey | None:
        newest = SigningKey.objects.order_by("-made_at").first()
        return ECKey.import_key(json.loads(unseal(newest.sealed, PURPOSE))) if newest else None

    def make_signing_key(self) -> None:
        key = ECKey.generate_key("P-256", {"alg": "ES256", "use": "sig"}, auto_kid=True)
        self.save(
            SigningKey(
                id=key.kid,
                public=json.dumps(key.as_dict(private=False)),
                sealed=seal(json.dumps(key.as_dict(private=True)), PURPOSE),
                made_at=self.now,
            )
        )
