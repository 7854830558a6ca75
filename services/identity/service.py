"""What identity answers and listens to."""

from services.identity.outside.oidc import Provider
from services.identity.outside.passwords import Passwords
from services.identity.outside.sms import sms_sender
from services.identity.store import IdentityStore
from services.identity.store.keys import own_keys
from services.identity.usecases import accounts, clients, keys, oidc, phone, reactions, sessions, staff
from services.identity.usecases.steps import apart
from shared.contracts.identity import accounts as accounts_api
from shared.contracts.identity import clients as clients_api
from shared.contracts.identity import keys as keys_api
from shared.contracts.identity import sessions as sessions_api
from shared.contracts.identity import sign_in as sign_in_api
from shared.contracts.identity import staff as staff_api
from shared.contracts.residents import (
    ExportRequested,
    PersonAdmitted,
    PersonErased,
    PersonMoved,
    StaffAppointed,
    StaffDismissed,
)
from shared.messaging.every import every
from shared.messaging.observe import Observe
from shared.messaging.provide import Provide
from shared.messaging.relay import Relay
from shared.messaging.serve import serve
from shared.messaging.subscribe import subscribe
from shared.storage.database import Database

HOUR = 3600


def open_database() -> Database:
    database = Database("identity", IdentityStore)
    database.act("first-signing-key", keys.ensure_signing_key)
    return database


class Identity:
    name = "identity"
    observe = Observe()
    relay = Relay()
    store = Provide(open_database)
    sms = Provide(sms_sender)
    passwords = Provide(Passwords)
    provider = Provide(Provider)
    own_keys = staticmethod(own_keys)

    @serve(keys_api.GET_KEYS)
    def get_keys(self, call):
        return self.store.perform(call, keys.get_keys)

    @serve(keys_api.ROTATE_KEYS)
    def rotate_keys(self, call):
        return self.store.perform(call, keys.rotate_keys)

    @every(HOUR)
    def rotate_keys_when_due(self):
        apart(self.store, "rotate-keys", keys.rotate_when_due)

    @serve(sign_in_api.SEND_CODE)
    def send_code(self, call):
        return phone.send_code(self.store, self.sms, call)

    @serve(sign_in_api.SIGN_IN_BY_PHONE)
    def sign_in_by_phone(self, call):
        return phone.sign_in_by_phone(self.store, call)

    @serve(sign_in_api.REFRESH_TOKENS)
    def refresh_tokens(self, call):
        return sessions.refresh_tokens(self.store, call)

    @serve(sessions_api.GET_ME)
    def get_me(self, call):
        return self.store.perform(call, sessions.get_me)

    @serve(sessions_api.LIST_SESSIONS)
    def list_sessions(self, call):
        return self.store.perform(call, sessions.list_sessions)

    @serve(sessions_api.END_SESSION)
    def end_session(self, call):
        return self.store.perform(call, sessions.end_session)

    @serve(sessions_api.SIGN_OUT)
    def sign_out(self, call):
        return self.store.perform(call, sessions.sign_out)

    @serve(staff_api.SIGN_IN_AS_STAFF)
    def sign_in_as_staff(self, call):
        return staff.sign_in_as_staff(self.store, self.passwords, call)

    @serve(staff_api.ENROL)
    def enrol(self, call):
        return staff.enrol(self.store, self.passwords, call)

    @serve(staff_api.CHANGE_PASSWORD)
    def change_password(self, call):
        return staff.change_password(self.store, self.passwords, call)

    @serve(staff_api.START_OIDC)
    def start_oidc(self, call):
        return oidc.start_oidc(self.store, self.provider, call)

    @serve(staff_api.FINISH_OIDC)
    def finish_oidc(self, call):
        return oidc.finish_oidc(self.store, self.provider, call)

    @serve(accounts_api.CREATE_STAFF_ACCOUNT)
    def create_staff_account(self, call):
        return accounts.create_staff_account(self.store, self.passwords, call)

    @serve(accounts_api.RESET_ACCOUNT)
    def reset_account(self, call):
        return accounts.reset_account(self.store, self.passwords, call)

    @serve(accounts_api.LIST_ACCOUNTS)
    def list_accounts(self, call):
        return self.store.perform(call, accounts.list_accounts)

    @serve(accounts_api.GET_ACCOUNT)
    def get_account(self, call):
        return self.store.perform(call, accounts.get_account)

    @serve(accounts_api.GET_ACCOUNT_HISTORY)
    def get_account_history(self, call):
        return self.store.perform(call, accounts.get_account_history)

    @serve(accounts_api.SET_DUTIES)
    def set_duties(self, call):
        return self.store.perform(call, accounts.set_duties)

    @serve(accounts_api.DISABLE_ACCOUNT)
    def disable_account(self, call):
        return self.store.perform(call, accounts.disable_account)

    @serve(accounts_api.ENABLE_ACCOUNT)
    def enable_account(self, call):
        return self.store.perform(call, accounts.enable_account)

    @serve(clients_api.CREATE_CLIENT)
    def create_client(self, call):
        return self.store.perform(call, clients.create_client)

    @serve(clients_api.ADD_SECRET)
    def add_secret(self, call):
        return self.store.perform(call, clients.add_secret)

    @serve(clients_api.SET_CLIENT_AREAS)
    def set_client_areas(self, call):
        return self.store.perform(call, clients.set_client_areas)

    @serve(clients_api.DISABLE_CLIENT)
    def disable_client(self, call):
        return self.store.perform(call, clients.disable_client)

    @serve(clients_api.LIST_CLIENTS)
    def list_clients(self, call):
        return self.store.perform(call, clients.list_clients)

    @serve(clients_api.ISSUE_TOKEN)
    def issue_token(self, call):
        return self.store.perform(call, clients.issue_token)

    @subscribe(PersonAdmitted)
    def keep_admission(self, delivered):
        self.store.react(delivered, reactions.keep_admission)

    @subscribe(PersonMoved)
    def keep_move(self, delivered):
        self.store.react(delivered, reactions.keep_move)

    @subscribe(StaffAppointed)
    def keep_appointment(self, delivered):
        self.store.react(delivered, reactions.keep_appointment)

    @subscribe(StaffDismissed)
    def keep_dismissal(self, delivered):
        self.store.react(delivered, reactions.keep_dismissal)

    @subscribe(ExportRequested)
    def hand_over_copy(self, delivered):
        self.store.react(delivered, reactions.hand_over_copy)

    @subscribe(PersonErased)
    def forget_person(self, delivered):
        self.store.react(delivered, reactions.forget_person)


SERVICE = Identity
