"""Identity: who may sign in, how, and the keys that say so.

Owns: accounts, one-time codes, sessions, clients, signing keys.
Publishes: identity.account.opened, .disabled, .enabled, identity.duties.changed, identity.export.collected.
Listens to: residents.person.admitted, .moved, .erased, residents.staff.appointed, .dismissed, residents.export.requested. Asks: nobody.
"""
