"""Identity: who may sign in, how, and the keys that say so.

Owns: accounts, one-time codes, sessions, clients, signing keys.
Publishes: identity.account.opened, .disabled, .enabled, identity.duties.changed.
Listens to: residents.person.admitted, residents.staff.appointed, .dismissed. Asks: nobody.
"""
