"""What identity finds and keeps."""

from services.identity.store.accounts import AccountStore
from services.identity.store.clients import ClientStore
from services.identity.store.codes import CodeStore
from services.identity.store.credentials import CredentialStore
from services.identity.store.keys import KeyStore
from services.identity.store.privacy import PrivacyStore
from services.identity.store.sessions import SessionStore

PARTS = (AccountStore, CredentialStore, CodeStore, SessionStore, ClientStore, KeyStore, PrivacyStore)


class IdentityStore(AccountStore, CredentialStore, CodeStore, SessionStore, ClientStore, KeyStore, PrivacyStore):
    """All of identity's stores in one unit of work."""

    documents = tuple(document for part in PARTS for document in part.documents)
