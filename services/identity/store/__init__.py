"""What identity finds and keeps."""

from services.identity.store.accounts import AccountStore
from services.identity.store.codes import CodeStore
from services.identity.store.keys import KeyStore
from services.identity.store.sessions import SessionStore


class IdentityStore(AccountStore, CodeStore, SessionStore, KeyStore):
    """All of identity's stores in one unit of work."""

    documents = (*AccountStore.documents, *CodeStore.documents, *SessionStore.documents, *KeyStore.documents)
