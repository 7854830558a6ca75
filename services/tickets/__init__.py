"""Tickets: one ledger for every matter.

Owns: tickets with their history, photos, and a copy of the areas' outlines.
Publishes: tickets.ticket.opened, .accepted, .done, .rated (to partners as well), tickets.export.collected.
Listens to: residents.area.drawn, .ended, residents.change.moved, residents.export.requested, residents.person.erased.
Asks: identity, for the public keys.
"""
